/* Sessions, tokens and orgs as the domain knows them. */
#include "web/app.h"

#include "domain/account.h"
#include "domain/org.h"
#include "web/page_sign.h"

/* Where to start: the org chosen before while he may see it, otherwise the first where the viewer has a right. */
static bool
find_home(struct work *w, int64_t chosen, int64_t *org, struct err *e)
{
    struct org_ids homes = {0};
    *org = chosen;
    if (chosen && right_has(w, chosen, RIGHT_SEE))
        return true;
    if (!right_homes(w, &homes, e))
        return false;
    *org = homes.n ? homes.v[0] : 0;
    return true;
}

static bool
find_session(struct work *w, struct str cookie, struct viewer *viewer, struct err *e)
{
    struct session s;
    bool found = false;
    if (!session_find(w, cookie, &s, &found, e))
        return false;
    if (found)
        *viewer = (struct viewer){.signed_in = true,
            .name = s.name,
            .login = s.login,
            .session = s.digest,
            .csrf = s.csrf,
            .year = s.year};
    return !found || find_home(w, s.org_id, &viewer->org, e);
}

static bool
find_token(struct work *w, struct str token, struct viewer *viewer, struct err *e)
{
    unsigned scopes = 0;
    bool found = false;
    if (!token_find(w, token, &scopes, &found, e))
        return false;
    if (found)
        *viewer = (struct viewer){
            .signed_in = true, .by_token = true, .scopes = scopes, .name = w->actor.name};
    return !found || find_home(w, 0, &viewer->org, e);
}

/* The menu offers what the viewer may open, and no more; in the org and 年度 that this page shows. */
static void
choose_items(struct request *rq, struct frame *f)
{
    bool may_read = right_has(rq->work, rq->org, RIGHT_READ);
    bool may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    struct nav_item *list = arena_array(rq->arena, struct nav_item, f->items_n);
    struct str look = look_query(rq, '?');
    size_t n = 0;
    for (size_t i = 0; i < f->items_n; i++) {
        enum nav nav = f->items[i].nav;
        bool open =
            nav == NAV_TODAY || nav == NAV_DUTIES || nav == NAV_LIBRARY || nav == NAV_SETTINGS;
        if (!open && !(nav == NAV_NEW ? may_write : may_read))
            continue;
        list[n] = f->items[i];
        if (look.n)
            list[n].href = arena_fmt(rq->arena, "%.*s%.*s", STR_ARG(list[n].href), STR_ARG(look));
        n++;
    }
    f->items = list;
    f->items_n = n;
}

/* The orgs at which the viewer's rights begin, the one looked at, and what can be done there. */
static bool
fill_frame(struct request *rq, struct frame *f, struct err *e)
{
    struct org_ids homes;
    struct org org;
    if (!right_homes(rq->work, &homes, e))
        return false;
    /* Around the page that says one may not see an org stands the viewer's own. */
    if (!right_has(rq->work, rq->org, RIGHT_SEE))
        rq->org = rq->viewer.org;
    if (!rq->org || !right_has(rq->work, rq->org, RIGHT_SEE))
        return true;
    if (!org_get(rq->work, rq->org, &org, e))
        return false;
    choose_items(rq, f);
    f->org_name = org.name;
    struct frame_org *list = arena_array(rq->arena, struct frame_org, homes.n + 1);
    bool here = false;
    for (size_t i = 0; i < homes.n; i++) {
        if (!org_get(rq->work, homes.v[i], &org, e))
            return false;
        here |= org.id == rq->org;
        list[f->orgs_n++] = (struct frame_org){org.id, org.name};
    }
    if (!here)
        list[f->orgs_n++] = (struct frame_org){rq->org, f->org_name};
    f->orgs = list;
    return true;
}

static bool
renew(struct work *w, const struct viewer *viewer, int *seconds, struct err *e)
{
    *seconds = SESSION_SECONDS;
    return session_renew(w, viewer->session, e);
}

const struct hooks domain_hooks = {find_session, find_token, fill_frame, renew};
