/* SPDX-License-Identifier: MIT */
/* domains.ini as people write it: what comes out of a good one, and what is said about
 * a broken one. The files stand in a folder of their own, beside the real templates. */
#include "base/buf.h"
#include "config/config.h"
#include "expect.h"

#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The value of a variable by its name, NULL if the template has none of that name. */
static const char *offer_value(const struct offer *offer, const char *variable)
{
    for (size_t i = 0; i < offer->template->variable_count; i++)
        if (strcmp(offer->template->variables[i], variable) == 0)
            return offer->values[i];
    return NULL;
}

static const char own_template[] =
    "[choices]\nplan = small large\n"
    "[variables]\nserver = \nhost_a = mail.${server}\nnote = a & b\n"
    "[variables plan=large]\nserver = big.example.net\n"
    "[imap]\nserver = ${host_a}:993\n"
    "[records plan=large]\n@ = TXT \"plan=large\"\n";

static void write_file(const char *name, const char *text, size_t length)
{
    FILE *file = fopen(name, "we");
    fwrite(text, 1, length, file);
    fclose(file);
}

static void enter_folder(void)
{
    static const char *const links[] = {"templates/microsoft365", "templates/imap"};
    static const char *const folders[] = {"templates", "templates/default",
                                          "templates/own", "templates/broken", "d"};
    char root[2048], path[4096], folder[] = "/tmp/waypost-test-XXXXXX";
    EXPECT(getcwd(root, sizeof root) != NULL);
    EXPECT(mkdtemp(folder) != NULL && chdir(folder) == 0);
    for (size_t i = 0; i < 5; i++)
        EXPECT(mkdir(folders[i], 0700) == 0);
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", root, links[i]);
        EXPECT(symlink(path, links[i]) == 0);
    }
    write_file("templates/own/services.ini", own_template, strlen(own_template));
}

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static void leave_folder(void)
{
    char folder[4096];
    EXPECT(getcwd(folder, sizeof folder) != NULL);
    EXPECT(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

static struct config *load(const char *text, struct mistakes *mistakes)
{
    write_file("domains.ini", text, strlen(text));
    return config_load("domains.ini", mistakes);
}

struct broken {
    const char *name;
    const char *text;
    const char *file, *file_text; /* another file, or NULL */
    const char *expected;         /* "FILE:LINE: TEXT\n" for each mistake */
};

#define M365 "template = microsoft365\n"
#define HOST_FORM "HOST[:PORT] [tls|starttls|none]"

static const struct broken broken[] = {
    {.name = "port out of range",
     .text = "[example.com]\nimap = mail.example.com:99999\n",
     .expected = "domains.ini:2: imap: port 99999 is out of range (1 to 65535)\n"},
    {.name = "port zero",
     .text = "[example.com]\nimap = mail.example.com:0\n",
     .expected = "domains.ini:2: imap: port 0 is out of range (1 to 65535)\n"},
    {.name = "port is a word",
     .text = "[example.com]\nsmtp = mail.example.com:smtp\n",
     .expected = "domains.ini:2: smtp: port `smtp` is no number from 1 to 65535\n"},
    {.name = "two mistakes in one section",
     .text = "[example.com]\nimap = a.example:0\nsmtp = b.example:0 tls\n",
     .expected = "domains.ini:2: imap: port 0 is out of range (1 to 65535)\n"
                 "domains.ini:3: smtp: port 0 is out of range (1 to 65535)\n"},
    {.name = "host",
     .text = "[example.com]\nimap = mail_1.example.com\n",
     .expected = "domains.ini:2: imap: `mail_1.example.com` is no host name\n"},
    {.name = "short host",
     .text = "[example.com]\nimap = mail\n",
     .expected = "domains.ini:2: imap: `mail` is no full host name, such as "
                 "mail.example.com\n"},
    {.name = "addresses instead of hosts",
     .text = "[example.com]\nimap = 192.0.2.1\npop3 = 192.0.2.1:995\n"
             "smtp = [2001:db8::1]:587 starttls\n",
     .expected =
         "domains.ini:2: imap: `192.0.2.1` is an address; expected a host name, which "
         "mail programs look for in the server's certificate\n"
         "domains.ini:3: pop3: `192.0.2.1:995` is an address; expected a host name, "
         "which mail programs look for in the server's certificate\n"
         "domains.ini:4: smtp: `[2001:db8::1]:587` is an address; expected a host "
         "name, which mail programs look for in the server's certificate\n"},
    {.name = "address without brackets",
     .text = "[example.com]\nimap = 2001:db8::1\n",
     .expected =
         "domains.ini:2: imap: `2001:db8::1` is an address; expected a host name, "
         "which mail programs look for in the server's certificate\n"},
    {.name = "no host",
     .text = "[example.com]\npop3 =\n",
     .expected = "domains.ini:2: pop3: expected " HOST_FORM "\n"},
    {.name = "security",
     .text = "[example.com]\nimap = mail.example.com starttsl\n",
     .expected = "domains.ini:2: imap: `starttsl` is none of tls, starttls, none; did "
                 "you mean `starttls`?\n"},
    {.name = "too many words",
     .text = "[example.com]\nimap = mail.example.com tls now\n",
     .expected = "domains.ini:2: imap: `now` is too much: expected " HOST_FORM "\n"},
    {.name = "auth",
     .text = "[example.com]\n" M365 "auth = oauth\n",
     .expected =
         "domains.ini:3: auth: `oauth` is none of password, oauth2; did you mean "
         "`oauth2`?\n"},
    {.name = "auth twice",
     .text = "[example.com]\n" M365 "auth = oauth2 oauth2\n",
     .expected = "domains.ini:3: auth: `oauth2` stands twice\n"},
    {.name = "auth empty",
     .text = "[example.com]\n" M365 "auth =\n",
     .expected = "domains.ini:3: auth: expected password, oauth2, or both in order\n"},
    {.name = "username",
     .text = "[example.com]\n" M365 "username = %USER%\n",
     .expected = "domains.ini:3: username: at `%USER%`: expected %EMAILADDRESS%, "
                 "%EMAILLOCALPART%, %EMAILDOMAIN%, letters, digits and . _ + @ = -\n"},
    {.name = "username with XML",
     .text = "[example.com]\n" M365 "username = a&b\n",
     .expected = "domains.ini:3: username: at `&b`: expected %EMAILADDRESS%, "
                 "%EMAILLOCALPART%, %EMAILDOMAIN%, letters, digits and . _ + @ = -\n"},
    {.name = "unknown key",
     .text = "[example.com]\n" M365 "tennant = contoso\n",
     .expected = "domains.ini:3: unknown key `tennant`; did you mean `tenant`?\n"},
    {.name = "unlike any key",
     .text = "[example.com]\n" M365 "xyzzy = 1\n",
     .expected = "domains.ini:3: unknown key `xyzzy`\n"},
    {.name = "pattern of ids",
     .text = "[example.com]\n" M365 "check.ignore = spf.* DMARC.none\n",
     .expected = "domains.ini:3: check.ignore: `DMARC.none` is no pattern of ids, such "
                 "as dmarc.none or spf.*\n"},
    {.name = "no pattern of ids",
     .text = "[example.com]\n" M365 "check.ignore = ,\n",
     .expected = "domains.ini:3: check.ignore: expected ids of findings, such as "
                 "dmarc.none or spf.*\n"},
    {.name = "almost check.ignore",
     .text = "[example.com]\n" M365 "check.ingore = spf.*\n",
     .expected = "domains.ini:3: unknown key `check.ingore`; did you mean "
                 "`check.ignore`?\n"},
    {.name = "check.ignore of the service",
     .text = "[waypost]\ncheck.ignore = spf.*\n",
     .expected = "domains.ini:2: unknown key `check.ignore`\n"},
    {.name = "key twice",
     .text = "[example.com]\n" M365 "name = A\nname = B\n",
     .expected = "domains.ini:4: name: stands twice, first in line 3\n"},
    {.name = "choice",
     .text = "[example.com]\n" M365 "cloud = gcc-hihg\n",
     .expected =
         "domains.ini:3: cloud: `gcc-hihg` is none of worldwide, gcc-high, dod, "
         "china; did you mean `gcc-high`?\n"},
    {.name = "template",
     .text = "[example.com]\ntemplate = microsft365\n",
     .expected = "domains.ini:2: template: there is no template `microsft365` in "
                 "templates (there: imap, microsoft365, own); did you mean "
                 "`microsoft365`?\n"},
    {.name = "template outside of the folder",
     .text = "[example.com]\ntemplate = ../templates/imap\n",
     .expected = "domains.ini:2: template: there is no template `../templates/imap` in "
                 "templates (there: imap, microsoft365, own)\n"},
    {.name = "no template",
     .text = "[example.com]\nname = Example\n",
     .expected =
         "domains.ini:1: [example.com]: needs `template =` (imap, microsoft365, "
         "own, none), or servers of its own (`imap =`, `pop3 =`, `smtp =`)\n"},
    {.name = "section without keys",
     .text = "\n[example.com]\n",
     .expected =
         "domains.ini:2: [example.com]: needs `template =` (imap, microsoft365, "
         "own, none), or servers of its own (`imap =`, `pop3 =`, `smtp =`)\n"},
    {.name = "imap without servers",
     .text = "[example.com]\ntemplate = imap\n",
     .expected = "domains.ini:1: [example.com]: names no server; the template `imap` "
                 "wants `imap =` or `pop3 =`, and `smtp =`\n"},
    {.name = "on without a server",
     .text = "[example.com]\ntemplate = imap\nimap = on\nsmtp = a.example\n",
     .expected = "domains.ini:3: imap: the template has no server of its own; "
                 "expected " HOST_FORM "\n"},
    {.name = "none with servers",
     .text = "[example.com]\ntemplate = none\nimap = a.example\n",
     .expected = "domains.ini:3: imap: has no meaning beside `template = none`\n"},
    {.name = "domain twice",
     .text = "[example.com]\n" M365 "[Example.COM]\n" M365,
     .expected = "domains.ini:3: example.com stands twice: it was first declared at "
                 "domains.ini:1\n"},
    {.name = "domain twice, first with a mistake",
     .text = "[example.com]\ntemplate = microsoft356\n[example.com]\n" M365,
     .expected =
         "domains.ini:2: template: there is no template `microsoft356` in templates "
         "(there: imap, microsoft365, own); did you mean `microsoft365`?\n"
         "domains.ini:3: example.com stands twice: it was first declared at "
         "domains.ini:1\n"},
    {.name = "domain name",
     .text = "[exa_mple.com]\n" M365,
     .expected = "domains.ini:1: `exa_mple.com` is no domain name; a group of domains "
                 "needs `domains =` or `domains_file =`\n"},
    {.name = "group without domains",
     .text = "[customers]\n" M365,
     .expected =
         "domains.ini:1: `customers` is no mail domain: it has one label only; a group "
         "of domains needs `domains =` or `domains_file =`\n"},
    {.name = "pattern",
     .text = "[*example.com]\n" M365,
     .expected =
         "domains.ini:1: `*example.com` is no pattern; expected *.example.com or *; a "
         "group of domains needs `domains =` or `domains_file =`\n"},
    {.name = "domains",
     .text = "[g]\n" M365 "domains = example.org, -x.org\ndomains =\n",
     .expected = "domains.ini:3: domains: `-x.org` is no domain name\n"
                 "domains.ini:4: domains: expected names, such as example.com "
                 "example.net\n"},
    {.name = "missing domains_file",
     .text = "[g]\n" M365 "domains_file = c.txt\n",
     .expected = "domains.ini:3: domains_file: c.txt cannot be read: No such file or "
                 "directory\n"},
    {.name = "lines of a domains_file",
     .text = "[example.com]\n" M365 "[g]\n" M365 "domains_file = d/c.txt\n",
     .file = "d/c.txt",
     .file_text = "# customers\nexample.org # ours\n\nexample com\nexample.com\n",
     .expected = "d/c.txt:4: `example com` is no domain name\n"
                 "d/c.txt:5: example.com stands twice: it was first declared at "
                 "domains.ini:1\n"},
    {.name = "name too long",
     .text = "[example.com]\n" M365
             "name = ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääb\n",
     .expected = "domains.ini:3: name: has 61 characters; 60 at most\n"},
    {.name = "short name too long",
     .text = "[example.com]\n" M365 "short_name = 123456789012345678901\n",
     .expected = "domains.ini:3: short_name: has 21 characters; 20 at most\n"},
    {.name = "empty name",
     .text = "[example.com]\n" M365 "name =\n",
     .expected = "domains.ini:3: name: expected a name to show to people\n"},
    {.name = "tab in a name",
     .text = "[example.com]\n" M365 "name = a\tb\n",
     .expected = "domains.ini:3: name: holds a tab\n"},
    {.name = "variable in a variable",
     .text = "[example.com]\n" M365 "tenant = ${domain}\n",
     .expected =
         "domains.ini:3: tenant: ${variables} stand in a template's services.ini "
         "only\n"},
    {.name = "variable that makes a bad host",
     .text = "[example.com]\n" M365 "mail_host = mail.\n",
     .expected = "domains.ini:1: [example.com]: `mail` is no full host name, such as "
                 "mail.example.com (it goes into `server` at "
                 "templates/microsoft365/services.ini:74)\n"
                 "domains.ini:1: [example.com]: `mail` is no full host name, such as "
                 "mail.example.com (it goes into `server` at "
                 "templates/microsoft365/services.ini:78)\n"},
    {.name = "variable that breaks a record",
     .text = "[example.com]\n" M365 "mx = a.example b!\n",
     .expected = "domains.ini:1: [example.com]: `b!` is no host name (it goes into `@` "
                 "at templates/microsoft365/services.ini:92)\n"},
    {.name = "a preference where hosts belong, and an address",
     .text = "[example.com]\n" M365 "mx = 10 mx.example.net\n"
             "[example.org]\n" M365 "mx = 192.0.2.1\n",
     .expected = "domains.ini:1: [example.com]: `10` is no host name (it goes into `@` "
                 "at templates/microsoft365/services.ini:92)\n"
                 "domains.ini:4: [example.org]: `192.0.2.1` is no host name (it goes "
                 "into `@` at templates/microsoft365/services.ini:92)\n"},
    {.name = "more than the part that a record wants",
     .text = "[example.com]\n" M365 "tenant = contoso.onmicrosoft.com\n",
     .expected =
         "domains.ini:1: [example.com]: `selector1-example-com._domainkey."
         "contoso.onmicrosoft.com.onmicrosoft.com` ends in onmicrosoft.com twice (it "
         "goes into `selector1._domainkey` at templates/microsoft365/services.ini:94)\n"
         "domains.ini:1: [example.com]: `selector2-example-com._domainkey."
         "contoso.onmicrosoft.com.onmicrosoft.com` ends in onmicrosoft.com twice (it "
         "goes into `selector2._domainkey` at "
         "templates/microsoft365/services.ini:95)\n"},
    {.name = "variable that must not be empty",
     .text = "[example.com]\n" M365 "[example.org]\n" M365 "submission_host =\n",
     .expected =
         "domains.ini:3: [example.org]: `submission_host` must be said (it goes "
         "into `server` at templates/microsoft365/services.ini:82)\n"},
    {.name = "variable that a template needs, not said at all",
     .text = "[example.com]\ntemplate = own\n[example.org]\ntemplate = own\n",
     .expected = "domains.ini:1: [example.com]: `server` must be said (it goes into "
                 "`server` at templates/own/services.ini:10)\n"
                 "domains.ini:3: [example.org]: `server` must be said (it goes into "
                 "`server` at templates/own/services.ini:10)\n"},
    {.name = "variable that a template needs",
     .text = "[example.com]\ntemplate = own\nsmtp = a.example\n",
     .expected = "domains.ini:1: [example.com]: `server` must be said (it goes into "
                 "`server` at templates/own/services.ini:10)\n"},
    {.name = "key before any section",
     .text = "listen = 127.0.0.1:8080\n[example.com]\n" M365,
     .expected = "domains.ini:1: listen: stands before the first [section]\n"},
    {.name = "unknown key of waypost",
     .text = "[waypost]\nlissten = 127.0.0.1:8080\n",
     .expected = "domains.ini:2: unknown key `lissten`; did you mean `listen`?\n"},
    {.name = "listen without a port",
     .text = "[waypost]\nlisten = 127.0.0.1\n",
     .expected =
         "domains.ini:2: listen: `127.0.0.1` is no address; expected 127.0.0.1:8080, "
         "[::1]:8080, unix:/run/waypost/http.sock or systemd\n"},
    {.name = "listen port",
     .text = "[waypost]\nlisten = [::1]:80800\n",
     .expected = "domains.ini:2: listen: port 80800 is out of range (1 to 65535)\n"},
    {.name = "listen without brackets",
     .text = "[waypost]\nadmin_listen = ::1:8081\n",
     .expected =
         "domains.ini:2: admin_listen: `::1:8081` is no address; expected "
         "127.0.0.1:8080, [::1]:8080, unix:/run/waypost/http.sock or systemd\n"},
    {.name = "listen at a relative socket",
     .text = "[waypost]\nlisten = unix:http.sock\n",
     .expected = "domains.ini:2: listen: unix: wants an absolute path, such as "
                 "unix:/run/waypost/http\n"},
    {.name = "listen twice",
     .text = "[waypost]\nlisten = systemd\nlisten = systemd\n",
     .expected = "domains.ini:3: listen: systemd stands twice\n"},
    {.name = "host of waypost",
     .text = "[waypost]\nhost = https://a.example\n",
     .expected = "domains.ini:2: host: `https://a.example` is no host name\n"},
    {.name = "host twice",
     .text = "[waypost]\nhost = a.example\nhost = b.example\n",
     .expected = "domains.ini:3: host: stands twice, first in line 2\n"},
    {.name = "trusted proxies",
     .text = "[waypost]\ntrusted_proxies = 10.0.0.0/8 10.1.2.3/8\n",
     .expected = "domains.ini:2: trusted_proxies: `10.1.2.3/8` is no network; expected "
                 "192.0.2.0/24, 2001:db8::/32 or one address, without bits behind the "
                 "prefix\n"},
    {.name = "idle timeout",
     .text = "[waypost]\nidle_timeout = 10s\n",
     .expected =
         "domains.ini:2: idle_timeout: `10s` is no number of seconds from 1 to 3600\n"},
    {.name = "request log",
     .text = "[waypost]\nrequest_log = of\n",
     .expected = "domains.ini:2: request_log: `of` is none of off, on; did you mean "
                 "`off`?\n"},
    {.name = "templates folder",
     .text = "[waypost]\ntemplates = tmpl\n",
     .expected = "domains.ini:2: templates: there is no folder tmpl\n"},
    {.name = "templates folder too late",
     .text = "[example.com]\n" M365 "[waypost]\ntemplates = templates\n",
     .expected = "domains.ini:4: templates: must stand before the first domain, which "
                 "needs it\n"},
    {.name = "waypost twice",
     .text = "[waypost]\n[waypost]\n",
     .expected = "domains.ini:2: [waypost]: stands twice, first in line 1\n"},
    {.name = "missing include",
     .text = "[waypost]\ninclude = d/none.ini\n",
     .expected = "domains.ini:2: include: d/none.ini cannot be read: No such file or "
                 "directory\n"},
    {.name = "included waypost",
     .text = "[waypost]\ninclude = d/*.ini\n",
     .file = "d/a.ini",
     .file_text = "[waypost]\nlisten = systemd\n[example.com]\nx\n" M365 "imap = a b\n",
     .expected =
         "d/a.ini:1: [waypost]: belongs into domains.ini, not into an included "
         "file\n"
         "d/a.ini:4: neither `key = value` nor `[section]`\n"
         "d/a.ini:6: imap: `a` is no full host name, such as mail.example.com\n"},
    {.name = "broken template, once",
     .text = "[example.com]\ntemplate = broken\n[example.org]\ntemplate = broken\n",
     .file = "templates/broken/services.ini",
     .file_text = "[imap]\nserver = mail.example.com:99999\n",
     .expected =
         "templates/broken/services.ini:2: server: port 99999 is out of range (1 "
         "to 65535)\n"},
    {.name = "sections of a template",
     .text = "[example.com]\ntemplate = broken\n",
     .file = "templates/broken/services.ini",
     .file_text = "[choices]\nsize = s l\nimap = on\n[imap sise=s]\n[pop3 size=m]\n"
                  "[jmap]\n[imap smtp=on]\n[smtp]\nsever = a.example\n",
     .expected =
         "templates/broken/services.ini:3: imap: the name has a meaning already\n"
         "templates/broken/services.ini:4: `sise=s`: expected CHOICE=VALUE with a "
         "choice "
         "from [choices] above, or imap, pop3, smtp\n"
         "templates/broken/services.ini:5: size: `m` is none of s, l; did you mean "
         "`s`?\n"
         "templates/broken/services.ini:6: section: `jmap` is none of imap, pop3, "
         "smtp, "
         "choices, variables, handover, records; did you mean `imap`?\n"
         "templates/broken/services.ini:7: `smtp=on`: a service cannot depend on a "
         "service\n"
         "templates/broken/services.ini:9: `sever` is none of server, auth, username; "
         "did "
         "you mean `server`?\n"},
    {.name = "variables of a template",
     .text = "[example.com]\ntemplate = broken\n",
     .file = "templates/broken/services.ini",
     .file_text = "[variables]\na = ${b}\nb = ${a\nc = ${domain}\n",
     .expected = "templates/broken/services.ini:2: a: there is no ${b} here\n"
                 "templates/broken/services.ini:3: b: `${a` lacks its }\n"},
    {.name = "records of a template",
     .text = "[example.com]\ntemplate = broken\n",
     .file = "templates/broken/services.ini",
     .file_text = "[records]\n@ = MX mx.example.\nx = CNMAE a.example\ny = CNAME a b\n"
                  "z = A 2001:db8::1\n@ = TXT \"a\" \"b\"\na!b = A 192.0.2.1\n"
                  "[handover]\nsoap = https://a.example/\n",
     .expected =
         "templates/broken/services.ini:9: soap: a hand-over needs autodiscover, soap, "
         "activesync and ews\n"
         "templates/broken/services.ini:2: @: MX: expected a number from 0 to 65535\n"
         "templates/broken/services.ini:3: x: `CNMAE` is none of A, AAAA, CNAME, MX, "
         "SRV, "
         "TXT; did you mean `CNAME`?\n"
         "templates/broken/services.ini:4: y: `b` is too much\n"
         "templates/broken/services.ini:5: z: `2001:db8::1` is no IPv4 address\n"
         "templates/broken/services.ini:6: @: a TXT is one text, quoted as a whole\n"
         "templates/broken/services.ini:7: a!b: is no name of a record\n"},
};

static void mistakes_of(const struct broken *row)
{
    struct buf got;
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    if (row->file != NULL)
        write_file(row->file, row->file_text, strlen(row->file_text));
    AUTO(config) struct config *config = load(row->text, mistakes);
    EXPECT(config != NULL && config->catalog != NULL);
    buf_init(&got, 8192);
    const struct mistake *mistake;
    for (size_t i = 0; (mistake = mistakes_get(mistakes, i)) != NULL; i++)
        buf_printf(&got, "%s:%u: %s\n", mistake->file, mistake->line, mistake->text);
    EXPECT_TEXT(buf_text(&got), row->expected);
    buf_clear(&got);
    if (row->file != NULL)
        unlink(row->file);
}

static void broken_files(void)
{
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        expect_case(broken[i].name);
        mistakes_of(&broken[i]);
    }
}

static void file_missing(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config) struct config *config = config_load("none/domains.ini", mistakes);
    EXPECT(config != NULL);
    EXPECT_UINT(mistakes_count(mistakes), 1);
    EXPECT_TEXT(mistakes_get(mistakes, 0)->file, "none/domains.ini");
    EXPECT_TEXT(mistakes_get(mistakes, 0)->text,
                "cannot be read: No such file or directory");
}

