# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The simulated plant: twelve meters, under a banner that never lets anybody take them for real ones."""

import pathlib
import subprocess

import accessible
from program import Program, read_settings, run, write_settings

METERS = ['Zulauf Kläranlage', 'Ablauf Kläranlage', 'Hauptsammler West', 'RÜB Nordpark', 'Regenüberlauf Bahnhof',
          'Erlenbach oberhalb', 'Pumpwerk Mühlgraben', 'Drossel Altstadt', 'RRB Südring', 'Wehr Stadtmühle',
          'Schacht Lindenstraße', 'Sammler Ost']


def has_simulator(program):
    children = subprocess.run(['pgrep', '-P', str(program.process.pid), 'fluxio-simulat'], capture_output=True)
    return children.returncode == 0


def has_ended(pid):
    """Also when nobody asks how: where the first process is not an init, an orphan stays as a zombie."""
    try:
        return pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0] == 'Z'
    except FileNotFoundError:
        return True


def expect_plant(program):
    program.find('Simulated plant: nothing here was measured')
    program.find('of 12', seconds=30)
    for meter in METERS:
        program.find(meter)
    accessible.wait_for(lambda: has_simulator(program), 'the simulator')


def from_the_first_page():
    write_settings(window_height='1180')
    with Program() as program:
        program.press('Try it')
        expect_plant(program)
        program.picture('simulated-plant')
        program.press('Leave it')
        program.find('Where do your readings come from?')
        accessible.wait_for(lambda: not has_simulator(program), 'the end of the simulator')
    assert read_settings().get('first-run-done') != 'true'


def with_the_option():
    write_settings(window_height='1180')
    with Program('--demo') as program:
        expect_plant(program)
        simulator = subprocess.run(['pgrep', '-P', str(program.process.pid), 'fluxio-simulat'], check=True,
                                   capture_output=True, text=True).stdout.strip()
        program.process.kill()
        program.process.wait()
        # It ends with the window, however that ends.
        accessible.wait_for(lambda: has_ended(simulator), 'the end of the simulator')
        program.process.returncode = 0


run([from_the_first_page, with_the_option])
