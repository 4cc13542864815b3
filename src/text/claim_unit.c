/* Measure words (量词), and what with a number is a date, a rank or a name. */
#include "text/claim_int.h"

static const char units[] =
    "个百分点 人次 平方米 平方公里 平方千米 立方米 立方 平方 平米 公顷 亩 公里 千米 延米 里 米 公斤 千克 吨 斤 升 元 "
    "美元 小时 学时 课时 学分 ％ % ‰ 次 人 名 位 户 家 个 件 条 项 篇 期 场 轮 处 起 宗 册 份 块 盏 眼 部 讲 单 支 株 "
    "棵 辆 台 套 座 所 间 栋 幢 枚 面 只 头 对 组 批 节 堂 本 幅 张 种 口 艘 架 桩 例 封 则 版 集 遍 倍 箱 袋 瓶 桶 万步 "
    "羽 尾 成 课 站 门 宿 床 团 字 班 笔 趟 剂 盒 包 片 根 副 双 顶 束 餐 顿 扇 道 款 幕 匹 票 车 村 档 卷 千瓦时 千瓦 兆瓦 "
    "度 担 筐 捆 捧 方 针 样 类 员 队 营 派 屏 栏 滴 帧 码 点 ";

/* What a count of times is made of: 场次, 户次, 亩次, 班次 … */
static const char timed[] =
    "人 场 户 家 批 车 件 站 亩 班 课 点 处 条 项 例 剂 篇 轮 村 头 只 台 架 艘 份 单 期 票 针 架";

size_t
claim_unit_at(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, 30);
    size_t n = 0;
    if (!list_begin(rest, units, &n))
        return 0;
    struct str unit = str_slice(rest, 0, n), behind = str_slice(rest, n, rest.n);
    if (list_is(unit, timed) && str_starts(behind, S("次")) && !str_starts(behind, S("次日")))
        return n + S("次").n;
    size_t more = 0;
    static const char *const brackets[][2] = {{"（", "）"}, {"(", ")"}, {"/", ""}};
    for (size_t i = 0; i < 2; i++) {
        struct str open = str_from(brackets[i][0]), close = str_from(brackets[i][1]);
        if (str_starts(behind, open) &&
            list_begin(str_slice(behind, open.n, behind.n), units, &more) &&
            str_starts(str_slice(behind, open.n + more, behind.n), close))
            return n + open.n + more + close.n;
    }
    bool begins_word = list_is(unit, "村 车 班 票 组") &&
        list_begin(behind, "民 干部 组 委 庄 居 集体 级 辆 间 站 子 据 房 织", NULL);
    return begins_word || list_is(unit, "点 员 样 类 队 营 派 屏 滴 码") ? 0 : n;
}

/* 两个维护, 四个意识, 三个方面, 五项措施: with a measure word, a name or a way of dividing. */
static bool
is_shorthand(struct str unit, struct str behind, const struct numeral *n)
{
    static const char always[] =
        "维护 确立 意识 自信 全面 务必 必须 到位 明确 结合 方面 阶段 环节 层面 维度 月 工作日 小时 一律 坚持 革命 表率 "
        "时期 关键 从严 带头 不 个 领域 专项行动 带 角度 步骤 层次 板块 纬度 季度 年 星期 聚焦 统筹 轮子 文明 大局 "
        "战略 课题组 一批 相统一 替代 代表重要 延伸 转变 强化 突出 注重 围绕 紧盯 抓 讲";
    static const char abstract[] =
        "原则 要求 主线 底线 红线 标准 任务 措施 举措 机制 规定 纪律 目标 理念 重点 关系 抓手 短板 弱项 清单 工程 行动 "
        "战役 战 防线 优势 作用 责任 能力 体系 导向 特点 职责 内容 维 步 力 精神 法则 观念 问题 制度 渠道 优先 基本 "
        "作风 关口 功能 模式 路径 思想 资源 市场 体制 手段 态势 事 大事";
    if (list_is(unit, "个") && list_begin(behind, always, NULL))
        return true;
    if (list_is(unit, "项") && list_begin(behind, "规定 原则 基本", NULL))
        return true;
    if (list_is(unit, "位") && str_starts(behind, S("一体")))
        return true;
    if (list_is(unit, "部") && list_begin(behind, "门 委 委办", NULL))
        return true;
    if (list_is(unit, "支") && list_begin(behind, "部", NULL))
        return true;
    if (list_is(unit, "套") && str_starts(behind, S("班子")))
        return true;
    if (list_is(unit, "人") && list_begin(behind, "均 民 大 才 工", NULL))
        return !list_begin(behind, "大代表", NULL) || n->chinese;
    return n->chinese && !n->over && !n->range &&
        (list_is(unit, "个 项 条 种 道 大 类 面 张 步 对 块 套 支 本") &&
            list_begin(behind, abstract, NULL));
}

