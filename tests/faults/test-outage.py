#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""A gateway was cut off for a day and sends everything at once: six meters, five registers a minute each, every register
a post of its own, some of them twice, while another gateway goes on posting. Every row is there once, and the live
device is never more than 2 seconds behind."""

import http.client
import json
import os
import random
import subprocess
import threading
import time

from fluxio_server import PROGRAM, Client, Server, check_counters, query, run_tests, scale

BEGIN = 1795424400
MINUTES = scale(144, 1440)
METERS = 6
REGISTERS = {11: 'flow_rate', 13: 'level', 15: 'velocity', 17: 'temperature', 5201: 'totalizer'}
TWICE = 0.1  # of the posts, whose answer the gateway did not get
MOST_BEHIND = 2.0
MAP = '5a0c0de0-0000-4000-8000-000000000750'


def make_plant():
    registers = [{'name': name, 'address': number - 1, 'word_order': 'CDAB', 'unit': {'flow_rate': 'm3/h'}.get(name)}
                 for number, name in REGISTERS.items()]
    units = [{'device_id': f'METER_{n}', 'server_name': f'METER_{n}', 'map': MAP} for n in range(METERS)]
    return {'format': 'fluxio-plant', 'version': 1, 'devices': [],
            'maps': [{'format': 'fluxio-register-map', 'version': 1, 'id': MAP, 'name': 'meter',
                      'registers': registers}],
            'gateways': [{'name': 'cut-off', 'units': units}]}


def make_value(minute, meter, number):
    """Within what a meter can say, and exact in six decimals and a 32-bit float."""
    return 1 + minute % 256 / 8 + meter / 16 + list(REGISTERS).index(number) / 64


def make_posts():
    """As the gateway stored them: minute by minute, the registers of a meter a second apart."""
    for minute in range(MINUTES):
        for meter in range(METERS):
            for second, number in enumerate(REGISTERS):
                yield {'Modbus': {'timestamp': BEGIN + 60 * minute + second, 'server_name': f'METER_{meter}',
                                  'full_addr': str(300000 + number), 'name': REGISTERS[number],
                                  'data': f'[{make_value(minute, meter, number):.6f}]'}}


class Live:
    """Posts a reading now and then, and looks how long it takes until it is the device's latest."""

    def __init__(self, port):
        self.client = Client(port, 'live')
        self.over = threading.Event()
        self.longest = 0
        self.n_posts = 0
        self.fault = None
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def is_shown(self, flow):
        _, _, answer = self.client.call('GET', '/api/devices')
        return any(device['device_id'] == 'LIVE' and device['latest_data']['flow_rate'] == flow
                   for device in answer['data'])

    def run(self):
        try:
            while not self.over.wait(0.1):
                self.n_posts += 1
                begin = time.monotonic()
                assert self.client.post({'device_id': 'LIVE', 'flow_rate': self.n_posts})[0] == 200
                while not self.is_shown(self.n_posts):
                    assert time.monotonic() - begin < 60, 'a live reading is not shown'
                self.longest = max(self.longest, time.monotonic() - begin)
        except (AssertionError, OSError, http.client.HTTPException) as fault:
            self.fault = fault

    def finish(self):
        self.over.set()
        self.thread.join()
        if self.fault is not None:
            raise self.fault


def send_everything(port):
    client = Client(port, 'cut-off')
    n_sent = 0
    for post in make_posts():
        for _ in range(2 if random.random() < TWICE else 1):
            status, _, answer = client.post(post)
            assert status == 200, answer
            n_sent += 1
    client.close()
    return n_sent, n_sent - MINUTES * METERS * len(REGISTERS)


def check_rows(database):
    names = ', '.join(REGISTERS.values())
    rows = query(database, f"SELECT device_id, created_at, {names} FROM flow_data WHERE device_id <> 'LIVE'")
    assert len(rows) == MINUTES * METERS, f'{len(rows)} rows'
    for device, created_at, *values in rows:
        minute, rest = divmod(created_at // 1000000 - BEGIN, 60)
        meter = int(device.rsplit('_', 1)[1])
        assert rest == 0 and values == [make_value(minute, meter, number) for number in REGISTERS], (device, created_at)


def send_a_day_late(folder):
    database = os.path.join(folder, 'plant.db')
    subprocess.run([PROGRAM, '--database', f'sqlite:{database}', 'plant', 'import', '-'],
                   input=json.dumps(make_plant()), text=True, stdout=subprocess.DEVNULL, check=True)
    server = Server(database)
    assert server.wait_ready(), server.said()
    live = Live(server.port)
    begin = time.monotonic()
    n_sent, n_twice = send_everything(server.port)
    seconds = time.monotonic() - begin
    live.finish()
    server.stop()

    check_rows(database)
    check_counters(database)
    counts = query(database, "SELECT received, stored, duplicate FROM fluxio_gateways WHERE name = 'cut-off'")
    assert counts == [(n_sent, n_sent - n_twice, n_twice)], counts
    assert live.longest < MOST_BEHIND, f'a live reading was {live.longest:.2f} s behind'
    print(f'# {n_sent} posts in {seconds:.1f} s; of {live.n_posts} live ones the slowest took {live.longest:.3f} s')


if __name__ == '__main__':
    run_tests(send_a_day_late)
