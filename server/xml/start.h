/* SPDX-License-Identifier: MIT */
/* The one-time preparation that libxml2 asks for before threads use it. */
#pragma once

/* Prepares libxml2; called once, before any thread is started. */
void xml_start(void);

/* Gives back what libxml2 holds; called once, after all other threads have ended. */
void xml_stop(void);
