# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The programs that are measured, and what the system says they use."""

import os
import pathlib
import re
import sqlite3
import subprocess
import time

BUILD = pathlib.Path(__file__).resolve().parents[2] / 'build'
KEY = 'bench-0123456789abcdef0123456789abcdef'


class Process:
    def __init__(self, pid):
        self.folder = pathlib.Path('/proc') / str(pid)

    def megabytes(self):
        return int(re.search(r'VmRSS:\s+(\d+) kB', (self.folder / 'status').read_text())[1]) / 1024

    def cpu_seconds(self):
        fields = (self.folder / 'stat').read_text().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def percent_of_a_core(self, seconds):
        before = self.cpu_seconds()
        time.sleep(seconds)
        return 100 * (self.cpu_seconds() - before) / seconds


class FixedAnswer:
    """A context: the ceiling of posts a second."""

    def __enter__(self):
        self.program = subprocess.Popen([BUILD / 'tests' / 'bench' / 'fixed-answer'], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.program.stdout.readline())
        return self

    def __exit__(self, kind, value, trace):
        self.program.stdin.close()
        self.program.wait(20)
        self.program.stdout.close()


class Server:
    """A context: fluxio-server on a database file, which stays."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.program = subprocess.Popen([BUILD / 'src' / 'fluxio-server', '--database', f'sqlite:{self.path}',
                                         '--listen', '127.0.0.1:0', '--api-key', KEY], stdout=subprocess.PIPE,
                                        text=True)
        line = self.program.stdout.readline()
        if 'listening on' not in line:
            raise SystemExit('fluxio-server did not start')
        self.port = int(line.rsplit(':', 1)[1])
        self.process = Process(self.program.pid)
        return self

    def __exit__(self, kind, value, trace):
        self.program.terminate()
        self.program.wait(60)
        self.program.stdout.close()

    def count_rows(self):
        with sqlite3.connect(f'file:{self.path}?mode=ro', uri=True) as database:
            return database.execute('SELECT count(*) FROM flow_data').fetchone()[0]

    def await_quiet(self, seconds=60):
        """Until the rows that came are where they stay, and nothing is left to be done."""
        deadline = time.monotonic() + seconds
        while self.process.percent_of_a_core(2) > 1 and time.monotonic() < deadline:
            pass
