/* taizhang: the table of its commands and the way in. */
#include "base/bug.h"
#include "base/hash.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "doc/child.h"
#include "doc/office.h"
#include "web/asset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define YEAR(required)                                                              \
    {                                                                               \
        "year", OPT_INT, "Y", N_("年度（默认本年）"), 1921, 9999, (required), false \
    }
#define ORG                                                                                      \
    {                                                                                            \
        "org", OPT_TEXT, "O", N_("组织的名称或编号（只有一个最上级组织时可省略）"), 0, 0, false, \
            false                                                                                \
    }
#define WHY(required)                                                       \
    {                                                                       \
        "why", OPT_TEXT, "W", N_("原因，记入流水"), 0, 0, (required), false \
    }

static const struct opt INIT[] = {
    {"org", OPT_TEXT, "NAME", N_("第一个组织的名称"), 0, 0, true, false},
    {"kind", OPT_TEXT, "KIND", N_("组织类别：branch（默认）、committee、coop …"), 0, 0, false,
        false},
    {"login", OPT_TEXT, "LOGIN", N_("第一个管理员的账号（默认 admin）"), 0, 0, false, false},
    {"url", OPT_TEXT, "URL", N_("链接的开头（默认 http://127.0.0.1:8420）"), 0, 0, false, false},
};
static const struct opt DEMO[] = {
    {"year", OPT_INT, "Y", N_("示例年度（默认 2023）"), 1950, 2100, false, false},
    {"branches", OPT_INT, "N", N_("支部个数（默认 1）"), 1, 10000, false, false},
    {"scale", OPT_INT, "S", N_("每个支部的记录数（默认按示例年度）"), 0, 100000, false, false},
    {"seed", OPT_INT, "K", N_("种子：同一种子得到同样的数据（默认 1）"), 0, INT32_MAX, false,
        false},
};
static const struct opt SERVE[] = {
    {"listen", OPT_TEXT, "ADDR:PORT", N_("监听地址（默认 127.0.0.1:8420）"), 0, 0, false, false},
    {"threads", OPT_INT, "N", N_("处理请求的线程数（默认按处理器数）"), 1, 64, false, false},
    {"https", OPT_FLAG, NULL, N_("前面有 HTTPS 代理：登录凭证只走加密连接"), 0, 0, false, false},
    {"batch", OPT_INT, "N", N_("一次提交最多合并几笔写入（默认 256；1 用于测量）"), 1, 4096, false,
        false},
};
static const struct opt CHECK[] = {
    {"rebuild", OPT_FLAG, NULL, N_("先由记录重算应办和指标"), 0, 0, false, false},
};
static const struct opt CHECKPOINT[] = {
    {"output", OPT_TEXT, "FILE", N_("写到哪个文件（也可写作 -o）"), 0, 0, false, false},
    {"list", OPT_FLAG, NULL, N_("列出已有的检查点，不作新的"), 0, 0, false, false},
    {"size", OPT_INT, "N", N_("取已有的、到第 N 条流水的检查点"), 1, INT64_MAX, false, false},
};
static const struct opt BACKUP[] = {
    {"keep", OPT_INT, "N", N_("给出的是文件夹时，只留最新的 N 份"), 1, 10000, false, false},
};
static const struct opt RESTORE[] = {
    {"rehearse", OPT_FLAG, NULL, N_("演练：恢复到临时的一处，全面核验，然后删去；不动本台账"), 0, 0,
        false, false},
};
static const struct opt VERIFY[] = {
    {"key", OPT_TEXT, "KEY", N_("另外信任的公钥：名称+编号+一串字母（可给多个）"), 0, 0, false,
        true},
};
static const struct opt USER_ADD[] = {
    ORG,
    {"name", OPT_TEXT, "NAME", N_("显示的姓名"), 0, 0, false, false},
    {"role", OPT_TEXT, "ROLE", N_("clerk（默认）、secretary、admin、member、upper、inspector"), 0,
        0, false, false},
    {"person", OPT_INT, "ID", N_("对应的人员编号"), 1, INT64_MAX, false, false},
    {"url", OPT_TEXT, "URL", N_("链接的开头（默认 http://127.0.0.1:8420）"), 0, 0, false, false},
};
static const struct opt USER_LINK[] = {
    {"url", OPT_TEXT, "URL", N_("链接的开头（默认 http://127.0.0.1:8420）"), 0, 0, false, false},
};
static const struct opt USER_GRANT[] = {
    ORG,
    {"role", OPT_TEXT, "ROLE", N_("clerk（默认）、secretary、admin、member、upper、inspector"), 0,
        0, false, false},
    {"until", OPT_DATE, "DATE", N_("到期日（检查人员必填）"), 0, 0, false, false},
};
static const struct opt TOKEN_ADD[] = {
    {"name", OPT_TEXT, "NAME", N_("用途"), 0, 0, false, false},
    {"days", OPT_INT, "N", N_("有效天数（默认 90）"), 1, 366, false, false},
    {"write", OPT_FLAG, NULL, N_("可以写入"), 0, 0, false, false},
    {"metrics", OPT_FLAG, NULL, N_("可以读 /metrics"), 0, 0, false, false},
};
static const struct opt ONLY_ORG[] = {ORG};
static const struct opt ONLY_WHY[] = {WHY(true)};
static const struct opt ORG_ADD[] = {
    {"under", OPT_TEXT, "O", N_("上级组织的名称或编号（不给：新的最上级）"), 0, 0, false, false},
    {"kind", OPT_TEXT, "KIND", N_("组织类别：branch（默认）、committee、group、coop …"), 0, 0,
        false, false},
    {"flags", OPT_TEXT, "FLAGS", N_("组织的情况，以空格分开，如 agency"), 0, 0, false, false},
};
static const struct opt ORG_LIST[] = {
    {"under", OPT_TEXT, "O", N_("只列此组织及其下级"), 0, 0, false, false},
};
static const struct opt ORG_CLOSE[] = {
    {"on", OPT_DATE, "DATE", N_("撤销日期（默认今天）"), 0, 0, false, false},
    WHY(true),
};
static const struct opt ORG_FLAGS[] = {
    {"flags", OPT_TEXT, "FLAGS", N_("组织的情况，以空格分开，如 agency"), 0, 0, true, false},
};
static const struct opt PERSON_ADD[] = {
    ORG,
    {"membership", OPT_TEXT, "M", N_("full（默认）、probationary、applicant、none"), 0, 0, false,
        false},
    {"applied", OPT_DATE, "DATE", N_("申请日期"), 0, 0, false, false},
    {"joined", OPT_DATE, "DATE", N_("入党（或加入）日期"), 0, 0, false, false},
    {"full", OPT_DATE, "DATE", N_("转正日期"), 0, 0, false, false},
    {"floating", OPT_FLAG, NULL, N_("流动党员"), 0, 0, false, false},
    {"post", OPT_TEXT, "POST", N_("职务：secretary、deputy、organisation …"), 0, 0, false, false},
    {"from", OPT_DATE, "DATE", N_("任职日期（默认今天）"), 0, 0, false, false},
};
static const struct opt PERSON_LIST[] = {
    ORG,
    {"all", OPT_FLAG, NULL, N_("包括已离开的"), 0, 0, false, false},
};
static const struct opt PERSON_LEAVE[] = {
    {"on", OPT_DATE, "DATE", N_("离开日期（默认今天）"), 0, 0, false, false},
    WHY(true),
};
static const struct opt PERSON_POST[] = {
    ORG,
    {"from", OPT_DATE, "DATE", N_("任职日期（默认今天）"), 0, 0, false, false},
    {"to", OPT_DATE, "DATE", N_("免职日期"), 0, 0, false, false},
};
static const struct opt RECORD_ADD[] = {
    ORG,
    {"kind", OPT_TEXT, "KIND", N_("记录种类，如 committee_meeting"), 0, 0, true, false},
    {"on", OPT_DATE, "DATE", N_("开展日期"), 0, 0, true, false},
    {"title", OPT_TEXT, "T", N_("标题"), 0, 0, false, false},
    {"place", OPT_TEXT, "P", N_("地点"), 0, 0, false, false},
    {"host", OPT_TEXT, "NAME", N_("主持人"), 0, 0, false, false},
    {"recorder", OPT_TEXT, "NAME", N_("记录人"), 0, 0, false, false},
    {"agenda", OPT_TEXT, "A", N_("议程"), 0, 0, false, false},
    {"text", OPT_TEXT, "TEXT", N_("内容"), 0, 0, false, false},
    {"text-file", OPT_TEXT, "FILE", N_("内容取自文本文件"), 0, 0, false, false},
    {"hours", OPT_TEXT, "N", N_("学时"), 0, 0, false, false},
    {"roll", OPT_FLAG, NULL, N_("应到人员全部记为到会"), 0, 0, false, false},
    {"present", OPT_TEXT, "NAMES", N_("到会人员，以逗号分开"), 0, 0, false, true},
    {"absent", OPT_TEXT, "NAME:WHY", N_("缺席人员和原因"), 0, 0, false, true},
    {"decision", OPT_TEXT, "D", N_("议定事项：事项;责任人;日期"), 0, 0, false, true},
    {"field", OPT_TEXT, "CODE=V", N_("本种类自己的栏目"), 0, 0, false, true},
    {"quantity", OPT_TEXT, "CODE=N", N_("数量"), 0, 0, false, true},
    {"duty", OPT_TEXT, "CODE", N_("计入的规定动作（默认按制度）"), 0, 0, false, true},
    {"evidence", OPT_TEXT, "FILE", N_("佐证文件"), 0, 0, false, true},
    {"year", OPT_INT, "Y", N_("年度（默认开展日期所在年）"), 1921, 9999, false, false},
    {"late-why", OPT_TEXT, "W", N_("补录原因"), 0, 0, false, false},
};
static const struct opt RECORD_LIST[] = {
    ORG,
    {"subtree", OPT_FLAG, NULL, N_("包括下级组织"), 0, 0, false, false},
    {"year", OPT_INT, "Y", N_("年度（默认全部）"), 1921, 9999, false, false},
    {"kind", OPT_TEXT, "KIND", N_("记录种类"), 0, 0, false, false},
    {"duty", OPT_TEXT, "CODE", N_("计入此规定动作的"), 0, 0, false, false},
    {"text", OPT_TEXT, "WORDS", N_("标题、地点、议程、内容中的文字"), 0, 0, false, false},
    {"late", OPT_FLAG, NULL, N_("只列补录的"), 0, 0, false, false},
    {"voided", OPT_FLAG, NULL, N_("也列作废的"), 0, 0, false, false},
    {"offset", OPT_INT, "N", N_("从第几条之后"), 0, INT32_MAX, false, false},
    {"limit", OPT_INT, "N", N_("最多几条（默认 50）"), 1, 1000, false, false},
};
static const struct opt RECORD_VOID[] = {
    WHY(true),
    {"undo", OPT_FLAG, NULL, N_("收回作废"), 0, 0, false, false},
};
static const struct opt DUTIES[] = {
    YEAR(false),
    ORG,
    {"all", OPT_FLAG, NULL, N_("也列未启用的"), 0, 0, false, false},
};
static const struct opt DUTY_REASON[] = {
    YEAR(false),
    ORG,
    {"period", OPT_INT, "N", N_("第几期：月 1–12、季 1–4、半年 1–2（默认 1）"), 1, 12, false,
        false},
    {"why", OPT_TEXT, "W", N_("未开展的原因（空：收回说明）"), 0, 0, true, false},
};
static const struct opt DUTY_SWITCH[] = {
    ORG,
    {"off", OPT_FLAG, NULL, N_("停用（默认启用）"), 0, 0, false, false},
    WHY(true),
};
static const struct opt FIGURES[] = {YEAR(false), ORG};
static const struct opt YEAR_OPEN[] = {YEAR(true), ORG};
static const struct opt REPORT_DRAFT[] = {
    YEAR(true),
    ORG,
    {"output", OPT_TEXT, "FILE.docx", N_("写到哪个文件，.docx 或 .pdf（也可写作 -o）"), 0, 0, true,
        false},
    {"style", OPT_TEXT, "own|gbt9704", N_("版式：本单位的，或 GB/T 9704（默认按设置）"), 0, 0,
        false, false},
    {"for", OPT_TEXT, "CODE", N_("给谁的报告，代码见 report kinds（默认述职报告）"), 0, 0, false,
        false},
};
static const struct opt REPORT_KINDS[] = {YEAR(true), ORG};
static const struct opt REPORT_CHECK[] = {YEAR(true), ORG};
static const struct opt REPORT_REVIEW[] = {
    YEAR(true),
    ORG,
    {"all", OPT_FLAG, NULL, N_("核对本组织和下级已报送的全部报告"), 0, 0, false, false},
};
static const struct opt REPORT_NOTE[] = {
    YEAR(true),
    ORG,
    {"finding", OPT_TEXT, "F", N_("哪一处（report check --json 的 finding，可只写前几位）"), 0, 0,
        true, false},
    {"text", OPT_TEXT, "T", N_("答复"), 0, 0, false, false},
    {"take-back", OPT_FLAG, NULL, N_("收回答复"), 0, 0, false, false},
};
static const struct opt REPORT_SUBMIT[] = {
    YEAR(true),
    ORG,
    {"why", OPT_TEXT, "W", N_("更正已接收的报告时，写明原因"), 0, 0, false, false},
};
static const struct opt REPORT_DECIDE[] = {YEAR(true), ORG, WHY(true)};
static const struct opt REPORT_ACCEPT[] = {YEAR(true), ORG, WHY(false)};
static const struct opt REPORT_LIST[] = {
    YEAR(true),
    ORG,
    {"offset", OPT_INT, "N", N_("从第几个组织之后"), 0, INT32_MAX, false, false},
    {"limit", OPT_INT, "N", N_("最多几个（默认 200）"), 1, 1000, false, false},
};
static const struct opt REPORT_COPIED[] = {
    {"all", OPT_FLAG, NULL, N_("也列出套话和引用的法规"), 0, 0, false, false},
    ORG,
    {"year", OPT_INT, "Y", N_("这是哪一年的报告：已报送的这一份不算来源"), 1921, 9999, false,
        false},
    {"skip", OPT_INT, "ID", N_("不与素材库的这份材料比较（它自己）"), 1, INT64_MAX, false, false},
};
static const struct opt RULES_ADOPT[] = {YEAR(true), ORG, WHY(true)};

