/* Files sent to the library as a browser does. */
#ifndef TEST_WEB_SUPPORT_LIBRARY_H
#define TEST_WEB_SUPPORT_LIBRARY_H

#include "support_pages.h"

/* A notice of our own writing with headings, a number, a date and a marker in mid-sentence. */
#define LIBRARY_NOTICE                                                                                                                     \
    "关于做好春耕农资供应工作的通知\n云供〔2023〕5号\n各基层社：\n一、总体要求\n"                           \
    "各基层社要切实做好农资##paidbegin##供应工作，摸清化肥、种子、农药的库存，确保春耕不误农时。\n" \
    "二、工作措施\n（一）摸清底数。逐村登记农户需要，按月上报区社业务科。\n"                              \
    "（二）保证质量。进货查验有记录，价格公开上墙。\n云溪区供销合作社\n2023年3月1日\n"

struct sent_file {
    const char *name;
    struct str bytes;
};

/* The form of a page, or of /api/v1/library; fields as "folder=a/b&lock=own", plain text. */
struct answer library_send(struct client *c, const char *target, const char *fields,
    const struct sent_file *files, size_t n);
/* One text by the page's form; gives the document's id, 0 when there is none. */
int64_t library_put(struct client *c, const char *name, const char *text, const char *fields);
/* The first id behind "/library/" in a link of the body; 0: none. */
int64_t library_first_id(struct answer a);

#endif
