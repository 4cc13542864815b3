/* 报告版式: GB/T 9704 or the unit's own, learnt from a file that is uploaded; told in plain words, each item to be changed. */
#ifndef WEB_PAGE_REPORT_STYLE_H
#define WEB_PAGE_REPORT_STYLE_H

#include "domain/report_style.h"
#include "web/form.h"
#include "web/request.h"

struct style_line {
    const char *title;
    struct str words; /* "仿宋_GB2312，三号，首行缩进 2 字，行距固定值 28.9 磅" */
    bool learnt;      /* else it is that of GB/T 9704 */
};

/* A kind of paragraph in the form. */
struct style_face {
    const char *title, *name; /* "head1" */
    const struct docx_face *face;
    int number; /* enum docx_number; -1: is not numbered */
};

enum {
    STYLE_LINES = 8,
    STYLE_FACES = 6,
    STYLE_SIZES = 16
};

struct style_view {
    struct report_style style;
    struct report_styles versions;
    bool may_write;
    struct style_line lines[STYLE_LINES];
    size_t lines_n;
    struct style_face faces[STYLE_FACES];
};

bool page_report_style(struct request *rq, struct response *rs, struct err *e);
bool report_style_post(struct request *rq, struct response *rs, struct err *e);
bool report_style_usual_post(struct request *rq, struct response *rs, struct err *e);
/* Reads the file in the child, outside of the job that keeps what was learnt. */
bool report_style_learn_prepare(struct request *rq, struct response *rs, struct err *e);
bool report_style_learn_post(struct request *rq, struct response *rs, struct err *e);

/* The fields of the form: a name, a number as the form shows it, what may be chosen. */
struct str style_field_name(struct request *rq, const char *face, const char *what);
struct str style_line_value(struct request *rq, const struct docx_face *face);
struct str style_mm(struct request *rq, int twips);
struct str style_number(struct request *rq, int hundredths);
/* The named sizes, and this one when it has no name. */
size_t style_sizes(struct request *rq, int half_points, struct choice *sizes);

extern const struct param report_style_params[], report_style_version_params[],
    report_style_learn_params[];

enum {
    STYLE_UPLOAD_MAX = 32 * 1024 * 1024
};

#endif
