/* SPDX-License-Identifier: MIT */
/* waypost: tells mail programs where a person's mailbox is. */
#include "cli/command.h"
#include "cli/output.h"
#include "oauth/members.h"
#include "xml/start.h"

#include <signal.h>

int main(int argc, char *argv[])
{
    /* A reader that went away is an error of write, with a line on stderr. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL); /* else how a command ended is not told */
    members_wipe_memory();    /* tokens pass through it */
    xml_start();
    int status = output_finish(command_run(argv + (argc > 0 ? 1 : 0)));
    xml_stop();
    return status;
}
