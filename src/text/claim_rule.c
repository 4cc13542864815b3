/* Whether a number tells of work done, or of what there is, what shall be, what is lacking, or only of whom. */
#include "text/claim_int.h"

enum {
    EARLIER_BYTES = 600, /* of the sentence, looked at before the clause */
    NOUN_BYTES = 24
};

/* Verbs by which a unit tells what it did or what came of it. */
static const char done[] =
    "召开 开展 确保 组织 举办 举行 完成 新增 净增 增加 增长 增至 提高 提升 上升 下降 下降 减少 降低 发展 培养 压减 压降 压缩 缩短 节约 "
    "节省 发展党员 发展成员 发展社员 吸收 吸纳 新建 建成 建设 建立 建好 修建 修通 修复 修缮 改建 扩建 改造 升级 翻新 "
    "打造 创建 搭建 组建 成立 设立 设置 开设 开通 开办 开辟 创办 领办 解决 化解 调解 调处 处置 处理 处分 办理 办结 受理 "
    "审结 审理 执结 审查 立案 结案 起诉 逮捕 查处 查办 查获 破获 打掉 抓获 侦破 走访 慰问 看望 探望 入户 遍访 培训 轮训 "
    "累计 转正 转为 实现 达到 达成 收集 征集 收到 梳理 整理 归档 录入 采集 建档 整改 整治 整顿 销号 排查 检查 抽查 督查 "
    "巡查 巡检 巡逻 摸排 清理 清运 清除 清查 拆除 取缔 消除 发现 查摆 查找 发放 发送 印发 编发 编印 编写 编制 制定 制作 "
    "修订 出台 起草 撰写 刊发 刊登 发表 发布 推送 播放 播出 报送 上报 上传 悬挂 张贴 投入 投资 争取 筹集 筹措 筹资 募集 "
    "捐赠 捐款 捐助 捐献 资助 救助 帮助 帮扶 结对 补贴 拨付 支付 缴纳 代缴 收缴 兑付 兑现 发放 核发 落实 签订 签约 引进 "
    "引导 引入 招商 招聘 招录 招收 录用 聘请 聘用 选派 选拔 选聘 选举 选树 选出 评选 评定 评出 表彰 表扬 奖励 荣获 获得 "
    "获评 获奖 入选 命名 授予 推荐 推选 推动 推进 促进 促成 带动 带领 吸引 接待 接诊 诊疗 接访 接收 接听 接种 回访 回复 "
    "答复 回收 收购 收储 采购 购置 购买 配备 配发 配送 配置 供应 供给 供水 销售 交易 实施 执行 承办 承担 参加 参与 参训 "
    "参会 参观 出动 出资 派出 投放 安装 安置 转移 铺设 硬化 亮化 绿化 美化 栽植 种植 栽种 补植 植树 播种 收获 收割 抢收 "
    "托管 流转 覆盖 惠及 受益 受教育 服务 保障 提供 代办 帮办 联系 对接 宣传 宣讲 讲授 授课 讲党课 上党课 辅导 学习 研讨 "
    "交流 观看 演出 放映 访谈 约谈 谈心 谈话 提醒 诫勉 测评 测试 考核 考察 评议 审议 审定 审批 审核 研究 讨论 听取 批复 "
    "答题 竞赛 演练 调研 调整 调配 划分 组成 担任 认领 纳入 确定 确认 储备 培养 培育 孵化 选送 输送 推广 示范 创收 "
    "增收 创效 盈利 分红 退出 脱贫 减免 免除 贷款 放贷 授信 挂牌 揭牌 结题 立项 申报 申请 申领 注册 "
    "备案 通过 验收 竣工 开工 投产 通车 通电 上线 上架 运营 运行 占比 整改率 满意率 满意度 参加率 完成率 覆盖率 办结率 "
    "合格率 到会率 出勤率 达标率 参与率 就业率 入住率 结案率 更新 维护 维修 抢修 检修 养护 疏通 清淤 消毒 消杀 防治 施药 "
    "义诊 体检 献血 志愿 植保 烘干 深耕 深松 施肥 灌溉 补种 免费 送去 送出 送戏 送医 送上 送达 寄送 赠送 下派 下沉 驻村 "
    "轮值 值守 上门 打通 打井 新打 挖 开挖 浇筑 搬运 搬迁 迁移 迁入 落户 落地 转化 处罚 罚款 追缴 挽回 追回 立案 办案 结转 "
    "共计 合计 先后 选出 张榜 公示 公开 通报 曝光 约见 走遍 攻关 立下 承接 承诺 践诺 认购 认养 共建 共享 互访 来访 回应 "
    "进行 做出 作出 送温暖 解困 就业 创业 上岗 入职 入党 入学 返乡 慰藉 撤并 合并 关闭 关停 淘汰 腾退 盘活 稳定在 "
    "托养 照料 供餐 就餐 助餐 配餐 植入 种下 收治 治疗 手术 出院 住院 门诊 录取 毕业 升学 获批 到位 拉动 扩大 缩减 "
    "迎来 招募 汇聚 动员 发动 深入 会同 联办 举荐 递交 提交 提出 讲述 主持 主讲 领学 自学 撰文 答辩 结业 "
    "建有 开了 开出 发出 打出 推出 新设 改厕 更换 添置 增设 增添 增补 添加 张榜 上党课 "
    "整合 盘活 制发 设计 拍摄 录制 直播 点击 关注 阅读 浏览 转发";

