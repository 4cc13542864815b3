/* 残留: what is left over from other texts: another year, another place or unit, a post of somebody who is gone, masked
   figures, and what sites leave. */
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/person.h"
#include "domain/review_int.h"
#include "text/residue.h"

/* ---- another year ---- */

/* The year (2021年) that ends with the 年 at a byte; 0 when the four digits before it are none. */
static int
year_before(struct str s, size_t at)
{
    int64_t year;
    if (at < 4 || (at > 4 && s.p[at - 5] >= '0' && s.p[at - 5] <= '9') ||
        !str_to_i64(str_slice(s, at - 4, 4), 1990, 2100, &year))
        return 0;
    return (int)year;
}

static void
add_year(struct reviewing *r, size_t at, int year)
{
    review_add(r, &r->review->leftovers, at - 4, at + strlen("年"), S("other_year"),
        arena_fmt(r->w->arena, tr("这是%d年度的报告，此处写的却是%d年。"), r->year, year));
}

static bool
names_year(struct str line, int year)
{
    for (size_t at = str_find(line, S("年"), 0); at != SIZE_MAX;
         at = str_find(line, S("年"), at + 1))
        if (year_before(line, at) == year)
            return true;
    return false;
}

/* A title or heading may name another year: the next where it plans, the last one whose criticism was taken up, or that of
   a day (2024年1月5日 below the title). */
static bool
may_name(const struct reviewing *r, struct str line, size_t at, int year)
{
    struct str behind = str_slice(line, at + strlen("年"), 1);
    if (behind.n && behind.p[0] >= '0' && behind.p[0] <= '9')
        return true;
    if (year == r->year + 1)
        return names_year(line, r->year) ||
            review_has(line, "计划 思路 打算 安排 措施 目标 重点 展望 下一步 下步");
    return year == r->year - 1 && review_has(line, "整改 评议 反馈 点评 指出");
}

static void
scan_heading_years(struct reviewing *r, size_t start, size_t end)
{
    struct str line = str_slice(r->text, start, end - start);
    for (size_t at = str_find(line, S("年"), 0); at != SIZE_MAX;
         at = str_find(line, S("年"), at + 1)) {
        int year = year_before(line, at);
        if (year && year != r->year && !may_name(r, line, at, year))
            add_year(r, start + at, year);
    }
}

/* 2021年，支部…: a paragraph that begins with another year's name goes on about that year. */
static void
scan_paragraph_year(struct reviewing *r, size_t start, size_t end)
{
    struct str line = str_slice(r->text, start, end - start);
    if (!str_starts(str_slice(line, 4, 3), S("年")))
        return;
    int year = year_before(line, 4);
    struct str behind = str_slice(line, 4 + strlen("年"), 12);
    if (year && year < r->year && review_begins(behind, "， , 度， 以来， 来，"))
        add_year(r, start + 4, year);
}

enum {
    HEADING_BYTES = 120, /* forty characters: a longer line is no heading */
    TITLE_LINES = 2
};

static bool
is_heading(struct str line)
{
    return line.n > 0 && line.n <= HEADING_BYTES && !review_has(line, "。 ；") &&
        (review_begins(line, "一、 二、 三、 四、 五、 六、 七、 八、 九、 十、") ||
            review_begins(
                line, "（一） （二） （三） （四） （五） （六） （七） （八） （九） （十）"));
}

static void
scan_years(struct reviewing *r)
{
    size_t at = 0, start, end, lines = 0;
    while (review_line(r->body, &at, &start, &end)) {
        struct str line = str_slice(r->body, start, end - start);
        bool title = line.n > 0 && lines < TITLE_LINES && line.n <= HEADING_BYTES &&
            !review_has(line, "。 ， ：");
        lines += line.n > 0;
        if (title || is_heading(line))
            scan_heading_years(r, start, end);
        else
            scan_paragraph_year(r, start, end);
    }
}

/* ---- another place ---- */

