/* The open program, and the one way to read and to write for everything above the domain (web, commands).

   A `struct work` is one piece of work of one person: a connection, an arena, the moment, and who acts. Every
   function of the domain takes it first. Reads run on a reader of the calling thread; writes run as jobs on the
   single writer thread (store.h) and are told of only after the commit. */
#ifndef DOMAIN_HOUSE_H
#define DOMAIN_HOUSE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

struct db;
struct grants_cache;
struct house;
struct reader;
struct rules;

struct house_options {
    const char *data;   /* folder for the database, evidence files, packs of the house's own */
    const char *db;     /* NULL: DATA/taizhang.db; or postgresql://… */
    struct clock clock; /* clock_system(), or a fixed one in tests */
    bool create;        /* make the folder and an empty store when missing (init, demo) */
    unsigned batch_max; /* see store_options; 0 usual */
};

/* Opens the store, brings it up to date (migrations), loads the packs. */
bool house_open(const struct house_options *options, struct house **house, struct err *e);
void house_close(struct house *house);
const char *house_data(const struct house *house);
const char *house_files(const struct house *house); /* root for blob_open */

/* Who acts. Rights are roles on orgs and hold for the subtree below (domain/right.h). */
struct actor {
    int64_t account; /* 0: nobody signed in */
    int64_t person;  /* 0: the account belongs to no person */
    int64_t token;   /* API token used, or 0 */
    unsigned scopes; /* of that token (enum token_scope, account.h); looked at when token is set */
    struct str name; /* shown in the journal */
    bool system;     /* the command line on the machine itself: may do all; the journal says so */
};

/* pack_cache.c's: the rules asked for last. */
struct ruling {
    const struct rules *rules; /* NULL: none yet */
    int64_t root_id;
    int year;
};

struct work {
    struct house *house;
    struct db *db;
    struct arena *arena;
    struct actor actor;
    int64_t now_ms;
    struct date today; /* in Asia/Shanghai */
    bool writing;      /* inside a job */
    struct grants_cache
        *grants; /* right.c's: the actor's grants once read; NULL makes it read them (again) */
    struct ruling ruling;
};

/* One per thread that reads. */
bool reader_open(struct house *house, struct reader **reader, struct err *e);
void reader_close(struct reader *reader);
/* A snapshot; the arena is the caller's and outlives the work. */
bool work_begin(struct reader *reader, struct arena *arena, const struct actor *actor,
    struct work *w, struct err *e);
void work_end(struct work *w);

/* Runs on the writer thread with w->writing; false rolls this piece back alone. */
typedef bool (*work_fn)(struct work *w, void *arg, struct err *e);
/* On the writer thread, after the commit or the failure; must not block. */
typedef void (*work_done_fn)(void *arg, bool ok, const struct err *e);

struct posting {
    struct arena *arena;       /* used by the job; lives, like arg, until done was called */
    const struct actor *actor; /* copied */
    work_fn fn;
    work_done_fn done;
    void *arg;
};

/* Any thread; does not block. */
bool house_post(struct house *house, const struct posting *posting, struct err *e);
/* The same and waits. */
bool house_write(struct house *house, struct arena *arena, const struct actor *actor, work_fn fn,
    void *arg, struct err *e);
/* The actor for commands on the machine itself. */
struct actor actor_system(void);

/* Whether the store answers (for /readyz), and what it has done (for /metrics). */
bool house_ready(struct house *house, struct err *e);

struct house_counts {
    int64_t jobs, jobs_failed, commits, statements, waits;
};
struct house_counts house_counts(struct house *house);

#endif
