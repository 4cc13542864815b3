/* Where files come from. Private to the library. */
#ifndef DOMAIN_LIBRARY_WALK_H
#define DOMAIN_LIBRARY_WALK_H

#include "domain/library_int.h"

struct library_walk {
    const char *files; /* house_files */
    const char *data;  /* the program's own folder: not walked into */
    struct str folder; /* of the target */
    /* Takes the prep over. False ends the walk. */
    bool (*take)(void *arg, struct library_prep *prep, struct err *e);
    void *arg;
    void (*young)(void *arg, struct str path); /* NULL: all are taken, however young */
    void *young_arg;
};

/* A file, a folder, an archive. ERR_NOT_FOUND when it is not there; otherwise only what `take` says and trouble with the
   machine. */
bool library_walk_path(const struct library_walk *walk, const char *path, struct err *e);
/* A file or folder below a watched folder, or that itself. */
bool library_walk_below(
    const struct library_walk *walk, struct str root, struct str path, struct err *e);
bool library_walk_upload(
    const struct library_walk *walk, const struct library_upload *upload, struct err *e);
bool library_walk_again(
    const struct library_walk *walk, const struct library_doc *doc, struct err *e);
/* Not a file yet, or none of the user's: hidden, ~$, .part, .tmp, Thumbs.db. */
bool library_is_passing(struct str name);

#endif