static void site_and_defaults(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config)
    struct config *config = load(
        "[waypost]\nlisten = 127.0.0.1:80\nlisten = unix:/run/x\nidle_timeout = 5\n"
        "admin_listen = [::1]:8081\nhost = Autoconfig.Example.NET.\n"
        "trusted_proxies = 192.0.2.0/24, 2001:db8::/32\nrequest_log = off\n",
        mistakes);
    const struct site *site = catalog_get_site(config->catalog);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_UINT(config->listen_count, 2);
    EXPECT_TEXT(config->listen[1], "unix:/run/x");
    EXPECT_UINT(config->admin_listen_count, 1);
    EXPECT_TEXT(config->admin_listen[0], "[::1]:8081");
    EXPECT_TEXT(site->host, "autoconfig.example.net");
    EXPECT_UINT(site->trusted_proxy_count, 2);
    EXPECT_UINT(config->idle_timeout, 5);
    EXPECT(!config->request_log);
    EXPECT_TEXT(config->templates, "templates");

    AUTO(config) struct config *bare = load("", mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_TEXT(bare->listen[0], "127.0.0.1:8080");
    EXPECT_UINT(bare->admin_listen_count, 0);
    EXPECT_UINT(bare->idle_timeout, 10);
    EXPECT(bare->request_log);
    EXPECT_UINT(catalog_get_site(bare->catalog)->trusted_proxy_count, 2);
}

