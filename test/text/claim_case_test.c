/* Sentences of the genre as branches, villages, street offices, co-ops, courts, hospitals, schools and firms write them:
   what each of them claims. */
#include "harness.h"
#include "text/claim.h"

static const struct {
    const char *sentence;
    const char *claims; /* kind,min,max,unit,period of each, parted by / */
} cases[] = {
    {"全市法院受理各类案件25.4万件，办结23.1万件，同比分别上升3.6%和3.1%",
        "other,254000,254000,件,year/other,231000,231000,件,year/other,3.6,3.6,%,year/other,3.1,3.1,%,year"},
    {"新签约农旅项目6个，总投资共计18.15亿元", "service,6,6,个,year/finance,18.15,18.15,亿元,year"},
    {"全镇实现一般预算收入512.2万元，完成固定资产投资69341万元，同比增长66.8%",
        "finance,512.2,512.2,万元,year/finance,69341,69341,万元,year/finance,66.8,66.8,%,year"},
    {"农村居民人均可支配收入增长6.5%", "finance,6.5,6.5,%,year"},
    {"门头村现有耕地面积7200亩，林地面积1800亩，全村分为27个村民小组，总人口为2765人，其中男性1450人",
        ""},
    {"新建联建公厕9处，硬化湾间道路1500余米，投入资金180余万元，修通污水管网1200余米，清淤整修塘堰2口",
        "service,9,9,处,year/service,1500,1599,米,year/finance,180,189,万元,year/service,1200,1299,米,year/service,2,2,口,year"},
    {"上半年，全系统新建基层社105个，总数接近2.8万个；新发展综合服务社1341家",
        "service,105,105,个,上半年/service,1341,1341,家,上半年"},
    {"派出驻村干部12名，帮助群众办实事36件，协调资金45万元",
        "member_change,12,12,名,year/service,36,36,件,year/finance,45,45,万元,year"},
    {"我院全年门急诊量达21.3万人次，出院病人8600人次，开展手术1200台，组织义诊18次，受益群众3000余人",
        "service,213000,213000,人次,全年/service,8600,8600,人次,year/service,1200,1200,台,year/service,18,18,次,year/service,3000,3999,人,year"},
    {"学校党总支组织教师参加暑期培训2期，参训率100%，评选优秀教师12名，资助贫困生86名，发放助学金12.9万元",
        "training,2,2,期,year/training,100,100,%,year/other,12,12,名,year/service,86,86,名,year/finance,12.9,12.9,万元,year"},
    {"纪委全年受理信访举报32件，处置问题线索28件，立案9件，给予党纪政务处分9人，运用“第一种形态”处理21人次，挽回经济损失36万元",
        "problem,32,32,件,全年/problem,28,28,件,year/other,9,9,件,year/other,9,9,人,year/other,21,21,人次,year/finance,36,36,万元,year"},
    {"公司党支部开展“党员先锋岗”创建活动，完成技术攻关5项，节约成本120万元，申报专利8项，获省级荣誉2项",
        "other,5,5,项,year/finance,120,120,万元,year/other,8,8,项,year/other,2,2,项,year"},
    {"街道办受理12345热线工单4560件，办结率99.2%，满意率96.5%",
        "problem,4560,4560,件,year/problem,99.2,99.2,%,year/service,96.5,96.5,%,year"},
    {"合作社全年统一采购化肥320吨，为社员节约开支18万元，带动农户260户，户均增收3200元",
        "service,320,320,吨,全年/finance,18,18,万元,year/service,260,260,户,year/finance,3200,3200,元,year"},
    {"组织党员到红旗渠开展主题党日活动1次，32名党员参加",
        "theme_day,1,1,次,year/theme_day,32,32,名,year"},
    {"支部班子成员带头讲党课，书记讲党课2次，其他委员各讲党课1次",
        "lecture,2,2,次,year/lecture,1,1,次,year"},
    {"严格执行“三重一大”制度，召开党组会议24次，研究议题136个",
        "meeting,24,24,次,year/meeting,136,136,个,year"},
    {"发展预备党员3名，培养入党积极分子5名，按期转正2名",
        "member_change,3,3,名,year/member_change,5,5,名,year/member_change,2,2,名,year"},
    {"五年来，累计投入乡村振兴资金1.2亿元，建设高标准农田3.6万亩",
        "finance,1.2,1.2,亿元,累计/area,36000,36000,亩,五年来"},
    {"落实“四个不摘”要求，对全村36户脱贫户开展遍访2轮，消除返贫风险3户",
        "visit,2,2,轮,year/problem,3,3,户,year"},
    {"开展安全生产大检查15次，检查企业230家次，发现隐患412条，整改率100%",
        "inspection,15,15,次,year/inspection,230,230,家次,year/problem,412,412,条,year/problem,100,100,%,year"},
    {"编发工作简报26期，在市级以上媒体刊发稿件45篇，微信公众号推送信息320条，阅读量突破10万次",
        "publicity,26,26,期,year/publicity,45,45,篇,year/publicity,320,320,条,year/publicity,100000,,次,year"},
    {"调解矛盾纠纷86起，调解成功率98%，化解信访积案4件",
        "problem,86,86,起,year/problem,98,98,%,year/problem,4,4,件,year"},
    {"组织开展“我为群众办实事”实践活动，办好民生实事10件", "service,10,10,件,year"},
    {"将党建工作经费5万元纳入预算", "finance,5,5,万元,year"},
    {"培训社员3期150余人次，邀请专家授课6场（次）",
        "training,3,3,期,year/training,150,159,人次,year/lecture,6,6,场（次）,year"},
    {"召开理事会4次、监事会2次、社员代表大会1次，到会代表112人",
        "meeting,4,4,次,year/meeting,2,2,次,year/meeting,1,1,次,year/meeting,112,112,人,year"},
    {"“学习强国”人均积分8500分，学习强国平台参与率达到100%", "study,100,100,%,year"},
    {"县供销社领办创办农民专业合作社12家，改造提升基层社5个，新建村级综合服务社18个",
        "service,12,12,家,year/service,5,5,个,year/service,18,18,个,year"},
    {"小麦“一喷三防”作业12.6万亩次，土地托管服务面积5.3万亩，服务小农户4300户",
        "area,126000,126000,亩次,year/area,53000,53000,亩,year/service,4300,4300,户,year"},
    {"春节前走访慰问困难党员、老党员23人，发放慰问金1.15万元",
        "visit,23,23,人,year/finance,1.15,1.15,万元,year"},
    {"支部党员32人，下设党小组3个，平均年龄41岁", ""},
    {"坚持每周三下午集中学习，全年累计学习48次，人均撰写读书笔记2万字",
        "study,,,,每周/study,48,48,次,全年"},
    {"到村入户12次，召开院坝会9场，收集意见建议67条，已办结65条",
        "visit,12,12,次,year/meeting,9,9,场,year/problem,67,67,条,year/problem,65,65,条,year"},
    {"我所在支部落实党员积分制管理，评出五星级党员6名", "other,6,6,名,year"},
    {"一年来，共召开支委会12次，党员大会4次，上党课4次，开展主题党日12次",
        "meeting,12,12,次,year/meeting,4,4,次,year/lecture,4,4,次,year/theme_day,12,12,次,year"},
    {"受理仲裁案件120件，结案率98.3%，为农民工追回工资260余万元",
        "other,120,120,件,year/other,98.3,98.3,%,year/finance,260,269,万元,year"},
    {"巡回审判15场次，开展送法进校园8场，发放宣传资料2000余份",
        "service,15,15,场次,year/service,8,8,场,year/publicity,2000,2999,份,year"},
    {"平台注册用户突破5000人，线上销售额达680万元，比上年增长35%",
        "service,5000,,人,year/finance,680,680,万元,year/finance,35,35,%,year"},
    {"将全乡划分为6个网格，配备网格员24名", "service,6,6,个,year/member_change,24,24,名,year"},
    {"组织志愿者300人次参与文明创建，累计服务2400小时",
        "service,300,300,人次,year/service,2400,2400,小时,累计"},
    {"截至11月底，共组织集中学习22次，专题研讨6次",
        "study,22,22,次,截至11月底/study,6,6,次,截至11月底"},
    {"整治人居环境，清理垃圾堆35处、残垣断壁12处，拆除违建1800平方米，栽种绿化树3000棵",
        "inspection,35,35,处,year/inspection,12,12,处,year/area,1800,1800,平方米,year/service,3000,3000,棵,year"},
    {"打造“15分钟便民服务圈”，设立服务网点16个", "service,16,16,个,year"},
    {"“七一”期间表彰先进基层党组织3个、优秀共产党员15名、优秀党务工作者5名",
        "other,3,3,个,year/other,15,15,名,year/other,5,5,名,year"},
    {"班子成员开展谈心谈话4轮次，覆盖全体党员，谈话68人次",
        "talk,4,4,轮次,year/talk,68,68,人次,year"},
    {"深入企业开展调研，听取意见建议", ""},
    {"云南沿线绵延着4000多公里的边境线", ""},
    {"聚焦8个重点乡镇、25个重点村，推进党建引领", ""},
    {"为三个社区留下一支带不走的队伍要靠今后努力", ""},
    {"围绕五个方面抓落实，落实六项措施", ""},
    {"推行“一件事一次办”，让群众最多跑一次", ""},
    {"千家万户受惠，百花齐放", ""},
    {"全村32户120人，常年在村60人", ""},
    {"每个网格都有1个党小组", ""},
    {"由3个增加到5个，从12.5%提高到18.2%", "service,5,5,个,year/service,18.2,18.2,%,year"},
    {"上半年，组织学习12次，走访40户", "study,12,12,次,上半年/visit,40,40,户,上半年"},
    {"全年未停，共办实事9件", "service,9,9,件,全年"},
    {"五部门联合开展专项检查3次", "inspection,3,3,次,year"},
    {"人均年收入约一千元", ""},
    {"三轮驱动促发展", ""},
    {"举办乒乓球赛等文体活动4场（次），参加职工260人次",
        "publicity,4,4,场（次）,year/publicity,260,260,人次,year"},
    {"收到群众送来锦旗3面、感谢信5封", "other,3,3,面,year/other,5,5,封,year"},
    {"开展志愿服务8次，覆盖群众1200余人次", "service,8,8,次,year/service,1200,1299,人次,year"},
    {"召开會議12次", "meeting,12,12,次,year"},
};

