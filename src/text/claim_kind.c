/* The lexicon of the genre: which head words stand for which kind. */
#include "text/claim_int.h"

static const struct {
    enum claim_kind kind;
    const char *words; /* parted by blanks */
} lexicon[] = {
    {CLAIM_MEETING,
        "会议 到会率 参会率 党员大会 支委会 支部委员会 党小组会 组织生活会 民主生活会 座谈会 部署会 推进会 调度会 专题会 "
        "党组会 党委会 议事会 研究会 例会 碰头 恳谈会 联席会 部署会议 大会 议题 决策事项 院坝会 动员会 "
        "分析会 理事会 监事会 社员大会 代表大会 协商会 听证会 通气会 工作会 交流会 办公会 会商 党员会 "
        "现场会 总结会 评议会 圆桌会 讨论会"},
    {CLAIM_STUDY,
        "学习 研讨 心得 学习强国 读书班 读书活动 读书会 交流发言 理论学习 学习会 中心组 自学 电影 "
        "思政课直播 集中学习 第一议题 研学 撰写体会 学习笔记 读书 晨读 观看"},
    {CLAIM_LECTURE, "党课 讲座 宣讲 辅导 报告会 授课 大讲堂 展播 宣讲会 微党课 书记讲 讲堂"},
    {CLAIM_THEME_DAY,
        "主题党日 党员活动日 固定学习日 学习日 教育基地 重温入党誓词 纪念馆 红色教育 参观 党建活动 "
        "烈士陵园 政治生日 主题活动日"},
    {CLAIM_TALK, "谈心 谈话 谈心谈话 访谈 约谈 五必谈 提醒谈话 廉政谈话 谈心交心 交心"},
    {CLAIM_VISIT,
        "走访 慰问 家访 入户 调研 看望 遍访 实地察看 走遍 下沉走访 入村 结对走访 走访慰问 深入"},
    {CLAIM_TRAINING,
        "培训 演练 考试 实训 课堂 学堂 实地教学 外出学习 培训班 脱产 轮训 技能比武 教学 学员 "
        "集中学习培训 测试 竞赛"},
    {CLAIM_INSPECTION,
        "检查 抽查 巡检 督查 问卷 排查 巡查 暗访 测评 执法 研判 督导 评估 查处 清理 抽检 巡逻 明察 "
        "自查 清查 审计 核查 监测 回访"},
    {CLAIM_PROBLEM,
        "问题 隐患 诉求 纠纷 线索 整改 矛盾 ~困难 难题 信访 ~风险 销号 查摆 化解 意见建议 民情 答复 "
        "软弱涣散 急难愁盼 ~意见 ~建议 投诉 案件线索 整改率 违纪 风险点 风险户 整治 心愿 工单"},
    {CLAIM_MEMBER_CHANGE,
        "发展党员 党员发展 转正 积极分子 预备党员 新成立党支部 网格党支部 党支部 后备干部 新增党员 入党 "
        "社区工作者 网格员 基层组织 村干部 ~党员 发展对象 党组织 招聘 选拔 调整干部 退出 净增 网格长 "
        "递交入党申请书 功能型党支部 党小组"},
    {CLAIM_SERVICE,
        "~服务 ~项目 义务劳动 供应 物资 设施 安装 修建 硬化 志愿 接待 代办 满意率 参合 救助 帮扶 办结 改造 网点 "
        "超市 回收 处置率 配送 收购 销售 供水 路灯 机井 道路 水渠 保障 信件 办理 受理 惠及 受益 转移 "
        "安置 就业 ~岗位 体检 代缴 农资 化肥 农药 种子 合作社 基层社 服务社 服务中心 服务站 服务点 直播 "
        "义诊 充电桩 车位 网格 协议 维修 绿化 植树 栽植 垃圾 清运 改厕 监测户 餐食 互助 便民 便民服务 "
        "供销 电商 冷库 仓储 烘干 植保 购置 发放 捐赠 捐款 资助 消毒 搬运 公里 客户 订单 热线 采购 "
        "通车 通行 认领 小程序 生产路"},
    {CLAIM_FINANCE,
        "~资金 经费 营收 收入 利润 产值 销售额 利税 增收 补贴 ~投入 慰问金 投资 节约 贷款 分红 效益 "
        "创效 税收 压减 党费 采购额 交易额 营业额"},
    {CLAIM_AREA, "面积 托管 亩 小麦 水稻 油菜 耕地 流转 播种 统防统治 造林"},
    {CLAIM_PUBLICITY,
        "简报 ~信息 稿件 宣传 发稿 推送 报道 文化活动 公众号 宣传单 宣传资料 展板 微信居民群 微信群 "
        "张榜 公开 海报 横幅 短视频 文艺演出 文体活动 文体比赛 球赛 运动会 手册 倡议书 演出 简讯 条幅 刊发 刊登 新闻 标语 明白纸"},
    {CLAIM_OTHER,
        "荣誉 锦旗 感谢信 奖状 称号 档案 文件 队伍 责任区 示范岗 攻关 表彰 案件 结案 审结 ~制度 台账 ~数据 基础信息 日志 "
        "专利 奖项 优秀党员 优秀共产党员 优秀党务 先进基层党组织 先进集体 先进个人 先进典型 ~优秀 ~先进 证书 提案 受理案件 典型 品牌 党员先锋岗 一等奖 二等奖 三等奖 优秀奖"},
};

