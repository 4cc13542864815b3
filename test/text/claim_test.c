/* What a report says in numbers, and what only looks like it. */
#include "harness.h"
#include "text/claim.h"

struct expected {
    const char *text; /* what the claim reads, or NULL: no claim */
    const char *kind, *unit, *period;
    const char *min, *max; /* "" none */
};

static struct str
number_text(int64_t micro, bool known)
{
    struct out o;
    out_init(&o, 64);
    if (known)
        claim_number(&o, micro);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

/* A report of 2022 that says this in its first part. */
static struct claims
find(const char *sentence, struct str *text)
{
    *text = arena_fmt(test_arena(), "某支部2022年度工作总结\n一、主要工作\n%s。\n", sentence);
    return claims_find(test_arena(), *text);
}

static void
check_one(const char *sentence, struct expected x)
{
    struct str text;
    struct claims c = find(sentence, &text);
    if (!test_check(c.n == 1, __FILE__, __LINE__, sentence))
        return;
    const struct claim *m = &c.v[0];
    CHECK_STR(str_slice(text, m->start, m->end - m->start), x.text);
    CHECK_STR(claim_kind_code(m->kind), x.kind);
    CHECK_STR(m->unit, x.unit);
    CHECK_STR(m->period, x.period);
    CHECK_STR(number_text(m->min, m->has_min), x.min);
    CHECK_STR(number_text(m->max, m->has_max), x.max);
}

static void
check_none(const char *sentence)
{
    struct str text;
    struct claims c = find(sentence, &text);
    (void)test_check(c.n == 0, __FILE__, __LINE__, sentence);
}

TEST(numbers_are_read_as_reports_write_them)
{
    check_one(
        "召开支部大会6次", (struct expected){"召开支部大会6次", "meeting", "次", "year", "6", "6"});
    check_one("召开支委会１２次",
        (struct expected){"召开支委会１２次", "meeting", "次", "year", "12", "12"});
    check_one("召开党小组会三十六次",
        (struct expected){"召开党小组会三十六次", "meeting", "次", "year", "36", "36"});
    check_one("开展主题党日20余次",
        (struct expected){"开展主题党日20余次", "theme_day", "次", "year", "20", "29"});
    check_one("回收农膜1.3万余公斤",
        (struct expected){"回收农膜1.3万余公斤", "service", "公斤", "year", "13000", "13999"});
    check_one("培训党员近200人次",
        (struct expected){"培训党员近200人次", "training", "人次", "year", "180", "200"});
    check_one(
        "走访农户约50户", (struct expected){"走访农户约50户", "visit", "户", "year", "45", "55"});
    check_one("走访农户300户左右",
        (struct expected){"走访农户300户左右", "visit", "户", "year", "270", "330"});
    check_one("志愿服务1500小时以上",
        (struct expected){"志愿服务1500小时以上", "service", "小时", "year", "1500", ""});
    check_one("提醒谈话2~3次", (struct expected){"提醒谈话2~3次", "talk", "次", "year", "2", "3"});
    check_one(
        "编发简报两三期", (struct expected){"编发简报两三期", "publicity", "期", "year", "2", "3"});
    check_one(
        "入户走访数十次", (struct expected){"入户走访数十次", "visit", "次", "year", "20", "99"});
    check_one("收集意见1,250条",
        (struct expected){"收集意见1,250条", "problem", "条", "year", "1250", "1250"});
}

TEST(money_keeps_its_figure_and_its_unit)
{
    check_one("投入资金6305万元",
        (struct expected){"投入资金6305万元", "finance", "万元", "year", "6305", "6305"});
    check_one("完成投资2100余万元",
        (struct expected){"完成投资2100余万元", "finance", "万元", "year", "2100", "2199"});
    check_one("实现销售额4.5亿元",
        (struct expected){"实现销售额4.5亿元", "finance", "亿元", "year", "4.5", "4.5"});
    check_one("发放慰问金45000元",
        (struct expected){"发放慰问金45000元", "finance", "元", "year", "45000", "45000"});
}

TEST(a_rhythm_is_a_claim_with_or_without_a_number)
{
    check_one("每月召开1次支部委员会",
        (struct expected){"每月召开1次支部委员会", "meeting", "次", "每月", "1", "1"});
    check_one("按季度抽查党员自学情况",
        (struct expected){"按季度抽查党员自学情况", "inspection", "", "每季度", "", ""});
    check_one(
        "坚持每周一例会", (struct expected){"坚持每周一例会", "meeting", "", "每周", "1", "1"});
    check_one("每周五组织一次集中学习",
        (struct expected){"每周五组织一次集中学习", "study", "次", "每周", "1", "1"});
    check_one(
        "全年开展研讨6次", (struct expected){"全年开展研讨6次", "study", "次", "全年", "6", "6"});
}

TEST(a_total_over_several_kinds_is_one_claim)
{
    check_one("开展固定学习日、主题党日和党员活动日20余次",
        (struct expected){
            "开展固定学习日、主题党日和党员活动日20余次", "theme_day", "次", "year", "20", "29"});
}

TEST(what_is_chained_is_counted_one_by_one)
{
    struct str text;
    struct claims c = find("全年召开党员大会5次、支委会14次，接待来访83批156人次", &text);
    REQUIRE(c.n == 4);
    CHECK_STR(str_slice(text, c.v[1].start, c.v[1].end - c.v[1].start), "支委会14次");
    CHECK_STR(c.v[1].period, "全年");
    CHECK_STR(str_slice(text, c.v[3].start, c.v[3].end - c.v[3].start), "156人次");
    CHECK_STR(claim_kind_code(c.v[3].kind), "service");
    for (size_t i = 1; i < c.n; i++)
        CHECK(c.v[i].start >= c.v[i - 1].end);
}

TEST(what_looks_like_a_claim_and_is_none)
{
    static const char *const none[] = {"2022年7月1日上午9时集中观看", "落实“三会一课”制度",
        "坚决做到两个维护、增强四个意识", "严格落实中央八项规定", "印发文件〔2022〕12号",
        "深化第一责任人职责", "抓好一批重点工作", "现有党员58名", "辖7个村民小组", "设立24小时热线",
        "零差错", "预计全年服务16万人次", "力争培训5期", "慰问困难党员**户", "共投入×万元",
        "【某某素材库】每天更新材料1000多篇", "全文共1902字"};
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        check_none(none[i]);
}

TEST(problems_and_plans_hold_no_claims)
{
    struct claims c = claims_find(test_arena(),
        S("某支部2022年度工作总结\n一、主要工作\n召开支委会12次。\n二、存在的问题\n只有1名兼职人员，5次活动是读"
          "文件，已整改3条。\n三、2023年工作思路\n开展培训4期，走访100户。\n"));
    REQUIRE(c.n == 2);
    CHECK_INT(c.v[0].min, 12 * NUMERAL_ONE);
    CHECK_INT(c.v[1].min, 3 * NUMERAL_ONE);
}

TEST(a_damaged_number_is_suspect)
{
    struct str text;
    struct claims c = find("化解纠纷12023多起", &text);
    REQUIRE(c.n == 1);
    CHECK(c.v[0].suspect);
    CHECK(!c.v[0].has_max);
}

TEST(a_scope_is_not_counted_beside_what_was_done)
{
    struct str text;
    struct claims c = find("在所辖26个社区召开恳谈会107场次", &text);
    REQUIRE(c.n == 1);
    CHECK_INT(c.v[0].min, 107 * NUMERAL_ONE);
}

TEST(an_object_is_named_without_what_was_done_and_the_old_value)
{
    static const struct {
        const char *sentence, *object;
    } cases[] = {
        {"召开支部委员会12次", "支部委员会"},
        {"安装路灯120盏", "路灯安装"},
        {"村级覆盖率由76%提高到83%", "村级覆盖率"},
        {"村集体收入从8万元增加到15万元", "村集体收入"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str text;
        struct claims c = find(cases[i].sentence, &text);
        REQUIRE(c.n == 1);
        CHECK_STR(c.v[0].object, cases[i].object);
    }
}