/* The higher the rank, the higher the body. */
static const struct {
    struct str word;
    int rank;
} levels[] = {{str_lit("省"), 5}, {str_lit("市"), 4}, {str_lit("县"), 3}, {str_lit("区"), 3},
    {str_lit("旗"), 3}, {str_lit("镇"), 2}, {str_lit("乡"), 2}, {str_lit("街道"), 2},
    {str_lit("村"), 1}, {str_lit("社区"), 1}};

enum {
    LEVELS = sizeof levels / sizeof levels[0]
};

/* The level of an org by its name: the first of these words in it, rather not at its beginning (区社党委); LEVELS when it
   says none. */
static size_t
level_in(struct str name)
{
    size_t best = LEVELS, where = SIZE_MAX;
    for (size_t from = 1; best == LEVELS && from < 2; from--) {
        for (size_t i = 0; i < LEVELS; i++) {
            size_t at = str_find(name, levels[i].word, from);
            if (at != SIZE_MAX && at < where) {
                where = at;
                best = i;
            }
        }
    }
    return best;
}

/* Its own name says it, or that of the nearest body above. */
static size_t
level_of(const struct reviewing *r)
{
    size_t own = level_in(r->org.name);
    for (size_t i = r->above.n; i > 0 && own == LEVELS; i--)
        own = level_in(r->above.v[i - 1].name);
    return own;
}

static bool
is_self(struct str before)
{
    return review_ends(before, "自 忘 你 他 敌 唯 无");
}

/* 我市, 我乡 in a body of a district. */
static void
scan_our_place(struct reviewing *r, size_t own)
{
    struct str t = r->body;
    for (size_t at = str_find(t, S("我"), 0); at != SIZE_MAX; at = str_find(t, S("我"), at + 3))
        for (size_t i = 0; i < LEVELS; i++) {
            struct str word = levels[i].word, behind = str_slice(t, at + strlen("我"), word.n);
            bool word_goes_on = review_begins(
                str_slice(t, at + strlen("我") + word.n, 3), "场 容 民 别 分 镇 长 干 土");
            if (i == own || !str_eq(behind, word) || word_goes_on ||
                is_self(str_slice(t, at >= 3 ? at - 3 : 0, at >= 3 ? 3 : 0)))
                continue;
            review_add(r, &r->review->leftovers, at, at + strlen("我") + word.n, S("place"),
                arena_fmt(r->w->arena, tr("“我%.*s”与本单位“%.*s”不符。"), STR_ARG(word),
                    STR_ARG(r->org.name)));
        }
}

enum {
    LED_BYTES = 120 /* between 在 and 领导下 */
};

/* Whether the place named before its level, 青山 of 青山县委, is one of the own names: the org's or one above. */
static bool
is_own_place(const struct reviewing *r, struct str place)
{
    for (size_t i = 0; i < r->above.n; i++)
        if (str_find(r->above.v[i].name, place, 0) != SIZE_MAX)
            return true;
    return str_find(r->org.name, place, 0) != SIZE_MAX;
}

/* 在县委的正确领导下 in a district's report; 在青山区委…领导下 when it is another district. `led`: from behind 在. */
static void
scan_led_by(struct reviewing *r, size_t start, struct str led, size_t own)
{
    for (size_t i = 0; i < LEVELS; i++) {
        size_t at = str_find(led, levels[i].word, 0);
        struct str behind = at == SIZE_MAX ? S("") : str_slice(led, at + levels[i].word.n, 12);
        if (!review_begins(behind, "委 党委 党工委 党组"))
            continue;
        struct str place = str_slice(led, 0, at + levels[i].word.n);
        bool named = at >= 6 && !review_has(place, "党 、 和 与 ， 级 了 届");
        bool below = levels[i].rank < levels[own].rank;
        bool beside = i != own && levels[i].rank == levels[own].rank && levels[i].rank > 2;
        bool other = named && levels[i].rank == levels[own].rank && !is_own_place(r, place);
        if (below || beside || other) {
            review_add(r, &r->review->leftovers, start, start + at + levels[i].word.n, S("place"),
                arena_fmt(r->w->arena, tr("“%.*s”与本单位“%.*s”不符。"), STR_ARG(place),
                    STR_ARG(r->org.name)));
            return;
        }
    }
}

