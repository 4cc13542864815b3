/* /api/v1: tokens and their scopes, problems, a record in and out again, pages of a list. */
#include "support_pages.h"

#include "base/json.h"
#include "domain/account.h"
#include "domain/proof.h"

static struct answer
call(struct pages *p, struct str token, const char *method, const char *target, const char *body)
{
    struct sent s = {
        .method = method, .target = target, .body = str_from(body), .type = "application/json"};
    s.head[HEAD_AUTHORIZATION] = arena_fmt(test_arena(), "Bearer %.*s", STR_ARG(token));
    return client_send(p->clients[p->clients_n - 1], &s);
}

static const struct json *
parsed(struct answer a)
{
    const struct json *j = NULL;
    struct err e = {0};
    (void)CHECK_OK(json_read(test_arena(), a.body, &j, &e), &e);
    return j;
}

static const char *
meeting(struct pages *p)
{
    return textf(
        "{\"kind\":\"committee_meeting\",\"held_on\":\"2023-06-10\",\"title\":\"接口记的\","
        "\"text\":\"内容\",\"place\":null,\"decisions\":[{\"text\":\"办\",\"owner\":\"赵甲\","
        "\"due_on\":\"2023-07-01\"}],\"attendance\":[{\"person\":%" PRId64
        ",\"state\":\"present\"},{\"person\":%" PRId64
        ",\"state\":\"absent\",\"reason\":\"出差\"}],\"fields\":{\"first_topic\":\"1\"}}",
        p->people[0], p->people[1]);
}

static bool
open_api(struct pages *p, struct str *token)
{
    if (!pages_open(p))
        return false;
    *token = pages_token(p, p->org, "chengxu", ROLE_CLERK, SCOPE_READ | SCOPE_WRITE);
    (void)pages_enter(p, p->org, NULL, ROLE_NONE); /* no cookie goes with the calls */
    return token->n > 0;
}

static void
check_problem(struct answer a, int status, const char *detail)
{
    const struct json *j = parsed(a);
    CHECK_ANSWER(a, status, detail);
    CHECK_STR(a.type, "application/problem+json");
    int64_t told = 0;
    CHECK(json_get_int(j, S("status"), 100, 599, &told) && told == status);
    CHECK(json_get_str(j, S("title")).n > 0 && json_get_str(j, S("detail")).n > 0);
}

TEST(a_record_goes_in_and_comes_out_and_counts)
{
    struct pages p;
    struct str token;
    REQUIRE(open_api(&p, &token));
    struct answer a = call(&p, token, "POST", "/api/v1/records", meeting(&p));
    CHECK_ANSWER(a, 201, "\"title\":\"接口记的\"");
    CHECK(str_starts(a.location, S("/api/v1/records/")));
    a = call(&p, token, "GET", arena_cstr(test_arena(), a.location), "");
    CHECK_ANSWER(a, 200, "\"reason\":\"出差\"");
    const struct json *j = parsed(a);
    CHECK_STR(json_get_str(j, S("text")), "内容");
    CHECK_STR(json_get_str(json_get(j, S("fields")), S("first_topic")), "1");
    CHECK_STR(json_get(j, S("duties"))->child->text, "B02");
    CHECK(json_get(j, S("place"))->kind == JSON_NULL);
    CHECK_STR(duty_cell(p.clerk, "B02", 6), "done");
    a = call(&p, token, "GET", "/api/v1/duties", "");
    CHECK_ANSWER(a, 200, "\"duty\":\"B02\"");
    CHECK(answer_has(a, "\"period\":\"2023-06\"") && answer_has(a, "\"state\":\"done\""));
    a = call(&p, token, "GET", "/api/v1/figures", "");
    CHECK_ANSWER(a, 200, "\"code\":\"committee_n\"");
    CHECK(answer_has(a, "\"value\":1,\"state\":\"recorded\"") &&
        answer_has(a, "\"value\":null,\"state\":\"no_record\""));
    pages_close(&p);
}

