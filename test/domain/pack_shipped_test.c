/* What the packs inside the program promise. */
#include "harness.h"

#include "base/file.h"
#include "base/hash.h"
#include "domain/pack.h"

static const struct pack *
shipped(const char *name)
{
    const struct pack_source *list;
    size_t n = pack_shipped(&list);
    for (size_t i = 0; i < n; i++) {
        struct err e;
        const struct pack *p;
        if (str_eq(list[i].name, str_from(name)) &&
            CHECK_OK(pack_parse(test_arena(), list[i].yaml, name, &p, &e), &e))
            return p;
    }
    CHECK(!"this pack is shipped");
    return NULL;
}

static const struct pack_duty *
duty(const struct pack *p, const char *code)
{
    const struct pack *const list[] = {p};
    const struct rules r = {list, 1};
    return rules_duty(&r, str_from(code), NULL);
}

TEST(every_shipped_pack_is_read_under_its_name)
{
    const struct pack_source *list;
    size_t n = pack_shipped(&list);
    CHECK_INT(n, 3);
    for (size_t i = 0; i < n; i++) {
        const struct pack *p = shipped(arena_cstr(test_arena(), list[i].name));
        REQUIRE(p);
        CHECK(str_eq(p->name, list[i].name));
        CHECK_STR(p->digest, sha256_hex(sha256_of(list[i].yaml)).z);
    }
}

TEST(every_duty_has_a_basis_and_only_read_and_demanded_ones_are_on)
{
    static const char *const names[] = {"party-branch", "supply-coop", "cooperative"};
    for (size_t i = 0; i < 3; i++) {
        const struct pack *p = shipped(names[i]);
        REQUIRE(p);
        for (size_t k = 0; k < p->duties_n; k++) {
            const struct pack_duty *d = &p->duties[k];
            CHECK(d->basis.n > 0);
            CHECK(d->evidence.n > 0);
            CHECK(d->on ? d->confidence == CONFIDENCE_READ && d->demanded : d->off_why.n > 0);
        }
    }
}

/* Every row of the table of duties that the pack was made from. */
TEST(the_party_branch_knows_every_duty)
{
    static const char *const codes[] = {"B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08",
        "B09", "B10", "B11", "B12", "B13", "B14", "B15", "B16", "S01", "S02", "S03", "S04", "S05",
        "S06", "S07", "R01", "R02", "R03", "P01", "P02", "P03", "P04", "C01", "C02", "C03", "C04",
        "C05", "C06", "C07", "C08", "V01", "V02", "L01", "L02", "L03", "L04", "L05", "L06", "L07",
        "L08"};
    const struct pack *p = shipped("party-branch");
    REQUIRE(p);
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (!CHECK(duty(p, codes[i])))
            test_check_str(str_from(codes[i]), S(""), __FILE__, __LINE__, "missing");
}

TEST(what_the_regulations_number_is_on_and_custom_is_off)
{
    static const char *const on[] = {"B01", "B02", "B03", "B06", "B07", "B08", "B09", "B10", "B11",
        "B13", "S01", "R01", "P01", "C01", "C05"};
    static const char *const off[] = {"B04", "B05", "B16", "S02", "S07", "R03", "C02", "C03", "C08",
        "V01", "V02", "L01", "L03", "L06", "L08"};
    static const char *const unnumbered[] = {"B14", "B15", "C06", "C07"};
    const struct pack *p = shipped("party-branch");
    REQUIRE(p);
    for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
        CHECK(duty(p, on[i])->on && duty(p, on[i])->count + duty(p, on[i])->hours > 0);
    for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
        CHECK(!duty(p, off[i])->on);
    for (size_t i = 0; i < sizeof(unnumbered) / sizeof(unnumbered[0]); i++)
        CHECK_INT(duty(p, unnumbered[i])->count, 0);
    CHECK_INT(duty(p, "B01")->period, PERIOD_QUARTER);
    CHECK_INT(duty(p, "B02")->period, PERIOD_MONTH);
    CHECK_STR(duty(p, "B02")->when[0].fact, "full_members");
    CHECK_INT(duty(p, "B02")->when[0].value, 7);
    CHECK_STR(duty(p, "B03")->org_kinds.v[0], "group");
    CHECK_INT(duty(p, "B09")->per, PER_COMMITTEE_PAIR);
    CHECK_INT(duty(p, "B10")->per, PER_COMMITTEE_TALK);
    CHECK_INT(duty(p, "B11")->per, PER_MEMBER_TALK);
    CHECK_INT(duty(p, "S01")->hours, 32);
    CHECK_INT(duty(p, "S01")->per, PER_MEMBER);
    CHECK_INT(duty(p, "B07")->due_days_after, 90);
}

/* The two that a supply cooperative's branch has together share no code, so that every lookup is sure. */
TEST(the_shipped_packs_share_no_codes)
{
    const struct pack *const packs[] = {
        shipped("cooperative"), shipped("party-branch"), shipped("supply-coop")};
    REQUIRE(packs[0] && packs[1] && packs[2]);
    for (size_t i = 0; i < 3; i++) {
        const struct rules others = {&packs[i + 1], 2 - i};
        for (size_t k = 0; k < packs[i]->kinds_n; k++)
            CHECK(!rules_kind(&others, packs[i]->kinds[k].code));
        for (size_t k = 0; k < packs[i]->duties_n; k++)
            CHECK(!rules_duty(&others, packs[i]->duties[k].code, NULL));
        for (size_t k = 0; k < packs[i]->figures_n; k++)
            CHECK(!rules_figure(&others, packs[i]->figures[k].code));
    }
}

