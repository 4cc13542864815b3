/* A cage (隔离) for a process that reads strangers' bytes: from then on it and all that it starts have no network, write
   no file but those that are open, read only what programs need to run, and look into no other process. */
#ifndef DOC_CAGE_H
#define DOC_CAGE_H

#include <stdbool.h>

struct caged {
    bool files;   /* by Landlock (Linux 5.13 and later) */
    bool network; /* by seccomp */
};

/* For good. A kernel that lacks a part gives the other one. */
struct caged cage_enter(void);
/* The same for LibreOffice, with a folder of its own: it may write there, and listen on a socket in /tmp, which it must, but
   call nobody. */
struct caged cage_enter_folder(const char *folder);

#endif
