#include "text/recognise.h"

#include "harness.h"

struct known {
    const char *text;
    const char *title, *issuer, *number, *place, *dated;
    int year;
};

static void
check_all(const struct known *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct recognised r = recognise(test_arena(), str_from(cases[i].text));
        CHECK_STR(r.title, cases[i].title);
        CHECK_STR(r.issuer, cases[i].issuer);
        CHECK_STR(r.number, cases[i].number);
        CHECK_STR(r.place, cases[i].place);
        struct date_text dated = date_format(r.dated);
        CHECK_STR(str_from(dated.z), cases[i].dated);
        CHECK_INT(r.year, cases[i].year);
    }
}

#define CHECK_CASES(cases) check_all(cases, sizeof(cases) / sizeof((cases)[0]))

TEST(official_letters)
{
    static const struct known cases[] = {
        {"000123\n机密★1年\n特急\n\n云河区人民政府文件\n\n云河政发〔2023〕15号\n\n云河区人民政府\n"
         "关于印发《云河区基层治理实施方案》的\n通知\n\n各乡镇人民政府，各街道办事处：\n    现将方案印发给你们。\n\n"
         "云河区人民政府\n2023年3月8日\n（此件公开发布）\n",
            "云河区人民政府关于印发《云河区基层治理实施方案》的通知", "云河区人民政府",
            "云河政发〔2023〕15号", "云河区", "2023-03-08", 2023},
        {"中共云河县委员会\n关于表彰先进基层党组织的决定\n（二〇二三年六月二十八日）\n各党委：\n正文。\n",
            "中共云河县委员会关于表彰先进基层党组织的决定", "中共云河县委员会", "", "云河县",
            "2023-06-28", 2023},
        {"关于开展主题党日活动的通知\n各党支部：\n请按要求落实。\n\n云河区供销合作总社（盖章）\n二〇二四年十一月五日\n",
            "关于开展主题党日活动的通知", "云河区供销合作总社", "", "云河区", "2024-11-05", 2024},
        {"关于报送材料的函\n市局：\n请查收。\n　　　　云河区教育局　　２０２２年１月９日\n",
            "关于报送材料的函", "云河区教育局", "", "云河区", "2022-01-09", 2022},
        {"关于召开会议的通知\n各单位：\n请参会。\n云河县民政局\n云河县财政局\n2021年12月31日\n附件：1. 回执\n"
         "回执\n姓名\n2021年12月1日填\n",
            "关于召开会议的通知", "云河县民政局", "", "云河县", "2021-12-31", 2021},
        {"云河市人民政府办公室\n云政办函 [2020] 第 7 号\n云河市人民政府办公室关于同意方案的批复\n正文如下。\n",
            "云河市人民政府办公室关于同意方案的批复", "云河市人民政府办公室",
            "云政办函 [2020] 第 7 号", "云河市", "", 2020},
    };
    CHECK_CASES(cases);
}

TEST(orders_and_laws)
{
    static const struct known cases[] = {
        {"云河省公共资源管理办法\n云河省人民政府令\n\n（第290号）\n《云河省公共资源管理办法》已经通过，现予公布。\n"
         "省长　张三\n\n2021年10月18日\n云河省公共资源管理办法\n第一章　总则\n第一条　为了规范管理，制定本办法。\n",
            "云河省公共资源管理办法", "云河省人民政府", "云河省人民政府令第290号", "云河省",
            "2021-10-18", 2021},
        {"饮水安全规定\n（2006年1月17日国家水务总局令第3号公布，自2006年3月1日起施行；根据2013年8月29日国家水务总局令第63号修正）\n"
         "第一条　为了安全，制定本规定。\n",
            "饮水安全规定", "国家水务总局", "国家水务总局令第3号", "", "2006-01-17", 2006},
        {"云河市水文条例\n2013年5月29日 云河市第十二届人民代表大会常务委员会第三次会议通过\n第一章 总则\n",
            "云河市水文条例", "云河市第十二届人民代表大会常务委员会", "", "云河市", "2013-05-29",
            2013},
        {"法释〔2022〕5号关于审理案件若干问题的解释\n正文已经通过。\n",
            "关于审理案件若干问题的解释", "", "法释〔2022〕5号", "", "", 2022},
        {"网络管理条例第一章 总则\n第一条 为了管理。\n", "网络管理条例", "", "", "", "", 0},
        {"法治建设规划（2020－2025年）\n正文。\n", "法治建设规划（2020－2025年）", "", "", "", "",
            0},
    };
    CHECK_CASES(cases);
}

