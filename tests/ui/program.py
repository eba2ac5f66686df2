# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""FluxIO as a person starts it, in a home of its own, and what people and gateways do to it."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

import accessible

PROGRAMS = pathlib.Path(os.environ['FLUX_TEST_PROGRAMS'])
PICTURES = PROGRAMS.parent / 'ui-pictures'
KEY = 'test-0123456789abcdef0123456789abcdef'


def settings_file():
    return pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0' / 'settings' / 'keyfile'


def write_settings(**values):
    """Puts settings in place before a start: write_settings(port='0', page="'devices'")."""
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'{name.replace("_", "-")}={value}' for name, value in values.items()]
    path.write_text('[io/github/fluxio/Fluxio]\n' + '\n'.join(lines) + '\n')


def read_settings():
    lines = settings_file().read_text().splitlines() if settings_file().exists() else []
    return dict(line.split('=', 1) for line in lines if '=' in line)


def clear_home():
    """As if nobody had ever started it."""
    for folder in (pathlib.Path(os.environ['XDG_DATA_HOME']), settings_file().parent):
        shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.environ['XDG_DATA_HOME'])


def post(url, body, key=KEY, path='/api/ingest'):
    request = urllib.request.Request(url + path, json.dumps(body).encode(),
                                     {'x-api-key': key, 'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


class Program:
    """A running fluxio. A context: afterwards it is ended, must have ended well and have complained of nothing."""

    def __init__(self, *options, environment=None):
        self.folder = tempfile.TemporaryDirectory()
        self.errors = open(pathlib.Path(self.folder.name) / 'errors', 'w+')
        self.output = open(pathlib.Path(self.folder.name) / 'output', 'w+')
        environment = os.environ | {'G_DEBUG': 'fatal-warnings'} | (environment or {})
        self.process = subprocess.Popen([PROGRAMS / 'fluxio', *options], stdout=self.output, stderr=self.errors,
                                        env=environment)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            print(f'# standard error: {self.complaints()}', file=sys.stderr)
            self.process.kill()
            self.process.wait()
        else:
            self.end()
        self.errors.close()
        self.output.close()
        self.folder.cleanup()

    def complaints(self):
        return pathlib.Path(self.errors.name).read_text()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.wait_for_end()

    def wait_for_end(self, status=0):
        ended = self.process.wait(12)
        assert ended == status, f'ended with {ended}: {self.complaints()}'
        assert self.complaints() == '' or status != 0, self.complaints()

    def url(self):
        """Where it listens."""
        def read():
            assert self.process.poll() is None, f'ended: {self.complaints()}'
            lines = pathlib.Path(self.output.name).read_text().splitlines()
            assert all(line.startswith('listening on http') for line in lines), lines
            return lines and lines[-1].removeprefix('listening on ')
        return accessible.wait_for(read, 'a line that says where it listens')

    def application(self):
        return accessible.wait_for(lambda: accessible.find_application(self.process.pid), 'the window', 20)

    def has_window(self):
        application = accessible.find_application(self.process.pid)
        return application is not None and any(accessible.is_shown(part) for part in accessible.walk(application)
                                               if part.get_role_name() in ('frame', 'window'))

    def find(self, word, roles=None, seconds=15):
        """Waits for a shown node with this word."""
        def look():
            application = accessible.find_application(self.process.pid)
            return application and accessible.find(application, word, roles)
        return accessible.wait_for(look, f'“{word}” in the window', seconds)

    def is_gone(self, word, roles=None):
        def look():
            application = accessible.find_application(self.process.pid)
            return application and accessible.find(application, word, roles) is None
        return accessible.wait_for(look, f'no “{word}” in the window')

    def texts(self):
        return accessible.texts(self.application())

    def press(self, word, roles=('push button', 'toggle button', 'button', 'menu item')):
        accessible.press(self.find(word, roles))

    # --- The real keyboard and pointer --------------------------------------------------------------------------------

    def window(self):
        """The X window that was opened last. Popovers are windows as well, but have no name."""
        found = subprocess.run(['xdotool', 'search', '--sync', '--onlyvisible', '--all', '--pid',
                                str(self.process.pid), '--name', '.'], check=True, capture_output=True,
                               text=True).stdout.split()
        return found[-1]

    def keys(self, *names):
        """Presses keys in the window, which nobody else gives the focus: there is no window manager."""
        subprocess.run(['xdotool', 'windowfocus', '--sync', self.window()], check=True)
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *names], check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '15', text], check=True)

    def resize(self, width, height):
        subprocess.run(['xdotool', 'windowsize', '--sync', self.window(), str(width), str(height)], check=True)

    def picture(self, name):
        PICTURES.mkdir(exist_ok=True)
        subprocess.run(['xdotool', 'mousemove', '9999', '9999'], check=True)  # no tooltips
        path = PICTURES / f'{name}.png'
        subprocess.run(['import', '-window', 'root', path], check=True)
        assert path.stat().st_size > 5000, f'{path} is an empty picture'


def run(cases, in_one_home=False):
    """Runs the cases, functions without arguments, each in a fresh home unless told, and tells in TAP."""
    chosen = [case for case in cases if len(sys.argv) < 2 or case.__name__ in sys.argv[1:]]
    failed = 0
    print(f'1..{len(chosen)}', flush=True)
    for number, case in enumerate(chosen, 1):
        if number == 1 or not in_one_home:
            clear_home()
        try:
            case()
        except Exception as error:  # a case that fails must not hide the others
            failed += 1
            print(f'# {type(error).__name__}: {error}', file=sys.stderr)
            print(f'not ok {number} - {case.__name__}', flush=True)
        else:
            print(f'ok {number} - {case.__name__}', flush=True)
    sys.exit(failed != 0)
