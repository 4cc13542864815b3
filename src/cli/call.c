#include "cli/call.h"

#include "base/lang.h"
#include "base/utf8.h"

#include <stdlib.h>

enum {
    OUT_MAX = 256 * 1024 * 1024
};

/* Known to every command. */
static const struct opt COMMON[] = {
    {"data", OPT_TEXT, "DIR", N_("数据文件夹（默认 $TAIZHANG_DATA，其次 ./data）"), 0, 0, false,
        false},
    {"db", OPT_TEXT, "URL", N_("数据库（默认数据文件夹中的 SQLite；或 postgresql://…）"), 0, 0,
        false, false},
    {"json", OPT_FLAG, NULL, N_("以一份 JSON 输出"), 0, 0, false, false},
    {"help", OPT_FLAG, NULL, N_("显示本命令的用法"), 0, 0, false, false},
};

static const struct opt *
find_in(const struct opt *opts, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_from(opts[i].name), name))
            return &opts[i];
    return NULL;
}

static const struct opt *
find_opt(const struct command *command, struct str name)
{
    const struct opt *own = find_in(command->opts, command->opts_n, name);
    return own ? own : find_in(OPTS(COMMON), name);
}

/* The longest name of the table that the first words spell: "record add" before "record". */
static const struct command *
find_command(const struct command *commands, size_t n, int argc, char **argv, int *words)
{
    const struct command *best = NULL;
    *words = 0;
    for (size_t i = 0; i < n; i++) {
        struct str rest = str_from(commands[i].name), word;
        int at = 1;
        bool fits = true;
        while (fits && str_split(&rest, ' ', &word)) {
            fits = at < argc && str_eq(str_from(argv[at]), word);
            at++;
        }
        if (fits && at - 1 > *words) {
            best = &commands[i];
            *words = at - 1;
        }
    }
    return best;
}

static bool
set_value(struct opt_value *v, struct err *e)
{
    const struct opt *opt = v->opt;
    if (opt->type == OPT_INT && !str_to_i64(v->text, opt->min, opt->max, &v->number))
        return err_set(e, ERR_USAGE, tr("--%s 应为 %lld 到 %lld 之间的整数，不是“%.*s”。"),
            opt->name, (long long)opt->min, (long long)opt->max, STR_ARG(v->text));
    if (opt->type == OPT_DATE && !date_parse(v->text, &v->date))
        return err_set(e, ERR_USAGE, tr("--%s 应为存在的日期，写作 2023-07-01，不是“%.*s”。"),
            opt->name, STR_ARG(v->text));
    return true;
}

static bool
take_option(struct call *c, int *i, int argc, char **argv, struct err *e)
{
    struct str name = str_slice(str_from(argv[*i]), 2, SIZE_MAX), value = {0};
    size_t eq = str_find_char(name, '=', 0);
    bool joined = eq != SIZE_MAX;
    if (joined) {
        value = str_slice(name, eq + 1, SIZE_MAX);
        name = str_slice(name, 0, eq);
    }
    const struct opt *opt = find_opt(c->command, name);
    if (!opt)
        return err_set(e, ERR_USAGE, tr("“%s”没有选项 --%.*s。"), c->command->name, STR_ARG(name));
    if (!opt->many && call_has(c, opt->name))
        return err_set(e, ERR_USAGE, tr("选项 --%s 只能给一次。"), opt->name);
    if (opt->type == OPT_FLAG && joined)
        return err_set(e, ERR_USAGE, tr("选项 --%s 不带值。"), opt->name);
    if (opt->type != OPT_FLAG && !joined) {
        if (*i + 1 >= argc)
            return err_set(e, ERR_USAGE, tr("选项 --%s 后面缺少值。"), opt->name);
        value = str_from(argv[++*i]);
    }
    struct opt_value *v = &c->values[c->values_n];
    *v = (struct opt_value){.opt = opt, .text = value};
    c->values_n++;
    return set_value(v, e);
}

static bool
check_complete(const struct call *c, struct err *e)
{
    const struct command *command = c->command;
    for (size_t i = 0; i < command->opts_n; i++)
        if (command->opts[i].required && !call_has(c, command->opts[i].name))
            return err_set(e, ERR_USAGE, tr("缺少 --%s。"), command->opts[i].name);
    if (c->args_n < command->args_min)
        return err_set(e, ERR_USAGE, tr("缺少参数：%s。"), command->args);
    if (c->args_n > command->args_max)
        return err_set(e, ERR_USAGE, tr("多余的参数“%.*s”。"), STR_ARG(c->args[command->args_max]));
    return true;
}

static const char *
data_folder(struct call *c)
{
    const char *env = getenv("TAIZHANG_DATA");
    if (call_has(c, "data"))
        return arena_cstr(c->arena, call_text(c, "data"));
    return env && env[0] ? env : "data";
}