TEST(a_token_does_what_its_scope_says)
{
    struct pages p;
    struct str token;
    REQUIRE(open_api(&p, &token));
    struct str reads = pages_token(&p, p.org, "zhidu", ROLE_CLERK, SCOPE_READ);
    struct str writes = pages_token(&p, p.org, "zhixie", ROLE_CLERK, SCOPE_WRITE);
    struct str inspects =
        pages_token(&p, p.org, "jiancha", ROLE_INSPECTOR, SCOPE_READ | SCOPE_WRITE);
    CHECK_ANSWER(call(&p, reads, "GET", "/api/v1/records", ""), 200, "\"total\":0");
    check_problem(call(&p, reads, "POST", "/api/v1/records", meeting(&p)), 403, "");
    check_problem(call(&p, writes, "GET", "/api/v1/records", ""), 403, "");
    check_problem(call(&p, inspects, "POST", "/api/v1/records", meeting(&p)), 403, "");
    check_problem(call(&p, S("nonsense"), "GET", "/api/v1/records", ""), 401, "");
    CHECK_STR(answer_header(call(&p, S("nonsense"), "GET", "/api/v1/orgs", ""), "WWW-Authenticate"),
        "Bearer");
    CHECK_ANSWER(call(&p, reads, "GET", "/api/v1/records", ""), 200, "\"total\":0");
    pages_close(&p);
}