static const struct opt LIBRARY_ADD[] = {
    ORG,
    {"folder", OPT_TEXT, "F", N_("放入哪个目录，如 政策/2023"), 0, 0, false, false},
    {"tag", OPT_TEXT, "TAG", N_("标签"), 0, 0, false, true},
    {"own", OPT_FLAG, NULL, N_("下级组织不能查阅（默认可以）"), 0, 0, false, false},
};
static const struct opt LIBRARY_WATCH[] = {
    ORG,
    {"folder", OPT_TEXT, "F", N_("放入哪个目录，如 政策/2023"), 0, 0, false, false},
    {"tag", OPT_TEXT, "TAG", N_("标签"), 0, 0, false, true},
    {"own", OPT_FLAG, NULL, N_("下级组织不能查阅（默认可以）"), 0, 0, false, false},
    {"list", OPT_FLAG, NULL, N_("只列出已登记的文件夹"), 0, 0, false, false},
    {"stop", OPT_INT, "ID", N_("不再监视这个编号的文件夹"), 1, INT64_MAX, false, false},
    {"once", OPT_FLAG, NULL, N_("收入现有的文件后结束"), 0, 0, false, false},
};
static const struct opt LIBRARY_LIST[] = {
    ORG,
    {"folder", OPT_TEXT, "F", N_("只列此目录及其下级"), 0, 0, false, false},
    {"tag", OPT_TEXT, "TAG", N_("只列有此标签的"), 0, 0, false, false},
    {"year", OPT_INT, "Y", N_("年份"), 1, 9999, false, false},
    {"batch", OPT_INT, "ID", N_("只列此批次入库的"), 1, INT64_MAX, false, false},
    {"failed", OPT_FLAG, NULL, N_("只列没有文字的"), 0, 0, false, false},
    {"repeated", OPT_FLAG, NULL, N_("只列内容重复或近似的"), 0, 0, false, false},
    {"residue", OPT_FLAG, NULL, N_("只列有残留的"), 0, 0, false, false},
    {"removed", OPT_FLAG, NULL, N_("列已移出的"), 0, 0, false, false},
    {"offset", OPT_INT, "N", N_("从第几份之后"), 0, INT32_MAX, false, false},
    {"limit", OPT_INT, "N", N_("最多几份（默认 50）"), 1, 200, false, false},
};
static const struct opt LIBRARY_SEARCH[] = {
    ORG,
    {"limit", OPT_INT, "N", N_("最多几份（默认 20）"), 0, 200, false, false},
    {"offset", OPT_INT, "N", N_("从第几份之后"), 0, INT32_MAX, false, false},
    {"year", OPT_INT, "Y", N_("年份"), 1, 9999, false, false},
    {"kind", OPT_TEXT, "KIND", N_("类别，如 docx"), 0, 0, false, false},
    {"variants", OPT_FLAG, NULL, N_("繁体、简体视为相同"), 0, 0, false, false},
    {"newest", OPT_FLAG, NULL, N_("按日期排列（默认按相关程度）"), 0, 0, false, false},
    {"all", OPT_FLAG, NULL, N_("也查记录和报告"), 0, 0, false, false},
};
static const struct opt LIBRARY_GET[] = {
    {"as", OPT_TEXT, "FORM", N_("original、text（默认）或 docx"), 0, 0, false, false},
    {"output", OPT_TEXT, "FILE", N_("写到哪个文件（也可写作 -o；默认标准输出）"), 0, 0, false,
        false},
};

