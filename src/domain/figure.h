/* 指标: defined numbers and the records behind each. Nothing recorded is NULL, which is not zero. */
#ifndef DOMAIN_FIGURE_H
#define DOMAIN_FIGURE_H

#include "domain/house.h"
#include "domain/pack.h"

struct figure {
    const struct pack_figure *def;
    bool has_value;
    int64_t milli;   /* thousandths of the unit */
    int64_t records; /* how many stand behind it */
};

struct figures {
    struct figure *v;
    size_t n;
};

struct milli_text {
    char z[32];
};
/* 20000 → "20", 1500 → "1.5". */
struct milli_text milli_format(int64_t milli);
/* "1.5", "20", "1,200"; at most 3 decimals, 0 … 9e12 whole units. */
bool milli_parse(struct str s, int64_t *milli);

/* All figures of the packs, in their order. RIGHT_READ. */
bool figure_year(struct work *w, int64_t org_id, int year, struct figures *list, struct err *e);
bool figure_one(
    struct work *w, int64_t org_id, int year, struct str code, struct figure *f, struct err *e);

struct figure_record {
    int64_t record_id;
    struct date held_on;
    struct str kind, title;
    int64_t milli; /* what this record adds; people counted once show 0 from the second record on */
};

struct figure_records {
    struct figure_record *v;
    size_t n;
};

/* Exactly the records whose milli sum up to the value, oldest first: a record without that quantity, without hours or
   without a roll call does not stand behind a number of these. RIGHT_READ. */
bool figure_records(struct work *w, int64_t org_id, int year, struct str code,
    struct figure_records *list, struct err *e);

/* What a record adds to a figure: false when it does not stand behind it, and for NULL. People are counted over all
   records: each adds 0 here. */
struct record;
bool figure_adds(const struct pack_figure *f, const struct record *r, int64_t *milli);
/* Inside a job: counts all figures of the year anew. One record is followed by duty_follow (duty.h). */
bool figure_recompute_all(struct work *w, int64_t org_id, int year, struct err *e);

#endif