static void one_domain(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config)
    struct config *config =
        load("\n[B\xC3\xBC"
             "cher.example]\nname = A & B\nimap = IMAP.example.net\n"
             "smtp = smtp.example.net:587\nauth = oauth2 password\n"
             "username = %EMAILLOCALPART%\n",
             mistakes);
    const struct settings *settings =
        catalog_find(config->catalog, "xn--bcher-kva.example");
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT(settings != NULL);
    if (settings == NULL)
        return;
    EXPECT_TEXT(settings->name, "A & B");
    EXPECT_TEXT(settings->name_xml, "A &amp; B");
    EXPECT_TEXT(settings->short_name_xml, "A &amp; B");
    EXPECT_TEXT(settings->file, "domains.ini");
    EXPECT_UINT(settings->line, 2);
    EXPECT_TEXT(settings->offer->template->name, "imap");
    EXPECT(settings->offer->handover == NULL);
    EXPECT_UINT(settings->offer->service_count, 2);
    const struct service *imap = offer_service(settings->offer, PROTOCOL_IMAP);
    const struct service *smtp = offer_service(settings->offer, PROTOCOL_SMTP);
    EXPECT_TEXT(imap->host, "imap.example.net");
    EXPECT_UINT(imap->port, 993);
    EXPECT_UINT(imap->security, SECURITY_TLS);
    EXPECT_UINT(imap->auth_count, 2);
    EXPECT_UINT(imap->auth[0], AUTH_OAUTH2);
    EXPECT_TEXT(imap->username, "%EMAILLOCALPART%");
    EXPECT_UINT(smtp->port, 587);
    EXPECT_UINT(smtp->security, SECURITY_STARTTLS);
    EXPECT_TEXT(offer_value(settings->offer, "oauth_issuer"), "");
}

