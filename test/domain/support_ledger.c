#include "support_ledger.h"

#include "harness.h"

#include "base/file.h"
#include "domain/account.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/journal.h"
#include "domain/org.h"
#include "domain/person.h"

const char LEDGER_YAML[] =
    "name: ledger\nversion: '1'\ntitle: 测试制度包\nroot_kind_hint: committee\nlate_entry_days: 7\n"
    "report_title: '{org}{year}年度述职报告'\n"
    "org_kinds: [committee=党委, branch=支部, group=小组]\n"
    "posts: [secretary=书记, deputy=副书记, member=委员]\n"
    "committee_posts: [secretary, deputy, member]\n"
    "memberships: [full=正式党员, probationary=预备党员, applicant=积极分子, none=群众]\n"
    "kinds:\n"
    "- {code: meeting, title: 党员大会, family: meeting, roll: members, agenda: yes, decisions: yes, quorum: 1/2,\n"
    "   quorum_basis: 半数以上到会, fields: [\n"
    "     {code: theme, title: 主题, type: choice, choices: [学习, 选举]},\n"
    "     {code: first, title: 第一议题, type: tick}, {code: votes, title: 票数, type: number},\n"
    "     {code: notice_on, title: 通知日期, type: date}]}\n"
    "- {code: board, title: 支委会, family: meeting, roll: committee, agenda: yes, decisions: yes}\n"
    "- {code: circle, title: 小组会, family: meeting, roll: group}\n"
    "- {code: study, title: 集中学习, family: study, roll: members, hours: yes}\n"
    "- {code: life, title: 组织生活会, family: meeting, roll: members}\n"
    "- {code: talk, title: 谈心谈话, family: talk, roll: chosen, private: yes,\n"
    "   fields: [{code: points, title: 要点, type: long}, {code: place_kind, title: 形式, type: text}]}\n"
    "- {code: trust, title: 土地托管, family: service, roll: none,\n"
    "   fields: [{code: village, title: 村, type: text, required: yes},\n"
    "     {code: done_on, title: 完成日, type: date}, {code: note, title: 说明, type: long}],\n"
    "   quantities: [{code: mu, title: 托管面积, unit: 亩, warn_above: 1000}, {code: mu_times, title: 作业面积, unit: 亩次}]}\n"
    "duties:\n"
    "- {code: D1, title: 党员大会, basis: 条例第11条, confidence: READ, demanded: yes, on: yes, org_kinds: [branch],\n"
    "   period: quarter, count: 1, kinds: [meeting]}\n"
    "- {code: D2, title: 组织生活会, basis: 条例第17条, confidence: READ, demanded: yes, on: yes, org_kinds: [branch],\n"
    "   period: year, count: 1, kinds: [life], may_kinds: [meeting], due_days_after: 90}\n"
    "- {code: D3, title: 主题党日, basis: 条例第16条, confidence: READ, demanded: yes, on: yes, org_kinds: [branch],\n"
    "   period: month, count: 1, may_kinds: [meeting, study], one_of: day}\n"
    "- {code: D4, title: 固定学习日, basis: 条例第16条, confidence: READ, demanded: yes, on: yes, org_kinds: [branch],\n"
    "   period: month, count: 1, kinds: [study], one_of: day}\n"
    "- {code: D5, title: 选举, basis: 条例第8条, confidence: READ, demanded: yes, on: yes, org_kinds: [branch],\n"
    "   period: year, count: 1, kinds: [meeting], where_field: theme, where_value: 选举}\n"
    "- {code: D6, title: 党委会, basis: 条例第12条, confidence: READ, demanded: yes, on: yes, org_kinds: [committee],\n"
    "   period: month, count: 1, kinds: [board], may_kinds: [meeting]}\n"
    "figures:\n"
    "- {code: meetings, title: 党员大会次数, unit: 次, definition: 本年度召开的党员大会次数, measure: records, kinds: [meeting], words: [党员大会]}\n"
    "- {code: talks, title: 谈心谈话次数, unit: 次, definition: 本年度谈心谈话次数, measure: records, kinds: [talk], words: [谈心谈话, 谈话]}\n"
    "- {code: mu, title: 托管面积, unit: 亩, definition: 本年度土地托管面积之和, measure: quantity, quantity: mu, kinds: [trust], words: [托管]}\n"
    "report:\n"
    "- {section: '{year}年工作'}\n"
    "- {heading: 组织生活}\n"
    "- {text: '{org}书记{secretary}：全年召开党员大会{meetings}次，谈心谈话{talks}次，土地托管{mu}亩。'}\n"
    "- {records: '{held_on}在{place}召开“{title}”，到会{present}人，票数{field.votes}。', kinds: [meeting]}\n"
    "- {records: '{held_on}{title}', kinds: [life]}\n"
    "- {records: '{field.village}：{field.note}，{field.done_on}前完成。', kinds: [trust]}\n"
    "- {section: '{next_year}年打算'}\n"
    "- {heading: 思路}\n"
    "- {text: 继续抓好各项工作。}\n";

