#include "text/residue.h"

#include "base/out.h"
#include "harness.h"

/* Cases are written with the answer in them: 〖kind:…〗 is cut, 〘kind:…〙 is marked. Without these signs the case is the
   text that is searched; with them it is what the search must give. */

static struct str
plain(struct arena *a, struct str marked)
{
    struct out o;
    out_init(&o, 1 << 20);
    for (size_t i = 0; i < marked.n; i++) {
        struct str rest = str_slice(marked, i, marked.n);
        if (str_starts(rest, S("〖")) || str_starts(rest, S("〘"))) {
            i += str_find_char(rest, ':', 0);
        } else if (str_starts(rest, S("〗")) || str_starts(rest, S("〙"))) {
            i += 2;
        } else {
            out_char(&o, marked.p[i]);
        }
    }
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

static struct str
shown(struct arena *a, struct str text, struct residues found)
{
    struct out o;
    out_init(&o, 1 << 20);
    size_t from = 0;
    for (size_t i = 0; i < found.n; i++) {
        struct residue r = found.v[i];
        out_put(&o, str_slice(text, from, r.start - from));
        out_put(&o, r.cut ? S("〖") : S("〘"));
        out_put(&o, residue_code(r.kind));
        out_lit(&o, ":");
        out_put(&o, str_slice(text, r.start, r.end - r.start));
        out_put(&o, r.cut ? S("〗") : S("〙"));
        from = r.end;
    }
    out_put(&o, str_slice(text, from, text.n));
    struct str result = arena_str(a, out_str(&o));
    out_release(&o);
    return result;
}

static struct str
found_in(const char *marked)
{
    struct arena *a = test_arena();
    struct str text = plain(a, str_from(marked));
    return shown(a, text, residue_find(a, text));
}

static void
check_all(const char *const *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        CHECK_STR(found_in(cases[i]), cases[i]);
}

#define CHECK_CASES(cases) check_all(cases, sizeof(cases) / sizeof((cases)[0]))

TEST(paywall_markers_lose_the_marker_and_keep_the_words)
{
    static const char *const cases[] = {
        "坚持集体学习同〖marker:##paidbegin##〗自己学习相结合。",
        "坚持〖marker:$$paidbegin$$〗学习",
        "最后一段。\n\n〖marker:##paidend##〗",
        "前文\n〖marker:##vip_begin##\n〗后文",
        "坚持〖marker:##lookmore##〗学习",
        /* headings, code and numbers stay */
        "## 一、总体要求 ##\n正文",
        "##Overview##\n正文",
        "###paidbegin###\n",
        "宏展开用 a##b##c 连接记号",
        "## # ## ##",
    };
    CHECK_CASES(cases);
}

TEST(advertising_goes_as_lines)
{
    static const char *const cases[] = {
        "综合平台作用。\n〖advert:来自：【公众号：小李文库】，最新最全材料资料库\n〗",
        "〖advert:【小李素材库】——每日更新五百篇内部材料，一键搜索，有意加入请联系：1 23，：45 6\n〗正文",
        "〖advert:【小李代笔】——原创保密，好评不断，持续接单，客服：abc〗",
        "〖advert:欢迎加入“小李素材库会员”，请认准小李唯一平台（公众号：小李、：abc），谨防假冒！〗",
        "〖contact:加入会员请联系：135 1234\n〗正文",
        "〖contact:购买全文请添加微信 abc123\n〗",
        "〖advert:欢迎来到某某公文网！\n〗正文",
        "工作扎实。〖advert:更多资料请关注公众号：小李，每日更新，会员免费下载。〗二是加强学习。",
        "工作扎实。〖advert:关注公众号：小李，每日更新素材，免费领取。客服：abc，素材库会员。〗一年来很好。",
        "〖advert:欢迎关注微信公众号：小李，获取更多内部资料。\n〗",
        "〖advert:原创高质量保障！代写材料，客服：abc〗",
        "〖contact:有意加入请联系：1 43，：9 64〗",
        "〖contact:客服：abc〗",
        "有意加入合作社的农户请联系：张三，0527-123。",
        /* the same words in the work itself */
        "全年建立农产品素材库1个，开通微信公众号，每天更新信息，群众一键下载，关注人数达3万人。",
        "联系人：张三，联系电话：0527-1234567。",
        "规章文本在官方微信公众号等媒介公布。",
        "微信公众号：某某之声",
        "严厉打击代写论文、网盘传播盗版等行为。",
        "有意者请联系：张三",
        "市民可关注微信公众号：某某人社，下载申请表，免费领取培训券，加入就业群。",
        "申请加入协会会员请联系：张三",
        "会员单位报名请联系：0527-123",
        "客服电话：12345",
        "【学思想 重实践】——某区开展主题教育",
        "欢迎来到会议现场的各位代表",
    };
    CHECK_CASES(cases);
}

/* Behind a long paragraph only the sentence that advertises goes. */
TEST(advertising_at_the_end_of_a_paragraph)
{
    struct out o;
    out_init(&o, 1 << 16);
    for (int i = 0; i < 30; i++)
        out_lit(&o, "组织党员干部深入田间地头，解决群众急难愁盼问题。");
    struct str work = arena_str(test_arena(), out_str(&o));
    out_lit(&o, "更多内部资料请关注公众号：小李文库，每日更新，免费领取素材库。");
    struct arena *a = test_arena();
    struct residues found = residue_find(a, out_str(&o));
    REQUIRE(found.n == 1);
    CHECK_INT(found.v[0].kind, RESIDUE_ADVERT);
    CHECK_STR(residue_cut(a, out_str(&o), &found, NULL, NULL), arena_cstr(a, work));
    out_release(&o);
}

TEST(share_lines_of_libraries_go)
{
    static const char *const cases[] = {
        "标题\n〖share:《某村总结.docx》由会员分享，可在线阅读，更多相关《某村总结(5页珍藏版)》请在某某文库上搜索。\n〗正文",
        "〖share:《总结》由会员分享，可在线阅读，更多相关内容请在文库上搜索。〗近年来，我村做了工作。",
        "大小:8MB 〖share:《学习《讲话》体会.docx》由会员分享,可在线阅读,更多相关《体会(27页珍藏版)》请在某某网上搜索。〗 正文",
        "〖share:(本资源由会员分享，可在线阅读，更多相关《管理（31页典藏版) 》请在某某文库网上搜索。\n〗正文",
        "会员分享了致富经验，大家在线阅读了材料。",
        "这是一部珍藏版图书。",
    };
    CHECK_CASES(cases);
}

TEST(notices_of_sites_go)
{
    static const char *const cases[] = {
        "全年完成任务。\n〖notice:（未完，全文共1902字，当前显示619字）（请阅读下面的提示信息）〗\n",
        "工作扎实〖notice:……此处隐藏955个字……〗成效明显",
        "工作扎实〖notice:......此处省略1200字......〗成效明显",
        "党支部工作总结〖notice:（精选3篇）〗",
        "标题\n〖notice:更新时间：2024-08 来源：网友投稿\n〗正文",
        "标题\n〖notice:发布时间：2023-01-02　　浏览次数：318　　来源：办公室\n〗正文",
        "〖notice:浏览量：101\n〗正文",
        "〖notice:时间：2023-05-01 下载本文 作者：会员上传\n〗正文",
        "〖notice:简介：以下是小编为大家整理的工作总结，希望对你有帮助。\n〗正文",
        "正文。〖notice:下面小编为你带来三篇范文。〗好的开始。",
        "正文\n〖share:【打印】 【关闭】\n〗",
        "正文\n〖share:收藏本文 | 打印本页 | 关闭窗口\n〗〖share:上一篇：甲\n〗〖share:下一篇：乙〗",
        "〖share:下载 相关 举报\n〗〖page:第1页 / 共58页\n〗〖share:点击查看更多>>\n〗正文",
        "〖notice:上传人:b****6 文档编号:668 上传时间:2023-01-08 格式:DOCX 页数:58\n〗正文",
        "〖notice:时间:2019-05-12 16:19:27下载本文作者:会员上传\n〗正文",
        "〖notice:发布时间：2023-01-02 10:30\n〗正文",
        "〖notice:当前位置：首页 > 党建 > 正文\n〗正文",
        "正文\n〖notice:编辑：甲　责任编辑：乙〗",
        "正文\n〖notice:（责任编辑：甲）〗",
        "正文\n〖notice:编辑：甲 审核：乙〗",
        "〖notice:注意：本站部分内容由网友投稿，如侵权请联系删除。\n〗正文",
        "〖share:字号：『 大字体 中字体 小字体 』\n〗正文",
        "管理细则〖notice:(通用10篇)〗，队伍建设〖notice:（共五则范文）〗",
        "正文〖notice:（剩余1200字）〗\n正文〖notice:(此处省略500个字)〗，〖notice:（……此处隐藏9字……）〗",
        "〖notice:您的位置：首页 » 正文\n〗正文",
        "正文\n〖share:[打印]\n〗",
        "〖notice:声明：文章来源于网络，如有侵权请联系删除。〗",
        "（通用要求：不少于800字）",
        "（全文共3000字）",
        "发布时间：2023-01-02",
        "生成号：12 10:30",
        "当前位置：全市第三名",
        "作者注：本站建于河边，来源：河水",
        "上一篇：甲\n正文",
        "打印",
        "[提示]",
        "本站台不代表本单位，联系",
        "发布日期：2020 年 7 月 31 日",
        "时间：2023年5月1日\n地点：会议室",
        "小编整理了材料。给大家介绍。",
        "会前通报的来源：甲 更新时间：2023",
        "拟稿：甲 审核：乙",
        "日期：5月1日 时间：9:00",
        "时间：2023年5月1日 日期：周一 地点：会议室 来源：机关",
        "作者：甲 校对：乙",
        "实行责任编辑制度、责任校对制度。",
        "字体大小",
        "论文（核心期刊3篇）",
        "权利人认为侵权的，有权通知删除。",
        "（全文共五章三十二条）",
        "政府网站浏览量达到101万次，点击量：全市第一。",
        "更新时间：上次更新索引的日期和时间。",
        "作者：张三\n译者：李四",
        "下一篇：部署程序\n请参阅",
        "关闭窗口\n要关闭窗口，请点按钮。",
        "推荐",
        "代表小编（某报编辑）发言。",
    };
    CHECK_CASES(cases);
}

TEST(page_numbers_that_split_words_go_with_the_line_breaks)
{
    static const char *const cases[] = {
        "全年共走访群众三百余户，收集意见建议四十条，据统〖page:\n2\n〗计，群众满意率明显提高，得到好评。",
        "全年共走访群众三百余户，收集意见建议四十条，据统〖page:\r\n- 2 -\r\n\r\n〗计，群众满意率明显提高。",
        "全年工作已经完成。\n〖page:— 3 —\n〗二、存在的问题",
        "全年工作已经完成。\n〖page:第 3 页 共 5 页\n〗二、存在的问题",
        "全年工作已经完成。\n〖page:第3页\n〗",
        "全年工作已经完成。\n〖page:第 3 页，共 5 页\n〗二、存在的问题",
        "全年工作已经完成。\n〖page:3 / 共5页\n〗二、存在的问题",
        "全年共走访群众三百余户，收集意见建议四十条，据统\n2\n（二）下一步打算和措施安排",
        "全年共走访群众三百余户，收集意见建议四十条，据统\n2\n附件目录以及其他的说明",
        "全年共走访群众三百余户，收集意见建议四十条，据统\n2\nabc计，群众满意率明显提高，得到好评。",
        "全年共走访群众三百余户，收集意见建议四十条，据统\n2 条\n计，群众满意率明显提高，得到好评。",
        "全年共走访群众三百余户，收集意见建议四十条，据统\n第2\n计，群众满意率明显提高，得到好评。",
        "第 3 条\n",
        "— 3\n",
        "5/3页\n",
        /* numbers that are none */
        "户数\n2\n人口\n",
        "全年共走访群众三百余户，收集意见建议四十条，据统\n2\n二、下一步打算",
        "一、基本情况已经在上面作了比较详细的说明。\n2\n新的一段文字从这里开始写起",
        "- 3\n",
        "2/5\n",
        "第三页\n",
        "2023\n",
    };
    CHECK_CASES(cases);
}

/* Rows of a table: numbers close together, each between two texts without a full stop. */
TEST(numbered_rows_stay)
{
    CHECK_CASES(((const char *const[]){
        "建设党群服务中心并且完善各项服务功能与设施\n1\n改造提升农村人居环境并且建立长效管护机制\n2\n"
        "开展就业技能培训并且帮助困难群众就近就业\n3\n完善基层治理体系并且充实网格员队伍力量",
    }));
}

static void
page_text(struct out *o, int number)
{
    for (int i = 0; i < 24; i++)
        out_lit(o, "组织党员干部深入田间地头，");
    out_fmt(o, "着力解决群众\n\n%d\n\n急难愁盼问题。", number);
}

TEST(bare_numbers_count_on_from_page_to_page)
{
    struct out o;
    out_init(&o, 1 << 16);
    for (int i = 1; i <= 3; i++)
        page_text(&o, i);
    struct arena *a = test_arena();
    struct str text = arena_str(a, out_str(&o));
    struct residues found = residue_find(a, text);
    CHECK_INT(found.n, 3);
    struct str cut = residue_cut(a, text, &found, NULL, NULL);
    CHECK(str_find(cut, S("着力解决群众急难愁盼问题。"), 0) != SIZE_MAX);
    CHECK(str_find_char(cut, '\n', 0) == SIZE_MAX);
    /* One alone with blank lines around proves nothing. */
    out_clear(&o);
    page_text(&o, 7);
    CHECK_INT(residue_find(a, out_str(&o)).n, 0);
    out_release(&o);
}

TEST(pages_that_say_of_how_many)
{
    struct out o;
    out_init(&o, 1 << 16);
    for (int i = 1; i <= 3; i++) {
        for (int k = 0; k < 30; k++)
            out_lit(&o, "组织党员干部深入田间地头。");
        out_fmt(&o, "\n\n%d/3\n\n", i);
    }
    struct arena *a = test_arena();
    CHECK_INT(residue_find(a, out_str(&o)).n, 3);
    /* two of them may be a date or a share */
    CHECK_INT(residue_find(a, str_slice(out_str(&o), 0, o.n - 100)).n, 0);
    out_release(&o);
}

TEST(share_sites_put_page_numbers_into_the_words)
{
    static const char *const cases[] = {
        "〖share:《总结.docx》由会员分享，可在线阅读，更多相关《总结(3页珍藏版)》请在文库上搜索。\n〗"
        "〖page:1、〗近期我们走访群众，据统〖page:2、〗计满意率提高。1、抓党建。2、抓环境，成〖page:\n3、〗效明显。4、其他",
        "〖share:《方案(27页珍藏版)》由会员分享，请在某网上搜索。〗 〖page:1、〗某系统随着技术的发展和智〖page: 2、〗能设备的崛起，"
        "如图3、图4、所示，建设数〖page: 3、 〗据平台。1、抓党建。〖page:4、〗二是抓环境。",
        /* lists stay where no site cut the text into pages */
        "如图1、图2、图3、所示，据统2、计",
    };
    CHECK_CASES(cases);
}

TEST(leftovers_of_templates_go_and_code_in_prose_stays)
{
    static const char *const cases[] = {
        "工作完成。〖template:</p>〗\n〖template:<p>〗二是抓学习。〖template:<br/>〗〖template:</span>〗",
        "〖template:&nbsp;&nbsp;&nbsp;〗一年来，〖template:&nbsp;〗我们工作",
        "正文。〖template:<!-- 分页 -->〗\n",
        "〖template:{{--\n〗正文\n〖template:-->\n〗正文。〖template:-->〗",
        "〘template:&ldquo;〙学习〘template:&rdquo;〙",
        "加强進〖template:(jìn)〗一步學〖template:(xué)〗習落實〖template:(shí)〗責〖template:(zé)〗任，開〖template:(kāi)〗展",
        "一曝〘template:(pù)〙十寒",
        "使用 <p> 标签和 </p> 标签，或写 &nbsp; 表示空格",
        "打开计算机管理-->共享文件夹",
        "A --> B",
        "a < b && c > d",
        "若 x<p 则 y>p",
        "〖template:<h1>〗标题",
        "写成 <p>标签，\n <p> 标签",
        "&nbsp;A\n（&nbsp;）",
        "说明：<br>标签，A<br>B",
        "a-->\n-->b",
        "<!-- 注释 -->\n",
        "〖template:<!-- 注释 -->〗正文",
        "x &amp; y",
    };
    CHECK_CASES(cases);
}

TEST(masked_words_are_marked_and_never_cut)
{
    static const char *const cases[] = {
        "在〘masked:**〙镇党委领导下安排〘masked:**〙万元，开展活动〘masked:*〙次，〘masked:×〙个",
        "重点对〘masked:x〙村、〘masked:x〙村走访，〘masked:XX〙村、〘masked:XXX〙同志",
        "〘masked:20xx〙年工作总结，党的〘masked:XX〙大精神，〘masked:20××〙年",
        "区社〘masked:AAA〙工作群",
        "〘masked:××〙街道，走访〘masked:*〙次，慰问〘masked:*〙人，称为*虚拟*元素，等待*多个*套接字",
        "12020xx年，x-y，xx，X光，××",
        "7×24小时，3×5米，AAA级景区，XXL号",
        "使用 x 轴，SELECT * FROM t，2*3=6，**重点**内容，max个",
    };
    CHECK_CASES(cases);
}

TEST(broken_figures_are_marked_and_never_cut)
{
    static const char *const cases[] = {
        "化解纠纷〘truncated:12023〙多起，投入〘truncated:2023〙余元，〘truncated:202223〙年，总户数〘truncated:42023〙户",
        "供应农〘truncated:?〙.6万余吨，巡〘truncated:?〙278次",
        "省略〘truncated:〔...〕〙之处",
        "〘truncated:2023〙多名，〘truncated:20121〙名，10122户〘truncated:12022〙户，2020余名，2023余",
        "2023年1月，20230105号，电话12023456789，共2020户，为什么?5个原因，1.12023万元，国发〔2023〕1号",
    };
    CHECK_CASES(cases);
    struct residues found = residue_find(test_arena(), S("坏字节\xef\xbf\xbd\xef\xbf\xbd在此"));
    REQUIRE(found.n == 1);
    CHECK(!found.v[0].cut);
    CHECK_INT(found.v[0].kind, RESIDUE_TRUNCATED);
    CHECK_INT(found.v[0].end - found.v[0].start, 6);
}

static const char sample[] =
    "某镇党支部述职报告\n更新时间：2024-08 来源：网友投稿\n坚持集体学习同##paidbegin##自己学习相结合，安排**万元。\n"
    "来自：【公众号：小李文库】，最新最全材料资料库\n##paidend##\n";

TEST(what_is_cut_can_be_put_back)
{
    struct arena *a = test_arena();
    struct str text = str_from(sample);
    struct residues found = residue_find(a, text);
    REQUIRE(found.n == 5);
    size_t *places = NULL;
    CHECK_STR(residue_cut(a, text, &found, NULL, &places),
        "某镇党支部述职报告\n坚持集体学习同自己学习相结合，安排**万元。\n");
    CHECK_INT(places[0], strlen("某镇党支部述职报告\n"));
    CHECK_INT(
        places[4], strlen("某镇党支部述职报告\n坚持集体学习同自己学习相结合，安排**万元。\n"));
    const bool all[] = {true, true, true, true, true};
    CHECK_STR(residue_cut(a, text, &found, all, &places), sample);
    for (size_t i = 0; i < found.n; i++)
        CHECK_INT(places[i], found.v[i].start);
    const bool one[] = {false, true, false, false, false};
    CHECK_STR(residue_cut(a, text, &found, one, NULL),
        "某镇党支部述职报告\n坚持集体学习同##paidbegin##自己学习相结合，安排**万元。\n");
}

TEST(nothing_is_found_in_nothing)
{
    struct arena *a = test_arena();
    struct residues none = residue_find(a, S(""));
    CHECK_INT(none.n, 0);
    CHECK_STR(residue_cut(a, S(""), &none, NULL, NULL), "");
    CHECK_INT(residue_find(a, S("\xe5")).n, 0);
    CHECK_INT(residue_find(a, S("#")).n, 0);
    CHECK_INT(residue_find(a, S("\n\n1\n")).n, 0);
}

TEST(every_kind_has_a_code_and_a_title)
{
    for (int k = RESIDUE_MARKER; k <= RESIDUE_TRUNCATED; k++) {
        CHECK(residue_code((enum residue_kind)k).n > 0);
        CHECK(residue_title((enum residue_kind)k).n > 0);
    }
    CHECK_STR(residue_code(RESIDUE_PAGE), "page");
    CHECK_STR(residue_title(RESIDUE_PAGE), "页码");
}
