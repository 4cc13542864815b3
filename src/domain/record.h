/* 记录: something that happened. The one write door: right checked, row changed, version kept, journal entry, duty
   occurrences and figures brought up to date, all in the job's one commit. */
#ifndef DOMAIN_RECORD_H
#define DOMAIN_RECORD_H

#include "base/hash.h"
#include "doc/picture.h"
#include "domain/house.h"
#include "domain/pack.h"

enum presence {
    PRESENCE_PRESENT,
    PRESENCE_ABSENT,
    PRESENCE_EXCUSED,
    PRESENCE_OBSERVER
};
struct str presence_code(enum presence p);
struct str presence_title(enum presence p);
bool presence_parse(struct str code, enum presence *p);

struct attendance {
    int64_t person_id;
    struct str name; /* filled on reading and when the roll is checked */
    enum presence presence;
    struct str reason; /* demanded for absent */
};

struct decision {
    struct str text, owner;
    struct date due_on;
};

struct quantity {
    struct str code, unit, title;
    int64_t milli;
};

struct field_value {
    struct str code, value;
};

struct evidence {
    int64_t id, size, added_ms;
    struct str digest, name, type;
    bool removed;
    struct str removed_why;
};

/* What a form, a command or an import hands in. */
struct record_input {
    int64_t id; /* 0: new */
    int64_t org_id;
    int64_t version; /* the version that was read, for a change */
    struct str kind;
    struct date held_on;
    int year; /* 年度; 0: that of held_on */
    struct str title, place, host, recorder, agenda, body;
    int64_t hours_milli; /* 0: none */
    struct field_value *fields;
    size_t fields_n;
    struct attendance *attendance;
    size_t attendance_n;
    struct decision *decisions;
    size_t decisions_n;
    struct quantity *quantities; /* code and milli; the unit is the pack's */
    size_t quantities_n;
    bool duties_chosen; /* false: every duty whose `kinds` names the kind; true: exactly these */
    struct str *duties;
    size_t duties_n;
    struct str late_why;   /* asked for when entered later than the pack's allowance */
    struct str change_why; /* why it is changed; may be empty */
};

struct record {
    struct record_input in;
    int64_t root_id;
    struct str kind_title;
    int64_t entered_ms, changed_ms, late_days, due_count, present_count;
    struct str entered_by;
    bool voided;
    struct str void_why;
    /* A private kind, and the actor is neither one of those present nor the org's secretary: agenda, text, decisions,
       fields and evidence are left out; saving it keeps them as they are, and must not open them (ERR_DENIED): not by
       another kind or org, nor by one more who was present. */
    bool hidden;
    struct evidence *evidence; /* without those taken out */
    size_t evidence_n;
};

/* New or changed. ERR_INPUT with `field` at fault: held_on (missing, in the future), title, a kind's field
   ("field.CODE"), quantities ("quantity.CODE"), attendance ("att.PERSON": absent without reason, not of this org on that
   day), late_why (asked, with how many days), duties (two of one kind). ERR_CONFLICT when changed since it was read.
   An unchanged save is no new version. Further fields at fault: org, kind, year, place, host, recorder, agenda, body,
   hours, decisions. The 年度 may be the year before held_on for a duty that may be held after its period (组织生活会).
   late_days, due_count and so on follow from the input. */
bool record_save(struct work *w, const struct record_input *in, int64_t *id, struct err *e);
/* RIGHT_READ. in.duties is filled and duties_chosen set, so that it can be handed back to record_save. */
bool record_get(struct work *w, int64_t id, struct record *record, struct err *e);
/* With reason; derived data follows. Can be taken back. */
bool record_void(struct work *w, int64_t id, int64_t version, struct str why, struct err *e);
bool record_unvoid(struct work *w, int64_t id, int64_t version, struct str why, struct err *e);

/* Notes that are not refused but said: short of quorum, late, above a plausible bound. */
struct notes {
    struct str *v;
    size_t n;
};

bool record_notes(struct work *w, const struct record *record, struct notes *notes, struct err *e);

struct record_version {
    int64_t version, at_ms;
    struct str actor, why, digest;
    struct str snapshot; /* canonical JSON with that SHA-256; "" where hidden from the actor */
};

struct record_versions {
    struct record_version *v;
    size_t n;
};

/* Newest first. */
bool record_versions(struct work *w, int64_t id, struct record_versions *list, struct err *e);
/* An old version as it was. */
bool record_at(struct work *w, int64_t id, int64_t version, struct record *record, struct err *e);

