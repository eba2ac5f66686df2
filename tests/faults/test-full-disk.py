#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The disk is full, and then it is not. What was answered 200 is kept, what was answered 507 is not, and the server goes
on by itself. The argument is enospc-preload.so."""

import os
import random
import sys

from fluxio_server import Client, Server, check_counters, query, run_tests, scale

FIRST_SECOND = 1760000000


class Disk:
    """A folder with a size."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'disk')
        self.size_file = os.path.join(folder, 'size')
        os.mkdir(self.folder)
        self.database = os.path.join(self.folder, 'plant.db')
        self.resize(1 << 40)

    def environment(self):
        # A full disk is warned of, which ends a test's program elsewhere. The sanitizer wants to be loaded first, and
        # is: it stands before this in the list.
        asan = os.environ.get('ASAN_OPTIONS', '')
        return {'LD_PRELOAD': sys.argv[1], 'ENOSPC_FOLDER': self.folder, 'ENOSPC_SIZE': self.size_file, 'G_DEBUG': '',
                'ASAN_OPTIONS': f'{asan}:verify_asan_link_order=0'}

    def resize(self, size):
        beside = self.size_file + '.new'
        with open(beside, 'w', encoding='ascii') as file:
            file.write(str(size))
        os.rename(beside, self.size_file)

    def used(self):
        return sum(entry.stat().st_size for entry in os.scandir(self.folder))

    def start(self):
        server = Server(self.database, self.environment())
        assert server.wait_ready(), server.said()
        return server


class Sender:
    """Posts readings, each with its number as flow."""

    def __init__(self, port):
        self.client = Client(port, 'sender')
        self.next = 0
        self.kept = set()
        self.turned_away = []  # bodies

    def make_body(self):
        size = random.choice((1, 1, 10, 200))
        numbers = range(self.next, self.next + size)
        self.next += size
        return [{'device_id': f'D{number % 5}', 'timestamp': FIRST_SECOND + number, 'flow_rate': number,
                 'metadata': {'text': ''.join(random.choices('0123456789abcdef', k=100))}} for number in numbers]

    def post(self, body=None):
        """Returns: the status."""
        body = body or self.make_body()
        status, headers, answer = self.client.post(body)
        if status == 507:
            assert headers['Retry-After'] == '60', headers
            assert 'disk is full' in answer['message'], answer
            self.turned_away.append(body)
        else:
            assert status == 200, (status, answer)
            self.kept |= {record['flow_rate'] for record in body}
        return status

    def post_again(self):
        bodies, self.turned_away = self.turned_away, []
        for body in bodies:
            assert self.post(body) == 200
        assert self.kept == set(range(self.next))


def check(disk, sender):
    """The database holds exactly what was answered 200."""
    flows = [int(row[0]) for row in query(disk.database, 'SELECT flow_rate FROM flow_data')]
    assert len(flows) == len(set(flows)), 'a reading is there twice'
    assert set(flows) == sender.kept, sorted(set(flows) ^ sender.kept)[:5]
    check_counters(disk.database)
    assert query(disk.database, 'PRAGMA quick_check') == [('ok',)]


def fills_and_empties(folder):
    disk = Disk(folder)
    server = disk.start()
    sender = Sender(server.port)
    for _ in range(10):
        assert sender.post() == 200

    disk.resize(disk.used() + 100000)
    while sender.post() == 200:
        pass
    disk.resize(0)
    # What was written in vain lies in the log's file and may be written over: some small ones may still fit.
    assert [sender.post() for _ in range(20)].count(507) > 5
    assert server.is_alive()
    assert sender.client.call('GET', '/api/ingest')[0] == 200
    status, _, answer = sender.client.call('GET', '/api/flow-data?limit=100000')
    assert status == 200 and answer['count'] == len(sender.kept), answer['count']
    check(disk, sender)

    disk.resize(1 << 40)
    assert sender.post() == 200  # by itself
    sender.post_again()
    server.stop()
    check(disk, sender)


def room_for_a_little(folder):
    """The disk runs full at ever another place: in the log, in its index, in the database, in the middle of a page."""
    disk = Disk(folder)
    server = disk.start()
    sender = Sender(server.port)
    size = disk.used()
    statuses = []
    for _ in range(scale(150, 3000)):
        size = max(size, disk.used()) + random.randrange(-5000, 12000)
        disk.resize(size)
        statuses.append(sender.post())
        assert server.is_alive(), server.said()
    assert statuses.count(200) > 10 and statuses.count(507) > 10, statuses
    check(disk, sender)
    disk.resize(1 << 40)
    sender.post_again()
    server.stop()
    check(disk, sender)
    print(f'# {statuses.count(507)} of {len(statuses)} posts met a full disk')


def ends_while_full(folder):
    """Ended or killed with the disk full, it finds everything again."""
    disk = Disk(folder)
    server = disk.start()
    sender = Sender(server.port)
    for ends in (Server.stop, Server.kill):
        disk.resize(disk.used() + 50000)
        while sender.post() == 200:
            pass
        sender.client.close()
        ends(server)
        check(disk, sender)
        disk.resize(1 << 40)
        server = disk.start()
        sender.client = Client(server.port, 'sender')
        sender.post_again()
    server.stop()
    check(disk, sender)


def starts_while_full(folder):
    """Started on a full disk it serves what there is, or ends with one sentence; it harms nothing."""
    disk = Disk(folder)
    server = disk.start()
    sender = Sender(server.port)
    for _ in range(20):
        assert sender.post() == 200
    sender.client.close()
    server.stop()

    disk.resize(0)
    server = Server(disk.database, disk.environment())
    if server.wait_ready():
        sender.client = Client(server.port, 'sender')
        sender.post()
        disk.resize(1 << 40)
        assert sender.post() == 200
        server.stop()
    else:
        assert server.process.wait(60) == 1
        assert server.said().count('\n') == 1 and 'room' in server.said(), server.said()
    check(disk, sender)


def cannot_begin(folder):
    """No database can be made: one sentence, and nothing stays behind."""
    disk = Disk(folder)
    for size in (0, 4096, 100000):
        disk.resize(size)
        server = Server(disk.database, disk.environment())
        assert server.process.wait(60) == 1
        said = server.said()
        assert said.startswith('fluxio-server: ') and said.count('\n') == 1, said
        assert 'room' in said, said
        assert [name for name in os.listdir(disk.folder) if not name.endswith('.lock')] == []
    disk.resize(1 << 40)
    disk.start().stop()


if __name__ == '__main__':
    run_tests(fills_and_empties, room_for_a_little, ends_while_full, starts_while_full, cannot_begin)
