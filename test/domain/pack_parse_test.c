#include "harness.h"

#include "base/out.h"
#include "domain/pack.h"

/* A line a rule, so that each case below can say on which line it breaks. */
static const char GOOD[] =
    "name: trial\n"                                                            /* 1 */
    "version: \"1\"\n"                                                         /* 2 */
    "title: 试验\n"                                                            /* 3 */
    "root_kind_hint: branch\n"                                                 /* 4 */
    "late_entry_days: 7\n"                                                     /* 5 */
    "report_title: \"{org}{year}年报告\"\n"                                    /* 6 */
    "org_kinds: [branch=党支部, group=党小组]\n"                               /* 7 */
    "posts: [secretary=书记, clerk=文书]\n"                                    /* 8 */
    "committee_posts: [secretary]\n"                                           /* 9 */
    "memberships: [full=党员]\n"                                               /* 10 */
    "flags: [agency=机关]\n"                                                   /* 11 */
    "kinds:\n"                                                                 /* 12 */
    "  - code: meeting\n"                                                      /* 13 */
    "    title: 会议\n"                                                        /* 14 */
    "    family: meeting\n"                                                    /* 15 */
    "    roll: members\n"                                                      /* 16 */
    "    hours: yes\n"                                                         /* 17 */
    "    quorum: 1/2\n"                                                        /* 18 */
    "    quorum_basis: 第11条\n"                                               /* 19 */
    "    fields:\n"                                                            /* 20 */
    "      - {code: form, title: 形式, type: choice, choices: [大会, 小会]}\n" /* 21 */
    "      - {code: first, title: 第一议题, type: tick}\n"                     /* 22 */
    "  - code: service\n"                                                      /* 23 */
    "    title: 服务\n"                                                        /* 24 */
    "    family: service\n"                                                    /* 25 */
    "    roll: none\n"                                                         /* 26 */
    "    private: yes\n"                                                       /* 27 */
    "    quantities:\n"                                                        /* 28 */
    "      - {code: area, title: 面积, unit: 亩, warn_above: 300}\n"           /* 29 */
    "duties:\n"                                                                /* 30 */
    "  - code: D1\n"                                                           /* 31 */
    "    title: 开会\n"                                                        /* 32 */
    "    basis: 第1条\n"                                                       /* 33 */
    "    confidence: READ\n"                                                   /* 34 */
    "    demanded: yes\n"                                                      /* 35 */
    "    on: yes\n"                                                            /* 36 */
    "    org_kinds: [branch]\n"                                                /* 37 */
    "    period: month\n"                                                      /* 38 */
    "    count: 1\n"                                                           /* 39 */
    "    kinds: [meeting]\n"                                                   /* 40 */
    "    where_field: form\n"                                                  /* 41 */
    "    where_value: 大会\n"                                                  /* 42 */
    "    one_of: day\n"                                                        /* 43 */
    "    when: [\"full_members >= 7\", \"flag.agency == 1\"]\n"                /* 44 */
    "    when_text: 七人以上的机关支部\n"                                      /* 45 */
    "    valid_from: 2023-05-18\n"                                             /* 46 */
    "  - code: D2\n"                                                           /* 47 */
    "    title: 学习\n"                                                        /* 48 */
    "    basis: 惯例\n"                                                        /* 49 */
    "    confidence: RECALLED\n"                                               /* 50 */
    "    demanded: no\n"                                                       /* 51 */
    "    on: no\n"                                                             /* 52 */
    "    off_why: 惯例\n"                                                      /* 53 */
    "    org_kinds: [branch]\n"                                                /* 54 */
    "    period: year\n"                                                       /* 55 */
    "    per: member\n"                                                        /* 56 */
    "    count: 0\n"                                                           /* 57 */
    "    hours: 32\n"                                                          /* 58 */
    "    may_kinds: [meeting]\n"                                               /* 59 */
    "    one_of: day\n"                                                        /* 60 */
    "    due_days_after: 90\n"                                                 /* 61 */
    "figures:\n"                                                               /* 62 */
    "  - code: meetings\n"                                                     /* 63 */
    "    title: 会议\n"                                                        /* 64 */
    "    unit: 次\n"                                                           /* 65 */
    "    definition: 会议次数\n"                                               /* 66 */
    "    measure: present\n"                                                   /* 67 */
    "    kinds: [meeting]\n"                                                   /* 68 */
    "  - code: area\n"                                                         /* 69 */
    "    title: 面积\n"                                                        /* 70 */
    "    unit: 亩\n"                                                           /* 71 */
    "    definition: 面积之和\n"                                               /* 72 */
    "    measure: quantity\n"                                                  /* 73 */
    "    kinds: [service]\n"                                                   /* 74 */
    "    quantity: area\n"                                                     /* 75 */
    "report:\n"                                                                /* 76 */
    "  - section: 工作\n"                                                      /* 77 */
    "  - text: \"{year}年{meetings}次\"\n"                                     /* 78 */
    "  - records: \"{held_on}{title}{field.form}\"\n"                          /* 79 */
    "    kinds: [meeting]\n"                                                   /* 80 */
    "report_length: 3000\n"                                                    /* 81 */
    "reports:\n"                                                               /* 82 */
    "  - code: brief\n"                                                        /* 83 */
    "    title: 简报\n"                                                        /* 84 */
    "    report_title: \"{quarter}简报\"\n"                                    /* 85 */
    "    length: 500\n"                                                        /* 86 */
    "    per: quarter\n"                                                       /* 87 */
    "    parts:\n"                                                             /* 88 */
    "      - section: 情况\n"                                                  /* 89 */
    "      - text: \"{quarter}开会{meetings}次\"\n"                            /* 90 */
    "  - code: sheet\n"                                                        /* 91 */
    "    title: 情况表\n"                                                      /* 92 */
    "    per: record\n"                                                        /* 93 */
    "    kinds: [service]\n"                                                   /* 94 */
    "    parts: [{records: \"{title}\", kinds: [service]}]\n";                 /* 95 */

