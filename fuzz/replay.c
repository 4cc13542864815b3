/* Feeds a fuzz target every file of a folder: `replay_base_json fuzz/corpus/base_json`. What once broke, and what
   the fuzzer found worth keeping, is so tried in every test run. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SAMPLE_MAX = 16 << 20
};

static bool
replay(const char *path, struct err *e)
{
    struct arena *a = arena_open();
    struct str bytes;
    bool ok = file_read(a, path, SAMPLE_MAX, &bytes, e);
    if (ok)
        (void)LLVMFuzzerTestOneInput((const uint8_t *)bytes.p, bytes.n);
    arena_close(a);
    return ok;
}

int
main(int argc, char **argv)
{
    struct dirent **names;
    int n = argc == 2 ? scandir(argv[1], &names, NULL, alphasort) : -1;
    if (n < 0) {
        (void)fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    struct arena *a = arena_open();
    int passed = 0, failed = 0;
    for (int i = 0; i < n; i++) {
        struct str name = arena_str(a, str_from(names[i]->d_name));
        free(names[i]);
        if (str_starts(name, S(".")))
            continue;
        struct err e = {0};
        bool ok = replay(arena_fmt(a, "%s/%s", argv[1], name.p).p, &e);
        printf("%s - %s %s\n", ok ? "ok" : "not ok", name.p, e.text);
        passed += ok;
        failed += !ok;
    }
    free(names);
    arena_close(a);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
