/* SPDX-License-Identifier: MIT */
/* What SPF records come to with all that they include, and zones with one fault each:
 * the finding they must give, and that its remedy mends them. */
#include "check/spf_tree.h"
#include "fake_zone.h"

#define PARKED "[example.com]\ntemplate = microsoft365\nparked = yes"
#define OWN "[example.com]\nimap = mail.example.com"
#define PROVIDER "include:spf.protection.outlook.com"

static const char common[] =
    "example.com A 192.0.2.1\n"
    "example.com MX 0 mail.example.com.\n"
    "mail.example.com A 192.0.2.1\n"
    "six.example.com AAAA 2001:db8::1\n"
    "alias.example.com CNAME mail.example.com.\n"
    "spf.protection.outlook.com TXT \"v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 "
    "-all\"\n"
    "one.example.net TXT \"v=spf1 a:mail.example.com -all\"\n"
    "four.example.net TXT \"v=spf1 a:mail.example.com mx:example.com "
    "exists:mail.example.com ?all\"\n"
    "five.example.net TXT \"v=spf1 include:four.example.net ~all\"\n"
    "nests.example.net TXT \"v=spf1 " PROVIDER " -all\"\n"
    "refuses.example.net TXT \"v=spf1 -" PROVIDER " -all\"\n"
    "open.example.net TXT \"v=spf1 +all\"\n"
    "wide.example.net TXT \"v=spf1 ip4:0.0.0.0/0 -all\"\n"
    "neutral.example.net TXT \"v=spf1 " PROVIDER " ?all\"\n"
    "endless.example.net TXT \"v=spf1 " PROVIDER "\"\n"
    "self.example.net TXT \"v=spf1 include:self.example.net -all\"\n"
    "ping.example.net TXT \"v=spf1 include:pong.example.net -all\"\n"
    "pong.example.net TXT \"v=spf1 include:ping.example.net -all\"\n"
    "ring.example.net TXT \"v=spf1 redirect=rung.example.net\"\n"
    "rung.example.net TXT \"v=spf1 redirect=ring.example.net\"\n"
    "back.example.net TXT \"v=spf1 include:example.com -all\"\n"
    "broken.example.net TXT \"v=spf1 nonsense " PROVIDER " -all\"\n"
    "twice.example.net TXT \"v=spf1 -all\"\n"
    "twice.example.net TXT \"v=spf1 mx -all\"\n"
    "other.example.net TXT \"x\"\n"
    "lost.example.net TXT !\n"
    "lost.example.net A !\n"
    "voids.example.net TXT \"v=spf1 a:n1.example.net a:n2.example.net "
    "mx:n3.example.net -all\"\n"
    "macro.example.net TXT \"v=spf1 " PROVIDER " -all\"\n"
    "example.com.macro.example.net TXT \"v=spf1 " PROVIDER " -all\"\n"
    "crowd.example.net MX 0 h1.example.net.\ncrowd.example.net MX 1 h2.example.net.\n"
    "crowd.example.net MX 2 h3.example.net.\ncrowd.example.net MX 3 h4.example.net.\n"
    "crowd.example.net MX 4 h5.example.net.\ncrowd.example.net MX 5 h6.example.net.\n"
    "crowd.example.net MX 6 h7.example.net.\ncrowd.example.net MX 7 h8.example.net.\n"
    "crowd.example.net MX 8 h9.example.net.\ncrowd.example.net MX 9 h10.example.net.\n";

struct tree_row {
    const char *record;
    unsigned lookups, voids;
    char all;
    const char *costs; /* "TERM=LOOKUPS/VOIDS " */
};

