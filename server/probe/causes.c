/* SPDX-License-Identifier: MIT */
#include "probe/causes.h"

#include <stddef.h>

const char *const causes_no_basic[] = {
    "Exchange Online has not taken passwords since January 2023; outlook.com and "
    "hotmail.com since September 2024. App passwords ended with them.",
    NULL};

const char *const causes_oauth[] = {
    "The token is not for this: made out for Graph, or without the scope or role of "
    "the "
    "protocol.",
    "The token has expired.",
    "Without a user: New-ServicePrincipal was never run, or with the object id of the "
    "app registration instead of the enterprise application.",
    "Without a user: the service principal has no FullAccess to the mailbox.",
    "The user name is an alias or misspelt; it has to be the user principal name.",
    "Without a user: no administrator has consented, so that the token has no roles.",
    "The change is younger than an hour and has not arrived everywhere.",
    NULL};

const char *const causes_not_connected[] = {
    "The protocol is switched off for the mailbox.",
    "The user has no mailbox, or no licence for one.",
    "The user name is another mailbox than the token's, without FullAccess to it.",
    "The administrator who consented is logged in instead of the user.",
    "The token lacks a scope.",
    "The mailbox is new or is being moved.",
    "Too many connections to the mailbox.",
    NULL};

const char *const causes_password[] = {
    "The password or the user name is wrong.",
    "The server wants another form of user name: with or without the domain.",
    "The account is locked or switched off.", NULL};

const char *const causes_token[] = {
    "The token has expired.",
    "The token was made out for another server, or without the scope it wants.",
    "The user name is not the one in the token.", "The server trusts another issuer.",
    NULL};

const char *const causes_smtp_oauth[] = {
    "The token lacks SMTP.Send, or without a user SMTP.SendAsApp, or has expired.",
    "A shared mailbox is logged in; SMTP wants the user of the token instead.",
    "Without a user: service principal or permissions are missing.",
    "Authenticated SMTP is switched off for the mailbox.", NULL};

const char *const causes_smtp_off[] = {
    "Authenticated SMTP is switched off, as it is in tenants made since 2020.",
    "Security defaults are on, which switch it off.", NULL};

const char *const causes_criteria[] = {
    "Conditional Access or an authentication policy blocks legacy authentication.",
    "The user has multi-factor authentication, which a password cannot answer.",
    "Authenticated SMTP is switched off.", NULL};

const char cure_grant[] = "New-ServicePrincipal -AppId %APPID% -ObjectId %OBJECTID%\n"
                          "Add-MailboxPermission -Identity %MAILBOX% -User %OBJECTID% "
                          "-AccessRights FullAccess";

const char cure_smtp_on[] =
    "Set-CASMailbox -Identity %MAILBOX% -SmtpClientAuthenticationDisabled $false";

const char cure_mailbox[] =
    "Get-CASMailbox -Identity %MAILBOX% | Format-List ImapEnabled, PopEnabled\n"
    "Set-CASMailbox -Identity %MAILBOX% -ImapEnabled $true -PopEnabled $true\n"
    "Get-MailboxPermission -Identity %MAILBOX%";

const char cure_send_as[] =
    "Add-RecipientPermission %MAILBOX% -Trustee %USER% -AccessRights SendAs";