TEST(reports)
{
    static const struct known cases[] = {
        {"县供销合作社2022年工作总结\n一年来，县社工作。\n一、主要工作\n",
            "县供销合作社2022年工作总结", "县供销合作社", "", "", "", 2022},
        {"2023年政府工作报告\n——2023年3月5日在第十四届人民代表大会第一次会议上\n市长 张三\n各位代表：\n现在报告工作。\n",
            "2023年政府工作报告", "", "", "", "2023-03-05", 2023},
        {"《某报告.docx》由会员分享，可在线阅读，更多相关内容请在文库上搜索。\n更新时间：2024-08 来源：网友投稿\n"
         "云河区某街道党支部书记抓党建述职报告\n一年来，我认真履职。\n",
            "云河区某街道党支部书记抓党建述职报告", "云河区某街道党支部", "", "", "", 0},
        {"工作总结\n更新时间：2024-08-15　浏览量：101\n一年来，我们工作。\n", "工作总结", "", "",
            "", "2024-08-15", 2024},
        {"江苏省云河市云河区乡村振兴工作情况汇报\n今年以来，我区工作。\n",
            "江苏省云河市云河区乡村振兴工作情况汇报", "", "", "江苏省", "", 0},
    };
    CHECK_CASES(cases);
}

TEST(texts_without_a_title_have_none)
{
    static const struct known cases[] = {
        {"", "", "", "", "", "", 0},
        {"各位代表：\n现在，我向大会报告工作，请予审议。\n", "", "", "", "", "", 0},
        {"大家好！\n今天我汇报工作。\n", "", "", "", "", "", 0},
        {"近日，某市某街道在推行管理过程中，居民反映存在隐患。\n一网格一支部\n", "", "", "", "", "",
            0},
        {"一、总体要求\n正文。\n", "", "", "", "", "", 0},
        {"第一章 总则\n", "", "", "", "", "", 0},
        {"1. 目标\n", "", "", "", "", "", 0},
        {"\xff\xfe\n\xe5", "", "", "", "", "", 0},
    };
    CHECK_CASES(cases);
}

TEST(marked_heads)
{
    static const struct known cases[] = {
        {"---\ntitle: \"使用指南\"\ndate: 2023-01-05\ntags: [a]\n---\n\n正文。\n", "使用指南", "",
            "", "", "2023-01-05", 2023},
        {"# 工作手册 #\n\n正文。\n", "工作手册", "", "", "", "", 0},
        {"title: 安装说明\n正文。\n", "安装说明", "", "", "", "", 0},
        {"\xef\xbb\xbf"
         "Getting started with\nthe tool\n",
            "Getting started with", "", "", "", "", 0},
    };
    CHECK_CASES(cases);
}

TEST(what_looks_like_a_place_and_is_none)
{
    static const char *const titles[] = {"人力资源市场条例", "城市管理办法", "社区工作总结",
        "缓冲区", "各县区工作情况汇报", "自治区成立纪念", "管理数据区域", "中华人民共和国体育法",
        "国家市场监督管理总局规定", "协议缓冲区", "红旗渠精神"};
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        CHECK_STR(recognise(test_arena(), str_from(titles[i])).place, "");

    static const struct {
        const char *title, *place;
    } places[] = {
        {"萧县农业农村局工作总结", "萧县"},
        {"焦作市城市市容条例", "焦作市"},
        {"云河区供销总社总结", "云河区"},
        {"云河区2023年工作总结", "云河区"},
        {"酉阳土家族苗族自治县条例", "酉阳土家族苗族自治县"},
        {"内蒙古自治区条例", "内蒙古自治区"},
        {"关于印发《浙江省条例》的通知", "浙江省"},
        {"上海自由贸易试验区办法", "上海"},
        {"2023年云河市工作报告", "云河市"},
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        CHECK_STR(recognise(test_arena(), str_from(places[i].title)).place, places[i].place);
}

TEST(dates_in_all_their_writings)
{
    static const struct {
        const char *date, *iso;
    } dates[] = {
        {"2023年1月5日", "2023-01-05"},
        {"2023 年 1 月 5 日", "2023-01-05"},
        {"２０２３年１月５日", "2023-01-05"},
        {"二〇二三年一月五日", "2023-01-05"},
        {"二○二三年十月二十日", "2023-10-20"},
        {"二零二三年十二月三十一日", "2023-12-31"},
        {"2023-01-05", "2023-01-05"},
        {"2023.1.5", "2023-01-05"},
        {"2023/01/05", "2023-01-05"},
        {"2023年2月30日", ""},
        {"2023年13月1日", ""},
        {"1823年1月5日", ""},
        {"12023年1月5日", ""},
        {"2023年1月", ""},
    };

    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        struct arena *a = test_arena();
        struct str text = arena_fmt(a, "关于某事的通知\n正文。\n云河区民政局\n%s\n", dates[i].date);
        struct date_text got = date_format(recognise(a, text).dated);
        CHECK_STR(str_from(got.z), dates[i].iso);
    }
}

/* A date in the text is not the date of the text. */
TEST(other_dates_do_not_count)
{
    static const struct known cases[] = {
        {"某工具发展史\n1995 年 11 月 21 日，第一版发布了\n此后又有许多版本。\n", "某工具发展史",
            "", "", "", "", 0},
        {"版本说明\n2020-07-31\n第一\n第二\n第三\n第四\n", "版本说明", "", "", "", "2020-07-31",
            2020},
        {"工作总结\n一年来工作很多，成绩很大，问题也有。\n2020年7月31日\n第一\n第二\n第三\n第四\n第五\n第六\n第七\n第八\n"
         "第九\n第十\n",
            "工作总结", "", "", "", "2020-07-31", 2020},
    };
    CHECK_CASES(cases);
}