static void
put_number(struct out *o, int64_t micro, bool known)
{
    if (known)
        claim_number(o, micro);
    out_char(o, ',');
}

static struct str
as_text(const struct claims *claims)
{
    struct out o;
    out_init(&o, 4096);
    for (size_t i = 0; i < claims->n; i++) {
        const struct claim *c = &claims->v[i];
        if (i)
            out_char(&o, '/');
        out_put(&o, claim_kind_code(c->kind));
        out_char(&o, ',');
        put_number(&o, c->min, c->has_min);
        put_number(&o, c->max, c->has_max);
        out_fmt(&o, "%.*s,%.*s", STR_ARG(c->unit), STR_ARG(c->period));
    }
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

TEST(sentences_claim_what_they_claim)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct str text = arena_fmt(
            test_arena(), "某支部2022年度工作总结\n一、主要工作\n%s。\n", cases[i].sentence);
        struct claims claims = claims_find(test_arena(), text);
        struct str got = as_text(&claims);
        if (!str_eq(got, str_from(cases[i].claims)))
            (void)test_check(false, __FILE__, __LINE__,
                arena_cstr(test_arena(),
                    arena_fmt(test_arena(), "%s: %.*s", cases[i].sentence, STR_ARG(got))));
    }
}

TEST(a_wrapped_line_and_residue_do_not_split_a_claim)
{
    static const char text[] =
        "某支部2022年度工作总结\n全年组织党员干部和入党积极分子参加上级组织的各类集中学习和专题培训班次共计达\n到了12次。"
        "坚持集中学习和##paidbegin##个人自学，召开##paidend##支委会14次。\n";
    struct claims c = claims_find(test_arena(), str_from(text));
    REQUIRE(c.n == 2);
    CHECK_STR(c.v[0].period, "全年");
    CHECK_INT(c.v[0].min, 12 * NUMERAL_ONE);
    CHECK_STR(str_slice(str_from(text), c.v[1].start, c.v[1].end - c.v[1].start),
        "召开##paidend##支委会14次");
}

