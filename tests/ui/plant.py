# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""A small plant in which every state of a device occurs, as gateways and people would bring it about."""

import math
import os
import sqlite3
import time

from program import post


def path():
    return os.environ['XDG_DATA_HOME'] + '/plant.db'


# id, name, place, usual flow, what is odd about it
UNITS = [
    ('NIVUS_01', 'Zulauf Kläranlage', 'Kläranlage', 420, None),
    ('NIVUS_02', 'Ablauf Kläranlage', 'Kläranlage', 360, None),
    ('NIVUS_03', 'Hauptsammler West', 'Weststadt', 200, None),
    ('NIVUS_04', 'RÜB Nordpark', 'Becken Nord', 24, None),
    ('NIVUS_05', 'Regenüberlauf Bahnhof', 'Altstadt', 20, 'bad'),
    ('NIVUS_06', 'Erlenbach oberhalb', 'Erlenbach', 260, 'stale'),
    ('NIVUS_07', 'Pumpwerk Mühlgraben', 'Mühlgraben', 44, 'offline'),
    ('NIVUS_08', 'Drossel Altstadt', 'Altstadt', 22, None),
    ('NIVUS_09', 'RRB Südring', 'Süd', 15, 'maintenance'),
    ('NIVUS_10', 'Wehr Stadtmühle', 'Stadtmühle', 1100, None),
    ('NIVUS_11', 'Schacht Lindenstraße', 'Lindenstraße', 4, None),
    ('NIVUS_12', None, None, 9, 'new'),
    ('NIVUS_13', 'Sammler Ost', 'Ost', None, 'silent'),
]
PERIOD = 300
AGES = {'stale': 12 * 60, 'offline': 5 * 3600}


def reading(unit, flow, at):
    number = int(unit[-2:])
    return {'device_id': unit, 'flow_rate': round(flow, 2), 'level': round(0.2 + flow / 900, 3),
            'velocity': round(0.3 + flow / 600, 2), 'temperature': 8 + number / 2, 'totalizer': 100000.5 * number,
            'battery_level': 100 - 3 * number, 'signal_strength': -60 - 2 * number,
            'timestamp': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(at))}


def history(unit, usual, odd):
    """A day of readings, the last one as old as the state needs."""
    last = time.time() - AGES.get(odd, 4 + int(unit[-2:]))
    times = [last - PERIOD * i for i in range(24 * 3600 // PERIOD)]
    return [reading(unit, usual * (1 + 0.35 * math.sin(at / 13750.0) + 0.05 * math.sin(at / 900.0)), at)
            for at in reversed(times)]


def fill(url):
    for unit, name, place, usual, odd in UNITS:
        if name is not None:
            post(url, {'device_id': unit, 'device_name': name, 'location': place}, path='/api/devices')
        if usual is not None:
            post(url, history(unit, usual, odd))
        if odd == 'bad':
            post(url, reading(unit, 0, time.time()) | {'flow_rate': 1e300})


def raise_alert(unit, severity, message):
    """As the hosted service or a script does."""
    with sqlite3.connect(path(), timeout=10) as database:
        database.execute("INSERT INTO alerts (device_id, alert_type, severity, message) VALUES (?, 'high_flow', ?, ?)",
                         (unit, severity, message))
    database.close()


def set_maintenance(unit, hours=2):
    """As another program would, with plain SQL."""
    with sqlite3.connect(path(), timeout=10) as database:
        database.execute('UPDATE devices SET maintenance_until = ? WHERE device_id = ?',
                         (int((time.time() + hours * 3600) * 1e6), unit))
    database.close()
