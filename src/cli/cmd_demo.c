#include "base/lang.h"
#include "cli/commands.h"
#include "cli/demo.h"
#include "domain/account.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/person.h"

#include <stdio.h>
#include <unistd.h>

struct demo {
    struct call *c;
    int year, branches, scale;
    uint64_t seed;
    int64_t root_id;
    struct token_text link;
    int number; /* of the branch being made */
};

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct demo *x = arg;
    bool one = x->branches == 1;
    demo_set_day(w, date_make(x->year, 1, 1));
    struct beginning in = {.org_name = one ? S("梦泽区供销合作社联合社党支部（示例）")
                                           : S("梦泽区直属机关工委（示例）"),
        .org_kind = one ? S("branch") : S("committee")};
    if (!house_found(w, &in, &x->root_id, &x->link, e))
        return false;
    if (!one)
        return true;
    struct org org;
    if (!org_get(w, x->root_id, &org, e))
        return false;
    struct org_input agency = {.id = org.id,
        .version = org.version,
        .name = org.name,
        .kind = org.kind,
        .flags = S("agency")};
    return org_save(w, &agency, &agency.id, e);
}

/* The link is for today's user and is made with today's clock. */
static bool
renew_link(struct work *w, void *arg, struct err *e)
{
    struct demo *x = arg;
    struct accounts list;
    return account_list(w, x->root_id, &list, e) && account_link(w, list.v[0].id, &x->link, e);
}

static bool
one_branch(struct work *w, void *arg, struct err *e)
{
    struct demo *x = arg;
    struct demo_dice dice;
    struct demo_branch b = {.org_id = x->root_id, .year = x->year};
    demo_dice_init(&dice, x->seed);
    demo_set_day(w, date_make(x->year, 1, 1));
    return demo_people(w, b.org_id, x->year, b.people, e) &&
        (x->scale ? demo_district_year(w, &b, x->scale, &dice, e)
                  : demo_branch_year(w, &b, &dice, e));
}

static bool
district_branch(struct work *w, void *arg, struct err *e)
{
    struct demo *x = arg;
    struct demo_dice dice;
    struct demo_branch b = {.year = x->year};
    demo_dice_init(&dice, x->seed + (uint64_t)x->number);
    demo_set_day(w, date_make(x->year, 1, 1));
    struct org_input in = {.parent_id = x->root_id,
        .name = arena_fmt(w->arena, "第%d基层社党支部（示例）", x->number),
        .kind = S("branch"),
        .flags = S("")};
    if (!org_save(w, &in, &b.org_id, e) || !duty_recompute(w, b.org_id, x->year, e) ||
        !demo_people(w, b.org_id, x->year, b.people, e))
        return false;
    return x->scale ? demo_district_year(w, &b, x->scale, &dice, e)
                    : demo_branch_year(w, &b, &dice, e);
}

static bool
fill(struct demo *x, struct err *e)
{
    if (x->branches == 1)
        return call_write(x->c, one_branch, x, e);
    bool terminal = isatty(STDERR_FILENO) != 0;
    for (x->number = 1; x->number <= x->branches; x->number++) {
        arena_reset(x->c->arena);
        if (!call_write(x->c, district_branch, x, e))
            return false;
        if (terminal)
            (void)fprintf(stderr, "\r%d / %d", x->number, x->branches);
    }
    if (terminal)
        (void)fputc('\n', stderr);
    return true;
}

static bool
must_be_empty(struct call *c, struct err *e)
{
    struct work w;
    struct orgs roots;
    if (!call_read(c, &w, e))
        return false;
    bool ok = org_roots(&w, &roots, e);
    work_end(&w);
    if (ok && roots.n)
        return err_set(e, ERR_CONFLICT,
            tr("%s 里已有数据，示例数据只放入空的数据库。请用 --data 指定另一个文件夹。"), c->data);
    return ok;
}

bool
cmd_demo(struct call *c, struct err *e)
{
    struct demo x = {.c = c,
        .year = (int)call_int(c, "year", 2023),
        .branches = (int)call_int(c, "branches", 1),
        .scale = (int)call_int(c, "scale", 0),
        .seed = (uint64_t)call_int(c, "seed", 1)};
    if (!call_house(c, true, e) || !must_be_empty(c, e) || !call_write(c, found, &x, e) ||
        !fill(&x, e) || !call_write(c, renew_link, &x, e))
        return false;
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_int(&j, S("year"), x.year);
        json_field_int(&j, S("branches"), x.branches);
        json_field_str(&j, S("login"), S("admin"));
        json_field_str(
            &j, S("link"), arena_fmt(c->arena, "http://127.0.0.1:8420/setup/%s", x.link.z));
        json_object_end(&j);
        out_char(&c->out, '\n');
        return true;
    }
    out_fmt(&c->out, tr("示例数据已放好：%d 年，%d 个支部。人名、村名均为虚构。\n"), x.year,
        x.branches);
    out_fmt(&c->out,
        tr("启动服务后，用这个一次性链接为 admin 设置口令：\n\n  http://127.0.0.1:8420/setup/%s\n"),
        x.link.z);
    return true;
}
