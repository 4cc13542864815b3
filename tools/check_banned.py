#!/usr/bin/env python3
"""Functions that nobody calls, and those that only src/base, src/store and programs beside the product call."""
import re
import sys

import source

EVERYWHERE = {
    'use struct str, arena_fmt or out_fmt':
        'strcpy stpcpy strncpy strcat strncat sprintf vsprintf gets strtok strtok_r',
    'use str_to_i64 or struct in':
        'atoi atol atoll atof scanf sscanf fscanf vsscanf',
    'use base/clock.h and base/date.h':
        'gmtime localtime asctime asctime_r ctime ctime_r mktime timegm',
    'no weak randomness, no guessable names, no jumps':
        'rand srand random srandom drand48 rand_r mktemp tmpnam tempnam setjmp longjmp alloca',
    'wait for what you wait for':
        'sleep usleep nanosleep',
}
BELOW = {
    'use an arena': 'malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf',
    'use arena_fmt or out_fmt': 'snprintf vsnprintf',
    'use base/file.h': 'fopen freopen fdopen',
    'no shell': 'system popen',
    'use str_to_i64': 'strtol strtoul strtoll strtoull strtoimax strtoumax',
}
MAY_USE_BELOW = ('src/base/', 'src/store/', 'tools/', 'test/', 'fuzz/', 'bench/')


def table(groups):
    return {name: advice for advice, names in groups.items() for name in names.split()}


def pattern(names):
    return re.compile(r'(?<![\w.>])(' + '|'.join(sorted(names, key=len, reverse=True)) + r')\s*\(')


def main():
    everywhere, below = table(EVERYWHERE), table(BELOW)
    checks = [(pattern(everywhere), everywhere, ()), (pattern(below), below, MAY_USE_BELOW)]
    findings = 0
    for path in source.files('src', 'tools', 'test', 'fuzz', 'bench'):
        code = source.code_only(source.read(path))
        for regex, advice, exempt in checks:
            if exempt and path.startswith(exempt):
                continue
            for m in regex.finditer(code):
                line = code.count('\n', 0, m.start()) + 1
                print(f'{path}:{line}: {m.group(1)} is banned here: {advice[m.group(1)]}')
                findings += 1
    return 1 if findings else 0


if __name__ == '__main__':
    sys.exit(main())