static enum claim_kind
by_unit(struct str unit)
{
    if (list_end(unit, "元", NULL))
        return CLAIM_FINANCE;
    if (list_in(unit, "亩 平方米 公顷 平方公里 平米"))
        return CLAIM_AREA;
    return list_in(unit, "学时 课时") ? CLAIM_TRAINING : CLAIM_KINDS;
}

/* What a claim begins with says more than what is counted: 排查安全隐患58处. */
static const struct {
    enum claim_kind kind;
    const char *words;
} verbs[] = {
    {CLAIM_INSPECTION, "排查 检查 巡检 抽查 查处 清理 督查 巡查 暗访 抽检"},
    {CLAIM_VISIT, "走访 慰问 看望 入户 走遍 遍访 家访"},
    {CLAIM_TRAINING, "培训 轮训"},
    {CLAIM_PROBLEM, "化解 解决 整改 梳理 查摆 整顿 整治 消除 已整改 调处"},
    {CLAIM_SERVICE,
        "保障 接待 代办 供应 回收 安装 新建 改造 铺设 维修 清运 栽植 收发 配送 建成 制作 统一制作 硬化 修通 修建 清淤 整修 疏通 "
        "帮助 办好 办实事 带动 惠及 资助 救助 种植 栽种 检修 抢修 亮化 铺装 拓宽 架设 新打"},
    {CLAIM_LECTURE, "宣讲 讲授 循环展播"},
    {CLAIM_TALK, "谈心 访谈 个别访谈"},
    {CLAIM_OTHER, "表彰 评选 评出 选树 荣获 获评 申报专利 审结 立案 结案 受理案件 受理各类案件"},
};

enum {
    WEAK_COST = 60,     /* words that stand in many clauses: only when there is no other */
    BEHIND_COST = 2,    /* what stands behind the number is a little farther */
    GOES_ON_BYTES = 18, /* a unit and 受理: what was counted stands before */
    NO_HIT = 1 << 20
};

/* How far the nearest occurrence of a word is from the number, in bytes; longer words count as nearer. */
static int
distance(struct str clause, struct str word, size_t number, size_t behind)
{
    int best = NO_HIT;
    for (size_t at = str_find(clause, word, 0); at != SIZE_MAX;
         at = str_find(clause, word, at + 1)) {
        int far = NO_HIT;
        if (at + word.n <= number)
            far = (int)(number - at - word.n);
        else if (at >= behind)
            far = (int)(at - behind) + BEHIND_COST;
        if (far < best)
            best = far;
    }
    return best == NO_HIT ? NO_HIT : best * 2 - (int)word.n;
}

static enum claim_kind
by_verb(struct str clause)
{
    size_t n = 0;
    while (list_begin(clause,
        "全年 上半年 下半年 累计 共计 共 已 先后 集中 一年来 今年 今年以来 主动 及时 ， 、 成功 积极 认真 扎实 深入 年内 分别 其中 "
        "目前 已经 组织党员 组织干部 组织职工 全面 协调 协助 持续 逐一 逐户 切实 有效 妥善 依法 顺利",
        &n))
        clause = str_slice(clause, n, clause.n);
    for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
        if (list_begin(clause, verbs[i].words, NULL))
            return verbs[i].kind;
    return CLAIM_KINDS;
}

/* 对…开展脱产培训: what was done stands at the end. */
static bool
is_done_at_end(struct str clause, size_t number)
{
    return list_end(str_slice(clause, 0, number), "对 为 给 向 动员 推动 组织 发动 带领", NULL);
}

