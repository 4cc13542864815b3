/* Administrative names, by their form: …省, …市, …县, …区, …旗, …州. */
#include "base/utf8.h"
#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The provincial level as it is called in short (GB/T 2260), with what its full name adds. */
static const struct {
    struct str name, full;
} provinces[] = {
    {str_lit("北京"), str_lit("市")},
    {str_lit("天津"), str_lit("市")},
    {str_lit("上海"), str_lit("市")},
    {str_lit("重庆"), str_lit("市")},
    {str_lit("河北"), str_lit("省")},
    {str_lit("山西"), str_lit("省")},
    {str_lit("辽宁"), str_lit("省")},
    {str_lit("吉林"), str_lit("省")},
    {str_lit("黑龙江"), str_lit("省")},
    {str_lit("江苏"), str_lit("省")},
    {str_lit("浙江"), str_lit("省")},
    {str_lit("安徽"), str_lit("省")},
    {str_lit("福建"), str_lit("省")},
    {str_lit("江西"), str_lit("省")},
    {str_lit("山东"), str_lit("省")},
    {str_lit("河南"), str_lit("省")},
    {str_lit("湖北"), str_lit("省")},
    {str_lit("湖南"), str_lit("省")},
    {str_lit("广东"), str_lit("省")},
    {str_lit("海南"), str_lit("省")},
    {str_lit("四川"), str_lit("省")},
    {str_lit("贵州"), str_lit("省")},
    {str_lit("云南"), str_lit("省")},
    {str_lit("陕西"), str_lit("省")},
    {str_lit("甘肃"), str_lit("省")},
    {str_lit("青海"), str_lit("省")},
    {str_lit("台湾"), str_lit("省")},
    {str_lit("内蒙古"), str_lit("自治区")},
    {str_lit("广西"), str_lit("壮族自治区")},
    {str_lit("西藏"), str_lit("自治区")},
    {str_lit("宁夏"), str_lit("回族自治区")},
    {str_lit("新疆"), str_lit("维吾尔自治区")},
    {str_lit("香港"), str_lit("特别行政区")},
    {str_lit("澳门"), str_lit("特别行政区")},
};

static struct str
province(struct str s)
{
    for (size_t i = 0; i < COUNT(provinces); i++) {
        if (!str_starts(s, provinces[i].name))
            continue;
        struct str rest = str_slice(s, provinces[i].name.n, s.n);
        size_t full = str_starts(rest, provinces[i].full) ? provinces[i].full.n : 0;
        return str_slice(s, 0, provinces[i].name.n + full);
    }
    return S("");
}

/* Ordinary words that end as a place does: 城市, 社区, 各县 … and what makes a name no name. */
static const struct str ordinary_words[] = {
    str_lit("城市"),
    str_lit("超市"),
    str_lit("上市"),
    str_lit("股市"),
    str_lit("都市"),
    str_lit("门市"),
    str_lit("夜市"),
    str_lit("全市"),
    str_lit("本市"),
    str_lit("我市"),
    str_lit("各市"),
    str_lit("地市"),
    str_lit("集市"),
    str_lit("社区"),
    str_lit("小区"),
    str_lit("园区"),
    str_lit("市区"),
    str_lit("郊区"),
    str_lit("地区"),
    str_lit("山区"),
    str_lit("景区"),
    str_lit("牧区"),
    str_lit("林区"),
    str_lit("灾区"),
    str_lit("校区"),
    str_lit("库区"),
    str_lit("矿区"),
    str_lit("片区"),
    str_lit("港区"),
    str_lit("特区"),
    str_lit("分区"),
    str_lit("时区"),
    str_lit("辖区"),
    str_lit("全区"),
    str_lit("本区"),
    str_lit("我区"),
    str_lit("各区"),
    str_lit("保护区"),
    str_lit("开发区"),
    str_lit("试验区"),
    str_lit("示范区"),
    str_lit("禁区"),
    str_lit("自治区"),
    str_lit("行政区"),
    str_lit("功能区"),
    str_lit("流域区"),
    str_lit("全县"),
    str_lit("各县"),
    str_lit("本县"),
    str_lit("我县"),
    str_lit("市县"),
    str_lit("两县"),
    str_lit("该县"),
    str_lit("国旗"),
    str_lit("红旗"),
    str_lit("锦旗"),
    str_lit("党旗"),
    str_lit("各省"),
    str_lit("全省"),
    str_lit("本省"),
    str_lit("节省"),
    str_lit("我省"),
};
static const struct str inner[] = {str_lit("的"), str_lit("和"), str_lit("与"), str_lit("关于"),
    str_lit("管理"), str_lit("数据"), str_lit("在"), str_lit("建设"), str_lit("自由"),
    str_lit("设置"), str_lit("工作"), str_lit("中华"), str_lit("全国"), str_lit("国家"),
    str_lit("为"), str_lit("加强"), str_lit("推进"), str_lit("各"), str_lit("使用"),
    str_lit("创建"), str_lit("年"), str_lit("·"), str_lit("、"), str_lit("第")};