/* A list that goes on in another line, and no reason for an offer of its own. */
static void ignored(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config)
    struct config *config =
        load("[a.example]\n" M365 "check.ignore = spf.*,\tmx.extra\n"
             "check.ignore =  dkim.n?-key \n[b.example]\n" M365
             "[c.example]\ntemplate = none\ncheck.ignore = *\n",
             mistakes);
    const struct settings *a = catalog_find(config->catalog, "a.example");
    const struct settings *b = catalog_find(config->catalog, "b.example");
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT(a != NULL && b != NULL);
    if (a == NULL || b == NULL)
        return;
    EXPECT_TEXT(a->ignore, "spf.* mx.extra dkim.n?-key");
    EXPECT(b->ignore == NULL);
    EXPECT(a->offer == b->offer);
}

static void servers(void)
{
    static const struct {
        const char *text;
        unsigned port;
        enum security security;
    } rows[] = {
        {"imap = a.example", 993, SECURITY_TLS},
        {"imap = a.example:143", 143, SECURITY_STARTTLS},
        {"imap = a.example starttls", 143, SECURITY_STARTTLS},
        {"imap = a.example none", 143, SECURITY_NONE},
        {"imap = a.example:143 tls", 143, SECURITY_TLS},
        {"imap = localhost:1143 starttls", 1143, SECURITY_STARTTLS},
        {"smtp = a.example:25", 25, SECURITY_STARTTLS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128];
        AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
        snprintf(text, sizeof text, "[example.com]\n%s\n", rows[i].text);
        AUTO(config) struct config *config = load(text, mistakes);
        const struct settings *settings = catalog_find(config->catalog, "example.com");
        expect_case(rows[i].text);
        EXPECT_UINT(mistakes_count(mistakes), 0);
        EXPECT_UINT(settings->offer->services[0].port, rows[i].port);
        EXPECT_UINT(settings->offer->services[0].security, rows[i].security);
    }
}