static const struct tree_row trees[] = {
    {"v=spf1 -all", 0, 0, '-', ""},
    {"v=spf1", 0, 0, '\0', ""},
    {"v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 x=y exp=e.example ~all", 0, 0, '~', ""},
    {"v=spf1 a mx ptr ?all", 3, 0, '?', "a=1/0 mx=1/0 ptr=1/0 "},
    {"v=spf1 a:six.example.com a:alias.example.com +all", 2, 0, '+',
     "a:six.example.com=1/0 a:alias.example.com=1/0 "},
    {"v=spf1 " PROVIDER " -all", 1, 0, '-', PROVIDER "=1/0 "},
    {"v=spf1 include:one.example.net -all", 2, 0, '-', "include:one.example.net=2/0 "},
    {"v=spf1 include:four.example.net mx -all", 5, 0, '-',
     "include:four.example.net=4/0 mx=1/0 "},
    {"v=spf1 include:five.example.net -all", 5, 0, '-',
     "include:five.example.net=5/0 "},
    {"v=spf1 mx include:one.example.net include:one.example.net -all", 5, 0, '-',
     "mx=1/0 include:one.example.net=2/0 include:one.example.net=2/0 "},
    {"v=spf1 mx redirect=five.example.net", 6, 0, '~',
     "mx=1/0 redirect=five.example.net=5/0 "},
    {"v=spf1 redirect=five.example.net mx -all", 1, 0, '-', "mx=1/0 "},
    {"v=spf1 -all mx include:one.example.net", 0, 0, '-', ""},
    {"v=spf1 a:n1.example.net mx:n2.example.net exists:n3.example.net -all", 3, 3, '-',
     "a:n1.example.net=1/1 mx:n2.example.net=1/1 exists:n3.example.net=1/1 "},
    {"v=spf1 mx:one.example.net exists:six.example.com a:other.example.net -all", 3, 3,
     '-', "mx:one.example.net=1/1 exists:six.example.com=1/1 a:other.example.net=1/1 "},
    {"v=spf1 mx:crowd.example.net -all", 1, 10, '-', "mx:crowd.example.net=1/10 "},
    {"v=spf1 include:voids.example.net -all", 4, 3, '-',
     "include:voids.example.net=4/3 "},
    {"v=spf1 a:.nothing..example.net -all", 1, 1, '-', "a:.nothing..example.net=1/1 "},
    {"v=spf1 exists:%{i}.example.net a:%{l}.example.net include:%{s}.example.net -all",
     3, 0, '-',
     "exists:%{i}.example.net=1/0 a:%{l}.example.net=1/0 "
     "include:%{s}.example.net=1/0 "},
    {"v=spf1 include:%{d}.macro.example.net include:%{o}.macro.example.net -all", 4, 0,
     '-', "include:%{d}.macro.example.net=2/0 include:%{o}.macro.example.net=2/0 "},
    {"v=spf1 a:lost.example.net -all", 1, 0, '-', "a:lost.example.net=1/0 "},
    {"v=spf1 include:lost.example.net -all", 1, 0, '-',
     "include:lost.example.net=1/0 "},
    {"v=spf1 include:nothing.example.net -all", 1, 1, '-',
     "include:nothing.example.net=1/1 "},
    {"v=spf1 include:other.example.net -all", 1, 0, '-',
     "include:other.example.net=1/0 "},
    {"v=spf1 include:self.example.net -all", 2, 0, '-',
     "include:self.example.net=2/0 "},
    {"v=spf1 include:back.example.net -all", 2, 0, '-',
     "include:back.example.net=2/0 "},
};

static const struct dns_answer *ask(void *context, const char *name, enum dns_type type)
{
    (void)context;
    struct dns_answer *said =
        memcpy(pool_alloc(fake.pool, sizeof *said), answer(name, type), sizeof *said);
    if (strstr(name, "..") != NULL)
        said->result = DNS_BAD_NAME;
    return said;
}

static const char *list_costs(const struct spf_tree *tree)
{
    char costs[1024] = "";
    size_t length = 0;
    for (size_t i = 0; i < tree->cost_count && length < sizeof costs; i++)
        length +=
            (size_t)snprintf(costs + length, sizeof costs - length, "%.*s=%u/%u ",
                             (int)tree->costs[i].term.length, tree->costs[i].term.at,
                             tree->costs[i].lookups, tree->costs[i].voids);
    return pool_strdup(fake.pool, costs);
}

static void walk(const char *record, struct spf_tree *tree)
{
    struct spf_question question = {ask, NULL, "example.com", fake.pool};
    *tree = (struct spf_tree){.pending = false};
    spf_walk(&question, (struct span){record, strlen(record)}, tree);
}

