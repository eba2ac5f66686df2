#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""po/POTFILES.in lists exactly the files with text to translate, sorted. Run from the root of the tree."""

import pathlib
import re
import sys

IN_C = re.compile(r'\b(_|N_|C_|NC_|Q_|gettext|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')
IN_UI = re.compile(r'\btranslatable="(yes|true|1)"')
DATA = ('.desktop.in', '.metainfo.xml.in', '.gschema.xml.in')


def has_text(path):
    if path.name.endswith(DATA):
        return True
    if path.suffix in ('.c', '.h'):
        return IN_C.search(path.read_text()) is not None
    if path.suffix == '.ui':
        return IN_UI.search(path.read_text()) is not None
    return False


def main():
    lines = pathlib.Path('po/POTFILES.in').read_text().splitlines()
    listed = [line for line in lines if line and not line.startswith('#')]
    wanted = {path.as_posix() for top in ('data', 'src', 'ui') for path in pathlib.Path(top).rglob('*')
              if path.is_file() and has_text(path)}

    found = [f'{name} is missing' for name in sorted(wanted - set(listed))]
    found += [f'{name} has no text to translate' for name in sorted(set(listed) - wanted)]
    if listed != sorted(set(listed)):
        found.append('the list is not sorted, or names a file twice')
    print('\n'.join(f'po/POTFILES.in: {complaint}' for complaint in found))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