bool
call_parse(
    struct call *c, const struct command *commands, size_t n, int argc, char **argv, struct err *e)
{
    int words;
    out_init(&c->out, OUT_MAX);
    c->command = find_command(commands, n, argc, argv, &words);
    if (!c->command)
        return argc < 2 ? err_set(e, ERR_USAGE, tr("缺少命令。"))
                        : err_set(e, ERR_USAGE, tr("没有命令“%s”。"), argv[1]);
    c->values = arena_array(c->arena, struct opt_value, (size_t)argc);
    c->args = arena_array(c->arena, struct str, (size_t)argc);
    bool only_args = false;
    for (int i = words + 1; i < argc; i++) {
        struct str word = str_from(argv[i]);
        if (!only_args && str_eq(word, S("--")))
            only_args = true;
        else if (!only_args && str_eq(word, S("-o")) && find_opt(c->command, S("output")) &&
            i + 1 < argc)
            c->values[c->values_n++] = (struct opt_value){
                .opt = find_opt(c->command, S("output")), .text = str_from(argv[++i])};
        else if (!only_args && str_starts(word, S("--"))) {
            if (!take_option(c, &i, argc, argv, e))
                return false;
        } else if (!only_args && word.n > 1 && word.p[0] == '-')
            return err_set(e, ERR_USAGE, tr("没有选项 %s。"), argv[i]);
        else
            c->args[c->args_n++] = word;
    }
    c->json = call_has(c, "json");
    c->data = data_folder(c);
    c->db = call_has(c, "db") ? arena_cstr(c->arena, call_text(c, "db")) : NULL;
    return call_has(c, "help") || check_complete(c, e);
}

static void
help_option(struct out *o, const struct opt *opt)
{
    struct out left;
    out_init(&left, 256);
    out_fmt(&left, "  --%s%s%s", opt->name, opt->arg ? " " : "", opt->arg ? opt->arg : "");
    out_put(o, out_str(&left));
    for (size_t w = utf8_width(out_str(&left)); w < 24; w++)
        out_char(o, ' ');
    out_release(&left);
    out_fmt(o, " %s%s%s\n", tr(opt->help), opt->required ? tr("（必填）") : "",
        opt->many ? tr("（可多次）") : "");
}

void
call_help(struct out *o, const struct command *command)
{
    out_fmt(o, "taizhang %s%s%s\n  %s\n\n", command->name, command->args[0] ? " " : "",
        command->args, tr(command->help));
    for (size_t i = 0; i < command->opts_n; i++)
        help_option(o, &command->opts[i]);
    for (size_t i = 0; i < sizeof(COMMON) / sizeof(COMMON[0]); i++)
        help_option(o, &COMMON[i]);
}

static const struct opt_value *
value_of(const struct call *c, const char *opt, size_t k)
{
    for (size_t i = 0; i < c->values_n; i++)
        if (strcmp(c->values[i].opt->name, opt) == 0 && k-- == 0)
            return &c->values[i];
    return NULL;
}

bool
call_has(const struct call *c, const char *opt)
{
    return value_of(c, opt, 0) != NULL;
}

struct str
call_text(const struct call *c, const char *opt)
{
    const struct opt_value *v = value_of(c, opt, 0);
    return v ? v->text : (struct str){NULL, 0};
}

int64_t
call_int(const struct call *c, const char *opt, int64_t otherwise)
{
    const struct opt_value *v = value_of(c, opt, 0);
    return v ? v->number : otherwise;
}

struct date
call_date(const struct call *c, const char *opt)
{
    const struct opt_value *v = value_of(c, opt, 0);
    return v ? v->date : (struct date){0, 0, 0};
}

bool
call_nth(const struct call *c, const char *opt, size_t k, struct str *text)
{
    const struct opt_value *v = value_of(c, opt, k);
    if (v)
        *text = v->text;
    return v != NULL;
}

bool
call_house(struct call *c, bool create, struct err *e)
{
    struct house_options options = {.data = c->data,
        .db = c->db,
        .clock = c->clock,
        .create = create,
        .batch_max = c->batch_max};
    return house_open(&options, &c->house, e) && reader_open(c->house, &c->reader, e);
}

void
call_close(struct call *c)
{
    if (c->reader)
        reader_close(c->reader);
    if (c->house)
        house_close(c->house);
    c->reader = NULL;
    c->house = NULL;
}

bool
call_read(struct call *c, struct work *w, struct err *e)
{
    struct actor actor = actor_system();
    return (c->house || call_house(c, false, e)) && work_begin(c->reader, c->arena, &actor, w, e);
}

bool
call_write(struct call *c, work_fn fn, void *arg, struct err *e)
{
    struct actor actor = actor_system();
    return (c->house || call_house(c, false, e)) &&
        house_write(c->house, c->arena, &actor, fn, arg, e);
}

bool
call_org(struct call *c, struct work *w, struct org *org, struct err *e)
{
    if (call_has(c, "org"))
        return org_find(w, call_text(c, "org"), org, e);
    struct orgs roots;
    if (!org_roots(w, &roots, e))
        return false;
    if (roots.n != 1)
        return err_set(e, ERR_USAGE, tr("这里有 %zu 个最上级组织，请用 --org 指明。"), roots.n);
    *org = roots.v[0];
    return true;
}

bool
call_org_once(struct call *c, struct org *org, struct err *e)
{
    struct work w;
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, org, e);
    work_end(&w);
    return ok;
}

bool
call_id(const struct call *c, size_t k, int64_t *id, struct err *e)
{
    if (!str_to_i64(c->args[k], 1, INT64_MAX, id))
        return err_set(
            e, ERR_USAGE, tr("“%.*s”不是编号，编号是列表里的第一列数字。"), STR_ARG(c->args[k]));
    return true;
}

void
call_print_id(struct call *c, int64_t id)
{
    out_fmt(&c->out, c->json ? "{\"id\":%lld}\n" : "%lld\n", (long long)id);
}
