#include "doc/picture.h"

#include "base/lang.h"

#include <png.h>
#include <turbojpeg.h>

enum {
    SIDE_MAX = 30000,                   /* pixels */
    AREA_MAX = 100 * 1000 * 1000,       /* of a PNG, a byte each */
    PROGRESSIVE_MAX = 40 * 1000 * 1000, /* of a JPEG: its coefficients may all be held at once */
    EDGE = 16,                          /* places each way */
    ROUGH = 8 * EDGE,                   /* pixels each way that are enough */
    STEP = 2,                           /* levels of 255: below it is noise */
    /* A blank sheet has hardly any step, and all blank sheets look alike: with fewer bits nothing is said. */
    DETAIL = 16,
    SHARE = 10 /* of the bits of both: so many a bit may differ */
};

/* Grey levels, one byte a pixel. */
struct grey {
    unsigned char *v;
    size_t width, height;
};

bool
picture_is(struct str bytes)
{
    return str_starts(bytes, S("\xFF\xD8\xFF")) || str_starts(bytes, S("\x89PNG\r\n\x1A\n"));
}

static bool
unreadable(struct err *e)
{
    return err_set(e, ERR_INPUT, "%s", tr("这张图片读不出来，没有比对。"));
}

static bool
too_large(size_t width, size_t height, size_t area, struct err *e)
{
    bool fits = width > 0 && height > 0 && width <= SIDE_MAX && height <= SIDE_MAX &&
        width * height <= area;
    return !fits && !err_set(e, ERR_LIMIT, "%s", tr("图片太大，没有比对。"));
}

/* ---- the two formats ---- */

/* The smallest scale that the format gives for nothing and that still has a pixel for each place. */
static void
scale_down(int *width, int *height)
{
    for (int by = 8; by > 1; by /= 2)
        if (*width / by >= ROUGH && *height / by >= ROUGH) {
            const tjscalingfactor factor = {1, by};
            *width = TJSCALED(*width, factor);
            *height = TJSCALED(*height, factor);
            return;
        }
}

static bool
read_jpeg(struct arena *a, struct str bytes, struct grey *g, struct err *e)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    int width = 0, height = 0, samples, space;
    tjhandle h = tjInitDecompress();
    if (!h)
        return unreadable(e);
    bool ok =
        tjDecompressHeader3(h, p, bytes.n, &width, &height, &samples, &space) == 0 || unreadable(e);
    ok = ok && (width > 0 || unreadable(e)) && (height > 0 || unreadable(e));
    if (ok && !too_large((size_t)width, (size_t)height, PROGRESSIVE_MAX, e)) {
        scale_down(&width, &height);
        *g = (struct grey){NULL, (size_t)width, (size_t)height};
        g->v = arena_array(a, unsigned char, g->width * g->height);
    }
    /* a file cut off shows what there is */
    if (g->v &&
        tjDecompress2(h, p, bytes.n, g->v, width, 0, height, TJPF_GRAY, TJFLAG_FASTDCT) != 0 &&
        tjGetErrorCode(h) == TJERR_FATAL)
        g->v = unreadable(e) ? g->v : NULL;
    (void)tjDestroy(h);
    return g->v != NULL;
}

static bool
read_png(struct arena *a, struct str bytes, struct grey *g, struct err *e)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes.p, bytes.n))
        return unreadable(e);
    image.format = PNG_FORMAT_GRAY;
    *g = (struct grey){NULL, image.width, image.height};
    const png_color white = {255, 255, 255};
    bool ok = !too_large(g->width, g->height, AREA_MAX, e);
    if (ok) {
        g->v = arena_array(a, unsigned char, g->width * g->height);
        ok = png_image_finish_read(&image, &white, g->v, 0, NULL) || unreadable(e);
    }
    png_image_free(&image);
    return ok;
}

/* ---- the hash ---- */

/* The mean of a place, one of COLUMNS × EDGE. */
enum {
    COLUMNS = EDGE + 1
};

static double
mean_of(const struct grey *g, size_t x, size_t y)
{
    size_t left = x * g->width / COLUMNS, right = (x + 1) * g->width / COLUMNS;
    size_t top = y * g->height / EDGE, bottom = (y + 1) * g->height / EDGE;
    double sum = 0;
    right += right == left;
    bottom += bottom == top;
    for (size_t j = top; j < bottom; j++)
        for (size_t i = left; i < right; i++)
            sum += g->v[j * g->width + i];
    return sum / (double)((right - left) * (bottom - top));
}

static void
hash(const struct grey *g, struct picture_print *print)
{
    *print = (struct picture_print){{0}};
    for (size_t y = 0; y < EDGE; y++) {
        double left = mean_of(g, 0, y);
        for (size_t x = 0; x < EDGE; x++) {
            double right = mean_of(g, x + 1, y);
            uint64_t *word = &print->bits[(y * EDGE + x) / 64];
            *word = *word << 1 | (left > right + STEP);
            left = right;
        }
    }
}

bool
picture_print(struct arena *a, struct str bytes, struct picture_print *print, struct err *e)
{
    struct grey g = {NULL, 0, 0};
    if (!picture_is(bytes))
        return unreadable(e);
    if (!(str_starts(bytes, S("\xFF\xD8")) ? read_jpeg(a, bytes, &g, e)
                                           : read_png(a, bytes, &g, e)))
        return false;
    hash(&g, print);
    return true;
}

bool
picture_alike(const struct picture_print *one, const struct picture_print *other)
{
    int a = 0, b = 0, differ = 0;
    for (size_t i = 0; i < PICTURE_WORDS; i++) {
        a += __builtin_popcountll(one->bits[i]);
        b += __builtin_popcountll(other->bits[i]);
        differ += __builtin_popcountll(one->bits[i] ^ other->bits[i]);
    }
    return a >= DETAIL && b >= DETAIL && differ * SHARE <= a + b;
}
