#!/usr/bin/env python3
"""SQL stands in sql/*.sql, never in C: no string literal of src/ begins a statement.

The store's own bookkeeping (which migrations ran, what the catalogue says) is older than any named statement and
stands in src/store.
"""
import re
import sys

import source

STATEMENT = re.compile(
    r'\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|REPLACE\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s'
    r'|WITH\s+(RECURSIVE\s+)?\w+\s*(\([^)]*\)\s*)?AS\s|ALTER\s+TABLE\s|DROP\s+(TABLE|INDEX|VIEW)\s'
    r'|CREATE\s+(UNIQUE\s+|TEMP\s+|VIRTUAL\s+)*(TABLE|INDEX|VIEW|TRIGGER)\s)', re.I)


def main():
    findings = 0
    for path in source.files('src'):
        if path.startswith('src/store/'):
            continue
        for line, text in source.literals(source.read(path)):
            if STATEMENT.match(text):
                print(f'{path}:{line}: SQL in C; name it in sql/: {text[:50]}')
                findings += 1
    return 1 if findings else 0


if __name__ == '__main__':
    sys.exit(main())
