# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The real fluxio-server on a free port, a client for it, and TAP."""

import http.client
import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback

KEY = 'faults-0123456789abcdef'
PROGRAM = os.path.join(os.environ['FLUX_TEST_PROGRAMS'], 'fluxio-server')
READY = 'listening on http://'


def scale(quick, full):
    """How often a test repeats something; see flux_test_scale()."""
    return full if 'FLUX_TEST_LONG' in os.environ else quick


class Server:
    def __init__(self, database, environment=None):
        self.errors = tempfile.TemporaryFile('w+')
        self.process = subprocess.Popen(
            [PROGRAM, '--database', f'sqlite:{database}', '--listen', '127.0.0.1:0', '--api-key', KEY],
            stdout=subprocess.PIPE, stderr=self.errors, env={**os.environ, **(environment or {})})
        self.port = None

    def wait_ready(self, timeout=60):
        """Whether it says so within `timeout` seconds, and before it ends."""
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            return False
        line = self.process.stdout.readline().decode()
        if line == '':
            return False
        assert line.startswith(READY), f'said {line!r}; {self.said()}'
        self.port = int(line.rsplit(':', 1)[1])
        return True

    def said(self):
        """What it wrote to standard error so far."""
        self.errors.seek(0)
        return self.errors.read()

    def is_alive(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Ends it in the ordinary way."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.process.stdout.close()
        assert code == 0, f'ended with {code}: {self.said()}'


class Client:
    """One kept connection."""

    def __init__(self, port, gateway=None):
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
        self.headers = {'x-api-key': KEY, 'Content-Type': 'application/json'}
        if gateway is not None:
            self.headers['x-gateway-id'] = gateway

    def call(self, method, path, body=None):
        """Status, headers, and the answer's JSON."""
        text = None if body is None else json.dumps(body)
        self.connection.request(method, path, text, self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())

    def post(self, body):
        return self.call('POST', '/api/ingest', body)

    def close(self):
        self.connection.close()


def query(database, sql, *parameters):
    """Rows of the database, which no server needs to have open."""
    connection = sqlite3.connect(f'file:{database}?mode=rw', uri=True, timeout=30)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def check_counters(database):
    """What every commit must keep true."""
    names = 'received, stored, duplicate, failed_read, waiting, refused'
    sums = ', '.join(f'sum ({name})' for name in names.split(', '))
    for number, posts, *counts in query(database, f'SELECT number, posts, {names} FROM fluxio_gateways'):
        assert counts[0] == sum(counts[1:]), f'gateway {number}: {counts}'
        of_posts = query(database, f'SELECT count(*), {sums} FROM fluxio_raw_posts WHERE gateway = ?', number)[0]
        assert of_posts == (posts, *counts), f'gateway {number} has {posts}, {counts}; its posts {of_posts}'


def run_tests(*tests):
    """Each test is called with a folder of its own. Prints TAP."""
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        folder = tempfile.mkdtemp(prefix='fluxio-test-')
        try:
            skipped = test(folder)
            print(f'ok {number} {test.__name__}' + (f' # SKIP {skipped}' if skipped else ''), flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(''.join(f'# {line}\n' for line in traceback.format_exc().splitlines()), end='')
            print(f'not ok {number} {test.__name__}', flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)
