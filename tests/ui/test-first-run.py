# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The first start: three choices, and after "Receive here" a line that posts when it is run as it stands."""

import json
import os
import pathlib
import socket
import subprocess
import urllib.error

import accessible
from program import Program, post, read_settings, run, write_settings


def run_line(line):
    answer = subprocess.run(['sh', '-c', line + ' --silent --show-error'], check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


def receive_here():
    write_settings(port='0')
    with Program() as program:
        program.find('Where do your readings come from?')
        program.find('Not in this version yet')
        assert accessible.unnamed(program.application()) == []
        program.picture('firstrun-light')
        program.press('Receive here')
        line = accessible.text_of(program.find('curl '))
        program.find('Waiting for the first post')
        program.picture('firstrun-receiving')
        assert program.url() in line, line
        assert run_line(line)['results'] == [{'device_id': 'NIVUS_01', 'success': True}]
        program.find('The first reading is here, from NIVUS_01')
        program.press('Show the overview')
        program.find('NIVUS_01', ['table cell', 'list item', 'panel'])
    assert read_settings()['first-run-done'] == 'true'
    assert pathlib.Path(os.environ['XDG_DATA_HOME'], 'fluxio', 'fluxio.db').exists()

    with Program() as program:
        program.find('NIVUS_01', ['table cell', 'list item', 'panel'])


def let_the_network_reach_it():
    write_settings(port='0')
    with Program() as program:
        accessible.press(program.find('network', ['toggle button', 'switch', 'check box']))
        program.press('Receive here')
        program.find('Set this address and this key in the gateway')
        assert program.url().startswith('http://0.0.0.0:'), program.url()
    assert read_settings()['listen-network'] == 'true'


def a_taken_port_gives_way_to_the_next():
    with socket.create_server(('127.0.0.1', 0)) as taken:
        port = taken.getsockname()[1]
        write_settings(port=str(port))
        with Program() as program:
            program.press('Receive here')
            program.find('curl ')
            assert int(program.url().rsplit(':', 1)[1]) != port
    assert read_settings()['port'] != str(port)


def the_line_follows_the_preferences():
    write_settings(port='0')
    with Program() as program:
        program.press('Receive here')
        program.find('curl ')
        program.keys('ctrl+comma')
        accessible.press(program.find('Let gateways on the network', ['toggle button', 'switch', 'check box']))
        program.find('Gateways post to http')
        program.find('Set this address and this key in the gateway')
        port = program.url().rsplit(':', 1)[1]
        assert f':{port}/api/ingest ' in accessible.text_of(program.find('curl '))


def a_wrong_key_is_told_among_the_gateways():
    write_settings(port='0', page="'gateways'")
    with Program() as program:
        program.press('Receive here')
        program.find('curl ')
        program.press('Show the overview')
        program.find('First gateway', ['table cell', 'list item'])
        try:
            post(program.url(), {'device_id': 'NIVUS_01', 'flow_rate': 1}, key='mistyped')
        except urllib.error.HTTPError as error:
            assert error.code == 401, error.code
        program.find('127.0.0.1 was refused')
        program.press('Dismiss')
        program.is_gone('127.0.0.1 was refused')


def narrow_and_dark():
    write_settings(window_width='360', window_height='720', color_scheme="'dark'")
    with Program() as program:
        program.find('Where do your readings come from?')
        program.picture('firstrun-360-dark')


def a_database_of_others_is_left_alone():
    path = pathlib.Path(os.environ['XDG_DATA_HOME'], 'foreign.db')
    path.write_text('This is no database at all, and longer than a hundred bytes so that it cannot be taken for one.' * 3)
    before = path.read_bytes()
    with Program('--database', f'sqlite:{path}') as program:
        program.find('The database cannot be opened')
        program.find('Try again')
        program.picture('failed')
    assert path.read_bytes() == before


run([receive_here, let_the_network_reach_it, a_taken_port_gives_way_to_the_next, the_line_follows_the_preferences,
     a_wrong_key_is_told_among_the_gateways, narrow_and_dark, a_database_of_others_is_left_alone])