static void lookups_are_counted(void)
{
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        const struct tree_row *row = &trees[i];
        struct spf_tree tree;
        AUTO(pool) struct pool *pool = pool_new();
        fake.pool = pool;
        read_zone(common);
        expect_case(row->record);
        walk(row->record, &tree);
        EXPECT(!tree.pending);
        EXPECT_UINT(tree.lookups, row->lookups);
        EXPECT_UINT(tree.voids, row->voids);
        EXPECT_UINT((unsigned)tree.all, (unsigned)row->all);
        EXPECT_TEXT(list_costs(&tree), row->costs);
    }
}

/* However records are made, it ends, and soon. */
static void the_tree_is_bounded(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct spf_tree tree;
    fake.pool = pool;
    read_zone(common);
    expect_case("in a ring of redirects");
    walk("v=spf1 redirect=ring.example.net", &tree);
    EXPECT(tree.cut || tree.loop != NULL);
    EXPECT(tree.lookups > SPF_LOOKUPS_MAX && tree.lookups < 64);
    expect_case("in a tree that doubles at each level");
    for (int i = 0; i < 30; i++)
        add_line(pool_printf(pool, "l%d.example", i), "TXT",
                 pool_printf(pool,
                             "\"v=spf1 include:l%d.example include:l%d.example -all\"",
                             i + 1, i + 1));
    walk("v=spf1 include:l0.example -all", &tree);
    EXPECT(tree.cut);
    EXPECT(tree.lookups < 128);
    expect_case("with ten thousand terms");
    struct buf many;
    buf_init(&many, 65536);
    buf_puts(&many, "v=spf1");
    for (int i = 0; i < 10000; i++)
        buf_puts(&many, " mx a");
    walk(buf_text(&many), &tree);
    EXPECT_UINT(tree.lookups, 20000);
    EXPECT_UINT(tree.cost_count, SPF_SHOWN_MAX);
    buf_clear(&many);
}