static void exchange(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config)
    struct config *config =
        load("[a.example]\n" M365 "[b.example]\n" M365 "cloud = worldwide\nname = B\n"
             "[c.example]\n" M365 "cloud = dod\nautodiscover = imap\npop3 = off\n"
             "[d.example]\n" M365 "imap = mail.d.example\nshort_name = D\n",
             mistakes);
    const struct offer *a = catalog_find(config->catalog, "a.example")->offer;
    const struct offer *c = catalog_find(config->catalog, "c.example")->offer;
    const struct settings *d = catalog_find(config->catalog, "d.example");
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT(catalog_find(config->catalog, "b.example")->offer == a);
    EXPECT_UINT(a->service_count, 3);
    EXPECT_UINT(a->services[0].auth[0], AUTH_OAUTH2);
    EXPECT_TEXT(a->handover->soap,
                "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc");
    EXPECT_TEXT(offer_value(a, "oauth_issuer"), "login.microsoftonline.com");
    EXPECT(offer_value(a, "mx") == NULL);
    EXPECT(c->handover == NULL);
    EXPECT(offer_service(c, PROTOCOL_POP3) == NULL);
    EXPECT_TEXT(offer_service(c, PROTOCOL_SMTP)->host, "outlook-dod.office365.us");
    EXPECT_TEXT(offer_service(d->offer, PROTOCOL_IMAP)->host, "mail.d.example");
    EXPECT_UINT(offer_service(d->offer, PROTOCOL_IMAP)->auth[0], AUTH_OAUTH2);
    EXPECT_TEXT(d->name, NULL);
    EXPECT_TEXT(d->short_name_xml, "D");
    EXPECT_UINT(catalog_template_count(config->catalog), 1);
}