static bool
ordinary(struct str name)
{
    if (said_ends(name, ordinary_words, COUNT(ordinary_words)))
        return true;
    for (size_t i = 0; i < COUNT(inner); i++)
        if (said_has(name, inner[i]))
            return true;
    return false;
}

/* What follows the name of a district or a banner in the name of a body or in a title: 区 alone proves little. */
static bool
body_follows(struct str rest)
{
    static const struct str firsts[] = {
        str_lit("人民"),
        str_lit("委"),
        str_lit("政府"),
        str_lit("党"),
        str_lit("纪"),
        str_lit("法院"),
        str_lit("检察"),
        str_lit("教育"),
        str_lit("卫生"),
        str_lit("民政"),
        str_lit("财政"),
        str_lit("供销"),
        str_lit("司法"),
        str_lit("公安"),
        str_lit("农业"),
        str_lit("人社"),
        str_lit("审计"),
        str_lit("统计"),
        str_lit("水利"),
        str_lit("文化"),
        str_lit("发展"),
        str_lit("应急"),
        str_lit("市场"),
        str_lit("医疗"),
        str_lit("退役"),
        str_lit("组织"),
        str_lit("宣传"),
        str_lit("统战"),
        str_lit("住房"),
        str_lit("城市管理"),
        str_lit("20"),
        str_lit("行政"),
        str_lit("总工会"),
        str_lit("妇"),
        str_lit("政协"),
    };
    return said_starts(rest, firsts, COUNT(firsts));
}

/* How many bytes of an administrative ending s begins with, and the least number of characters of the name before. */
static size_t
ending(struct str s, size_t *least, bool *weak)
{
    static const struct {
        struct str word;
        size_t least;
        bool weak;
    } endings[] = {
        {str_lit("自治州"), 2, false},
        {str_lit("自治县"), 2, false},
        {str_lit("自治旗"), 2, false},
        {str_lit("省"), 2, false},
        {str_lit("市"), 2, false},
        {str_lit("县"), 1, false},
        {str_lit("区"), 2, true},
        {str_lit("旗"), 2, true},
    };

    for (size_t i = 0; i < COUNT(endings); i++)
        if (str_starts(s, endings[i].word)) {
            *least = endings[i].least;
            *weak = endings[i].weak;
            return endings[i].word.n;
        }
    return 0;
}

/* 人力资源市场, 城市市容: 市 begins the next word. */
static bool
next_word(struct str s)
{
    static const struct str words[] = {str_lit("市场"), str_lit("市容"), str_lit("市值"),
        str_lit("市价"), str_lit("市面"), str_lit("区域"), str_lit("区块"), str_lit("区间"),
        str_lit("区别"), str_lit("区分"), str_lit("省略"), str_lit("旗下")};
    return said_starts(s, words, COUNT(words));
}

static struct str
by_form(struct str s)
{
    struct str rest = s;
    uint32_t cp = 0;
    size_t least = 0;
    bool weak = false;
    for (size_t chars = 0; chars <= 11; chars++) {
        size_t end = ending(rest, &least, &weak);
        bool known = end > 3;
        if (end > 0 && !next_word(rest) && chars >= least && (chars <= 4 || known)) {
            struct str name = str_slice(s, 0, s.n - rest.n + end);
            if (!ordinary(name) && (!weak || body_follows(str_slice(rest, end, rest.n))))
                return name;
            if (!known)
                return S("");
        }
        if (!utf8_next(&rest, &cp) || cp < 0x4E00 || cp > 0x9FFF)
            return S("");
    }
    return S("");
}

struct str
said_place(struct str s)
{
    static const struct str firsts[] = {str_lit("中国共产党"), str_lit("中共"), str_lit("中国"),
        str_lit("关于印发"), str_lit("关于"), str_lit("《"), str_lit("（"), str_lit("("),
        str_lit("原")};
    for (size_t i = 0; i < COUNT(firsts); i++)
        s = said_after(s, firsts[i]);
    struct said_date d = said_date_find(s, 0);
    if (d.year && d.start == 0)
        s = str_slice(s, d.end, s.n);
    struct str name = province(s);
    return name.n ? name : by_form(s);
}