static bool cmd_help(struct call *c, struct err *e);

static const struct command COMMANDS[] = {
    {"init", "", N_("建立数据库、第一个组织和第一个管理员的一次性链接"), OPTS(INIT), 0, 0,
        cmd_init},
    {"demo", "", N_("在空的数据库里放入虚构的示例数据"), OPTS(DEMO), 0, 0, cmd_demo},
    {"serve", "", N_("启动网页服务，Ctrl-C 结束"), OPTS(SERVE), 0, 0, cmd_serve},
    {"org add", "NAME", N_("增加组织"), OPTS(ORG_ADD), 1, 1, cmd_org_add},
    {"org list", "", N_("列出组织"), OPTS(ORG_LIST), 0, 0, cmd_org_list},
    {"org close", "ORG", N_("撤销组织（记录保留）"), OPTS(ORG_CLOSE), 1, 1, cmd_org_close},
    {"org flags", "ORG", N_("写明组织的情况，供规定动作判断是否适用"), OPTS(ORG_FLAGS), 1, 1,
        cmd_org_flags},
    {"user add", "LOGIN", N_("增加账号并给出一次性链接"), OPTS(USER_ADD), 1, 1, cmd_user_add},
    {"user list", "", N_("列出账号"), OPTS(ONLY_ORG), 0, 0, cmd_user_list},
    {"user passwd", "LOGIN", N_("给出重设口令的一次性链接"), OPTS(USER_LINK), 1, 1, cmd_user_link},
    {"user grant", "LOGIN", N_("授予角色"), OPTS(USER_GRANT), 1, 1, cmd_user_grant},
    {"user disable", "LOGIN", N_("停用账号"), OPTS(ONLY_WHY), 1, 1, cmd_user_disable},
    {"user enable", "LOGIN", N_("恢复账号"), OPTS(ONLY_WHY), 1, 1, cmd_user_enable},
    {"token add", "LOGIN", N_("为程序发放接口令牌（只显示一次）"), OPTS(TOKEN_ADD), 1, 1,
        cmd_token_add},
    {"person add", "NAME", N_("增加人员"), OPTS(PERSON_ADD), 1, 1, cmd_person_add},
    {"person list", "", N_("列出人员"), OPTS(PERSON_LIST), 0, 0, cmd_person_list},
    {"person leave", "ID", N_("登记离开"), OPTS(PERSON_LEAVE), 1, 1, cmd_person_leave},
    {"person post", "ID POST", N_("登记任职"), OPTS(PERSON_POST), 2, 2, cmd_person_post},
    {"record add", "", N_("记一笔"), OPTS(RECORD_ADD), 0, 0, cmd_record_add},
    {"record list", "", N_("查台账"), OPTS(RECORD_LIST), 0, 0, cmd_record_list},
    {"record show", "ID", N_("看一条记录"), NULL, 0, 1, 1, cmd_record_show},
    {"record void", "ID", N_("作废一条记录（写明原因，可收回）"), OPTS(RECORD_VOID), 1, 1,
        cmd_record_void},
    {"duties", "", N_("一年的应办和状态"), OPTS(DUTIES), 0, 0, cmd_duties},
    {"duty reason", "DUTY", N_("说明某期未开展的原因"), OPTS(DUTY_REASON), 1, 1, cmd_duty_reason},
    {"duty switch", "DUTY", N_("启用或停用规定动作"), OPTS(DUTY_SWITCH), 1, 1, cmd_duty_switch},
    {"figures", "", N_("一年的全部指标"), OPTS(FIGURES), 0, 0, cmd_figures},
    {"year open", "", N_("开始一个年度的台账"), OPTS(YEAR_OPEN), 0, 0, cmd_year_open},
    {"library add", "PATH…", N_("把文件、文件夹、zip 压缩包收入素材库"), OPTS(LIBRARY_ADD), 1,
        100000, cmd_library_add},
    {"library watch", "[DIR…]", N_("登记并监视文件夹，新到的文件自动收入；Ctrl-C 结束"),
        OPTS(LIBRARY_WATCH), 0, 1000, cmd_library_watch},
    {"library list", "", N_("列出素材库的文件"), OPTS(LIBRARY_LIST), 0, 0, cmd_library_list},
    {"library search", "QUERY…", N_("在素材库里检索"), OPTS(LIBRARY_SEARCH), 1, 1000,
        cmd_library_search},
    {"library get", "ID", N_("取一份文件：原件、文字或排好版的 docx"), OPTS(LIBRARY_GET), 1, 1,
        cmd_library_get},
    {"library stats", "", N_("素材库的统计"), OPTS(ONLY_ORG), 0, 0, cmd_library_stats},
    {"library remove", "ID", N_("移出素材库（写明原因，可恢复；原件保留）"), OPTS(ONLY_WHY), 1, 1,
        cmd_library_remove},
    {"library restore", "ID", N_("恢复移出的文件"), NULL, 0, 1, 1, cmd_library_restore},
    {"text", "FILE", N_("打印文件的文字（docx、xlsx、pdf、doc、xls、html、txt）"), NULL, 0, 1, 1,
        cmd_text},
    {"report draft", "", N_("起草述职报告"), OPTS(REPORT_DRAFT), 0, 0, cmd_report_draft},
    {"report kinds", "", N_("列出这一年可写的报告"), OPTS(REPORT_KINDS), 0, 0, cmd_report_kinds},
    {"report claims", "FILE", N_("找出材料中可以核对的数字"), NULL, 0, 1, 1, cmd_report_claims},
    {"report check", "[FILE|DIR…]", N_("拿台账核对报告：一份列全，几份或文件夹合成一张表"),
        OPTS(REPORT_REVIEW), 0, SIZE_MAX, cmd_report_check},
    {"report note", "[FILE]", N_("答复核对中的一处，或收回答复"), OPTS(REPORT_NOTE), 0, 1,
        cmd_report_note},
    {"report copied", "FILE", N_("找出与库内材料雷同的段落"), OPTS(REPORT_COPIED), 1, 1,
        cmd_report_copied},
    {"report submit", "[FILE]", N_("报送述职报告：交这个文件，不写则交草稿"), OPTS(REPORT_SUBMIT),
        0, 1, cmd_report_submit},
    {"report withdraw", "", N_("收回还没有办理的报告"), OPTS(REPORT_DECIDE), 0, 0,
        cmd_report_withdraw},
    {"report return", "", N_("退回报告（写明原因）"), OPTS(REPORT_DECIDE), 0, 0, cmd_report_return},
    {"report accept", "", N_("接收报告，此后只能以更正改动"), OPTS(REPORT_ACCEPT), 0, 0,
        cmd_report_accept},
    {"report show", "", N_("报告的状态和经过"), OPTS(REPORT_CHECK), 0, 0, cmd_report_show},
    {"report list", "", N_("各组织的报告报送到哪一步"), OPTS(REPORT_LIST), 0, 0, cmd_report_list},
    {"rules check", "PACK", N_("检查制度包文件"), NULL, 0, 1, 1, cmd_rules_check},
    {"rules list", "", N_("列出随程序附带的制度包"), NULL, 0, 0, 0, cmd_rules_list},
    {"rules adopt", "PACK", N_("从某年度起采用制度包"), OPTS(RULES_ADOPT), 1, 1, cmd_rules_adopt},
    {"migrate", "", N_("把数据库升级到本版本的结构"), NULL, 0, 0, 0, cmd_migrate},
    {"check", "", N_("核对流水；--rebuild 先重算派生数据"), OPTS(CHECK), 0, 0, cmd_check},
    {"backup", "FILE|DIR", N_("把数据库、文件、私钥和制度包备份成一个文件；使用中也能做"),
        OPTS(BACKUP), 1, 1, cmd_backup},
    {"restore", "FILE", N_("把备份恢复到空的 --data（和 --db）；--rehearse 只演练"), OPTS(RESTORE),
        1, 1, cmd_restore},
    {"checkpoint", "", N_("给流水现在的样子签名，作为检查点"), OPTS(CHECKPOINT), 0, 0,
        cmd_checkpoint},
    {"verify", "[CHECKPOINT…]", N_("全面核验：流水、校验树、检查点、记录和文件"), OPTS(VERIFY), 0,
        100, cmd_verify},
    {"help", "", N_("列出全部命令"), NULL, 0, 0, 0, cmd_help},
};

