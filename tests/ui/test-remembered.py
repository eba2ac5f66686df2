# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The window is again what it was: its size, its page, and how the overview was set."""

import subprocess

import accessible
import plant
from program import KEY, Program, post, read_settings, run


def start():
    return Program('--database', 'sqlite:' + plant.path(), '--listen', '127.0.0.1:0', '--api-key', KEY)


def size(program):
    lines = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', program.window()], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    geometry = dict(line.split('=') for line in lines)
    return int(geometry['WIDTH']), int(geometry['HEIGHT'])


def size_and_page():
    with start() as program:
        program.find('No devices yet')
        assert size(program) == (1200, 760), size(program)
        program.resize(1000, 700)
        accessible.wait_for(lambda: size(program) == (1000, 700), 'the new size')
        program.keys('alt+2')
        program.find('Devices – FluxIO', ['frame'])
        program.keys('ctrl+q')
        program.wait_for_end()
    with start() as program:
        program.find('Devices – FluxIO', ['frame'])
        accessible.wait_for(lambda: size(program) == (1000, 700), 'the size of before')


def the_overview():
    with start() as program:
        post(program.url(), {'device_id': 'UNIT_1', 'flow_rate': 5})
        program.find('UNIT_1', ['table cell'])
        program.press('One line for a device')
        program.find('UNIT_1', ['list item'])
    assert read_settings()['overview-dense'] == 'true'
    with start() as program:
        program.find('UNIT_1', ['list item'])


run([size_and_page, the_overview])
