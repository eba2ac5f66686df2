#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""A server that cannot start says why in one sentence, ends with 1, and leaves everything as it was."""

import os
import sqlite3
import shutil
import subprocess

from fluxio_server import PROGRAM, Server, run_tests

NOBODY = 65534


def make_file(folder):
    with open(os.path.join(folder, 'file'), 'w', encoding='ascii') as file:
        file.write('These are the readings of 2019.\n')


def make_others(folder):
    connection = sqlite3.connect(os.path.join(folder, 'others.db'))
    connection.execute('CREATE TABLE invoices (id)')
    connection.close()


def make_newer(folder):
    path = os.path.join(folder, 'newer.db')
    server = Server(path)
    assert server.wait_ready(), server.said()
    server.stop()
    os.unlink(path + '.lock')
    connection = sqlite3.connect(path)
    connection.execute('PRAGMA user_version = 99')
    connection.close()


def make_read_only(folder):
    os.mkdir(os.path.join(folder, 'closed'))
    os.chmod(folder, 0o755)
    os.chmod(os.path.join(folder, 'closed'), 0o555)


# name, what is there before, the database's address, parts of what is said, whether as somebody without rights
CASES = [
    ('below-a-file', make_file, 'sqlite:{}/file/plant.db', ['file', 'Not a directory'], False),
    ('no-such-folder-can-be', None, 'sqlite:/proc/fluxio/plant.db', ['/proc/fluxio', 'Choose another place'], False),
    ('is-a-folder', None, 'sqlite:{}', ['is no file', 'Choose another file'], False),
    ('is-text', make_file, 'sqlite:{}/file', ['no database of FluxIO', 'Choose another file'], False),
    ('is-a-device', None, 'sqlite:/dev/null', ['is no file', 'Choose another file'], False),
    ('of-others', make_others, 'sqlite:{}/others.db', ['belongs to another program', 'Choose another file'], False),
    ('newer', make_newer, 'sqlite:{}/newer.db', ['later FluxIO', 'Update FluxIO'], False),
    ('no-address', None, '{}/plant.db', ['no database address', 'sqlite:PATH'], False),
    ('other-database', None, 'mysql://localhost/x', ['no database address', 'sqlite:PATH'], False),
    ('read-only-folder', make_read_only, 'sqlite:{}/closed/plant.db', ['closed/plant.db', 'may write'], True),
    ('no-right-to-make-folder', make_read_only, 'sqlite:{}/closed/a/plant.db', ['cannot be made', 'Choose another'], True),
]


def picture(folder):
    """Everything below it, with the files' bytes."""
    found = {}
    for top, folders, files in os.walk(folder):
        found.update({os.path.join(top, name): None for name in folders})
        for name in files:
            with open(os.path.join(top, name), 'rb') as file:
                found[os.path.join(top, name)] = file.read()
    return found


def refuse(folder, make, database, parts, without_rights):
    if make is not None:
        make(folder)
    program, user = PROGRAM, {}
    if without_rights and os.geteuid() == 0:
        # Where the program lies, nobody else may be let in.
        program, user = shutil.copy(PROGRAM, folder), {'user': NOBODY, 'group': NOBODY}
    before = picture(folder)
    result = subprocess.run([program, '--database', database.format(folder), '--listen', '127.0.0.1:0'],
                            capture_output=True, text=True, timeout=60, check=False, **user)
    assert result.returncode == 1, result
    assert result.stdout == '', result.stdout
    assert result.stderr.startswith('fluxio-server: ') and result.stderr.count('\n') == 1, result.stderr
    for part in parts:
        assert part in result.stderr, result.stderr
    assert picture(folder) == before


def make_test(name, *case):
    def test(folder):
        refuse(folder, *case)
    test.__name__ = name
    return test


def locked(folder):
    """A second server on the same database names the first."""
    database = os.path.join(folder, 'plant.db')
    server = Server(database)
    assert server.wait_ready(), server.said()
    second = Server(database)
    assert second.process.wait(60) == 1
    said = second.said()
    assert f'fluxio-server, process {server.process.pid}' in said and said.count('\n') == 1, said
    assert server.is_alive()
    server.stop()
    third = Server(database)
    assert third.wait_ready(), third.said()
    third.stop()


def address_taken(folder):
    """It ends before it has told anybody that it listens."""
    server = Server(os.path.join(folder, 'one.db'))
    assert server.wait_ready(), server.said()
    result = subprocess.run([PROGRAM, '--database', f'sqlite:{folder}/two.db', '--listen', f'127.0.0.1:{server.port}'],
                            capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1 and result.stdout == '', result
    assert str(server.port) in result.stderr, result.stderr
    server.stop()


if __name__ == '__main__':
    run_tests(*(make_test(*case) for case in CASES), locked, address_taken)