/* 党组织, 组织生活, 基层组织: a noun. */
static const char nouns[] =
    "基层组织 党组织 组织生活 组织委员 组织部 群团组织 社会组织 经济组织 自治组织 妇联组织 组织架构 服务中心 服务站 服务点 "
    "服务社 服务队 服务网点 党建工作 建设局 学习强国 研究所 研究院 研究会 培训中心 发展改革 服务业 工作服务 培训机构 组织力";

enum {
    NEVER = UINT16_MAX
};

struct marking {
    uint16_t *map;
    bool noun[CLAIM_SENTENCE + 8];
};

static void
mark_noun(void *to, size_t at, size_t n)
{
    struct marking *m = to;
    memset(m->noun + at, true, n);
}

static void
mark_verb(void *to, size_t at, size_t n)
{
    struct marking *m = to;
    if (!m->noun[at] && at + n < m->map[at])
        m->map[at] = (uint16_t)(at + n);
}

/* A verb of the list that is no part of a noun. */
void
claim_map_done(struct claim_sentence *sentence)
{
    struct str s = sentence->s;
    uint16_t *map = sentence->map->done;
    struct marking m = {.map = map};
    for (size_t i = 0; i <= s.n; i++)
        map[i] = NEVER;
    list_each (s, nouns, mark_noun, &m)
        ;
    list_each (s, done, mark_verb, &m)
        ;
    for (size_t i = s.n; i > 0; i--)
        if (map[i] < map[i - 1])
            map[i - 1] = map[i];
}

bool
claim_is_done(const struct claim_sentence *s, size_t from, size_t to)
{
    return from <= to && s->map->done[from] <= to;
}

bool
claim_is_plan(struct str clause)
{
    return list_in(clause,
        "力争 预计 计划举办 计划开展 计划组织 计划完成 计划投资 计划新 计划实施 计划建 计划召开 计划培训 计划走访 将继续 "
        "将进一步 将举办 将开展 将新 将组织 将达 将完成 将建 将根据 将召开 将实施 有望 目标任务 为标准 明年 来年 下一步 打算 "
        "要求各 确保完成 争取完成 争取达到 努力实现 努力完成 争创 预期 规划到 到2025年 到2030年 到2035年 拟于 拟安排 拟建 拟投 "
        "拟开 拟举 应达到 须达到 必须达到 不得超过 不得低于 不得少于");
}

/* ---- what there is ---- */