bool
claim_goes_on(struct str clause, size_t number, struct str unit)
{
    struct str before = str_slice(clause, 0, number);
    size_t n = 0;
    while (list_begin(before, "、 ， 其中 共 共计 累计 先后 吸引", &n))
        before = str_slice(before, n, before.n);
    if (list_is(unit, "人次 人 名 户 户次 余人 位") &&
        (before.n == 0 ||
            list_is(before,
                "参加 参与 覆盖 惠及 受益 服务 参训 参会 受教育 参加人员 参与人员 培训 覆盖党员群众 惠及群众 覆盖群众 受益群众 "
                "参与群众 参加党员 受教育党员 覆盖党员 惠及居民 覆盖居民 参与党员 参加群众 达 达到 到会 参学 参学党员 "
                "参会人员 参训人员 观众 吸引观众 参与人数 参加人数 受众 受众达 覆盖人数 参训人数")))
        return true;
    if (list_is(before,
            "办结 已办结 结案 审结 完成 已完成 已解决 解决 办理 处理 已办理 成功 调解成功 答复 已答复") &&
        list_is(unit, "件 条 个 起 项"))
        return true;
    if (str_eq(unit, S("件")) && list_end(before, "受理 审结 办结 结案 执结 查结", NULL) &&
        before.n <= GOES_ON_BYTES)
        return true;
    return str_eq(unit, S("%")) && !list_in(before, "满意");
}

/* By the head word that stands nearest. */
static enum claim_kind
by_word(struct str clause, size_t number, size_t behind)
{
    enum claim_kind best = CLAIM_KINDS;
    int nearest = NO_HIT;
    for (size_t i = 0; i < sizeof(lexicon) / sizeof(*lexicon); i++) {
        const char *rest = lexicon[i].words;
        struct str word;
        while (list_word(&rest, &word)) {
            bool weak = str_starts(word, S("~"));
            word = str_slice(word, weak ? 1 : 0, word.n);
            int far = distance(clause, word, number, behind);
            far += weak && far != NO_HIT ? WEAK_COST : 0;
            if (far < nearest) {
                nearest = far;
                best = lexicon[i].kind;
            }
        }
    }
    return best;
}

enum claim_kind
claim_kind_of(struct str clause, size_t number, size_t behind, struct str unit)
{
    enum claim_kind best = by_unit(unit);
    if (best == CLAIM_AREA && list_in(clause, "帮助 义务 代耕 抢收 抢种 代收"))
        return CLAIM_SERVICE;
    if (best == CLAIM_KINDS)
        best = by_verb(clause);
    if (best != CLAIM_KINDS)
        return best;
    if (is_done_at_end(clause, number))
        number = behind = clause.n;
    return by_word(clause, number, behind);
}

struct str
claim_kind_code(enum claim_kind kind)
{
    static const struct str codes[CLAIM_KINDS] = {[CLAIM_MEETING] = str_lit("meeting"),
        [CLAIM_STUDY] = str_lit("study"),
        [CLAIM_LECTURE] = str_lit("lecture"),
        [CLAIM_THEME_DAY] = str_lit("theme_day"),
        [CLAIM_TALK] = str_lit("talk"),
        [CLAIM_VISIT] = str_lit("visit"),
        [CLAIM_TRAINING] = str_lit("training"),
        [CLAIM_INSPECTION] = str_lit("inspection"),
        [CLAIM_PROBLEM] = str_lit("problem"),
        [CLAIM_MEMBER_CHANGE] = str_lit("member_change"),
        [CLAIM_SERVICE] = str_lit("service"),
        [CLAIM_FINANCE] = str_lit("finance"),
        [CLAIM_AREA] = str_lit("area"),
        [CLAIM_PUBLICITY] = str_lit("publicity"),
        [CLAIM_OTHER] = str_lit("other")};
    return codes[kind];
}

struct str
claim_hedge_code(enum claim_hedge hedge)
{
    static const struct str codes[] = {[CLAIM_EXACT] = str_lit("exact"),
        [CLAIM_OVER] = str_lit("over"),
        [CLAIM_NEAR] = str_lit("near"),
        [CLAIM_ABOUT] = str_lit("about"),
        [CLAIM_AT_LEAST] = str_lit("at_least"),
        [CLAIM_RANGE] = str_lit("range"),
        [CLAIM_NONE] = str_lit("none")};
    return codes[hedge];
}