static int64_t ledger_now;

static int64_t
now_ms(const struct clock *c)
{
    (void)c;
    return ledger_now;
}

void
ledger_day(int year, int month, int day)
{
    struct clock c = clock_fixed(date_make(year, month, day), 9, 0);
    ledger_now = clock_now_ms(&c);
}

static bool
add_org(
    struct work *w, int64_t parent, const char *name, const char *kind, int64_t *id, struct err *e)
{
    struct org_input in = {
        .parent_id = parent, .name = str_from(name), .kind = str_from(kind), .flags = S("")};
    return org_save(w, &in, id, e);
}

static bool
add_person(struct work *w, int64_t org, int64_t group, const char *name, int64_t *id, struct err *e)
{
    struct person_input in = {.org_id = org,
        .group_id = group,
        .name = str_from(name),
        .membership = S("full"),
        .joined_on = date_make(2015, 7, 1),
        .full_on = date_make(2016, 7, 1)};
    return person_save(w, &in, id, e);
}

static bool
add_post(struct work *w, int64_t org, int64_t person, const char *post, struct err *e)
{
    int64_t id;
    struct post_input in = {.org_id = org,
        .person_id = person,
        .post = str_from(post),
        .from_on = date_make(2022, 1, 1)};
    return post_save(w, &in, &id, e);
}

static bool
add_people(struct work *w, struct ledger *l, struct err *e)
{
    static const char *const names[LEDGER_PEOPLE] = {"赵一", "钱二", "孙三", "李四", "周五", "吴六",
        "郑七", "王八", "冯九", "陈十", "褚甲", "卫乙"};
    for (size_t i = 0; i < LEDGER_PEOPLE; i++)
        if (!add_person(w, l->branch, i == 3 ? l->group : 0, names[i], &l->people[i], e))
            return false;
    return add_person(w, l->other, 0, "外人", &l->stranger, e) &&
        add_post(w, l->branch, l->people[0], "secretary", e) &&
        add_post(w, l->branch, l->people[1], "deputy", e) &&
        add_post(w, l->branch, l->people[2], "member", e);
}

static bool
add_account(struct work *w, int64_t org, const char *login, enum role role, struct actor *actor,
    struct err *e)
{
    struct token_text link;
    actor->name = str_from(login);
    struct account_input in = {.org_id = org,
        .person_id = actor->person,
        .login = str_from(login),
        .name = str_from(login),
        .role = role};
    return account_add(w, &in, &actor->account, &link, e);
}

static bool
add_accounts(struct work *w, struct ledger *l, struct err *e)
{
    l->clerk.person = l->people[4];
    l->secretary.person = l->people[0];
    return add_account(w, l->branch, "clerk", ROLE_CLERK, &l->clerk, e) &&
        add_account(w, l->branch, "secretary", ROLE_SECRETARY, &l->secretary, e) &&
        add_account(w, l->root, "upper", ROLE_SECRETARY, &l->upper, e);
}

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct ledger *l = arg;
    return add_org(w, 0, "区社党委", "committee", &l->root, e) &&
        rules_adopt(w, l->root, 2023, S("ledger"), S("测试"), e) &&
        add_org(w, l->root, "机关支部", "branch", &l->branch, e) &&
        add_org(w, l->root, "基层支部", "branch", &l->other, e) &&
        add_org(w, l->branch, "第一小组", "group", &l->group, e) && add_people(w, l, e) &&
        add_accounts(w, l, e) && duty_recompute(w, l->branch, 2023, e) &&
        duty_recompute(w, l->other, 2023, e);
}