static void
scan_places(struct reviewing *r)
{
    size_t own = level_of(r);
    struct str t = r->body;
    if (own == LEVELS)
        return;
    scan_our_place(r, own);
    for (size_t at = str_find(t, S("领导下"), 0); at != SIZE_MAX;
         at = str_find(t, S("领导下"), at + 3)) {
        size_t from = at > LED_BYTES ? at - LED_BYTES : 0, in = SIZE_MAX;
        for (size_t k = str_find(t, S("在"), from); k < at; k = str_find(t, S("在"), k + 3))
            in = k;
        if (in != SIZE_MAX)
            scan_led_by(r, in + strlen("在"), str_slice(t, in + strlen("在"), at - in - 3), own);
    }
}

/* ---- another unit ---- */

/* A name without what demonstrations add to it: （示例）. */
static struct str
bare(struct str name)
{
    size_t at = str_find(name, S("（"), 0);
    return str_slice(name, 0, at == SIZE_MAX ? name.n : at);
}

/* Every character of `part` stands in `whole`, in that order: 区供销社党支部 of 某区供销合作社联合社党支部. */
static bool
is_short_for(struct str part, struct str whole)
{
    size_t at = 0;
    for (size_t i = 0; i < part.n;) {
        size_t n = 1;
        while (i + n < part.n && ((unsigned char)part.p[i + n] & 0xC0) == 0x80)
            n++;
        size_t found = str_find(whole, str_slice(part, i, n), at);
        if (found == SIZE_MAX)
            return false;
        at = found + n;
        i += n;
    }
    return true;
}

enum {
    NAME_POINTS = 60 /* characters of a name that are compared */
};

/* The characters of a name, at most NAME_POINTS. */
static size_t
points_of(struct str name, uint32_t points[NAME_POINTS])
{
    size_t n = 0;
    while (n < NAME_POINTS && utf8_next(&name, &points[n]))
        n++;
    return n;
}

/* Three quarters of its characters stand in the other name in that order, and no level does that the other has not:
   供销总社党支部 and 区供销合作社党支部, but not 县供销合作社. */
static bool
is_nearly(struct str part, struct str whole)
{
    uint32_t a[NAME_POINTS], b[NAME_POINTS];
    size_t n = points_of(part, a), m = points_of(whole, b), best[NAME_POINTS + 1] = {0};
    for (size_t i = 0; i < LEVELS; i++)
        if (str_find(part, levels[i].word, 0) != SIZE_MAX &&
            str_find(whole, levels[i].word, 0) == SIZE_MAX)
            return false;
    for (size_t i = 0; i < n; i++) {
        size_t corner = 0;
        for (size_t k = 0; k < m; k++) {
            size_t above = best[k + 1];
            if (a[i] == b[k])
                best[k + 1] = corner + 1;
            else if (best[k] > above)
                best[k + 1] = best[k];
            corner = above;
        }
    }
    return n > 0 && best[m] * 4 >= n * 3;
}

static bool
names(struct str name, struct str own)
{
    return is_short_for(name, own) || is_nearly(name, own) ||
        str_find(name, bare(own), 0) != SIZE_MAX;
}

static bool
is_own_unit(const struct reviewing *r, struct str name)
{
    for (size_t i = 0; i < r->above.n; i++)
        if (names(name, r->above.v[i].name))
            return true;
    return names(name, r->org.name);
}

enum {
    UNIT_MIN = 12, /* four characters: 本支部 and the like name nobody */
    UNIT_MAX = 90
};

/* What the name of a unit ends with before the words of a title. */
static const char unit_ends[] =
    "局 委 委员会 办 办公室 社 联合社 院 校 公司 中心 党支部 支部 党委 党总支 总支 村 镇 乡 街道 社区 医院 学校 大学 中学 小学 站 "
    "所 厅 处 协会 党组 集团 厂";