static const char stock_marks[] =
    "现有 下辖 辖 位于 常住 户籍 总人口 总户数 总数 总量为 平均年龄 海拔 距离 在编 编制 只有 仅有 分布着 人口 年龄 "
    "总面积 隶属 其中女 年末 不到 在册 占地 东西长 南北长 毗邻 管辖 户数 编制数 核定 耕地面积 林地面积 地处 "
    "在职职工 在岗职工 在校 全长 贫困村 全村有 全镇有 全乡有 全县有 全市有 全区有 全社区有 党员总数";
static const char weak_marks[] =
    "共有 设有 涵盖 有党员 有职工 有群众 有村民 有干部 有居民 划分为 分为 下设 内设";
static const char stock_nouns[] =
    "党员 群众 村民 居民 职工 干部 人口 农户 村民小组 村民组 自然村 行政村 党小组 党支部 支部 基层组织 党组织 户籍 会员 "
    "社员 委员 网格员 学生 教师 医护人员 在职 男 女 少数民族 低保户 五保户 贫困户 脱贫户 监测户 党委 耕地 林地 山林";

/* Behind 现有, 下辖 … in the sentence, until something was done. */
static bool
is_roll(const struct claim_sentence *sentence, const struct claim_spot *p)
{
    struct str s = sentence->s;
    size_t from = p->clause > EARLIER_BYTES ? p->clause - EARLIER_BYTES : 0;
    size_t mark = list_last(str_slice(s, from, p->at - from), stock_marks);
    if (mark && !claim_is_done(sentence, from + mark, p->clause_end))
        return true;
    size_t weak = list_last(str_slice(s, from, p->at - from), weak_marks);
    return weak && !claim_is_done(sentence, from + weak, p->clause_end) &&
        !claim_is_done(sentence, from, from + weak);
}

/* 人均收入, 占八成: of those who live there. */
static bool
is_condition(const struct claim_sentence *sentence, const struct claim_spot *p, size_t from)
{
    struct str s = sentence->s;
    struct str clause = str_slice(s, p->clause, p->clause_end - p->clause);
    if (list_in(str_slice(s, p->clause, p->at - p->clause), "人均"))
        return !list_in(clause, "增长 增加 提高 达到 突破 增收 提升");
    return str_eq(p->unit, S("%")) && list_in(clause, "占") &&
        !claim_is_done(sentence, from, p->clause_end);
}

/* 全村党员32人, 基层组织525万个, 边境线4000多公里: nothing was done. */
static bool
is_stock(const struct claim_sentence *sentence, const struct claim_spot *p)
{
    struct str s = sentence->s;
    size_t from = p->clause > EARLIER_BYTES ? p->clause - EARLIER_BYTES : 0;
    size_t back = p->at - p->clause > NOUN_BYTES ? p->at - NOUN_BYTES : p->clause;
    if (is_condition(sentence, p, from))
        return true;
    if (claim_is_done(sentence, p->clause, p->clause_end))
        return false;
    bool people = list_is(p->unit, "人 名 户 个 位 口");
    bool place = list_in(str_slice(s, p->clause, p->at - p->clause),
        "常年 长期 全村 全社区 本村 目前在 全镇 全乡 全县 全区 全市 支部现 支部有 社区有");
    if (people && place)
        return true;
    if (claim_is_done(sentence, from, p->clause))
        return false;
    bool noun = list_end(str_slice(s, back, p->at - back), stock_nouns, NULL) ||
        list_begin(str_slice(s, p->end, NOUN_BYTES), stock_nouns, NULL);
    return (people && noun) || list_is(p->unit, "公里 米 平方米 平方公里 公顷 亩 里 千米");
}

/* ---- of whom, out of what ---- */

static bool
is_scope(struct str clause, size_t number)
{
    struct str before = str_slice(clause, 0, number);
    return list_begin(before,
               "在 为 对 向 给 从 由 督促 指导 围绕 面向 依托 根据 按照 针对 联合 协调 结合 通过 以",
               NULL) ||
        list_end(before,
            "在 为 所辖 从 由 面向 辖区 的 全市 全县 全区 全镇 全乡 全村 全街道 覆盖全", NULL);
}