TEST(line_ends_and_a_mark_of_order_change_nothing)
{
    struct claims c = claims_find(test_arena(),
        S("\xEF\xBB\xBF某支部2022年度工作总结\r\n\r\n一、主要工作\r\n召开支委会14次。\r\n\r\n走访12户\r\n"));
    REQUIRE(c.n == 2);
    CHECK_STR(c.v[0].object, "支委会");
    CHECK_STR(c.v[1].unit, "户");
}

TEST(another_language_claims_nothing)
{
    struct claims c =
        claims_find(test_arena(), S("The small mill represents 26% of the sample.\n3%\n"));
    CHECK_INT(c.n, 0);
}

TEST(the_object_is_what_was_counted)
{
    static const char *const both[][2] = {{"主持召开党建专题部署会议2次", "党建专题部署会议"},
        {"每月召开1次支部委员会", "支部委员会"},
        {"全年共开展固定学习日活动、主题党日和党员活动日20余次",
            "固定学习日活动、主题党日和党员活动日"},
        {"回收农药包装物12.6万件", "农药包装物回收"}, {"安装路灯65盏", "路灯安装"},
        {"每周三组织集中学习1次", "集中学习"}};
    for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++) {
        struct claims c = claims_find(
            test_arena(), arena_fmt(test_arena(), "某支部2022年度工作总结\n%s。\n", both[i][0]));
        REQUIRE(c.n == 1);
        CHECK_STR(c.v[0].object, both[i][1]);
    }
}

TEST(dense_numbers_are_answered)
{
    static const char *const parts[] = {
        "现有1个", "召开会议1次、", "每月1", "1,", "“1户的“", "\x80", "（", "每月每月召开"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        struct out o;
        out_init(&o, (size_t)4 << 20);
        while (o.n < (size_t)60 * 1024)
            out_put(&o, str_from(parts[i]));
        struct claims c = claims_find(test_arena(), out_str(&o));
        for (size_t k = 0; k < c.n; k++)
            CHECK(c.v[k].start < c.v[k].end && c.v[k].end <= o.n &&
                (k == 0 || c.v[k - 1].end <= c.v[k].start));
        out_release(&o);
    }
}