static void own_templates(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config)
    struct config *config = load("[a.example]\ntemplate = own\nplan = large\n"
                                 "[b.example]\ntemplate = own\nserver = b.example\n",
                                 mistakes);
    const struct offer *a = catalog_find(config->catalog, "a.example")->offer;
    const struct offer *b = catalog_find(config->catalog, "b.example")->offer;
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_TEXT(a->services[0].host, "mail.big.example.net");
    EXPECT_TEXT(b->services[0].host, "mail.b.example");
    EXPECT_UINT(a->record_count, 1);
    EXPECT_UINT(b->record_count, 0);
    EXPECT_TEXT(a->values[2], "a & b");
    EXPECT_TEXT(a->values_xml[2], "a &amp; b");
    EXPECT(a->values[2] == b->values[2]);
}

static void groups(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    static const char names[] = "\xEF\xBB\xBF# ours\r\nD.example\r\n\r\n e.example # x";
    write_file("d/c.txt", names, sizeof names - 1);
    write_file("d/x.ini", "[f.example]\ntemplate = none\n", 28);
    AUTO(config)
    struct config *config =
        load("[waypost]\ninclude = d/*.ini\ninclude = none/*.ini\n"
             "[g]\n" M365 "domains = a.example b.example\ndomains = c.example\n"
             "domains_file = d/c.txt\nname = G\n"
             "[*.x.example]\n" M365 "name = X\n[*]\n" M365 "name = All\n",
             mistakes);
    static const struct {
        const char *domain, *name;
        unsigned line;
    } rows[] = {
        {"a.example", "G", 4},         {"b.example", "G", 4},    {"c.example", "G", 4},
        {"d.example", "G", 4},         {"e.example", "G", 4},    {"f.example", NULL, 1},
        {"deep.a.x.example", "X", 10}, {"x.example", "All", 13},
    };
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_UINT(catalog_count(config->catalog), 8);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct settings *settings = catalog_find(config->catalog, rows[i].domain);
        expect_case(rows[i].domain);
        EXPECT_TEXT(settings->name, rows[i].name);
        EXPECT_UINT(settings->line, rows[i].line);
    }
    EXPECT(catalog_find(config->catalog, "f.example")->offer == NULL);
    EXPECT_TEXT(catalog_find(config->catalog, "f.example")->file, "d/x.ini");
}

