/* For our own mistakes and for a machine without memory only: says where and ends the process. What a user,
   a file or a network can cause is a struct err, never a BUG_ON. */
#ifndef BASE_BUG_H
#define BASE_BUG_H

#define BUG_ON(cond, what)                        \
    do {                                          \
        if (__builtin_expect(!!(cond), 0))        \
            bug_stop(__FILE__, __LINE__, (what)); \
    } while (0)

_Noreturn void bug_stop(const char *file, int line, const char *what);

#endif
