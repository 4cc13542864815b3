/* Which part of a report a sentence stands in, and what in it is no claim. */
#include "text/claim_int.h"

bool
words_in(struct str s, struct word_list words)
{
    for (size_t i = 0; i < words.n; i++)
        if (str_find(s, words.v[i], 0) != SIZE_MAX)
            return true;
    return false;
}

bool
words_begin(struct str s, struct word_list words, size_t *length)
{
    for (size_t i = 0; i < words.n; i++)
        if (str_starts(s, words.v[i])) {
            if (length)
                *length = words.v[i].n;
            return true;
        }
    return false;
}

bool
words_end(struct str s, struct word_list words)
{
    for (size_t i = 0; i < words.n; i++)
        if (str_ends(s, words.v[i]))
            return true;
    return false;
}

/* 一、 二、 …: what begins a part of the report. */
static bool
is_part_number(struct str s)
{
    static const struct str numbers[] = {str_lit("一"), str_lit("二"), str_lit("三"), str_lit("四"),
        str_lit("五"), str_lit("六"), str_lit("七"), str_lit("八"), str_lit("九"), str_lit("十")};
    size_t n;
    return words_begin(s, (struct word_list){numbers, 10}, &n) &&
        str_starts(str_slice(s, n, s.n), S("、"));
}

enum {
    HEADING_BYTES = 150,
    OPENING_BYTES = 60
};

/* The year after the report's own in a heading is the plan's. */
static bool
names_next_year(struct str heading, int report_year)
{
    for (size_t at = 0; report_year && at < heading.n; at++) {
        struct numeral n;
        if (numeral_at(heading, at, &n)) {
            if (n.low == (int64_t)(report_year + 1) * NUMERAL_ONE &&
                str_starts(str_slice(heading, n.end, heading.n), S("年")))
                return true;
            at = n.end - 1;
        }
    }
    return false;
}

enum claim_part
claim_part_of(enum claim_part before, struct str sentence, int report_year)
{
    const struct word_list problems = {
        (const struct str[]){str_lit("存在的问题"), str_lit("存在问题"), str_lit("存在的主要问题"),
            str_lit("主要问题"), str_lit("突出问题"), str_lit("存在不足"), str_lit("存在的不足"),
            str_lit("不足之处"), str_lit("问题和不足"), str_lit("问题及原因"), str_lit("短板"),
            str_lit("薄弱环节"), str_lit("困难和问题")},
        13};
    const struct word_list plans = {
        (const struct str[]){str_lit("下一步"), str_lit("打算"), str_lit("工作计划"),
            str_lit("工作思路"), str_lit("明年"), str_lit("努力方向"), str_lit("改进措施"),
            str_lit("今后"), str_lit("工作安排"), str_lit("下步"), str_lit("来年"),
            str_lit("思路和措施"), str_lit("思路、重点"), str_lit("下半年工作")},
        14};
    bool numbered = is_part_number(sentence);
    struct str head = str_slice(sentence, 0, numbered ? HEADING_BYTES : OPENING_BYTES);
    if (!numbered) {
        size_t colon = str_find(head, S("："), 0);
        size_t comma = str_find(head, S("，"), 0);
        size_t end = colon < comma ? colon : comma;
        head = str_slice(head, 0, end == SIZE_MAX ? head.n : end);
    }
    if (words_in(head, problems))
        return PART_PROBLEMS;
    if (words_in(head, plans) || (numbered && names_next_year(head, report_year)))
        return PART_PLAN;
    return numbered ? PART_WORK : before;
}

bool
claim_is_furniture(struct str s)
{
    return words_in(s,
        WORDS(S("公众号："), S("素材库"), S("会员群"), S("网盘"), S("客服"), S("珍藏版"),
            S("浏览量"), S("全文共"), S("此处隐藏"), S("下载本文"), S("会员分享"), S("更新时间："),
            S("网友投稿"), S("更多相关"), S("小编")));
}

bool
claim_is_plan(struct str clause)
{
    return words_in(clause,
        WORDS(S("力争"), S("预计"), S("计划举办"), S("计划开展"), S("计划组织"), S("计划完成"),
            S("计划投资"), S("计划新"), S("计划实施"), S("计划建"), S("拟"), S("将继续"),
            S("将进一步"), S("将举办"), S("将开展"), S("将新"), S("将组织"), S("将达"), S("有望"),
            S("目标任务"), S("为标准"), S("明年"), S("下一步"), S("打算"), S("要求各")));
}

bool
claim_is_background(struct str clause, struct str before)
{
    if (words_in(before,
            WORDS(S("现有"), S("共有"), S("下辖"), S("辖"), S("位于"), S("常住"), S("户籍"),
                S("总人口"), S("总户数"), S("总数"), S("总量为"), S("平均年龄"), S("海拔"),
                S("距离"), S("在编"), S("编制"), S("只有"), S("仅有"), S("分布着"), S("人口"),
                S("山区占"), S("年龄"), S("设有"), S("总面积"), S("隶属"), S("其中女"), S("人均"),
                S("绵延"), S("涵盖"), S("年末"), S("不到"))))
        return true;
    return words_in(clause, WORDS(S("为标准"), S("海岸线"), S("森林覆盖率")));
}