static const struct check_row rows[] = {
    {.name = "as listed",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " -all\"\n",
     .ids = "ok"},
    {.name = "in several strings, with blanks",
     .zone = "example.com TXT \"V=spf1  include:SPF.protection.\" \"outlook.com.  ~all "
             "\"\n",
     .ids = "ok"},
    {.name = "with all sorts of other terms",
     .zone = "example.com TXT \"v=spf1 +mx/24 a:mail.example.com//64 ip4:192.0.2.1 "
             "ip6:2001:db8::/32 exists:%{i}.x.example " PROVIDER " x=y ~all\"\n",
     .ids = "ok"},
    {.name = "beside other texts",
     .zone = "example.com TXT \"MS=ms12345678\"\nexample.com TXT \"v=spf1 " PROVIDER
             " -all\"\nexample.com TXT \"spf2.0/pra -all\"\n",
     .ids = "ok"},
    {.name = "behind another record",
     .zone = "example.com TXT \"v=spf1 include:nests.example.net -all\"\n",
     .ids = "ok"},
    {.name = "by a redirect",
     .zone = "example.com TXT \"v=spf1 redirect=nests.example.net\"\n",
     .ids = "ok"},
    {.name = "by a redirect to the provider itself",
     .zone = "example.com TXT \"v=spf1 redirect=spf.protection.outlook.com\"\n",
     .ids = "ok"},
    {.name = "by a macro that is the domain",
     .zone = "example.com TXT \"v=spf1 include:%{d}.macro.example.net -all\"\n",
     .ids = "ok"},

    {.name = "none",
     .zone = "",
     .ids = "spf.missing",
     .contains = "example.com. 3600 IN TXT \"v=spf1 " PROVIDER " -all\""},
    {.name = "none, with own servers",
     .section = OWN,
     .zone = "",
     .ids = "spf.missing"},
    {.name = "two",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " -all\"\n"
             "example.com TXT \"v=spf1 ip4:192.0.2.1 ~all\"\n",
     .ids = "spf.multiple",
     .contains = "\"v=spf1 " PROVIDER " ip4:192.0.2.1 ~all\""},
    {.name = "twice the same",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " -all\"\n"
             "example.com TXT \"v=spf1 " PROVIDER " -all\"\n",
     .ids = "spf.multiple"},
    {.name = "behind a blank",
     .zone = "example.com TXT \" v=spf1 " PROVIDER " -all\"\n",
     .ids = "spf.spoiled",
     .contains = "3600 IN TXT \"v=spf1 " PROVIDER " -all\""},
    {.name = "quoted twice",
     .zone = "example.com TXT \"\\\"v=spf1 " PROVIDER " -all\\\"\"\n",
     .ids = "spf.spoiled",
     .contains = "3600 IN TXT \"v=spf1 " PROVIDER " -all\""},
    {.name = "a byte order mark",
     .zone = "example.com TXT \"\\239\\187\\191v=spf1 " PROVIDER " -all\"\n",
     .ids = "spf.spoiled"},
    {.name = "no v=",
     .zone = "example.com TXT \"spf1 " PROVIDER " ip4:192.0.2.1 -all\"\n",
     .ids = "spf.spoiled",
     .contains = "\"v=spf1 " PROVIDER " ip4:192.0.2.1 -all\""},
    {.name = "a spoiled one beside a good one does no harm",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " -all\"\nexample.com TXT \" v=spf1 "
             "-all\"\n",
     .ids = "ok"},
    {.name = "not a term",
     .zone = "example.com TXT \"v=spf1 ipv4:192.0.2.1 " PROVIDER " -all\"\n",
     .ids = "spf.syntax",
     .contains = "\"v=spf1 ip4:192.0.2.1 " PROVIDER " -all\""},
    {.name = "not a term behind the all",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " -all nonsense\"\n",
     .ids = "spf.syntax"},
    {.name = "a blank too many",
     .zone = "example.com TXT \"v=spf1 include: spf.protection.outlook.com -all\"\n",
     .ids = "spf.syntax",
     .contains = "\"v=spf1 " PROVIDER " -all\""},
    {.name = "two redirects",
     .zone = "example.com TXT \"v=spf1 redirect=nests.example.net "
             "redirect=one.example.net\"\n",
     .ids = "spf.syntax"},
    {.name = "an include of nothing",
     .zone =
         "example.com TXT \"v=spf1 include:nothing.example.net " PROVIDER " -all\"\n",
     .ids = "spf.syntax",
     .contains = "nothing.example.net has no SPF record"},
    {.name = "an include of what has no SPF",
     .zone = "example.com TXT \"v=spf1 include:other.example.net " PROVIDER " -all\"\n",
     .ids = "spf.syntax"},
    {.name = "an include of what has two",
     .zone = "example.com TXT \"v=spf1 include:twice.example.net " PROVIDER " -all\"\n",
     .ids = "spf.syntax",
     .contains = "twice.example.net has more than one SPF record"},
    {.name = "an include of what cannot be read",
     .zone = "example.com TXT \"v=spf1 include:broken.example.net -all\"\n",
     .ids = "spf.syntax",
     .contains = "\"nonsense\" is no term of SPF"},
    {.name = "the include is missing",
     .zone = "example.com TXT \"v=spf1 mx ~all\"\n",
     .ids = "spf.include",
     .contains = "\"v=spf1 mx " PROVIDER " ~all\""},
    {.name = "another provider's include",
     .zone = "example.com TXT \"v=spf1 include:one.example.net -all\"\n",
     .ids = "spf.include"},
    {.name = "the include stands behind the all",
     .zone = "example.com TXT \"v=spf1 -all " PROVIDER "\"\n",
     .ids = "spf.include",
     .contains = "\"v=spf1 " PROVIDER " -all\""},
    {.name = "the include of another cloud",
     .zone = "example.com TXT \"v=spf1 include:spf.protection.office365.us -all\"\n"
             "spf.protection.office365.us TXT \"v=spf1 -all\"\n",
     .ids = "spf.include"},
    {.name = "a redirect without the include",
     .zone = "example.com TXT \"v=spf1 redirect=one.example.net\"\n",
     .ids = "spf.include",
     .contains = "\"v=spf1 " PROVIDER " redirect=one.example.net\""},
    {.name = "written as a modifier",
     .zone = "example.com TXT \"v=spf1 include=spf.protection.outlook.com -all\"\n",
     .ids = "spf.include"},
    {.name = "refused",
     .zone = "example.com TXT \"v=spf1 -" PROVIDER " -all\"\n",
     .ids = "spf.qualifier",
     .contains = "\"v=spf1 " PROVIDER " -all\""},
    {.name = "softly refused",
     .zone = "example.com TXT \"v=spf1 ~" PROVIDER " -all\"\n",
     .ids = "spf.qualifier"},
    {.name = "neither nor",
     .zone = "example.com TXT \"v=spf1 ?" PROVIDER " -all\"\n",
     .ids = "spf.qualifier"},
    {.name = "refused where it is included",
     .zone = "example.com TXT \"v=spf1 include:refuses.example.net -all\"\n",
     .ids = "spf.qualifier"},
    {.name = "refused on the way to it",
     .zone = "example.com TXT \"v=spf1 ?include:nests.example.net -all\"\n",
     .ids = "spf.qualifier"},
    {.name = "refused here and let pass there",
     .zone =
         "example.com TXT \"v=spf1 include:nests.example.net -" PROVIDER " -all\"\n",
     .ids = "ok"},
    {.name = "everybody",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " +all\"\n",
     .ids = "spf.allows-all",
     .contains = "\"v=spf1 " PROVIDER " -all\""},
    {.name = "everybody, without a sign",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " all\"\n",
     .ids = "spf.allows-all"},
    {.name = "everybody, by an include",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:open.example.net -all\"\n",
     .ids = "spf.allows-all",
     .contains = "+all (in open.example.net)"},
    {.name = "everybody, by a redirect",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " redirect=open.example.net\"\n",
     .ids = "spf.allows-all"},
    {.name = "everybody, by a network",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " ip4:0.0.0.0/0 -all\"\n",
     .ids = "spf.allows-all"},
    {.name = "everybody, by a network of an include",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:wide.example.net -all\"\n",
     .ids = "spf.allows-all"},
    {.name = "everybody is refused by an include",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " -include:open.example.net -all\"\n",
     .ids = "ok"},
    {.name = "nothing is said",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " ?all\"\n",
     .ids = "spf.neutral",
     .contains = "\"v=spf1 " PROVIDER " -all\""},
    {.name = "no all",
     .zone = "example.com TXT \"v=spf1 " PROVIDER "\"\n",
     .ids = "spf.neutral"},
    {.name = "nothing is said, by a redirect",
     .zone = "example.com TXT \"v=spf1 redirect=neutral.example.net\"\n",
     .ids = "spf.neutral",
     .after = "spf.neutral"},
    {.name = "no all, by a redirect",
     .zone = "example.com TXT \"v=spf1 redirect=endless.example.net\"\n",
     .ids = "spf.neutral",
     .after = "spf.neutral"},
    {.name = "an include does not say it for all",
     .zone = "example.com TXT \"v=spf1 include:neutral.example.net -all\"\n",
     .ids = "ok"},

    {.name = "ten look-ups",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:four.example.net "
             "include:five.example.net -all\"\n",
     .ids = "ok",
     .contains = "look-ups: 10"},
    {.name = "eleven look-ups",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " mx include:four.example.net "
             "include:five.example.net -all\"\n",
     .ids = "spf.lookups",
     .after = "spf.lookups",
     .contains = "11 look-ups where 10 are allowed: " PROVIDER " 1, mx 1, "
                 "include:four.example.net 4, include:five.example.net 5"},
    {.name = "eleven look-ups, one of them for nothing",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " ptr include:four.example.net "
             "include:five.example.net -all\"\n",
     .ids = "spf.lookups",
     .contains = "\"v=spf1 " PROVIDER " include:four.example.net "
                 "include:five.example.net -all\""},
    {.name = "includes itself",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:example.com -all\"\n",
     .ids = "spf.lookups",
     .contains = "example.com leads back to itself"},
    {.name = "includes what includes it",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:back.example.net -all\"\n",
     .ids = "spf.lookups"},
    {.name = "includes what goes round",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:ping.example.net -all\"\n",
     .ids = "spf.lookups"},
    {.name = "too many hosts",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " mx:crowd.example.net -all\"\n"
             "crowd.example.net MX 10 h11.example.net.\n"
             "h1.example.net A 192.0.2.1\nh2.example.net A 192.0.2.1\n"
             "h3.example.net A 192.0.2.1\nh4.example.net A 192.0.2.1\n"
             "h5.example.net A 192.0.2.1\nh6.example.net A 192.0.2.1\n"
             "h7.example.net A 192.0.2.1\nh8.example.net A 192.0.2.1\n"
             "h9.example.net A 192.0.2.1\nh10.example.net A 192.0.2.1\n"
             "h11.example.net A 192.0.2.1\n",
     .ids = "spf.lookups",
     .after = "spf.lookups",
     .contains = "mx:crowd.example.net stands for more than 10 hosts"},
    {.name = "two look-ups find nothing",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " a:n1.example.net mx:n2.example.net "
             "-all\"\n",
     .ids = "ok"},
    {.name = "three look-ups find nothing",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " a:n1.example.net mx:n2.example.net "
             "exists:n3.example.net -all\"\n",
     .ids = "spf.void",
     .contains = "\"v=spf1 " PROVIDER " -all\""},
    {.name = "three look-ups of somebody else find nothing",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " include:voids.example.net -all\"\n",
     .ids = "spf.void",
     .after = "spf.void",
     .contains = "a:n1.example.net (in voids.example.net)"},

    {.name = "several faults have one remedy",
     .zone = "example.com TXT \"v=spf1 ptr a:n1.example.net a:n2.example.net "
             "a:n3.example.net ip4:0.0.0.0/0 include:four.example.net "
             "include:four.example.net -" PROVIDER "\"\n",
     .ids = "spf.qualifier spf.allows-all spf.lookups spf.void",
     .contains = "3600 IN TXT \"v=spf1 include:four.example.net " PROVIDER " -all\""},
    {.name = "the domain is an alias",
     .section = "[alias.example.com]\ntemplate = microsoft365",
     .zone = "",
     .ids = "spf.missing",
     .contains = "; remove: alias.example.com. IN CNAME mail.example.com."},
    {.name = "not to be had",
     .zone = "example.com TXT !\n",
     .ids = "spf.unknown",
     .after = "spf.unknown"},
    {.name = "an include not to be had may hold the provider's",
     .zone = "example.com TXT \"v=spf1 include:lost.example.net -all\"\n",
     .ids = "spf.unknown",
     .after = "spf.unknown"},
    {.name = "an include not to be had is not void",
     .zone = "example.com TXT \"v=spf1 " PROVIDER " a:lost.example.net "
             "a:n1.example.net a:n2.example.net include:lost.example.net -all\"\n",
     .ids = "spf.unknown",
     .after = "spf.unknown"},
    {.name = "a macro may hide the provider's include",
     .zone =
         "example.com TXT \"v=spf1 include:%{ir}.%{v}.%{d}.spf.example.net -all\"\n",
     .ids = "spf.unknown",
     .after = "spf.unknown",
     .contains = "depends on who sends"},
    {.name = "a macro hides nothing that is there",
     .zone =
         "example.com TXT \"v=spf1 include:%{i}.spf.example.net " PROVIDER " -all\"\n",
     .ids = "ok"},

    {.name = "parked",
     .section = PARKED,
     .zone = "example.com TXT \"v=spf1 -all\"\n",
     .ids = "ok"},
    {.name = "parked, and does send",
     .section = PARKED,
     .zone = "example.com TXT \"v=spf1 mx -all\"\n",
     .ids = "spf.parked",
     .contains = "3600 IN TXT \"v=spf1 -all\""},
    {.name = "parked, and soft",
     .section = PARKED,
     .zone = "example.com TXT \"v=spf1 ~all\"\n",
     .ids = "spf.parked"},
    {.name = "parked, without", .section = PARKED, .zone = "", .ids = "spf.missing"},

    {.name = "own servers, any record",
     .section = OWN,
     .zone = "example.com TXT \"v=spf1 mx a:mail.example.com ~all\"\n",
     .ids = "ok"},
    {.name = "own servers, everybody",
     .section = OWN,
     .zone = "example.com TXT \"v=spf1 mx all\"\n",
     .ids = "spf.allows-all",
     .contains = "\"v=spf1 mx -all\""},
};

static void zones(void)
{
    run_rows(check_spf, rows, sizeof rows / sizeof *rows, common);
}

int main(void)
{
    RUN(lookups_are_counted);
    RUN(the_tree_is_bounded);
    RUN(zones);
    return expect_report();
}
