/* Which part of a report a sentence stands in, and what in it is no report. */
#include "text/claim_int.h"

enum {
    HEADING_BYTES = 150,
    OPENING_BYTES = 60
};

/* 一、 二、 …: what begins a part of the report. */
static bool
is_part_number(struct str s)
{
    size_t n = 0;
    return list_begin(s, "一 二 三 四 五 六 七 八 九 十 十一 十二", &n) &&
        str_starts(str_slice(s, n, s.n), S("、"));
}

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

/* What a sentence that begins no numbered part says before its first comma or colon. */
static struct str
opening(struct str sentence)
{
    struct str head = str_slice(sentence, 0, OPENING_BYTES);
    for (size_t at = 0; at < head.n; at++)
        if (list_begin(str_slice(head, at, 3), "： ， : ,", NULL))
            return str_slice(head, 0, at);
    return head;
}

enum claim_part
claim_part_of(enum claim_part before, struct str sentence, int report_year)
{
    bool numbered = is_part_number(sentence);
    struct str head = numbered ? str_slice(sentence, 0, HEADING_BYTES) : opening(sentence);
    if (list_in(head,
            "存在的问题 存在问题 存在的主要问题 主要问题 突出问题 存在不足 存在的不足 不足之处 问题和不足 问题及原因 短板 "
            "薄弱环节 困难和问题 问题与不足 存在的困难 主要差距 问题及不足 存在的差距 不足和问题 存在的短板 存在的薄弱"))
        return CLAIM_PART_PROBLEMS;
    if (list_in(head,
            "下一步 打算 工作计划 工作思路 明年 努力方向 改进措施 今后 工作安排 下步 来年 思路和措施 思路、重点 "
            "下半年工作 下年度 整改措施 工作目标 工作设想 工作谋划 工作展望 工作建议") ||
        (numbered && names_next_year(head, report_year)))
        return CLAIM_PART_PLAN;
    return numbered ? CLAIM_PART_WORK : before;
}

bool
claim_is_furniture(struct str s)
{
    return list_in(s,
        "公众号： 素材库 会员群 网盘 客服 珍藏版 浏览量： 全文共 此处隐藏 下载本文 会员分享 更新时间： 网友投稿 更多相关 小编 "
        "点击下载 立即下载 阅读全文 版权所有 责任编辑 本文字数");
}