static struct str
replaced(const char *from, const char *to)
{
    struct str s = str_from(GOOD);
    size_t at = str_find(s, str_from(from), 0);
    if (!CHECK(at != SIZE_MAX))
        return s;
    struct str rest = str_slice(s, at + strlen(from), s.n);
    return arena_fmt(test_arena(), "%.*s%s%.*s", (int)at, s.p, to, STR_ARG(rest));
}

static const struct bad {
    const char *from, *to, *text;
} BAD[] = {
    /* what the schema refuses */
    {"period: month", "period: week",
        "x.yaml:38: duties[1].period: 应为 month、quarter、half、year 之一。"},
    {"on: yes\n    org", "on: maybe\n    org",
        "x.yaml:36: duties[1].on: 应为 yes、no、true、false 之一。"},
    {"basis: 第1条", "base: 第1条",
        "x.yaml:33: duties[1].base: 没有 base 这一项，应为 code、title、basis、"},
    {"    basis: 第1条\n", "", "x.yaml:31: duties[1]: 缺少 basis，应写出。"},
    {"    basis: 第1条\n", "    basis:\n",
        "x.yaml:33: duties[1].basis: 应为一段文字，不能是列表，也不能为空。"},
    {"title: 开会", "title: [开会]", "x.yaml:32: duties[1].title: 应为一段文字，"},
    {"kinds: [meeting]\n    where", "kinds: meeting\n    where",
        "x.yaml:40: duties[1].kinds: 应为一个列表："},
    {"org_kinds: [branch]\n    period: month", "org_kinds: []\n    period: month",
        "x.yaml:37: duties[1].org_kinds: 应至少写一项。"},
    {"late_entry_days: 7\n", "", "x.yaml:1: 缺少 late_entry_days，应写出。"},
    {"  - code: meeting\n", "  - 会议\n  - code: meeting\n",
        "x.yaml:13: kinds[1]: 应为若干“名称: 值”。"},
    {"type: tick", "type: box",
        "x.yaml:22: kinds[1].fields[2].type: 应为 text、long、number、date、tick、choice 之一。"},
    /* what is no YAML, or more of it than a pack needs */
    {"title: 试验", "\ttitle: 试验", "x.yaml:3: 不是正确的 YAML，"},
    {"title: 试验", "title: 试验\ntitle: 再试", "x.yaml:4: title: 写了两次，应只写一次。"},
    {"title: 试验", "title: \xff", "x.yaml:3: 应为 UTF-8 文字，"},
    {"title: 试验", "title: &a 试验", "x.yaml:3: 不能用 & 做标记，"},
    {"title: 试验", "title: *a", "x.yaml:3: 不能用 * 引用别处的内容，"},
    {"title: 试验", "title: [[[[[[[[[a]]]]]]]]]", "x.yaml:3: 层次太深，应不超过8层。"},
    {"title: 试验", "? [a]\n: b", "x.yaml:3: 名称应为一个词。"},
    {"    kinds: [meeting]\n", "---\nname: b\n", "x.yaml:40: "},
    /* numbers, days, small languages */
    {"count: 1\n", "count: 1x\n", "x.yaml:39: duties[1].count: 应为 0 到 366 的整数，现在是“1x”。"},
    {"hours: 32", "hours: -1", "x.yaml:58: duties[2].hours: 应为 0 到 2000 的整数，"},
    {"warn_above: 300", "warn_above: 多",
        "x.yaml:29: kinds[2].quantities[1].warn_above: 应为 0 到"},
    {"late_entry_days: 7", "late_entry_days: 一周",
        "x.yaml:5: late_entry_days: 应为 0 到 366 的整数，现在是“一周”。"},
    {"due_days_after: 90", "due_days_after: 999",
        "x.yaml:61: duties[2].due_days_after: 应为 0 到 366"},
    {"valid_from: 2023-05-18", "valid_from: 2023-02-30",
        "x.yaml:46: duties[1].valid_from: 应为 2023-07-01 这样的日期，"},
    {"org_kinds: [branch", "events: [{words: 某次会议, \"on\": 2023-02-30}]\norg_kinds: [branch",
        "x.yaml:7: events[1].on: 应为 2023-07-01 这样的日期，"},
    {"valid_from: 2023-05-18", "valid_from: 2023-05-18\n    valid_to: 2023-05-01",
        "x.yaml:47: duties[1].valid_to: 不应早于 valid_from。"},
    {"full_members >= 7", "full_members => 7",
        "x.yaml:44: duties[1].when[1]: 应为“事实 比较号 整数”，"},
    {"full_members >= 7", "full_members >= 七",
        "x.yaml:44: duties[1].when[1]: 应为“事实 比较号 整数”，"},
    {"quorum: 1/2", "quorum: 3/2",
        "x.yaml:18: kinds[1].quorum: 应为 1/2、4/5 这样的比例，现在是“3/2”。"},
    {"quorum: 1/2", "quorum: 一半", "x.yaml:18: kinds[1].quorum: 应为"},
    {"clerk=文书", "clerk", "x.yaml:8: posts[2]: 应写成“代码=名称”，"},
    /* what the words mean together */
    {"code: service", "code: meeting",
        "x.yaml:23: kinds[2].code: 代码 meeting 已在第13行用过，应各不相同。"},
    {"code: D2", "code: D1", "x.yaml:47: duties[2].code: 代码 D1 已在第31行用过，"},
    {"code: area\n", "code: meetings\n",
        "x.yaml:69: figures[2].code: 代码 meetings 已在第63行用过，"},
    {"code: first", "code: form", "x.yaml:22: kinds[1].fields[2].code: 代码 form 已在第21行用过，"},
    {"code: D1", "code: 大会",
        "x.yaml:31: duties[1].code: 代码应为1至40个英文字母、数字或 _ - .，现在是“大会”。"},
    {"committee_posts: [secretary]", "committee_posts: [head]",
        "x.yaml:9: committee_posts[1]: posts 中没有职务 head。"},
    {"root_kind_hint: branch", "root_kind_hint: tree",
        "x.yaml:4: root_kind_hint: org_kinds 中没有组织类别 tree。"},
    {"org_kinds: [branch]\n    period: month", "org_kinds: [tree]\n    period: month",
        "x.yaml:37: duties[1].org_kinds[1]: org_kinds 中没有组织类别 tree。"},
    {"kinds: [meeting]\n    where", "kinds: [dance]\n    where",
        "x.yaml:40: duties[1].kinds[1]: kinds 中没有记录种类 dance。"},
    {"    may_kinds: [meeting]\n", "",
        "x.yaml:47: duties[2]: 应在 kinds 或 may_kinds 写明哪些记录可以计入。"},
    {"where_field: form", "where_field: shape",
        "x.yaml:41: duties[1].where_field: 记录种类 meeting 没有栏目 shape。"},
    {"where_value: 大会", "where_value: 中会",
        "x.yaml:42: duties[1].where_value: 栏目 form 的选项中没有“中会”。"},
    {"where_field: form\n    where_value: 大会", "where_field: first\n    where_value: 是",
        "x.yaml:42: duties[1].where_value: 栏目 first 是勾选，应写 \"1\"。"},
    {"    where_value: 大会\n", "", "x.yaml:31: duties[1]: where_field 和 where_value 应同时写。"},
    {"confidence: READ", "confidence: RECALLED",
        "x.yaml:36: duties[1].on: 只有读到原文（confidence: READ）"},
    {"demanded: yes", "demanded: no", "x.yaml:36: duties[1].on: 只有读到原文"},
    {"    off_why: 惯例\n", "", "x.yaml:47: duties[2]: on 为 no 时应在 off_why 写明原因。"},
    {"full_members >= 7", "fullmembers >= 7",
        "x.yaml:44: duties[1].when[1]: 不认识的事实 fullmembers，"},
    {"flag.agency", "flag.office", "x.yaml:44: duties[1].when[2]: 不认识的事实 flag.office，"},
    {"    when_text: 七人以上的机关支部\n", "",
        "x.yaml:31: duties[1]: when 和 when_text（条件的文字说明）应同时写。"},
    {"    per: member\n", "", "x.yaml:57: duties[2].hours: hours 按人计算，应同时写 per: member。"},
    {"count: 0", "count: 2", "x.yaml:57: duties[2].count: 写了 hours 时 count 应为 0。"},
    {"one_of: day\n    when", "one_of: night\n    when",
        "x.yaml:43: duties[1].one_of: 只有这一条规定动作写了 night，"},
    {"    quorum_basis: 第11条\n", "",
        "x.yaml:18: kinds[1].quorum: 写了 quorum，应在 quorum_basis 写明依据。"},
    {", choices: [大会, 小会]", "",
        "x.yaml:21: kinds[1].fields[1]: type 为 choice 时应写 choices。"},
    {"type: tick", "type: tick, choices: [甲]",
        "x.yaml:22: kinds[1].fields[2].choices: 只有 type 为 choice 时才写 choices。"},
    {"    fields:\n", "    quantities: [{code: area, title: 面积, unit: 亩次}]\n    fields:\n",
        "x.yaml:20: kinds[1].quantities[1].unit: 数量 area 在种类 service 中的单位是亩，应当一致。"},
    {"quantity: area", "quantity: size",
        "x.yaml:75: figures[2].quantity: 记录种类 service 没有数量 size。"},
    {"unit: 亩\n", "unit: 亩次\n", "x.yaml:71: figures[2].unit: 数量 area 的单位是亩，应当一致。"},
    {"measure: quantity", "measure: records",
        "x.yaml:73: figures[2].measure: measure 为 quantity 时应写 quantity，否则不写。"},
    {"measure: quantity\n    kinds: [service]\n    quantity: area",
        "measure: people\n    kinds: [service]",
        "x.yaml:73: figures[2].measure: 记录种类 service 不点名（roll: none）。"},
    {"measure: quantity\n    kinds: [service]\n    quantity: area",
        "measure: hours\n    kinds: [service]",
        "x.yaml:73: figures[2].measure: 记录种类 service 不记学时（hours）。"},
    /* the report */
    {"committee_posts: [secretary]", "committee_posts: [secretary]\nreport_duty: D9",
        "x.yaml:10: report_duty: duties 中没有 D9。"},
    {"{meetings}", "{meeting}",
        "x.yaml:78: report[2].text: 不认识 {meeting}，应为 figures 中的代码，"},
    {"{year}年{meetings}次", "{year", "x.yaml:78: report[2].text: { 之后应有 }。"},
    {"{year}年{meetings}次", "year}", "x.yaml:78: report[2].text: } 之前应有 {。"},
    {"{field.form}", "{field.shape}",
        "x.yaml:79: report[3].records: 记录种类 meeting 没有栏目 shape。"},
    {"{held_on}", "{year}", "x.yaml:79: report[3].records: 不认识 {year}，应为 {title}、"},
    {"section: 工作", "section: \"{meetings}次\"",
        "x.yaml:77: report[1].section: 标题中不认识 {meetings}，"},
    {"{org}{year}年报告", "{name}报告", "x.yaml:6: report_title: 标题中不认识 {name}，"},
    {"section: 工作", "section: 工作\n    text: 空",
        "x.yaml:77: report[1]: 应在 section、heading、text、records 中正好写一个。"},
    {"section: 工作\n", "section: 工作\n  - section: 工作\n",
        "x.yaml:78: report[2].section: 这一部分前面已有，应合在一处。"},
    {"section: 工作\n", "section: 工作\n    kinds: [meeting]\n",
        "x.yaml:77: report[1]: 写 records 时应写 kinds，否则不写。"},
    /* reports for other readers */
    {"report_length: 3000", "report_length: 很长",
        "x.yaml:81: report_length: 应为 0 到 100000 的整数"},
    {"code: sheet", "code: brief", "x.yaml:91: reports[2].code: 代码 brief 已在第83行用过"},
    {"code: brief", "code: secretary", "x.yaml:83: reports[1].code: secretary 是述职报告本身"},
    {"per: quarter", "per: year", "x.yaml:85: reports[1].report_title: 标题中不认识 {quarter}，"},
    {"per: quarter", "per: month", "x.yaml:87: reports[1].per: "},
    {"{quarter}开会{meetings}", "{quarter}开会{meeting}",
        "x.yaml:90: reports[1].parts[2].text: 不认识 {meeting}，"},
    {"    kinds: [service]\n    parts", "    parts",
        "x.yaml:91: reports[2]: per 为 record 时应写 kinds，否则不写。"},
    {"section: 工作", "section: \"{quarter}\"",
        "x.yaml:77: report[1].section: 标题中不认识 {quarter}，"},
};

