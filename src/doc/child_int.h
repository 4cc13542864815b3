/* Between the program and its reader process: a request with three files, and how the child ended. Both are the same
   program, so numbers stand as the machine keeps them. Private. */
#ifndef DOC_CHILD_INT_H
#define DOC_CHILD_INT_H

#include "doc/child_form.h"

enum {
    CHILD_SOCKET = 3, /* in the reader process */
    CHILD_MAGIC = 0x54414944
};

enum child_task {
    CHILD_TASK_READ,
    CHILD_TASK_UNPACK,
    CHILD_TASK_LEARN,
    CHILD_TASK_PICTURE
};

enum {
    CHILD_FD_INPUT,
    CHILD_FD_ANSWER, /* the child writes its answer */
    CHILD_FD_STATUS, /* the reader process writes a struct child_end */
    CHILD_FDS
};

struct child_request {
    uint32_t task, markdown;
};

struct child_end {
    uint32_t magic;
    uint32_t late;  /* killed by the clock */
    int32_t status; /* of waitpid */
};

#endif
