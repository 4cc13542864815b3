/* The text of a report that is sent as a file of the org's own. */
#include "domain/report_keep.h"

#include "base/file.h"
#include "base/lang.h"
#include "doc/child.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool
report_file_text(
    struct house *house, struct arena *a, struct sha256 digest, struct str *text, struct err *e)
{
    struct child_text t = {.kind = DOC_TXT};
    struct err why = {0};
    int fd = open(blob_path(a, house_files(house), digest), O_RDONLY | O_CLOEXEC);
    *text = S("");
    if (fd < 0)
        return err_set(
            e, ERR_IO, tr("刚保存的文件读不到（系统错误 %d）。请检查磁盘后再试。"), errno);
    bool ok = child_read(a, fd, false, &t, &why);
    (void)close(fd);
    if (ok)
        *text = t.text;
    else if (why.code == ERR_INPUT)
        return err_field(e, "file", "%s", why.text);
    else
        *e = why;
    return ok;
}
