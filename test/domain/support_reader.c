/* The reader process, and what becomes LibreOffice, are started from the program itself, which here is the test. */
#include "doc/child.h"
#include "doc/office.h"

#include <string.h>
#include <unistd.h>

__attribute__((constructor)) static void
be_reader(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], CHILD_COMMAND) == 0)
        _exit(child_main());
    if (argc == 3 && strcmp(argv[1], OFFICE_COMMAND) == 0)
        _exit(office_main(argv[2]));
}
