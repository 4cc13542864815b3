/* 报告版式: how an org's report looks as a Word file and on paper: GB/T 9704, or the unit's own, learnt from a file that
   was uploaded. Each change is a version that stays. */
#ifndef DOMAIN_REPORT_STYLE_H
#define DOMAIN_REPORT_STYLE_H

#include "base/hash.h"
#include "doc/docx_profile.h"
#include "domain/house.h"
#include "domain/report.h"

struct report_style {
    struct docx_profile profile;
    bool own;        /* false: GB/T 9704 */
    int64_t version; /* 0: nothing was chosen yet */
    int64_t at_ms;
    struct str actor;
    struct str source; /* the name of the file it was learnt from; "" for what was set by hand */
};

/* What holds now. RIGHT_READ. */
bool report_style_get(struct work *w, int64_t org_id, struct report_style *style, struct err *e);

struct report_style_change {
    int64_t org_id;
    int64_t version; /* of what was read; ERR_CONFLICT when somebody changed it since */
    const struct docx_profile *profile; /* NULL: back to GB/T 9704 */
    struct str source;
    struct str digest; /* SHA-256 of the file in hex; "" */
};

/* Inside a job: a new version, told to the history ("report.style"). The same as before is no new version. RIGHT_WRITE. */
bool report_style_set(struct work *w, const struct report_style_change *change, struct err *e);

struct report_styles {
    struct report_style *v;
    size_t n;
};

/* Newest first, at most 50. RIGHT_READ. */
bool report_style_versions(
    struct work *w, int64_t org_id, struct report_styles *list, struct err *e);
/* A version as it was. RIGHT_READ. */
bool report_style_at(
    struct work *w, int64_t org_id, int64_t version, struct report_style *style, struct err *e);

/* A version that is not what the journal says, or is gone. */
struct report_style_fault {
    int64_t org_id, version;
};

struct report_style_proof {
    struct report_style_fault *v; /* at most 1000 */
    size_t n;
    int64_t versions; /* how many were compared */
};

/* All versions against the journal's digests. Only for the machine's own commands. */
bool report_style_prove(struct work *w, struct report_style_proof *proof, struct err *e);

/* report_docx in a style that was chosen; NULL: what holds for the org now, as report_docx does. */
bool report_docx_in(struct work *w, const struct report_draft *draft,
    const struct docx_profile *profile, struct out *docx, struct err *e);

/* The draft's headings as the style numbers them: the outline's own number is taken off a heading's text and the
   style's put before it. Blocks and runs are copies in w's arena. */
void report_numbered(struct arena *a, const struct docx_profile *profile,
    const struct report_draft *draft, struct report_draft *numbered);

#endif
