#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Kills the server under load, again and again on one database. Every reading that was answered 200 is there exactly
once, one that was not is there at most once, and what is counted adds up."""

import http.client
import os
import random
import threading

from fluxio_server import Client, Server, check_counters, query, run_tests, scale

N_CLIENTS = 4
DEVICES = 7
FIRST_SECOND = 1760000000


class Load:
    """Clients that post readings of their own until the server is gone. A reading is a device and a second, with the
    number of the reading as flow."""

    def __init__(self, port, first, pending):
        self.lock = threading.Lock()
        self.next = first
        self.pending = list(pending)  # bodies that a killed server has not answered: sent again, as a gateway would
        self.answered = set()
        self.unanswered = []
        self.enough = threading.Semaphore(0)
        self.clients = [threading.Thread(target=self.run, args=(Client(port, f'gateway-{i}'),))
                        for i in range(N_CLIENTS)]
        for client in self.clients:
            client.start()

    def make_body(self):
        with self.lock:
            if self.pending:
                return self.pending.pop()
            size = random.choice((1, 1, 1, 2, 20))
            numbers = range(self.next, self.next + size)
            self.next += size
        records = [{'device_id': f'D{number % DEVICES}', 'timestamp': FIRST_SECOND + number, 'flow_rate': number,
                    'level': 1.5} for number in numbers]
        return records if size > 1 or random.random() < 0.5 else records[0]

    def run(self, client):
        while True:
            body = self.make_body()
            numbers = [record['flow_rate'] for record in (body if isinstance(body, list) else [body])]
            try:
                status, _, answer = client.post(body)
            except (OSError, http.client.HTTPException, ValueError):
                with self.lock:
                    self.unanswered.append(body)
                return
            assert status == 200 and len(answer['results']) == len(numbers), answer
            with self.lock:
                self.answered.update(numbers)
            for _ in numbers:
                self.enough.release()

    def join(self):
        for client in self.clients:
            client.join()


def check_rows(database, answered, allowed):
    rows = query(database, 'SELECT flow_rate, device_id, created_at FROM flow_data')
    numbers = [int(flow) for flow, _, _ in rows]
    assert len(set(numbers)) == len(numbers), 'a reading is there twice'
    lost = answered - set(numbers)
    assert not lost, f'{len(lost)} answered readings are lost, such as {sorted(lost)[:5]}'
    strange = set(numbers) - allowed
    assert not strange, f'nobody sent {sorted(strange)[:5]}'
    for flow, device, created_at in rows:
        assert device == f'D{int(flow) % DEVICES}' and created_at == (FIRST_SECOND + int(flow)) * 1000000


def check_latest(database, port):
    """The server tells each device's newest row, which it finds again by itself."""
    newest = dict(query(database, 'SELECT device_id, max (flow_rate) FROM flow_data GROUP BY device_id'))
    status, _, answer = Client(port).call('GET', '/api/devices')
    assert status == 200
    latest = {device['device_id']: device['latest_data'] for device in answer['data']}
    for device, flow in newest.items():
        assert latest[device]['flow_rate'] == flow, f'{device}: {latest[device]} is not {flow}'


def kill_under_load(folder):
    database = os.path.join(folder, 'plant.db')
    answered, pending, first = set(), [], 0
    for _ in range(scale(20, 200)):
        server = Server(database)
        if random.random() < 0.15:
            server.wait_ready(random.random() * 0.1)  # some are killed while they start
            server.kill()
            continue
        assert server.wait_ready(), server.said()
        if first > 0:
            check_latest(database, server.port)
        load = Load(server.port, first, pending)
        for _ in range(random.choice((1, 10, 100, 1000))):
            load.enough.acquire(timeout=60)  # at a random moment between the others' answers
        server.kill()
        load.join()

        answered |= load.answered
        pending = load.unanswered + load.pending
        first = load.next
        check_rows(database, answered, set(range(first)))
        check_counters(database)
        assert query(database, 'PRAGMA quick_check') == [('ok',)]

    server = Server(database)
    assert server.wait_ready(), server.said()
    client = Client(server.port)
    for body in pending:
        assert client.post(body)[0] == 200
    check_latest(database, server.port)
    client.close()
    server.stop()
    check_rows(database, set(range(first)), set(range(first)))
    check_counters(database)
    assert query(database, 'PRAGMA integrity_check') == [('ok',)]
    assert query(database, 'PRAGMA foreign_key_check') == []
    print(f'# {first} readings')


if __name__ == '__main__':
    run_tests(kill_under_load)
