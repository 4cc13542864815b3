/* A form from a stranger: only what is declared comes through, checked, and as UTF-8. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "web/param.h"

static const char *const words[] = {"present", "absent", NULL};
static const struct param params[] = {
    {.name = "line", .type = PARAM_TEXT, .max = 30, .required = true, .label = "行"},
    {.name = "lines", .type = PARAM_LINES},
    {.name = "int", .type = PARAM_INT, .lo = -5, .hi = 500},
    {.name = "milli", .type = PARAM_MILLI},
    {.name = "day", .type = PARAM_DATE},
    {.name = "id", .type = PARAM_ID, .many = true},
    {.name = "tick", .type = PARAM_BOOL},
    {.name = "att_*", .type = PARAM_ENUM, .values = words},
    {0},
};
static const struct route route = {.method = POST, .path = "/x/:n", .params = params};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct request rq = {.method = POST, .arena = a, .route = &route};
    rq.params = param_set_open(a, &route);
    form_decode(rq.params, str_make((const char *)data, size));
    param_set_check(rq.params, &rq);
    BUG_ON(rq.params->n > PARAMS_MAX, "more fields than allowed");
    BUG_ON(param_text(&rq, "line").n > 30, "a line longer than allowed");
    BUG_ON(!utf8_valid(param_text(&rq, "lines")), "text that is no UTF-8");
    int64_t n = param_int(&rq, "int", 0);
    BUG_ON(n < -5 || n > 500, "a number out of its bounds");
    struct date day = param_date(&rq, "day");
    BUG_ON(!date_is_none(day) && !date_valid(day), "a day that does not exist");
    for (struct param_each it = {0}; param_next(&rq, "att_*", &it);)
        BUG_ON(!str_eq(it.text, S("present")) && !str_eq(it.text, S("absent")), "another word");
    for (const struct field_error *f = rq.errors; f; f = f->next)
        BUG_ON(f->text.n == 0 || !utf8_valid(f->text), "an error without a sentence");
    arena_close(a);
    return 0;
}