enum {
    COMMANDS_N = sizeof(COMMANDS) / sizeof(COMMANDS[0])
};

enum {
    HELP_MAX = 64 * 1024
};

static void
list_commands(struct out *o)
{
    out_fmt(o, tr("用法：taizhang 命令 [选项]　　taizhang 命令 --help 看该命令的用法\n\n"));
    for (size_t i = 0; i < COMMANDS_N; i++) {
        struct str name = str_from(COMMANDS[i].name), args = str_from(COMMANDS[i].args);
        out_fmt(o, "  %.*s %.*s%*s %s\n", STR_ARG(name), STR_ARG(args),
            (int)(name.n + args.n < 22 ? 22 - name.n - args.n : 0), "", tr(COMMANDS[i].help));
    }
}

static bool
cmd_help(struct call *c, struct err *e)
{
    (void)e;
    list_commands(&c->out);
    return true;
}

static bool
flush(struct call *c, struct err *e)
{
    struct str s = out_str(&c->out);
    if (c->out.overflow)
        return err_set(e, ERR_LIMIT, tr("输出太大，请缩小范围。"));
    if (fwrite(s.p ? s.p : "", 1, s.n, stdout) != s.n || fflush(stdout) != 0)
        return err_set(e, ERR_IO, tr("写标准输出失败：%s。"), strerror(errno));
    return true;
}

