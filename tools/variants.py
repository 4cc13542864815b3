#!/usr/bin/env python3
"""Writes src/text/variant_table.c: which character is the simplified form of which.

    tools/variants.py > src/text/variant_table.c

Needs the program opencc (Debian: opencc) and clang-format; the build needs neither, as what is written is kept.
Every ideograph is asked for alone, so that the answer is a fact about that character and not about a word."""
import subprocess
import sys

IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def simplified(text):
    run = subprocess.run(['opencc', '-c', 't2s'], input=text, capture_output=True, check=True, text=True)
    return run.stdout


def pairs():
    points = [cp for first, last in IDEOGRAPHS for cp in range(first, last + 1)]
    lines = simplified(''.join(chr(cp) + '\n' for cp in points)).split('\n')
    one = {cp: ord(line) for cp, line in zip(points, lines) if len(line) == 1 and ord(line) != cp}
    for cp in one:
        while one[cp] in one and one[one[cp]] != cp:
            one[cp] = one[one[cp]]
    return one


def table(kind, name, entries):
    return f'const {kind} {name}[] = {{' + ', '.join(entries) + '};\n'


def main():
    folds = pairs()
    order = sorted(folds, key=lambda cp: (folds[cp], cp))
    place = {cp: i for i, cp in enumerate(order)}
    code = '/* Written by tools/variants.py. */\n#include "text/variant_int.h"\n\n'
    code += f'const size_t variant_pairs_n = {len(order)};\n'
    code += table('struct variant_pair', 'variant_pairs',
                  [f'{{0x{cp:X}, 0x{folds[cp]:X}}}' for cp in order])
    code += table('uint16_t', 'variant_by_from', [str(place[cp]) for cp in sorted(folds)])
    run = subprocess.run(['clang-format', '--assume-filename=src/text/variant_table.c'], input=code,
                         capture_output=True, check=True, text=True)
    sys.stdout.write(run.stdout)


if __name__ == '__main__':
    main()
