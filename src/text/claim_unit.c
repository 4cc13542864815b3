/* Measure words (量词), and what with a number is a date, a rank or a name. */
#include "text/claim_int.h"

/* Longer ones first where one begins another. */
static const struct str units[] = {str_lit("个百分点"), str_lit("人次"), str_lit("家次"),
    str_lit("户次"), str_lit("场次"), str_lit("批次"), str_lit("车次"), str_lit("件次"),
    str_lit("站次"), str_lit("台（套）"), str_lit("台(套)"), str_lit("平方米"), str_lit("平方公里"),
    str_lit("立方米"), str_lit("公顷"), str_lit("亩次"), str_lit("亩"), str_lit("公里"),
    str_lit("千米"), str_lit("延米"), str_lit("里"), str_lit("米"), str_lit("公斤"),
    str_lit("千克"), str_lit("吨"), str_lit("斤"), str_lit("升"), str_lit("元"), str_lit("美元"),
    str_lit("小时"), str_lit("学时"), str_lit("课时"), str_lit("学分"), str_lit("％"), str_lit("%"),
    str_lit("‰"), str_lit("次"), str_lit("人"), str_lit("名"), str_lit("位"), str_lit("户"),
    str_lit("家"), str_lit("个"), str_lit("件"), str_lit("条"), str_lit("项"), str_lit("篇"),
    str_lit("期"), str_lit("场"), str_lit("轮"), str_lit("处"), str_lit("起"), str_lit("宗"),
    str_lit("册"), str_lit("份"), str_lit("块"), str_lit("盏"), str_lit("眼"), str_lit("部"),
    str_lit("讲"), str_lit("单"), str_lit("支"), str_lit("株"), str_lit("棵"), str_lit("辆"),
    str_lit("台"), str_lit("套"), str_lit("座"), str_lit("所"), str_lit("间"), str_lit("栋"),
    str_lit("幢"), str_lit("枚"), str_lit("面"), str_lit("只"), str_lit("头"), str_lit("对"),
    str_lit("组"), str_lit("批"), str_lit("节"), str_lit("堂"), str_lit("本"), str_lit("幅"),
    str_lit("张"), str_lit("种"), str_lit("口"), str_lit("艘"), str_lit("架"), str_lit("桩"),
    str_lit("例"), str_lit("封"), str_lit("则"), str_lit("版"), str_lit("集"), str_lit("遍"),
    str_lit("倍"), str_lit("箱"), str_lit("袋"), str_lit("瓶"), str_lit("桶"), str_lit("万步"),
    str_lit("羽"), str_lit("尾"), str_lit("成"), str_lit("课"), str_lit("站"), str_lit("门"),
    str_lit("宿"), str_lit("床"), str_lit("团"), str_lit("字")};

size_t
claim_unit_at(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, 24);
    size_t best = 0;
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (units[i].n > best && str_starts(rest, units[i]))
            best = units[i].n;
    return best;
}

/* 两个维护, 四个意识, 三个方面: with 个, a name or a way of dividing. */
static bool
is_shorthand(struct str behind)
{
    return words_begin(behind,
        WORDS(S("维护"), S("确立"), S("意识"), S("自信"), S("全面"), S("务必"), S("清单"),
            S("必须"), S("到位"), S("明确"), S("结合"), S("方面"), S("阶段"), S("环节"), S("层面"),
            S("维度"), S("月"), S("工作日"), S("小时"), S("一律"), S("坚持"), S("革命"), S("表率"),
            S("时期"), S("统筹"), S("关键"), S("从严"), S("带头"), S("不"), S("个"), S("重点"),
            S("领域"), S("人都"), S("专项行动")),
        NULL);
}

/* One and a measure word is an article (一批, 一支队伍) but where it counts times. */
static bool
one_counts(struct str unit, struct str behind)
{
    const struct word_list times = {
        (const struct str[]){str_lit("次"), str_lit("场"), str_lit("期"), str_lit("轮"),
            str_lit("遍"), str_lit("堂"), str_lit("课")},
        7};
    for (size_t i = 0; i < times.n; i++)
        if (str_eq(unit, times.v[i]))
            return !words_begin(behind, WORDS(S("性"), S("次"), S("工程"), S("又")), NULL);
    return false;
}

bool
claim_unit_counts(struct str unit, struct str behind, const struct numeral *n)
{
    if (str_eq(unit, S("个")) && is_shorthand(behind))
        return false;
    if ((str_eq(unit, S("项")) && str_starts(behind, S("规定"))) ||
        (str_eq(unit, S("里")) && n->chinese))
        return false;
    if (str_eq(unit, S("小时")) &&
        words_begin(behind,
            WORDS(S("内"), S("热线"), S("值班"), S("值守"), S("在线"), S("服务"), S("不"), S("轮"),
                S("全天"), S("响应"), S("连续")),
            NULL))
        return false;
    if (words_begin(
            behind, WORDS(S("以上的"), S("以下"), S("以内"), S("及以上"), S("一组的")), NULL))
        return false;
    if (str_eq(unit, S("成")))
        return n->chinese && n->high < 10 * NUMERAL_ONE && n->low >= 2 * NUMERAL_ONE &&
            !words_begin(behind, WORDS(S("立"), S("为"), S("员"), S("果"), S("效"), S("熟")), NULL);
    if (str_eq(unit, S("字")) || str_eq(unit, S("站")) || str_eq(unit, S("门")))
        return !n->chinese;
    if (n->chinese && !n->range && n->low == NUMERAL_ONE && !n->over)
        return one_counts(unit, behind);
    return true;
}

bool
claim_noun_at(struct str text, size_t at)
{
    return words_begin(str_slice(text, at, 30),
        WORDS(S("农技人员"), S("党员"), S("群众"), S("村民"), S("干部"), S("职工"), S("居民"),
            S("志愿者"), S("农户"), S("学生"), S("师生"), S("社员"), S("人员"), S("农民"),
            S("企业"), S("游客"), S("观众"), S("市民"), S("代表")),
        NULL);
}