static bool
run(struct call *c, struct err *e)
{
    if (!call_has(c, "help"))
        return c->command->run(c, e);
    call_help(&c->out, c->command);
    return true;
}

static void
complain(const struct call *c, const struct err *e)
{
    (void)fprintf(stderr, "taizhang: %s\n", e->text);
    if (e->code != ERR_USAGE)
        return;
    struct out o;
    out_init(&o, HELP_MAX);
    if (c->command)
        call_help(&o, c->command);
    else
        out_fmt(&o, "%s\n", tr("运行 taizhang help 可列出全部命令。"));
    (void)fwrite(o.p, 1, o.n, stderr);
    out_release(&o);
}

/* taizhang --data DIR duties is taizhang duties --data DIR: what every command takes may stand before it. */
static void
options_last(int argc, char **argv)
{
    static const char *const valued[] = {"--data", "--db"};
    for (int left = argc; left > 2 && strncmp(argv[1], "--", 2) == 0; left--) {
        int n = strcmp(argv[1], valued[0]) == 0 || strcmp(argv[1], valued[1]) == 0 ? 2 : 1;
        for (; n > 0; n--) {
            char *first = argv[1];
            memmove(&argv[1], &argv[2], (size_t)(argc - 2) * sizeof(*argv));
            argv[argc - 1] = first;
        }
    }
}

int
main(int argc, char **argv)
{
    static char help[] = "help";
    options_last(argc, argv);
    if (argc == 2 && strcmp(argv[1], CHILD_COMMAND) == 0)
        return child_main();
    if (argc == 3 && strcmp(argv[1], OFFICE_COMMAND) == 0)
        return office_main(argv[2]);
    struct call c = {.arena = arena_open(), .clock = clock_system()};
    struct err e = {0};
    const char *lang = getenv("LC_ALL");
    if (!lang || !lang[0])
        lang = getenv("LANG");
    BUG_ON(!lang_install(LANG_EN, asset_bytes("en.mo")), "en.mo is not well-formed");
    lang_use(lang_from(str_from(lang)));
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        argv[1] = help;
    if (!crypto_start()) {
        (void)fputs("taizhang: no source of randomness on this machine\n", stderr);
        return 5;
    }
    bool ok = call_parse(&c, COMMANDS, COMMANDS_N, argc, argv, &e) && run(&c, &e);
    call_close(&c);
    ok = ok && flush(&c, &e);
    if (!ok)
        complain(&c, &e);
    int code = ok ? c.found_wanting : err_exit(&e);
    out_release(&c.out);
    arena_close(c.arena);
    return code;
}