bool
ledger_open(struct ledger *l, struct err *e)
{
    struct arena *a = test_arena();
    *l = (struct ledger){.a = a};
    ledger_day(2023, 7, 10);
    const char *data = arena_fmt(a, "%s/ledger", test_dir()).p;
    const char *packs = arena_fmt(a, "%s/packs", data).p;
    const char *file = arena_fmt(a, "%s/ledger.yaml", packs).p;
    struct house_options options = {
        .data = data, .db = test_db_url(), .clock = {.now_ms = now_ms}, .create = true};
    struct actor system = actor_system();
    return dir_make(packs, e) && file_write(file, str_from(LEDGER_YAML), e) &&
        house_open(&options, &l->house, e) && reader_open(l->house, &l->reader, e) &&
        house_write(l->house, a, &system, found, l, e);
}

static void
look_away(struct ledger *l)
{
    if (l->reading)
        work_end(&l->read);
    l->reading = false;
}

void
ledger_close(struct ledger *l)
{
    look_away(l);
    reader_close(l->reader);
    house_close(l->house);
}

struct work *
ledger_look(struct ledger *l, const struct actor *actor)
{
    struct err e;
    struct actor system = actor_system();
    look_away(l);
    l->reading = CHECK_OK(work_begin(l->reader, l->a, actor ? actor : &system, &l->read, &e), &e);
    return &l->read;
}

bool
ledger_write(struct ledger *l, const struct actor *actor, work_fn fn, void *arg, struct err *e)
{
    struct actor system = actor_system();
    look_away(l);
    err_clear(e);
    return house_write(l->house, l->a, actor ? actor : &system, fn, arg, e);
}

struct record_input
ledger_meeting(struct ledger *l)
{
    struct attendance *roll = arena_array(l->a, struct attendance, LEDGER_PEOPLE);
    for (size_t i = 0; i < LEDGER_PEOPLE; i++)
        roll[i] = (struct attendance){.person_id = l->people[i], .presence = PRESENCE_PRESENT};
    roll[LEDGER_PEOPLE - 1].presence = PRESENCE_ABSENT;
    roll[LEDGER_PEOPLE - 1].reason = S("病假");
    return (struct record_input){.org_id = l->branch,
        .kind = S("meeting"),
        .held_on = date_make(2023, 7, 4),
        .title = S("2023年7月党员大会"),
        .place = S("三楼会议室"),
        .host = S("赵一"),
        .recorder = S("周五"),
        .agenda = S("学习"),
        .body = S("会议学习了文件。"),
        .attendance = roll,
        .attendance_n = LEDGER_PEOPLE};
}

struct save {
    const struct record_input *in;
    int64_t id;
};

static bool
save(struct work *w, void *arg, struct err *e)
{
    struct save *s = arg;
    return record_save(w, s->in, &s->id, e);
}

bool
ledger_save(struct ledger *l, const struct actor *actor, const struct record_input *in, int64_t *id,
    struct err *e)
{
    struct save s = {in, 0};
    bool ok = ledger_write(l, actor, save, &s, e);
    *id = s.id;
    return ok;
}

struct record_input
ledger_input(struct ledger *l, int64_t id)
{
    struct record r = {0};
    struct err e;
    CHECK_OK(record_get(ledger_look(l, NULL), id, &r, &e), &e);
    return r.in;
}

int64_t
ledger_journal_entries(struct ledger *l)
{
    struct err e;
    int64_t entries = 0, bad = 0;
    CHECK_OK(journal_check(ledger_look(l, NULL), &entries, &bad, &e), &e);
    CHECK_INT(bad, 0);
    return entries;
}

int64_t
ledger_have(struct ledger *l, int64_t org, int year, const char *duty, int period)
{
    struct err e;
    struct duty_rows rows = {0};
    CHECK_OK(duty_year(ledger_look(l, NULL), org, year, false, &rows, &e), &e);
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].duty->code, str_from(duty)) && rows.v[i].period == period)
            return rows.v[i].have;
    return -1;
}

int64_t
ledger_figure(struct ledger *l, int64_t org, int year, const char *code)
{
    struct err e;
    struct figure f = {0};
    if (!CHECK_OK(figure_one(ledger_look(l, NULL), org, year, str_from(code), &f, &e), &e))
        return -2;
    return f.has_value ? f.milli : -1;
}
