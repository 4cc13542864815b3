"""C source without what a check must not look into."""
import glob
import os
import re

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def files(*folders):
    found = []
    for folder in folders:
        for ending in ('c', 'h'):
            found += glob.glob(os.path.join(folder, '**', '*.' + ending), recursive=True)
    return sorted(found)


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def _blank(text):
    return re.sub(r'[^\n]', ' ', text)


def code_only(text):
    """Comments and literals become blanks; lines stay where they are."""
    return TOKEN.sub(lambda m: _blank(m.group()), text)


def literals(text):
    """(line, content) of every string literal; neighbours are joined as the compiler joins them."""
    out = []
    end = None
    for m in TOKEN.finditer(text):
        if not m.group().startswith('"'):
            continue
        content = m.group()[1:-1]
        if end is not None and not text[end:m.start()].strip():
            out[-1] = (out[-1][0], out[-1][1] + content)
        else:
            out.append((text.count('\n', 0, m.start()) + 1, content))
        end = m.end()
    return out
