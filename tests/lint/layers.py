#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Includes go down the picture in HACKING.md only, and each outside library stays in its layer. Run from the root of
the tree."""

import pathlib
import re
import sys

USES = {
    'base': (),
    'model': ('base',),
    'codec': ('model', 'base'),
    'store': ('model', 'base'),
    'net': ('base',),
    'engine': ('codec', 'store', 'net', 'model', 'base'),
    'server': ('engine', 'codec', 'store', 'net', 'model', 'base'),
    'simulator': ('codec', 'net', 'model', 'base'),
    'widgets': ('model', 'base'),
    'app': ('widgets', 'server', 'engine', 'codec', 'store', 'net', 'model', 'base'),
}

# the header of a library, the layers that may include it
LIBRARIES = [
    (r'(gtk|gdk|gsk)/|adwaita\.h', ('widgets', 'app', 'fluxio.c')),
    (r'sqlite3\.h', ('store',)),
    (r'libpq-fe\.h', ('store',)),
    (r'libsoup/', ('server', 'net')),
]

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def layer_of(path):
    """The folder below src, or the name of a file that lies in src itself."""
    return path.relative_to('src').parts[0]


def complaints(path, homes):
    layer = layer_of(path)
    for header in INCLUDE.findall(path.read_text()):
        for pattern, layers in LIBRARIES:
            if re.match(pattern, header) and layer not in layers:
                yield f'{path}: {header} belongs in {", ".join(layers)} only'
        home = homes.get(pathlib.PurePath(header).name)
        if home is not None and layer in USES and home != layer and home not in USES[layer]:
            yield f'{path}: {layer} may not use {home} ({header})'


def main():
    sources = sorted(path for path in pathlib.Path('src').rglob('*') if path.suffix in ('.c', '.h'))
    homes = {path.name: layer_of(path) for path in sources if path.suffix == '.h'}
    folders = {path.name for path in pathlib.Path('src').iterdir() if path.is_dir()}
    found = [complaint for path in sources for complaint in complaints(path, homes)]
    found += [f'src/{name}: put the layer into USES' for name in sorted(folders - USES.keys())]
    print('\n'.join(found))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