/* The unit at the beginning of a title, before 2023年, 书记, 述职, 工作总结 …; "" without. */
static struct str
unit_of_title(struct str line)
{
    if (year_before(line, 4)) /* 2023年度… */
        line = str_slice(
            line, 4 + strlen("年") + (str_find(line, S("年度"), 0) == 4 ? 3U : 0U), line.n);
    static const char *const stops[] = {"20", "书记", "述职", "工作总结", "年度", "党建", "抓基层",
        "工作报告", "关于", "二〇", "二○"};
    size_t n = line.n;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        size_t at = str_find(line, str_from(stops[i]), 0);
        n = at < n ? at : n;
    }
    struct str unit = str_slice(line, 0, n);
    bool whole = n < line.n && unit.n >= UNIT_MIN && unit.n <= UNIT_MAX;
    return whole && review_ends(unit, unit_ends) && !review_has(unit, "某 × X x * 、 ，") ? unit
                                                                                          : S("");
}

static void
tell_unit(struct reviewing *r, size_t start, struct str unit)
{
    const struct review_findings *told = &r->review->leftovers;
    for (size_t i = 0; i < told->n; i++)
        if (str_eq(told->v[i].kind, S("other_unit")) && told->v[i].start < start + unit.n &&
            start < told->v[i].end)
            return;
    review_add(r, &r->review->leftovers, start, start + unit.n, S("other_unit"),
        arena_fmt(r->w->arena, tr("这是“%.*s”的报告，此处写的却是“%.*s”。"), STR_ARG(r->org.name),
            STR_ARG(unit)));
}

static void
scan_unit(struct reviewing *r, size_t start, struct str unit)
{
    if (unit.n && !is_own_unit(r, unit))
        tell_unit(r, start, unit);
}

/* 作为青山县财政局党支部书记: the writer says who he is. */
static void
scan_writer(struct reviewing *r)
{
    struct str t = r->body;
    for (size_t at = str_find(t, S("我作为"), 0); at != SIZE_MAX;
         at = str_find(t, S("我作为"), at + 3)) {
        size_t from = at + strlen("我作为");
        size_t to = str_find(str_slice(t, from, UNIT_MAX), S("书记"), 0);
        struct str unit = to == SIZE_MAX ? S("") : str_slice(t, from, to);
        if (unit.n >= UNIT_MIN && review_ends(unit, unit_ends) && !review_has(unit, "， 。 、"))
            scan_unit(r, from, unit);
    }
}

enum {
    TREE_MAX = 2000 /* units of one tree whose names are looked for */
};

/* 我们、作为 and the like do not stand before the names of others; a name alone in a line (title, signature) does. */
static bool
is_alone(struct str text, size_t at, size_t n)
{
    bool begins = at == 0 || text.p[at - 1] == '\n' ||
        review_ends(str_slice(text, at > 3 ? at - 3 : 0, at > 3 ? 3 : at), "\xE3\x80\x80");
    size_t stop = str_find_char(text, '\n', at + n);
    struct str rest = str_slice(text, at + n, (stop == SIZE_MAX ? text.n : stop) - at - n);
    rest = str_trim(rest);
    return begins && (rest.n == 0 || review_has(rest, "述职 总结 报告 汇报"));
}

static bool
in_tree(const struct reviewing *r, const struct org *o)
{
    return str_starts(r->org.path, o->path) || str_starts(o->path, r->org.path);
}

/* The names of the other units of the same tree, where they stand as the report's own. */
static bool
scan_siblings(struct reviewing *r, struct err *e)
{
    struct orgs tree = {NULL, 0};
    struct str t = r->body;
    int64_t top = r->above.n > 1 ? r->above.v[r->above.n - 2].id : r->org.id;
    if (!org_subtree(r->w, top, TREE_MAX, &tree, e)) {
        if (e->code != ERR_DENIED && e->code != ERR_NOT_FOUND)
            return false;
        *e = (struct err){
            .code = ERR_NONE}; /* who sees only his own unit compares with that alone */
        return true;
    }
    for (size_t i = 0; i < tree.n; i++) {
        struct str name = bare(tree.v[i].name);
        if (in_tree(r, &tree.v[i]) || name.n < UNIT_MIN || is_short_for(name, r->org.name))
            continue;
        for (size_t at = str_find(t, name, 0); at != SIZE_MAX; at = str_find(t, name, at + name.n))
            if (is_alone(t, at, name.n))
                tell_unit(r, at, name);
    }
    return true;
}

