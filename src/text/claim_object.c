/* What was counted (对象): the claim without its period, verbs, number and unit. */
#include "text/claim_int.h"

/* What says only that something was done. */
static const char plain[] =
    "全年 上半年 下半年 今年以来 一年来 今年 本年度 年内 累计 共计 共 已 已经 先后 分别 成功 主持 主动 及时 积极 认真 "
    "扎实 深入 全面 目前 其中 每月 每季度 每周 每周一 每周二 每周三 每周四 每周五 每半年 每年 每日 按季度 按月 至少 不少于 均 坚持 召开 开展 组织 组织召开 举办 "
    "举行 进行 完成 建立 组建 成立 设立 新增 实现 发现 获得 荣获 组织开展 定期 全部 推动 确保 选派 达 达到 开 新建 建成 落实 "
    "参加 参与 通过 获 有 做 做好 统一";
/* What says what was done: it goes behind. */
static const char telling[] =
    "走访慰问 走访 慰问 回收 供应 整顿 清理 查处 排查 巡检 检查 抽查 化解 解决 调处 表彰 代办 代缴 办理 接待 栽植 硬化 安装 "
    "修建 维修 清运 消除 梳理 整改 查摆 发放 印发 培训 发展 转移 安置 收集 征集 配送 采购 销售 服务 保障 讲授 调整 储备 划分 "
    "改造 铺设 受理 审结 签订 争取 投入 编发 观看 宣讲 救助 帮扶 讲";
static const char trailing[] =
    "共 约 近 超 超过 达 达到 了 为 计 共计 累计 累计达 已达 已 均在 在 逾 达到了 多达 分别 总计 合计 突破 各 的 每年 每月 每季度 "
    "每周 不少于 至少 不低于 分别召开 召开 开展 举办 提高到 提升到 提高至 提升至 稳定在 有 最高达 更是达到 最高 ， 、 ： “ ";

static struct str
strip(struct str s, const char *front, const char *back)
{
    size_t n = 0;
    for (bool more = true; more;) {
        more = false;
        s = str_trim(s);
        if (front && list_begin(s, front, &n) && n < s.n + 1) {
            s = str_slice(s, n, s.n);
            more = n > 0;
        }
        if (back && list_end(s, back, &n)) {
            s = str_slice(s, 0, s.n - n);
            more = more || n > 0;
        }
    }
    return s;
}

/* 覆盖率由76%提高到: the object ends where the old value begins. */
static struct str
without_old_value(struct str s)
{
    static const struct str words[] = {str_lit("由"), str_lit("从")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (size_t at = str_find(s, words[i], 0); at != SIZE_MAX;
             at = str_find(s, words[i], at + words[i].n)) {
            size_t behind = at + words[i].n;
            if (at > 0 && behind < s.n && s.p[behind] >= '0' && s.p[behind] <= '9')
                return str_slice(s, 0, at);
        }
    return s;
}

struct str
claim_object_of(struct arena *a, struct str reach, size_t number, size_t behind, struct str last)
{
    struct str left = strip(without_old_value(str_slice(reach, 0, number)), plain, trailing);
    struct str verb = S("");
    struct str right = strip(str_slice(reach, behind, reach.n), "的 次 、 ，", "， 、");
    size_t n = 0;
    if (list_begin(left, telling, &n) &&
        !list_begin(str_slice(left, n, 9), "率 额 量 面积 工作 站 网点 中心 费 会 班", NULL)) {
        verb = str_slice(left, 0, n);
        left = strip(str_slice(left, n, left.n), "了 各类", NULL);
    }
    if (str_ends(left, S("分")))
        left = S("");
    if (left.n + right.n == 0)
        return verb.n ? verb : last;
    return arena_fmt(a, "%.*s%.*s%.*s", STR_ARG(left), STR_ARG(right), STR_ARG(verb));
}
