/* Embeds files: embed OUT_FOLDER OUT.c [--private] NAME=FILE…

   Writes each file and its smaller forms (gzip, brotli) to OUT_FOLDER and a table of them to OUT.c, which takes them in
   with .incbin. After --private the files are not served to browsers. Exit 1 on any trouble. */
#include <brotli/encode.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    WINDOW_GZIP = 15 + 16,
    LEVEL_GZIP = 9,
    MEMORY_GZIP = 9,
    PATH_BYTES = 4096
};

struct bytes {
    unsigned char *p;
    size_t n;
};

_Noreturn static void
stop(const char *what, const char *name)
{
    (void)fprintf(stderr, "embed: %s: %s\n", name, what);
    exit(1);
}

static void *
grow(void *p, size_t n)
{
    void *q = realloc(p, n ? n : 1);
    if (!q)
        stop("out of memory", "");
    return q;
}

static struct bytes
read_file(const char *path)
{
    struct bytes b = {0};
    FILE *f = fopen(path, "rbe");
    if (!f)
        stop("cannot be read", path);
    for (;;) {
        b.p = grow(b.p, b.n + 65536);
        size_t n = fread(b.p + b.n, 1, 65536, f);
        b.n += n;
        if (n == 0)
            break;
    }
    if (ferror(f) || fclose(f) != 0)
        stop("cannot be read", path);
    return b;
}

static struct bytes
gzip(struct bytes in)
{
    z_stream z = {0};
    if (deflateInit2(&z, LEVEL_GZIP, Z_DEFLATED, WINDOW_GZIP, MEMORY_GZIP, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        stop("zlib", "");
    struct bytes out = {grow(NULL, deflateBound(&z, in.n) + 64), 0};
    z.next_in = in.p;
    z.avail_in = (uInt)in.n;
    z.next_out = out.p;
    z.avail_out = (uInt)(deflateBound(&z, in.n) + 64);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        stop("zlib", "");
    out.n = z.total_out;
    (void)deflateEnd(&z);
    return out;
}

static struct bytes
brotli(struct bytes in)
{
    size_t n = BrotliEncoderMaxCompressedSize(in.n) + 64;
    unsigned char *p = grow(NULL, n);
    if (!BrotliEncoderCompress(
            BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT, in.n, in.p, &n, p))
        stop("brotli", "");
    return (struct bytes){p, n};
}

static const char *
type_of(const char *name)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
        {".html", "text/html; charset=utf-8"}};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        size_t k = strlen(types[i][0]);
        if (n > k && strcmp(name + n - k, types[i][0]) == 0)
            return types[i][1];
    }
    return "application/octet-stream";
}

/* FNV-1a, 64 bits: names a version of a file for caches. */
static uint64_t
hash_of(struct bytes b)
{
    uint64_t h = 14695981039346656037U;
    for (size_t i = 0; i < b.n; i++)
        h = (h ^ b.p[i]) * 1099511628211U;
    return h;
}

/* Writes the bytes to FOLDER/N.KIND and takes them in under the labels KIND_N and KIND_N_end; with no bytes
   both are the same. */
static void
take_in(FILE *c, const char *folder, int number, const char *kind, struct bytes b)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof(path), "%s/%d.%s", folder, number, kind) >= (int)sizeof(path))
        stop("the path is too long", folder);
    FILE *f = fopen(path, "wbe");
    if (!f || fwrite(b.p, 1, b.n, f) != b.n || fclose(f) != 0)
        stop("cannot be written", path);
    (void)fprintf(c,
        "extern const unsigned char asset_%s_%d[], asset_%s_%d_end[];\n"
        "__asm__(\".section .rodata\\n.balign 16\\n.globl asset_%s_%d\\nasset_%s_%d:\\n\"\n"
        "        \".incbin \\\"%s\\\"\\n.globl asset_%s_%d_end\\nasset_%s_%d_end:\\n.byte 0\\n.text\\n\");\n",
        kind, number, kind, number, kind, number, kind, number, path, kind, number, kind, number);
}

static void
embed(FILE *c, const char *folder, int number, const char *path)
{
    struct bytes none = {(unsigned char *)grow(NULL, 1), 0};
    struct bytes plain = read_file(path), gz = gzip(plain), br = brotli(plain);
    size_t worth = plain.n - plain.n / 10; /* less than a tenth saved: not worth the trouble */
    take_in(c, folder, number, "plain", plain);
    take_in(c, folder, number, "gzip", gz.n < worth ? gz : none);
    take_in(c, folder, number, "brotli", br.n < worth ? br : none);
    (void)fprintf(c, "#define HASH_%d \"%016llx\"\n", number, (unsigned long long)hash_of(plain));
    free(plain.p);
    free(gz.p);
    free(br.p);
    free(none.p);
}

int
main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fputs("usage: embed OUT_FOLDER OUT.c [--private] NAME=FILE…\n", stderr);
        return 2;
    }
    FILE *c = fopen(argv[2], "wbe");
    if (!c)
        stop("cannot be written", argv[2]);
    (void)fputs("/* Written by tools/embed. */\n#include \"web/asset.h\"\n\n", c);
    for (int i = 3; i < argc; i++) {
        const char *eq = strchr(argv[i], '=');
        if (eq)
            embed(c, argv[1], i, eq + 1);
        else if (strcmp(argv[i], "--private") != 0)
            stop("is not NAME=FILE", argv[i]);
    }
    (void)fputs("\nconst struct asset assets[] = {\n", c);
    bool is_public = true;
    for (int i = 3; i < argc; i++) {
        char *eq = strchr(argv[i], '=');
        if (!eq) {
            is_public = false;
            continue;
        }
        *eq = '\0';
        (void)fprintf(c,
            "    {\"%s\", HASH_%d, \"%s\", asset_plain_%d, asset_plain_%d_end, asset_gzip_%d, asset_gzip_%d_end,\n"
            "        asset_brotli_%d, asset_brotli_%d_end, %s},\n",
            argv[i], i, type_of(argv[i]), i, i, i, i, i, i, is_public ? "true" : "false");
    }
    (void)fputs("    {0},\n};\n", c);
    if (fclose(c) != 0)
        stop("cannot be written", argv[2]);
    return 0;
}