struct record_filter {
    int64_t org_id;
    bool subtree;            /* with all orgs below */
    int year;                /* 0: any */
    struct str kind, family; /* "" any */
    struct date from, to;    /* held_on */
    int64_t person_id;       /* who was present */
    struct str duty;         /* counted for it */
    struct str text;         /* in title, place, agenda, body; as it stands; not in private texts */
    bool voided;             /* only the voided ones; else only those that stand */
    bool late_only;
    bool by_entry; /* newest entry first; else newest held first */
    bool oldest_first;
    size_t offset, limit; /* limit 1 … 1000 */
};

struct record_line {
    int64_t id, org_id, late_days, present_count, due_count, evidence_count, entered_ms;
    struct str org_name, kind, kind_title, title, place;
    struct date held_on;
    int year;
    bool voided;
};

struct record_lines {
    struct record_line *v;
    size_t n;
    int64_t total;
};

/* RIGHT_READ on the org. */
bool record_list(
    struct work *w, const struct record_filter *f, struct record_lines *list, struct err *e);
/* Records a day, for the calendar: counts of 366 days of the year, index day of year from 0. */
bool record_calendar(struct work *w, int64_t org_id, int year, int counts[366], struct err *e);

/* How many records of the year (年度) were held and how many were entered in each of its months; what was held or entered
   after the year stands in the last place. RIGHT_READ. */
enum {
    RECORD_MONTHS = 13
};

struct record_months {
    int held[RECORD_MONTHS], entered[RECORD_MONTHS];
};

bool record_months(
    struct work *w, int64_t org_id, int year, struct record_months *months, struct err *e);

/* Where a new form is opened from. */
struct record_start {
    int64_t org_id;
    struct str kind; /* "": the first kind of the duty */
    struct str duty; /* "": none was clicked */
    int year;        /* of the duty's occurrence; 0: none */
    int period;
};

/* What a new form starts with: place, host, recorder, roll, hours of the last similar record, today (or a day within the
   period of the duty clicked, when that has passed), the title as last time with this month. RIGHT_WRITE. */
bool record_prefill(
    struct work *w, const struct record_start *start, struct record_input *in, struct err *e);

struct roll {
    struct attendance *v;
    size_t n;
};

/* Who is due on the roll call of a kind on a day, with presence present and the name. RIGHT_READ. */
bool record_roll(struct work *w, int64_t org_id, const struct pack_kind *kind, struct date on,
    struct roll *roll, struct err *e);

/* A version whose text or digest is not what the journal holds, or a record that is not its last version; version 0: the
   record cannot be read. */
struct record_fault {
    int64_t record_id, version;
};

struct record_proof {
    struct record_fault *v; /* at most 1000 */
    size_t n;
    int64_t records, versions; /* how many were compared */
};

/* All versions and records against the journal's digests; whether the journal itself holds, journal_check says. Only for
   the machine's own commands. */
bool record_prove(struct work *w, struct record_proof *proof, struct err *e);

struct evidence_input {
    int64_t record_id;
    struct sha256 digest; /* the file lies in house_files() already (blob_finish) */
    int64_t size;         /* at most EVIDENCE_MAX, which blob_open watches */
    struct str name; /* as the sender calls it; only its last part is kept, at most 200 bytes */
    struct str type; /* media type; "" becomes application/octet-stream */
    bool has_print;  /* a picture, read in the document child (child_picture) before the job */
    struct picture_print print;
};

#define EVIDENCE_MAX INT64_C(209715200) /* 200 MiB */
/* Binds a file to a record: a new version of the record. RIGHT_WRITE. The same file twice is refused (ERR_CONFLICT). */
bool evidence_add(struct work *w, const struct evidence_input *in, int64_t *id, struct err *e);
/* Taken out of the record with a reason; the file stays. A new version of the record. */
bool evidence_remove(struct work *w, int64_t evidence_id, struct str why, struct err *e);
/* Puts back what was taken out: a new version of the record. */
bool evidence_restore(struct work *w, int64_t evidence_id, struct err *e);
/* What was taken out of a record, the latest first; none of a hidden one. RIGHT_READ. */
bool evidence_removed(
    struct work *w, int64_t record_id, struct evidence **list, size_t *n, struct err *e);
/* RIGHT_READ; the evidence of a hidden record is ERR_DENIED. Also those taken out (removed). */
bool evidence_get(struct work *w, int64_t evidence_id, struct evidence *ev, struct err *e);

#endif