/* 围绕五个专题, 根据2个中心的情况, 聚焦8个边境州: no result. */
static bool
is_only_about(struct str clause, struct str before)
{
    static const char about[] =
        "聚焦 围绕 针对 根据 按照 依据 依托 紧扣 对照 突出 瞄准 锚定 抓住 把握 坚持 不到 作为 属于 分为 不足 仅为 只有 每个 "
        "包括 都有 均有 各有 位居 排名 名列 列全 其余 剩余 尚有 还有 缺少 拥有";
    return (list_end(before, about, NULL) && !list_end(before, "划分为 将 区分为", NULL)) ||
        list_begin(clause, "根据 按照 依据 针对 围绕 聚焦 对照", NULL);
}

/* 全市25个边境县: parts of a district, not something done. */
static bool
is_place_count(struct str before, struct str behind, bool done_before)
{
    return list_end(before, "省 市 县 区 镇 乡 州、 旗 全国 系统", NULL) &&
        list_in(str_slice(behind, 0, 18), "县 市 区 乡 镇 村 街道 州 社区 旗 园区") && !done_before;
}

/* From what to what: the second is the claim. */
static bool
is_start(struct str before, struct str behind)
{
    return list_in(before, "由 从 较 原来") &&
        list_begin(behind,
            "至 到 增 压 提 升 上升 下降 降 减 缩 扩 发展到 增长 减少 跃升 攀升 优化", NULL);
}

static bool
is_remedied(struct str clause)
{
    return list_in(clause, "整改 已解决 化解 销号 办结 已完成 已处理 解决了 已落实 已清理");
}

static bool
is_limit(struct str s, const struct claim_spot *p)
{
    struct str behind = str_slice(s, p->end, p->clause_end - p->end);
    return (p->hedge == CLAIM_AT_LEAST && str_starts(behind, S("的"))) ||
        list_begin(behind, "之一 为标准 支部的 年级的 村的 为单位 一组 一档", NULL) ||
        list_in(behind, "之一") ||
        list_begin(behind, "漏 缺 未 没有 迟 不合格 不达标 不规范 超期 逾期", NULL);
}

/* The number only says for whom, out of what or from where. */
static bool
is_of_another(const struct claim_sentence *sentence, const struct claim_spot *p, struct str before)
{
    struct str s = sentence->s;
    const struct claim_spot *next = claim_spot_behind(sentence, p->end);
    if (!next || next->at >= p->clause_end)
        return false;
    if (is_start(before, str_slice(s, p->end, p->clause_end - p->end)))
        return true;
    struct str clause = str_slice(s, p->clause, p->clause_end - p->clause);
    return next->at != p->end && is_scope(clause, p->at - p->clause);
}

bool
claim_is_told(enum claim_part part, const struct claim_sentence *sentence,
    const struct claim_spot *p, size_t passed)
{
    struct str s = sentence->s, clause = str_slice(s, p->clause, p->clause_end - p->clause);
    size_t since = passed > p->clause && passed <= p->at ? passed : p->clause;
    struct str before = str_slice(s, since, p->at - since);
    struct str behind = str_slice(s, p->end, p->clause_end - p->end);
    size_t from = p->clause > EARLIER_BYTES ? p->clause - EARLIER_BYTES : 0;
    if (part == CLAIM_PART_PLAN || (part == CLAIM_PART_PROBLEMS && !is_remedied(clause)))
        return false;
    if (claim_is_plan(clause) ||
        list_in(str_slice(s, from, p->clause - from), "力争 预计 下一步 明年 计划在 拟在 计划于"))
        return false;
    if (is_roll(sentence, p) || is_stock(sentence, p) || is_only_about(clause, before) ||
        is_limit(s, p) || is_place_count(before, behind, claim_is_done(sentence, since, p->at)))
        return false;
    if (str_starts(CLAIM_AT(s, p->at), S("几"))) /* 几十名: nobody counted */
        return false;
    return !is_of_another(sentence, p, before);
}