/* Sections that say the same have one offer, whatever stands between them; what a
 * section says reaches what uses it, and nothing else is made again. */
static void sharing(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config)
    struct config *config =
        load("[a.example]\nimap = x.example\nname = A\n"
             "[b.example]\n" M365 "oauth_issuer = b.example\n"
             "[c.example]\nname = C\nimap = x.example\ntemplate = imap\n"
             "[d.example]\n" M365 "tenant = d\npop3 = off\n"
             "[e.example]\n" M365 "pop3 = off\n"
             "[f.example]\n" M365 "pop3 = off\nimap = on\n"
             "[g.example]\nimap = x.example:993\n",
             mistakes);
    const struct offer *offers['g' + 1];
    char name[] = "?.example";
    for (int i = 'a'; i <= 'g'; i++) {
        name[0] = (char)i;
        offers[i] = catalog_find(config->catalog, name)->offer;
    }
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT(offers['a'] == offers['c']);
    EXPECT(offers['a'] != offers['g']);
    EXPECT_TEXT(offer_value(offers['b'], "oauth_auth_url"),
                "https://b.example/organizations/oauth2/v2.0/authorize");
    EXPECT_TEXT(offer_value(offers['b'], "oauth_resource"),
                "https://outlook.office.com");
    EXPECT(offers['d']->services == offers['e']->services);
    EXPECT(offers['d']->handover == offers['e']->handover);
    EXPECT(offers['d']->records == offers['e']->records);
    EXPECT_TEXT(offer_value(offers['d'], "tenant"), "d");
    EXPECT_TEXT(offer_value(offers['e'], "tenant"), "");
    EXPECT_UINT(offers['f']->service_count, 2);
}

