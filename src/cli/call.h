/* A command is one table row: its name, what it takes, its help and its function. The row gives dispatch, checks
   of the options, `--help` and `taizhang help`. See docs/adding-a-command.md. */
#ifndef CLI_CALL_H
#define CLI_CALL_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/json.h"
#include "base/out.h"
#include "domain/house.h"
#include "domain/org.h"

enum opt_type {
    OPT_FLAG,
    OPT_TEXT,
    OPT_INT,
    OPT_DATE
};

struct opt {
    const char *name; /* without the dashes */
    enum opt_type type;
    const char *arg;  /* what stands for the value in the help: "Y" */
    const char *help; /* N_("…") */
    int64_t min, max; /* OPT_INT */
    bool required;
    bool many; /* may be given several times */
};

struct call;

struct command {
    const char *name; /* "record add" */
    const char *args; /* positional: "FILE" or "" */
    const char *help; /* N_("…") */
    const struct opt *opts;
    size_t opts_n;
    size_t args_min, args_max;
    bool (*run)(struct call *c, struct err *e);
};

#define OPTS(array) (array), sizeof(array) / sizeof((array)[0])

struct opt_value {
    const struct opt *opt;
    struct str text;
    int64_t number;
    struct date date;
};

struct call {
    const struct command *command;
    struct arena *arena;
    struct clock clock;
    const char *data, *db; /* --data, --db; db NULL: SQLite in the data folder */
    bool json;
    unsigned batch_max; /* house_options; 0: usual */
    struct opt_value *values;
    size_t values_n;
    struct str *args;
    size_t args_n;
    struct out out;    /* standard output, written when the command is done */
    int found_wanting; /* 1: checked and found wanting */
    struct house *house;
    struct reader *reader;
};

/* The command line → a call. ERR_USAGE with what was wrong. */
bool call_parse(
    struct call *c, const struct command *commands, size_t n, int argc, char **argv, struct err *e);
void call_help(struct out *o, const struct command *command);

bool call_has(const struct call *c, const char *opt);
struct str call_text(const struct call *c, const char *opt); /* "" when not given */
int64_t call_int(const struct call *c, const char *opt, int64_t otherwise);
struct date call_date(const struct call *c, const char *opt);
/* The k-th of an option that may be given many times; false when there are no more. */
bool call_nth(const struct call *c, const char *opt, size_t k, struct str *text);

/* Opens the house of --data/--db; closed by call_close. `create` also makes an empty one. */
bool call_house(struct call *c, bool create, struct err *e);
void call_close(struct call *c);
/* A read of the machine's own (actor_system). work_end by the caller. */
bool call_read(struct call *c, struct work *w, struct err *e);
bool call_write(struct call *c, work_fn fn, void *arg, struct err *e);
/* --org, or the only root; the second opens a read of its own. */
bool call_org(struct call *c, struct work *w, struct org *org, struct err *e);
bool call_org_once(struct call *c, struct org *org, struct err *e);
/* The k-th argument as the id of something. */
bool call_id(const struct call *c, size_t k, int64_t *id, struct err *e);

/* What an "add" answers: the id, with --json {"id": 7}. */
void call_print_id(struct call *c, int64_t id);

/* A table on the terminal: columns padded by display width. */
struct table {
    struct call *c;
    size_t columns;
    struct str *cells;
    size_t n, cap;
};

void table_init(struct table *t, struct call *c, size_t columns);
void table_cell(struct table *t, struct str s);
void table_int(struct table *t, int64_t v);
void table_print(struct table *t);

#endif