/* One and a measure word is an article (一批, 一支队伍) but where it counts times: 每月召开一次, 体检一次. */
static bool
one_counts(struct str unit, const struct claim_round *round)
{
    struct str before = round->before, behind = round->behind;
    if (!list_is(unit, "次 场 期 轮 遍 堂 课") ||
        list_begin(behind, "性 次 工程 又 办 跑 讲到 而", NULL))
        return false;
    if (list_end(before, "跑 只跑 只进 再 同 这 那 又 每 另 唯", NULL))
        return false;
    bool rhythm = list_in(before, "每 按 一月 一季 一年 一周 半年 逐 至少 不少于 均 逢");
    bool last = behind.n == 0 || list_begin(behind, "， 。 、 ； , ; ） )", NULL);
    return rhythm || last || (list_is(unit, "次 期") && round->done);
}

static bool
is_clock(struct str unit, struct str behind)
{
    return str_eq(unit, S("小时")) &&
        list_begin(behind,
            "内 热线 值班 值守 在线 服务 不 轮 全天 响应 连续 之内 以内 不间断 营业 开放 备勤 × 制 动态",
            NULL);
}

bool
claim_unit_counts(struct str unit, const struct claim_round *round, const struct numeral *n)
{
    struct str before = round->before, behind = round->behind;
    if (is_shorthand(unit, behind, n) || is_clock(unit, behind))
        return false;
    if (list_is(unit,
            "里 度 方 片 道 团 根 对 口 面 包 头 门 站 字 车 班 村 栏 档 卷 双 束 票 款 单 笔 顶 床 部 间 座 讲") &&
        n->chinese && !n->over && !n->range &&
        !(behind.n == 0 || list_begin(behind, "， 。 、 ； 次", NULL)) && !round->done)
        return false;
    if (list_is(unit, "里") && n->chinese)
        return false;
    if (list_begin(behind, "以上的 以下 以内 及以上 一组的 以上学历 及以下 内的", NULL))
        return false;
    if (str_eq(unit, S("成")))
        return n->chinese && n->high < 10 * NUMERAL_ONE && n->low >= 2 * NUMERAL_ONE &&
            !list_begin(behind, "立 为 员 果 效 熟 功 绩 长 型 群 本", NULL);
    if (str_eq(unit, S("轮")) && list_begin(behind, "驱动 车", NULL))
        return false;
    if (list_is(unit, "家") && n->chinese && list_begin(behind, "万户 政 庭 长", NULL))
        return false;
    if (n->chinese && !n->range && n->low == NUMERAL_ONE && !n->over)
        return one_counts(unit, round);
    /* 百家争鸣, 千家万户: a round word is no count */
    if (n->chinese && !n->range && !n->over &&
        (n->low == 100 * NUMERAL_ONE || n->low == 1000 * NUMERAL_ONE) &&
        !list_end(before, "一 近 约 超 逾 上 将 达", NULL))
        return n->written > 3;
    return true;
}

bool
claim_noun_at(struct str text, size_t at)
{
    return list_begin(str_slice(text, at, 30),
        "农技人员 党员 群众 村民 干部 职工 居民 志愿者 农户 学生 师生 社员 人员 农民 企业 游客 观众 市民 代表 贫困户 "
        "贫困群众 老人 儿童 教师 青年 妇女 医务人员 考生 用户 农村劳动力 劳动力 困难群众 民众 户居民 网格员 人口 商户",
        NULL);
}
