/* How a house begins: the first org, its packs, its administrator. */
#include "base/bug.h"
#include "base/lang.h"
#include "domain/account.h"
#include "domain/duty.h"
#include "domain/org.h"
#include "domain/pack.h"
#include "store/store.h"

/* Which packs a root of this kind begins with; the first row for all that are not named. */
static const struct {
    struct str kind;
    struct str packs[2];
} beginnings[] = {
    {str_lit(""), {str_lit("party-branch"), str_lit("supply-coop")}},
    {str_lit("cooperative"), {str_lit("cooperative"), str_lit("")}},
};

static bool
adopt_packs(struct work *w, int64_t root_id, struct str kind, struct err *e)
{
    size_t row = 0;
    for (size_t i = 1; i < sizeof(beginnings) / sizeof(*beginnings); i++)
        if (str_eq(kind, beginnings[i].kind))
            row = i;
    for (size_t i = 0; i < 2; i++) {
        struct str pack = beginnings[row].packs[i];
        if (pack.n && !rules_adopt(w, root_id, w->today.year, pack, str_from(tr("新建台账")), e))
            return false;
    }
    return true;
}

bool
house_found(struct work *w, const struct beginning *in, int64_t *org_id, struct token_text *link,
    struct err *e)
{
    int64_t account;
    BUG_ON(!w->writing, "house_found outside of a job");
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, tr("新建台账只能在本机用 taizhang init 来做。"));
    struct org_input org = {
        .name = in->org_name, .kind = in->org_kind.n ? in->org_kind : S("branch"), .flags = S("")};
    struct account_input admin = {.login = in->login.n ? in->login : S("admin"),
        .name = str_from(tr("管理员")),
        .role = ROLE_ADMIN};
    if (!org_save(w, &org, org_id, e) || !adopt_packs(w, *org_id, org.kind, e) ||
        !duty_recompute(w, *org_id, w->today.year, e))
        return false;
    admin.org_id = *org_id;
    return account_add(w, &admin, &account, link, e);
}