static bool
scan_units(struct reviewing *r, struct err *e)
{
    size_t at = 0, start = 0, end = 0;
    while (review_line(r->body, &at, &start, &end) && start == end)
        ;
    struct str title = str_slice(r->body, start, end - start);
    struct str unit = review_has(title, "。 ：") ? S("") : unit_of_title(title);
    if (unit.n)
        scan_unit(r, (size_t)(unit.p - r->body.p), unit);
    scan_writer(r);
    return scan_siblings(r, e);
}

/* ---- residue ---- */

static void
scan_residue(struct reviewing *r)
{
    struct residues found = residue_find(r->w->arena, r->text);
    for (size_t i = 0; i < found.n; i++)
        review_add(r, &r->review->leftovers, found.v[i].start, found.v[i].end,
            residue_code(found.v[i].kind), residue_title(found.v[i].kind));
}

/* ---- posts ---- */

enum {
    NAME_MIN = 6, /* two characters */
    TITLE_NEAR = 18
};

/* 书记张三, 张三书记: the name with the post's title beside it. */
static bool
is_titled(struct str text, size_t at, size_t n, struct str title)
{
    size_t from = at > TITLE_NEAR ? at - TITLE_NEAR : 0;
    return str_find(str_slice(text, from, at - from), title, 0) != SIZE_MAX ||
        str_find(str_slice(text, at + n, TITLE_NEAR), title, 0) != SIZE_MAX;
}

/* The day a person left the org; none while he is there. */
static struct date
left_on(const struct people *all, int64_t person_id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id == person_id)
            return all->v[i].left_on;
    return (struct date){0, 0, 0};
}

static bool
holds_in_year(
    const struct reviewing *r, const struct posts *posts, const struct people *all, int64_t person)
{
    struct date begin = date_make(r->year, 1, 1), left = left_on(all, person);
    if (!date_is_none(left) && date_cmp(left, begin) <= 0)
        return false;
    for (size_t i = 0; i < posts->n; i++)
        if (posts->v[i].person_id == person &&
            (date_is_none(posts->v[i].to_on) || date_cmp(posts->v[i].to_on, begin) > 0))
            return true;
    return false;
}

/* Who held a post, and none in the year, still named with it. */
static bool
scan_posts(struct reviewing *r, struct err *e)
{
    struct posts posts;
    struct people all;
    struct person_filter everybody = {.org_id = r->org.id, .with_left = true, .limit = TREE_MAX};
    if (!post_list(r->w, r->org.id, true, &posts, e) || !person_list(r->w, &everybody, &all, e))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        struct str name = posts.v[i].person_name;
        struct str title = rules_post_title(r->rules, posts.v[i].post);
        if (name.n < NAME_MIN || holds_in_year(r, &posts, &all, posts.v[i].person_id))
            continue;
        for (size_t at = str_find(r->text, name, 0); at != SIZE_MAX;
             at = str_find(r->text, name, at + name.n))
            if (is_titled(r->text, at, name.n, title))
                review_add(r, &r->review->leftovers, at, at + name.n, S("left_post"),
                    arena_fmt(r->w->arena, tr("%.*s在%d年度之前已不任%.*s。"), STR_ARG(name),
                        r->year, STR_ARG(title)));
    }
    return true;
}

bool
review_leftovers(struct reviewing *r, struct err *e)
{
    scan_years(r);
    scan_places(r);
    scan_residue(r);
    return scan_units(r, e) && scan_posts(r, e);
}
