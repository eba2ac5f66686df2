# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Every state of a device, in the light, in the dark and in a narrow window: found by its words, and left as pictures to
look at."""

import os

import plant
from program import KEY, Program, run, write_settings

SENTENCES = ['Critical: flow above 150 l/s', 'Warning: flow above 550 m³/h', '1 critical', 'Offline since',
             'Bad value: the flow is out of range', 'Stale: last value', 'Maintenance until',
             'New: check its name and unit', 'Waits for its first value']

STATES = ['Offline since', 'Bad', 'Stale', 'Maintenance until', 'New', 'No value yet', 'Online']


def start(**settings):
    write_settings(**settings)
    return Program('--database', 'sqlite:' + plant.path(), '--listen', '127.0.0.1:0', '--api-key', KEY)


def fill_once():
    if not os.path.exists(plant.path()):
        with start() as program:
            plant.fill(program.url())
            plant.set_maintenance('NIVUS_09')
            plant.raise_alert('NIVUS_01', 'warning', 'flow above 550 m³/h for 1 h 5 min')
            plant.raise_alert('NIVUS_04', 'critical', 'flow above 150 l/s for 5 min')


def show(name, sentences=SENTENCES, **settings):
    fill_once()
    with start(**settings) as program:
        for sentence in sentences:
            program.find(sentence)
        program.picture(name)


def light():
    show('overview-light')


def dark():
    show('overview-dark', color_scheme="'dark'")


def narrow():
    show('overview-360', SENTENCES[:3], window_width='360', window_height='720')


def narrow_dark():
    show('overview-360-dark', SENTENCES[:3], window_width='360', window_height='720', color_scheme="'dark'")


def dense():
    show('overview-dense', STATES, overview_dense='true')


def dense_narrow():
    show('overview-dense-360', STATES, overview_dense='true', window_width='360', window_height='720')


run([light, dark, narrow, narrow_dark, dense, dense_narrow], in_one_home=True)
