# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Figures of the real window with 1,000 devices, within a session of its own: see run-session.sh."""

import json
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'ui'))

import accessible  # noqa: E402
import plant  # noqa: E402
import program  # noqa: E402
import programs  # noqa: E402
import screen  # noqa: E402

N_DEVICES = 1000
N_STARTS = 5
N_POSTS = 20
CELLS = ['table cell']
MARGIN = 8
HEAD_HEIGHT = 40


def tell(name, value, unit, bar):
    print(json.dumps({'name': name, 'value': value, 'unit': unit, 'bar': bar}), flush=True)


def make_reading(number, flow):
    return {'device_id': f'UNIT_{number:05}', 'flow_rate': flow, 'level': 0.3, 'totalizer': 1000.5 + number}


def fill():
    with programs.Server(plant.path()) as server:
        program.post(f'http://127.0.0.1:{server.port}', [make_reading(i, i % 500 + 0.5) for i in range(N_DEVICES)],
                     key=programs.KEY)


def start():
    return program.Program('--database', 'sqlite:' + plant.path(), '--listen', '127.0.0.1:0', '--api-key', program.KEY)


def find_card(fluxio):
    return fluxio.find('UNIT_00000', CELLS)


def learn_first_card(display):
    """Where the name and place on the first card are, and their pixels."""
    with start() as fluxio:
        place = accessible.Atspi.Component.get_extents(find_card(fluxio), accessible.Atspi.CoordType.WINDOW)
        head = place.x + MARGIN, place.y + MARGIN, place.width // 2, HEAD_HEIGHT
        return head, display.grab(*head)


def measure_start(display, head, pixels):
    """From the command to the first card on the screen."""
    begin = time.monotonic()
    with start():
        while display.grab(*head) != pixels:
            if time.monotonic() - begin > 30:
                raise SystemExit('There is no first card')
            time.sleep(0.01)
        return time.monotonic() - begin


def measure_change(fluxio, card, number):
    """From the answer of a post to the card that says it."""
    flow = 601 + number
    program.post(fluxio.url(), make_reading(0, flow))
    answered = time.monotonic()
    accessible.wait_for(lambda: f'{flow}' in accessible.text_of(card), 'the new value', step=2)
    return time.monotonic() - answered


def show_every_card(fluxio):
    fluxio.keys('alt+1', 'End')
    fluxio.find(f'UNIT_{N_DEVICES - 1:05}', CELLS)
    fluxio.keys('Home')
    return find_card(fluxio)


def main():
    display = screen.Screen()
    fill()
    head, pixels = learn_first_card(display)
    starts = [measure_start(display, head, pixels) for _ in range(N_STARTS)]
    tell('start to the first card on 1,000 devices', statistics.median(starts), 's', 1)
    with start() as fluxio:
        process = programs.Process(fluxio.process.pid)
        card = find_card(fluxio)
        changes = [measure_change(fluxio, card, i) for i in range(N_POSTS)]
        tell('answer of a post to its card, at most', max(changes) * 1000, 'ms', 250)
        card = show_every_card(fluxio)
        tell('window memory with 1,000 cards', process.megabytes(), 'MB', 200)
        # Ages count by the second before.
        accessible.wait_for(lambda: 'min ago' in accessible.text_of(card), 'a minute', 90, step=1000)
        tell('window with nothing arriving', process.percent_of_a_core(20), '% of a core', 1)


main()
