/* Several files as one zip archive (PKWARE APPNOTE 6.3), made while it is sent: stored as they are, in constant memory,
   with its size known from the start. */
#ifndef WEB_BUNDLE_H
#define WEB_BUNDLE_H

#include "base/date.h"
#include "web/request.h"

struct bundle_file {
    struct str
        name; /* within the archive, "政策/2023/通知.docx"; made safe and unlike the others */
    const char *path;
    int64_t size;
    struct date dated; /* none: 1980-01-01 */
};

enum {
    BUNDLE_FILES = 1000
};

/* The answer becomes the archive. ERR_LIMIT with more than BUNDLE_FILES files or 4 GiB. `files` lives as long as the
   request. A file that is gone or shorter than told breaks the download off. */
bool bundle_send(
    struct response *rs, struct bundle_file *files, size_t n, struct str name, struct err *e);

#endif