TEST(a_good_pack_is_read_whole)
{
    struct err e;
    const struct pack *p;
    REQUIRE(CHECK_OK(pack_parse(test_arena(), str_from(GOOD), "x.yaml", &p, &e), &e));
    CHECK_STR(p->name, "trial");
    CHECK_INT(p->digest.n, 64);
    CHECK_INT(p->late_entry_days, 7);
    CHECK_STR(p->post_titles.v[1], "文书");
    CHECK_INT(p->kinds[0].quorum_den, 2);
    CHECK(p->kinds[0].hours && !p->kinds[0].is_private && p->kinds[1].is_private);
    CHECK_STR(p->kinds[0].fields[0].choices.v[1], "小会");
    CHECK_INT(p->kinds[1].quantities[0].warn_above, 300);
    CHECK_INT(p->duties[0].when[0].value, 7);
    CHECK_STR(p->duties[0].when[1].fact, "flag.agency");
    CHECK_INT(p->duties[0].when[1].op, COND_EQ);
    CHECK_INT(date_cmp(p->duties[0].valid_from, date_make(2023, 5, 18)), 0);
    CHECK(date_is_none(p->duties[0].valid_to));
    CHECK_INT(p->duties[1].per, PER_MEMBER);
    CHECK_INT(p->duties[1].hours, 32);
    CHECK_INT(p->duties[1].due_days_after, 90);
    CHECK_INT(p->figures[1].measure, MEASURE_QUANTITY);
    CHECK_INT(p->report[2].kind, PART_RECORDS);
    CHECK_STR(p->report[2].kinds.v[0], "meeting");
    CHECK_INT(p->report_length, 3000);
    REQUIRE(p->reports_n == 2);
    CHECK_INT(p->reports[0].length, 500);
    CHECK_INT(p->reports[0].per, REPORT_PER_QUARTER);
    CHECK_INT(p->reports[0].parts_n, 2);
    CHECK_STR(p->reports[1].kinds.v[0], "service");
    CHECK_INT(p->reports[1].length, 0);
}

