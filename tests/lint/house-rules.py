#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The rules of HACKING.md that the text of one file can show. Run from the root of the tree."""

import pathlib
import re
import sys

MOST_LINES = 700
MOST_COLUMNS = 120

SOURCES = ('src/', 'tests/')
C_FILES = ('.c', '.h')

# All but tests/bench, which measures over a time.
PYTHON_TESTS = ('tests/faults/', 'tests/ui/', 'tests/lint/')

# folders, endings of file names, pattern that must not occur, what to do instead
FORBIDDEN = [
    (SOURCES, C_FILES, r'#\s*include\s+"\.\./', 'include by name; the layer has to be a dependency'),
    (SOURCES, C_FILES, r'\bgoto\s+\w+\s*;', 'no goto: clean up with g_autoptr'),
    (SOURCES, C_FILES, r'\t', 'indent with spaces'),
    (SOURCES, C_FILES, r'[ \t]+$', 'no space at the end of a line'),
    (('tests/',), ('.c', '.h'), r'\b(g_usleep|usleep|nanosleep|sleep)\s*\(', 'wait for a condition, do not sleep'),
    (PYTHON_TESTS, ('.py',), r'\btime\.sleep\s*\(', 'wait for a condition, do not sleep'),
    (('src/model/', 'src/codec/', 'src/store/', 'src/net/', 'src/engine/', 'src/server/', 'src/simulator/'), C_FILES,
     r'\b(g_get_real_time|g_date_time_new_now\w*|gettimeofday|clock_gettime)\b', 'ask the FluxClock that was handed in'),
]

# folders, endings, pattern that must occur, what to do
REQUIRED = [
    (('',), ('.c', '.h', '.py', '.sh'), r'SPDX-FileCopyrightText: .*\n.*SPDX-License-Identifier: MIT',
     'begin with the two SPDX lines'),
    (('',), ('.h',), r'^#pragma once$', 'guard the header with #pragma once'),
]

NAMELESS = re.compile(r'(^|[-_])(utils?|helpers?|managers?|data|misc|common)\.[ch]$')


def files():
    for path in sorted(pathlib.Path('.').rglob('*')):
        first = path.parts[0]
        if path.is_file() and not first.startswith(('build', '.git', '.flatpak-builder')):
            yield path


def applies(folders, endings, name):
    return name.endswith(endings) and any(name.startswith(folder) for folder in folders)


def is_script(path):
    with path.open('rb') as file:
        return file.read(2) == b'#!'


def complaints(path):
    name = path.as_posix()
    script = path.suffix == '' and is_script(path)
    if not script and path.suffix not in ('.c', '.h', '.py', '.sh'):
        return
    text = path.read_text()
    as_name = name + '.sh' if script else name

    for folders, endings, pattern, advice in FORBIDDEN:
        if applies(folders, endings, as_name):
            for match in re.finditer(pattern, text, re.MULTILINE):
                yield text.count('\n', 0, match.start()) + 1, advice
    for folders, endings, pattern, advice in REQUIRED:
        if applies(folders, endings, as_name) and not re.search(pattern, text, re.MULTILINE):
            yield 1, advice
    if not applies(SOURCES, C_FILES, name):
        return

    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_COLUMNS:
            yield number, f'{len(line)} columns; at most {MOST_COLUMNS}'
    if name.startswith('src/') and len(lines) > MOST_LINES:
        yield len(lines), f'{len(lines)} lines; split the file by reason to change (at most {MOST_LINES})'
    if NAMELESS.search(path.name):
        yield 1, 'name the file after what it holds'


def main():
    found = [f'{path}:{line}: {advice}' for path in files() for line, advice in complaints(path)]
    print('\n'.join(found))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