TEST(land_and_land_times_operations_stay_apart)
{
    const struct pack *const list[] = {shipped("supply-coop")};
    const struct rules r = {list, 1};
    REQUIRE(list[0]);
    CHECK_STR(rules_figure(&r, S("trust_area"))->unit, "亩");
    CHECK_STR(rules_figure(&r, S("trust_passes"))->unit, "亩次");
    CHECK_STR(rules_kind(&r, S("trusteeship"))->quantities[0].unit, "亩");
}

TEST(the_cooperatives_pack_has_no_word_of_the_party)
{
    const struct pack_source *list;
    size_t n = pack_shipped(&list);
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].name, S("cooperative")))
            CHECK(str_find(list[i].yaml, S("党"), 0) == SIZE_MAX &&
                str_find(list[i].yaml, S("支部"), 0) == SIZE_MAX);
}

TEST(names_are_looked_up_over_all_packs)
{
    const struct pack *const list[] = {shipped("party-branch"), shipped("supply-coop")};
    const struct rules r = {list, 2};
    const struct pack *of = NULL;
    REQUIRE(list[0] && list[1]);
    CHECK_STR(rules_post_title(&r, S("secretary")), "书记");
    CHECK_STR(rules_post_title(&r, S("captain")), "captain");
    CHECK_STR(rules_membership_title(&r, S("probationary")), "预备党员");
    CHECK_STR(rules_org_kind_title(&r, S("township_coop")), "基层供销合作社");
    CHECK(rules_in_committee(&r, S("publicity")) && !rules_in_committee(&r, S("clerk")));
    CHECK_INT(rules_late_days(&r, S("talk")), 7);
    CHECK_INT(rules_late_days(&r, S("trusteeship")), 15);
    CHECK_INT(rules_late_days(&r, S("unknown")), 0);
    CHECK_STR(rules_kind(&r, S("committee_meeting"))->title, "支部委员会会议");
    CHECK(rules_kind(&r, S("talk"))->is_private);
    CHECK(!rules_kind(&r, S("unknown")) && !rules_figure(&r, S("unknown")));
    CHECK(rules_duty(&r, S("B06"), &of) && of == list[0]);
}

/* 为农服务 goes to the end of the first section; the order of the others is the first pack's. */
TEST(outlines_join_by_their_sections)
{
    const struct pack *const list[] = {shipped("party-branch"), shipped("supply-coop")};
    const struct rules r = {list, 2};
    struct str sections[4] = {{NULL, 0}}, last_heading = {NULL, 0};
    size_t sections_n = 0, service_in = 0;
    REQUIRE(list[0] && list[1]);
    struct pack_outline o = rules_outline(test_arena(), &r);
    CHECK_STR(o.title, "党支部书记抓基层党建工作述职报告");
    CHECK_INT(o.n, list[0]->report_n + list[1]->report_n - 1);
    CHECK_INT(o.v[0]->kind, PART_TEXT);
    for (size_t i = 0; i < o.n; i++) {
        if (o.v[i]->kind == PART_HEADING)
            last_heading = o.v[i]->text;
        if (o.v[i]->kind == PART_HEADING && str_eq(last_heading, S("服务农业农村")))
            service_in = sections_n;
        if (o.v[i]->kind == PART_SECTION && sections_n < 4)
            sections[sections_n++] = o.v[i]->text;
    }
    CHECK_INT(sections_n, 3);
    CHECK_STR(sections[0], "工作总结、成绩和经验");
    CHECK_STR(sections[1], "突出问题");
    CHECK_STR(sections[2], "{next_year}年工作思路");
    CHECK_INT(service_in, 1);
    CHECK_STR(last_heading, "服务农业农村");
}

TEST(no_packs_give_an_empty_outline)
{
    const struct rules none = {NULL, 0};
    struct pack_outline o = rules_outline(test_arena(), &none);
    CHECK_INT(o.n, 0);
    CHECK(str_empty(o.title));
    CHECK_STR(rules_post_title(&none, S("secretary")), "secretary");
}

TEST(the_example_of_the_documentation_can_be_used)
{
    struct err e;
    struct str doc;
    const struct pack *p;
    REQUIRE(CHECK_OK(file_read(test_arena(), TEST_SOURCE_DIR "/docs/adding-a-duty-pack.md",
                         PACK_BYTES_MAX, &doc, &e),
        &e));
    size_t begin = str_find(doc, S("```yaml\n"), 0);
    REQUIRE(begin != SIZE_MAX);
    begin += strlen("```yaml\n");
    struct str yaml = str_slice(doc, begin, str_find(doc, S("```"), begin) - begin);
    CHECK_OK(pack_parse(test_arena(), yaml, "adding-a-duty-pack.md", &p, &e), &e);
}
