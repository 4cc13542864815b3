/* A form that is sent twice. */
#include "support_pages.h"

TEST(a_form_sent_twice_makes_one_record)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/new?kind=committee_meeting");
    struct str once = answer_between(a, "name=\"once\" value=\"", "\"");
    CHECK_INT(once.n, TOKEN_TEXT);
    const char *form =
        textf("%s&once=%.*s", meeting_form(&p, "2023-06-10", "六月支委会"), STR_ARG(once));
    int64_t id = answer_id(client_post(p.clerk, "/new", form));
    CHECK(id > 0);
    CHECK_INT(answer_id(client_post(p.clerk, "/new", form)), id);
    /* The next meeting from the same page, and one from a program without the value, are others. */
    a = client_post(p.clerk, "/new", textf("%s&place=二楼", form));
    CHECK(answer_id(a) != id && answer_id(a) > 0);
    form = meeting_form(&p, "2023-06-10", "六月支委会");
    CHECK(answer_id(client_post(p.clerk, "/new", form)) !=
        answer_id(client_post(p.clerk, "/new", form)));
    pages_close(&p);
}

TEST(a_form_that_was_refused_keeps_its_value)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    const char *form = textf("%s&once=abc", meeting_form(&p, "2023-06-16", "明天"));
    CHECK_ANSWER(client_post(p.clerk, "/new", form), 422, "name=\"once\" value=\"abc\"");
    form = textf("%s&once=abc", meeting_form(&p, "2023-06-15", "今天"));
    CHECK(answer_id(client_post(p.clerk, "/new", form)) > 0);
    pages_close(&p);
}
