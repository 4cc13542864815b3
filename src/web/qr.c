#include "web/qr.h"

#include "web/html.h"

#include <qrencode.h>

enum {
    BYTES_MAX = 2300,
    QUIET = 4 /* modules of white around it */
};

/* Runs of dark modules, a row after the other. */
static void
put_row(struct out *o, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width;) {
        int from = x;
        while (x < width && (row[x] & 1))
            x++;
        if (x > from)
            out_fmt(o, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        else
            x++;
    }
}

bool
qr_svg(struct out *o, struct str bytes, struct str title)
{
    if (bytes.n == 0 || bytes.n > BYTES_MAX)
        return false;
    QRcode *code = QRcode_encodeData((int)bytes.n, (const unsigned char *)bytes.p, 0, QR_ECLEVEL_M);
    if (!code)
        return false;
    int side = code->width + 2 * QUIET;
    out_fmt(o,
        "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" shape-rendering=\"crispEdges\"><title>",
        side, side);
    html_str(o, title);
    out_fmt(o, "</title><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path d=\"", side, side);
    for (int y = 0; y < code->width; y++)
        put_row(o, code->data + (ptrdiff_t)y * code->width, code->width, y);
    out_lit(o, "\"/></svg>");
    QRcode_free(code);
    return true;
}