/* A section with servers of its own takes little more than their names. */
static void many_sections(void)
{
    enum { COUNT = 20000 };
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    struct buf text;
    buf_init(&text, SIZE_MAX / 4);
    for (unsigned i = 0; i < COUNT; i++)
        buf_printf(&text,
                   "[c%u.example]\nimap = mail.c%u.example\nsmtp = mail.c%u.example\n",
                   i, i, i);
    AUTO(config) struct config *config = load(buf_text(&text), mistakes);
    buf_clear(&text);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_UINT(catalog_count(config->catalog), COUNT);
    EXPECT(pool_bytes(catalog_pool(config->catalog)) < COUNT * 220 + 1024 * 1024);
}

/* A hundred thousand domains take what their names take, and one offer. */
static void many(void)
{
    enum { COUNT = 100000 };
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    struct buf text;
    buf_init(&text, SIZE_MAX / 4);
    for (unsigned i = 0; i < COUNT; i++)
        buf_printf(&text, "customer%u.example.net\n", i);
    write_file("d/many.txt", text.data, text.length);
    buf_clear(&text);
    AUTO(config)
    struct config *config = load("[g]\n" M365 "domains_file = d/many.txt\n", mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_UINT(catalog_count(config->catalog), COUNT);
    EXPECT(pool_bytes(catalog_pool(config->catalog)) < COUNT * 32 + 2 * 1024 * 1024);
}

int main(void)
{
    enter_folder();
    RUN(broken_files);
    RUN(file_missing);
    RUN(site_and_defaults);
    RUN(one_domain);
    RUN(ignored);
    RUN(servers);
    RUN(exchange);
    RUN(own_templates);
    RUN(groups);
    RUN(sharing);
    RUN(many_sections);
    RUN(many);
    leave_folder();
    return expect_report();
}
