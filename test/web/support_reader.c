/* The reader process is started from the program itself, which here is the test. */
#include "doc/child.h"

#include <string.h>
#include <unistd.h>

__attribute__((constructor)) static void
be_reader(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], CHILD_COMMAND) == 0)
        _exit(child_main());
}
