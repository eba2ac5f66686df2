# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Posts and rows a second. Everything is on: raw posts are kept, the answer waits for a synced commit, and the rows are
counted afterwards."""

import collections
import itertools
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time

from programs import BUILD, KEY, FixedAnswer, Server

HERE = pathlib.Path(__file__).resolve().parent
Figure = collections.namedtuple('Figure', 'name unit bar value ceiling ratio')
Load = collections.namedtuple('Load', 'script connections rows')
SINGLES = Load('singles.lua', 64, 1)
ARRAYS = Load('arrays.lua', 16, 100)
HISTORY = Load('history.lua', 16, 100)
GATEWAY_SINGLES = Load('gateway-singles.lua', 64, 1)
COLLECTIONS = Load('collections.lua', 16, 100)
N_DEVICES = 1000
REGISTERS_A_ROW = 5  # in collections
HISTORY_ROUND = 2_000_000  # rows that one round of it may go too far

# Each run of singles.lua begins later than the one before can have ended, so that no row comes twice.
first_times = itertools.count(int(time.time()), 1000)


def post(port, load, seconds, first_time=None):
    """The posts a second, and how many there were. Any answer but 200 ends it all."""
    environment = os.environ | {'BENCH_KEY': KEY, 'BENCH_FIRST_TIME': str(first_time or next(first_times))}
    output = subprocess.run(['wrk', '-t1', f'-c{load.connections}', f'-d{seconds}s', '-s', HERE / load.script,
                             f'http://127.0.0.1:{port}'], env=environment, capture_output=True, text=True,
                            check=True).stdout
    if 'Non-2xx' in output or 'Socket errors' in output:
        raise SystemExit(f'Not every post was answered 200:\n{output}')
    return float(re.search(r'Requests/sec:\s+([\d.]+)', output)[1]), int(re.search(r'(\d+) requests in', output)[1])


def measure_fixed(seconds):
    with FixedAnswer() as ceiling:
        return post(ceiling.port, SINGLES, seconds)[0]


def measure_bare(folder, seconds):
    path = folder / 'bare.db'
    try:
        return float(subprocess.check_output([BUILD / 'tests' / 'bench' / 'bare-sqlite', path, str(seconds)]))
    finally:
        for ending in ('', '-wal', '-shm'):
            pathlib.Path(f'{path}{ending}').unlink(missing_ok=True)


def measure_stored(path, load, seconds):
    """Rows a second into the database at the path."""
    with Server(path) as server:
        before = server.count_rows()
        rate, n_posts = post(server.port, load, seconds)
        stored = server.count_rows() - before
    wanted = n_posts * load.rows // (REGISTERS_A_ROW if load is COLLECTIONS else 1)
    if stored < wanted:
        raise SystemExit(f'{wanted} readings were answered, {stored} are stored')
    return rate * load.rows


def make_plant():
    """20 gateways with 50 units each, as a plant file."""
    registers = [{'name': name, 'address': number - 1, 'word_order': 'CDAB'}
                 for number, name in ((11, 'flow_rate'), (13, 'level'), (15, 'velocity'), (17, 'temperature'),
                                      (5201, 'totalizer'))]
    map_id = '5a0c0de0-0000-4000-8000-0000000be9c4'
    units = [{'device_id': f'UNIT_{n:04}', 'server_name': f'UNIT_{n:04}', 'map': map_id} for n in range(N_DEVICES)]
    gateways = [{'name': f'GATEWAY_{n:02}', 'units': units[50 * n:50 * n + 50]} for n in range(N_DEVICES // 50)]
    register_map = {'format': 'fluxio-register-map', 'version': 1, 'id': map_id, 'name': 'bench',
                    'registers': registers}
    return json.dumps({'format': 'fluxio-plant', 'version': 1, 'maps': [register_map], 'devices': [],
                       'gateways': gateways})


def import_plant(path):
    subprocess.run([BUILD / 'src' / 'fluxio-server', '--database', f'sqlite:{path}', 'plant', 'import', '-'],
                   input=make_plant(), text=True, stdout=subprocess.DEVNULL, check=True)


def measure_new(folder, load, seconds):
    path = folder / 'new.db'
    try:
        if load in (GATEWAY_SINGLES, COLLECTIONS):
            import_plant(path)
        return measure_stored(path, load, seconds)
    finally:
        for found in folder.glob('new.db*'):
            found.unlink()


def fill(path, n_rows):
    """With minutes that are over."""
    time_of_next = int(time.time()) - 60 * (n_rows // N_DEVICES + HISTORY_ROUND // N_DEVICES)
    with Server(path) as server:
        n_stored = 0
        while n_stored < n_rows:
            n_posts = post(server.port, HISTORY, 5, time_of_next)[1]
            time_of_next += 60 * (n_posts * HISTORY.rows // N_DEVICES + 1)
            n_stored += n_posts * HISTORY.rows
        server.await_quiet(120)


def compare(name, unit, bar, values, ceilings):
    ratio = statistics.median(value / ceiling for value, ceiling in zip(values, ceilings))
    return Figure(name, unit, bar, statistics.median(values), statistics.median(ceilings), ratio)


def measure(folder, rounds, seconds, n_rows):
    # One for each load: the times of the one are late for the other.
    large = {load: folder / f'large-{load.script}.db' for load in (SINGLES, ARRAYS)}
    measured = collections.defaultdict(list)
    fill(large[SINGLES], n_rows)
    shutil.copy(large[SINGLES], large[ARRAYS])
    for _ in range(rounds):
        measured['fixed'].append(measure_fixed(seconds))
        measured['singles'].append(measure_new(folder, SINGLES, seconds))
        measured['singles large'].append(measure_stored(large[SINGLES], SINGLES, seconds))
        measured['bare'].append(measure_bare(folder, seconds))
        measured['arrays'].append(measure_new(folder, ARRAYS, seconds))
        measured['gateway singles'].append(measure_new(folder, GATEWAY_SINGLES, seconds))
        measured['collections'].append(measure_new(folder, COLLECTIONS, seconds))
        measured['arrays large'].append(measure_stored(large[ARRAYS], ARRAYS, seconds))

    yield compare('single readings, ceiling: a fixed answer', 'posts/s', 0.75, measured['singles'], measured['fixed'])
    yield compare('arrays of 100, ceiling: a bare SQLite loop', 'rows/s', 0.3, measured['arrays'], measured['bare'])
    yield compare('single registers of gateways, ceiling: a fixed answer', 'posts/s', 0.75, measured['gateway singles'],
                  measured['fixed'])
    yield compare('collections of 100 registers, ceiling: a bare SQLite loop', 'records/s', 0.15,
                  measured['collections'], measured['bare'])
    yield compare(f'single readings at {n_rows:,} rows, ceiling: at none', 'posts/s', 0.8, measured['singles large'],
                  measured['singles'])
    yield compare(f'arrays of 100 at {n_rows:,} rows, ceiling: at none', 'rows/s', 0.8, measured['arrays large'],
                  measured['arrays'])
