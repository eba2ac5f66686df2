# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Many devices: a lean start, a bounded number of rows, and the last one a key away."""

import os
import pathlib
import re
import subprocess

import accessible
import plant
from program import KEY, PROGRAMS, Program, post, run

# Of a quiet machine; sanitizers and a busy one are given more by FLUX_TEST_SLOW.
FIRST_CARD_CPU_SECONDS = 1.0
MOST_MEGABYTES = 200
MOST_ROWS = 400


def fill(n):
    """As the server without a window, which is the quickest way."""
    server = subprocess.Popen([PROGRAMS / 'fluxio-server', '--database', 'sqlite:' + plant.path(), '--listen',
                               '127.0.0.1:0', '--api-key', KEY], stdout=subprocess.PIPE, text=True)
    url = server.stdout.readline().strip().removeprefix('listening on ')
    for first in range(0, n, 1000):
        post(url, [{'device_id': f'UNIT_{i:05}', 'flow_rate': i % 500 + 0.5, 'level': 0.3, 'totalizer': 1000.5 + i}
                   for i in range(first, min(first + 1000, n))])
    server.terminate()
    assert server.wait(20) == 0
    server.stdout.close()


def start():
    return Program('--database', 'sqlite:' + plant.path(), '--listen', '127.0.0.1:0', '--api-key', KEY)


def cpu_seconds(program):
    fields = pathlib.Path(f'/proc/{program.process.pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def megabytes(program):
    status = pathlib.Path(f'/proc/{program.process.pid}/status').read_text()
    return int(re.search(r'VmRSS:\s+(\d+) kB', status)[1]) / 1024


def focused(program):
    """What the cell with the focus says."""
    return next((accessible.text_of(part) for part in accessible.walk(program.application())
                 if part.get_role_name() == 'table cell'
                 and accessible.has_state(part, accessible.Atspi.StateType.FOCUSED)), None)


def page_up(program):
    """Waits for each: GTK 4.8 takes the next key amiss while its rows have no place yet."""
    before = focused(program)
    program.keys('Prior')
    accessible.wait_for(lambda: focused(program) not in (None, before), 'another row')


def rows(program):
    return accessible.count(program.application(), 'table cell')


def a_thousand():
    fill(1000)
    with start() as program:
        # Asking costs the program time as well, so it is asked seldom.
        program.find('UNIT_00000', ['table cell'])
        cpu, memory = cpu_seconds(program), megabytes(program)
        print(f'# 1,000 devices: first card after {cpu:.2f} s of CPU time, {memory:.0f} MB')
        assert cpu < FIRST_CARD_CPU_SECONDS * float(os.environ.get('FLUX_TEST_SLOW', '1.5')), cpu
        assert memory < MOST_MEGABYTES, memory


def ten_thousand():
    fill(10000)
    with start() as program:
        program.find('UNIT_00000', ['table cell'])
        program.find('of 10')
        at_start = rows(program)
        program.keys('alt+1', 'End')
        program.find('UNIT_09999', ['table cell'])
        at_end = rows(program)
        for _ in range(10):
            page_up(program)
        memory = megabytes(program)
        print(f'# 10,000 devices: {at_start} rows, {at_end} at the end, {memory:.0f} MB')
        assert max(at_start, at_end, rows(program)) <= MOST_ROWS
        program.picture('overview-10000')


run([a_thousand, ten_thousand])
