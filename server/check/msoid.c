/* SPDX-License-Identifier: MIT */
/* In China the name is needed, and a template lists it; then it is a record like others
 * (record.c). */
#include "check/checks.h"
#include "check/expected.h"
#include "check/path.h"

static void add_absent(struct view *view, const struct path *path, const char *message)
{
    view_add(view, KIND_MSOID_ABSENT, path->name, DNS_CNAME, message);
}

static void judge_present(struct view *view, const struct path *path)
{
    bool made_up;
    if (!path_is_made_up(view, path, &made_up))
        return;
    /* Nobody entered it for Microsoft, and the wildcard has a finding of its own. */
    if (made_up) {
        add_absent(view, path,
                   "there is no such name; only the wildcard answers for it");
        return;
    }
    struct finding *finding = view_add(
        view, KIND_MSOID_PRESENT, path->name, path->count > 0 ? DNS_CNAME : DNS_A,
        "there is an answer for msoid, which keeps Microsoft 365 Apps from being "
        "activated");
    path_found(view, finding, path);
    path_remove(view, finding, path);
}

void check_msoid(struct view *view)
{
    struct path path;
    if (expected_find(view, "msoid", "CNAME", 0) != NULL ||
        !expected_is_microsoft(view) ||
        !path_find(view, pool_printf(view->pool, "msoid.%s", view->domain), &path))
        return;
    if (path.count > 0 || path.answer->result == DNS_FOUND)
        judge_present(view, &path);
    else if (!view_is_unknown(view, KIND_MSOID_UNKNOWN, path.answer))
        add_absent(view, &path, "there is no such name, as it should be");
}