TEST(each_bad_pack_names_file_line_and_what_was_expected)
{
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        struct err e;
        const struct pack *p = NULL;
        err_clear(&e);
        CHECK(!pack_parse(test_arena(), replaced(BAD[i].from, BAD[i].to), "x.yaml", &p, &e));
        CHECK(p == NULL);
        CHECK_ERR(&e, ERR_INPUT, BAD[i].text);
        CHECK(str_starts(str_from(e.text), S("x.yaml:")));
    }
}

TEST(what_is_no_pack_at_all_is_refused)
{
    static const char *const texts[] = {
        "", "# nothing\n", "a", "- a\n", "[", "{", "\"", "a: b: c", "---\n---\n"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct err e;
        const struct pack *p;
        err_clear(&e);
        CHECK(!pack_parse(test_arena(), str_from(texts[i]), "x.yaml", &p, &e));
        CHECK_ERR(&e, ERR_INPUT, "x.yaml:");
    }
}

/* Every beginning of a good pack is read or refused, never more than that. */
TEST(a_pack_cut_anywhere_is_refused_or_read)
{
    struct str good = str_from(GOOD);
    for (size_t n = 0; n < good.n; n += 7) {
        struct arena *a = arena_open();
        struct err e;
        const struct pack *p;
        err_clear(&e);
        if (!pack_parse(a, arena_str(a, str_slice(good, 0, n)), "x.yaml", &p, &e))
            CHECK_ERR(&e, ERR_INPUT, "x.yaml:");
        arena_close(a);
    }
}

TEST(a_pack_of_any_size_is_bounded)
{
    struct err e;
    const struct pack *p;
    struct str big = {arena_alloc(test_arena(), PACK_BYTES_MAX + 1, 1, 1), PACK_BYTES_MAX + 1};
    CHECK(!pack_parse(test_arena(), big, "x.yaml", &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "x.yaml 太大，制度包应不超过 1 MB。");
    struct out o;
    out_init(&o, PACK_BYTES_MAX);
    out_lit(&o, "name: [");
    for (size_t i = 0; i < 30000; i++)
        out_lit(&o, "a,");
    out_lit(&o, "a]\n");
    CHECK(!pack_parse(test_arena(), out_str(&o), "x.yaml", &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "x.yaml:1: 内容太多，应不超过2万项。");
    out_release(&o);
}
