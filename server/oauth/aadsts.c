/* SPDX-License-Identifier: MIT */
#include "oauth/aadsts.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const struct aadsts_row aadsts_rows[] = {
    {.codes = {50001, 500011},
     .sentence = "the tenant does not know the resource",
     .cure = "Look at cloud and scope; the tenant may have no Exchange Online."},
    {.codes = {50011},
     .sentence = "the address to return to is not registered",
     .cure = "Add http://localhost under Authentication, Mobile and desktop "
             "applications, in the app registration."},
    {.codes = {50012, 700027},
     .sentence = "what the certificate signed is not accepted",
     .cure = "Upload the certificate to the app registration, look whether the key "
             "belongs to it, and look at the clock."},
    {.codes = {50020, 50034, 51004},
     .sentence = "there is no such user in the tenant",
     .cure = "Name the user's own tenant, and the user principal name, not an alias."},
    {.codes = {50053},
     .sentence = "the account is locked, or too much wrong came from this address",
     .cure = "Wait; the sign-in log says which of both, and smart lockout ends it."},
    {.codes = {50055, 50144},
     .sentence = "the password has expired",
     .cure = "Change the password."},
    {.codes = {50056},
     .sentence = "the directory has no password, or an unusable one, for the user",
     .cure = "Set a password, or log in with oauth = code: the account may be "
             "federated."},
    {.codes = {50057},
     .sentence = "the account is disabled",
     .cure = "Enable it; a shared mailbox is disabled by design: log in as somebody "
             "with FullAccess, or as an application."},
    {.codes = {50059, 90019},
     .sentence = "nothing says which tenant is meant",
     .cure = "Give the tenant's id or domain as tenant."},
    {.codes = {50072, 50074, 50076, 50079},
     .needs_login = true,
     .sentence = "a second factor is wanted, or has to be set up",
     .cure = "Log in with oauth = code or device; oauth = password cannot do it."},
    {.codes = {50078},
     .needs_login = true,
     .sentence = "the second factor was shown too long ago",
     .cure = "Log in anew."},
    {.codes = {50097},
     .sentence = "a managed device is wanted (Conditional Access)",
     .cure = "Log in with oauth = code on such a device, or exclude the application "
             "from the policy."},
    {.codes = {50105},
     .sentence = "the user is not assigned to the application",
     .cure = "Assign the user to the enterprise application, or switch \"Assignment "
             "required\" off."},
    {.codes = {50126},
     .sentence = "the user name or the password is wrong",
     .cure = "Try them at the web mail; the user principal name is meant."},
    {.codes = {50128},
     .sentence = "the domain belongs to no tenant",
     .cure = "Correct tenant."},
    {.codes = {50131, 53000, 53001, 53002, 53003, 530032},
     .sentence =
         "Conditional Access forbids it: the device, the place, the application "
         "or the flow",
     .cure = "The sign-in log names the policy, on its tab Conditional Access; many "
             "forbid the device code flow: try oauth = code."},
    {.codes = {530035},
     .sentence = "the security defaults forbid it",
     .cure = "Log in with oauth = code or device, or ask the administrator."},
    {.codes = {50132, 50133, 50173},
     .needs_login = true,
     .sentence = "the login was revoked, by a new password or an administrator",
     .cure = "Log in anew."},
    {.codes = {50134},
     .sentence = "the code belongs to another cloud or data centre",
     .cure = "Correct cloud, and begin anew."},
    {.codes = {50158},
     .sentence = "another company's second factor is wanted",
     .cure = "Log in with oauth = code."},
    {.codes = {50194},
     .sentence = "the application is one tenant's, and was asked for at common",
     .cure = "Give the tenant's id or domain as tenant."},
    {.codes = {50196},
     .is_temporary = true,
     .sentence = "the same was asked for too often",
     .cure = "Wait some minutes."},
    {.codes = {54005}, .sentence = "the code was used already", .cure = "Begin anew."},
    {.codes = {65001},
     .sentence = "nobody has consented to the application",
     .cure = "Have an administrator grant consent under API permissions in the app "
             "registration."},
    {.codes = {65002},
     .sentence = "the application is Microsoft's own, and may not ask for this",
     .cure = "Register an application and give its id as client_id."},
    {.codes = {65004},
     .sentence = "the user declined to consent",
     .cure = "Begin anew and accept, or have an administrator consent."},
    {.codes = {650052},
     .sentence = "the tenant has no subscription to the service",
     .cure = "Look at the licences: Exchange Online is missing."},
    {.codes = {650056, 650057},
     .sentence = "the app registration lacks the permission",
     .cure = "Add it under API permissions, and grant consent."},
    {.codes = {70000, 70008, 70043, 700082},
     .needs_login = true,
     .sentence =
         "the login has expired: not used for 90 days, or the sign-in frequency "
         "is over",
     .cure = "Log in anew."},
    {.codes = {70001, 700016},
     .sentence = "the tenant does not know the application",
     .cure = "Correct client_id, tenant or cloud; an application of another tenant has "
             "to be consented to first."},
    {.codes = {7000112},
     .sentence = "the application is disabled in the tenant",
     .cure = "Enable it under Enterprise applications."},
    {.codes = {7000215, 70002},
     .sentence = "the client secret is wrong",
     .cure = "Store the secret's Value, not its Secret ID, and of the right "
             "application."},
    {.codes = {7000222},
     .sentence = "the client secret has expired",
     .cure = "Make a new one under Certificates & secrets."},
    {.codes = {7000218},
     .sentence = "the application has to prove who it is",
     .cure = "Give its client_secret_file or certificate; or switch \"Allow public "
             "client flows\" on, under Authentication."},
    {.codes = {700025},
     .sentence = "the application is a public one, which has no secret",
     .cure = "Take client_secret_file or certificate out of accounts.ini."},
    {.codes = {70011, 28000, 28002, 28003, 700022},
     .sentence = "the scope is wrong, or of several resources",
     .cure = "Give full scopes of one resource, such as "
             "https://outlook.office.com/IMAP.AccessAsUser.All."},
    {.codes = {1002012},
     .sentence = "an application asks with a scope that ends in /.default",
     .cure = "Take scope out of accounts.ini, or correct it."},
    {.codes = {70016},
     .is_temporary = true,
     .sentence = "nobody has logged in yet",
     .cure = "Log in with the code in time."},
    {.codes = {70018, 70019, 70020},
     .sentence = "the code is wrong or has expired",
     .cure = "Begin anew."},
    {.codes = {900144, 90023, 9002313},
     .sentence = "Entra ID does not understand the request",
     .cure = "This is a mistake of waypost, unless a proxy changes what is sent: "
             "please report it."},
    {.codes = {90002},
     .sentence = "there is no such tenant in this cloud",
     .cure = "Correct tenant or cloud."},
    {.codes = {90038},
     .sentence = "the tenant is at home in another cloud",
     .cure = "Correct cloud."},
    {.codes = {90055},
     .is_temporary = true,
     .sentence = "the tenant asks too often",
     .cure = "Wait."},
    {.codes = {90094},
     .sentence = "an administrator has to consent to the application",
     .cure = "Have an administrator grant consent under API permissions in the app "
             "registration."},
    {.codes = {900384},
     .sentence = "the signature of a token or assertion is wrong",
     .cure = "Look whether key and certificate belong together and to the app "
             "registration."},
    {.codes = {9001023},
     .sentence = "this flow works at one tenant only",
     .cure = "Give the tenant's id or domain as tenant."},
    {.codes = {9002332, 9002346},
     .sentence = "the application is not for this kind of accounts",
     .cure = "Give the tenant's id or domain, or consumers, as tenant; or change the "
             "supported account types of the app registration."},
    {.codes = {501481},
     .sentence = "the answer belongs to another login",
     .cure = "Begin anew."},
    {.codes = {80001, 80002, 80003, 80004, 80005, 80006, 80007, 80008, 80009, 80010,
               80011, 80012, 80013, 80014},
     .is_temporary = true,
     .sentence = "the pass-through agents of the company cannot be reached",
     .cure = "Look at the pass-through authentication agents and their domain "
             "controllers."},
    {.codes = {50033, 50024, 90006, 90024, 90033},
     .is_temporary = true,
     .sentence = "Entra ID has a trouble that will pass",
     .cure = "Try again in a while."},
};

const size_t aadsts_row_count = sizeof aadsts_rows / sizeof *aadsts_rows;

const struct aadsts_row *aadsts_find(unsigned code)
{
    for (size_t i = 0; i < aadsts_row_count; i++)
        for (size_t j = 0; j < AADSTS_CODES_MAX && aadsts_rows[i].codes[j] != 0; j++)
            if (aadsts_rows[i].codes[j] == code)
                return &aadsts_rows[i];
    return NULL;
}

unsigned aadsts_number(const char *text)
{
    static const char mark[] = "AADSTS";
    enum { DIGITS_MAX = 9 };
    char digits[DIGITS_MAX + 1];
    unsigned long number;
    const char *at = strstr(text, mark);
    if (at == NULL)
        return 0;
    at += sizeof mark - 1;
    snprintf(digits, sizeof digits, "%.*s", (int)strspn(at, "0123456789"), at);
    return text_parse_uint(digits, 1, 99999999, &number) ? (unsigned)number : 0;
}