TEST(what_cannot_be_read_is_refused_with_its_name)
{
    struct pages p;
    struct str token;
    REQUIRE(open_api(&p, &token));

    static const struct {
        const char *body, *detail;
        int status;
    } wrong[] = {
        {"{\"kind\":\"committee_meeting\",\"held_on\":\"2023-06-10\",\"title\":\"a\",\"titel\":\"b\"}",
            "titel", 422},
        {"{\"kind\":\"committee_meeting\",\"held_on\":\"2023-02-30\"}", "held_on", 422},
        {"{\"kind\":\"committee_meeting\",\"held_on\":20230610}", "held_on", 422},
        {"{\"title\":[]}", "title", 422},
        {"{\"quantities\":{\"villages\":\"3\"}}", "villages", 422},
        {"{\"quantities\":{\"villages\":1.2345}}", "villages", 422},
        {"{\"attendance\":[{\"person\":\"1\",\"state\":\"present\"}]}", "attendance.person", 422},
        {"{\"attendance\":[{\"person\":1,\"state\":\"here\"}]}", "attendance.state", 422},
        {"{\"attendance\":[{\"person\":1,\"state\":\"present\",\"raeson\":\"x\"}]}", "raeson", 422},
        {"{\"decisions\":[{\"text\":\"x\",\"oner\":\"y\"}]}", "oner", 422},
        {"{\"decisions\":[\"x\"]}", "decisions", 422},
        {"{\"duties\":\"B02\"}", "duties", 422},
        {"{\"year\":1}", "year", 422},
        {"[]", "", 422},
        {"{\"title\":", "", 422},
        {"{\"kind\":\"nothing\",\"held_on\":\"2023-06-10\",\"title\":\"ab\"}", "", 422},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        check_problem(call(&p, token, "POST", "/api/v1/records", wrong[i].body), wrong[i].status,
            wrong[i].detail);
    check_problem(call(&p, token, "GET", "/api/v1/records?limit=1001", ""), 422, "limit");
    check_problem(call(&p, token, "GET", "/api/v1/records?from=x", ""), 422, "from");
    check_problem(call(&p, token, "GET", "/api/v1/records/999", ""), 404, "");
    check_problem(call(&p, token, "GET", "/api/v1/nothing", ""), 404, "");
    check_problem(call(&p, token, "DELETE", "/api/v1/records", ""), 405, "");
    CHECK_ANSWER(call(&p, token, "GET", "/api/v1/records", ""), 200, "\"total\":0");
    pages_close(&p);
}

TEST(an_error_of_a_field_names_it)
{
    struct pages p;
    struct str token;
    REQUIRE(open_api(&p, &token));
    struct answer a = call(&p, token, "POST", "/api/v1/records",
        "{\"kind\":\"committee_meeting\",\"held_on\":\"2023-01-10\",\"title\":\"一月\"}");
    check_problem(a, 422, "\"field\":\"late_why\"");
    pages_close(&p);
}

TEST(lists_come_in_pages)
{
    struct pages p;
    struct str token;
    REQUIRE(open_api(&p, &token));
    for (int i = 1; i <= 3; i++)
        REQUIRE(pages_meeting(&p, textf("2023-06-%02d", 10 + i), textf("第%d次", i)) > 0);
    struct answer a = call(&p, token, "GET", "/api/v1/records?limit=2", "");
    CHECK_ANSWER(a, 200, "\"total\":3");
    CHECK(answer_has(a, "第3次") && answer_has(a, "第2次") && !answer_has(a, "第1次"));
    a = call(&p, token, "GET", "/api/v1/records?limit=2&offset=2", "");
    CHECK(answer_has(a, "第1次") && !answer_has(a, "第2次"));
    a = call(&p, token, "GET", "/api/v1/people?limit=3&offset=6", "");
    CHECK_ANSWER(a, 200, "\"total\":8");
    CHECK_INT(answer_times(a, "\"membership\":"), 2);
    a = call(&p, token, "GET", "/api/v1/orgs", "");
    CHECK_ANSWER(a, 200, "云溪支部");
    CHECK(!answer_has(a, "石桥支部") && !answer_has(a, "云溪党委"));
    struct str above = pages_token(&p, p.root, "zongbu", ROLE_UPPER, SCOPE_READ);
    a = call(&p, above, "GET", "/api/v1/orgs?offset=1&limit=1", "");
    CHECK_INT(answer_times(a, "\"kind\":"), 1);
    CHECK(!answer_has(a, "云溪党委"));
    pages_close(&p);
}

static bool
make_head(struct work *w, void *arg, struct err *e)
{
    return proof_make(w, 0, arg, e);
}

static struct tlog_proof
path_of(const struct json *j)
{
    struct tlog_proof proof = {.n = 0};
    for (const struct json *h = json_get(j, S("path")) ? json_get(j, S("path"))->child : NULL; h;
         h = h->next)
        CHECK(sha256_from_hex(h->text, &proof.v[proof.n++]));
    return proof;
}

/* A program that keeps heads checks with nothing but what it was given. */
TEST(heads_and_proofs_are_handed_out)
{
    struct pages p;
    struct str token;
    struct checkpoint_row first, row;
    struct actor system = actor_system();
    struct sha256 leaf;
    struct err e;
    REQUIRE(open_api(&p, &token));
    check_problem(call(&p, token, "GET", "/api/v1/checkpoint", ""), 404, "检查点");
    REQUIRE(CHECK_OK(house_write(p.house, test_arena(), &system, make_head, &first, &e), &e));
    CHECK_ANSWER(call(&p, token, "POST", "/api/v1/records", meeting(&p)), 201, "");
    REQUIRE(CHECK_OK(house_write(p.house, test_arena(), &system, make_head, &row, &e), &e));
    const struct json *j = parsed(call(&p, token, "GET", "/api/v1/checkpoint", ""));
    CHECK(str_eq(json_get_str(j, S("note")), row.note));
    j = parsed(call(&p, token, "GET",
        textf("/api/v1/consistency?from=%" PRId64 "&to=%" PRId64, first.size, row.size), ""));
    struct tlog_proof proof = path_of(j);
    CHECK(tlog_consistency_holds(first.size, row.size, &proof, &first.root, &row.root));
    j = parsed(call(&p, token, "GET",
        textf("/api/v1/inclusion?entry=%" PRId64 "&size=%" PRId64, row.size, row.size), ""));
    proof = path_of(j);
    CHECK(sha256_from_hex(json_get_str(j, S("leaf")), &leaf));
    CHECK(tlog_inclusion_holds(row.size - 1, row.size, leaf, &proof, &row.root));
    check_problem(call(&p, token, "GET",
                      textf("/api/v1/inclusion?entry=%" PRId64 "&size=99999", row.size), ""),
        422, "起止");
    check_problem(/* an entry of the body above */
        call(&p, token, "GET", "/api/v1/inclusion?entry=1&size=3", ""), 403, "");
    check_problem(call(&p, token, "GET", "/api/v1/consistency?from=9", ""), 422, "");
    pages_close(&p);
}

TEST(the_description_names_every_path_and_only_those)
{
    struct pages p;
    struct str token;
    REQUIRE(open_api(&p, &token));
    const struct json *paths =
        json_get(parsed(call(&p, token, "GET", "/api/v1/openapi.json", "")), S("paths"));
    int told = 0, there = 0;
    for (const struct json *m = paths ? paths->child : NULL; m; m = m->next)
        for (const struct json *method = m->child; method; method = method->next)
            told += str_eq(method->key, S("get")) || str_eq(method->key, S("post"));
    for (const struct route *r = web_routes; r->method != METHOD_NONE; r++) {
        if (strncmp(r->path, "/api/v1/", 8) != 0 || strstr(r->path, "openapi"))
            continue;
        const char *path = strstr(r->path, "/:id") ? "/api/v1/records/{id}" : r->path;
        const struct json *m = json_get(paths, str_from(path));
        test_check(
            m && json_get(m, r->method == GET ? S("get") : S("post")), __FILE__, __LINE__, r->path);
        there++;
    }
    CHECK_INT(told, there);
    pages_close(&p);
}
