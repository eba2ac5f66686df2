# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""The window by keyboard alone, with real keys."""

import accessible
from program import KEY, Program, post, run, write_settings
import plant


def start():
    return Program('--database', 'sqlite:' + plant.path(), '--listen', '127.0.0.1:0', '--api-key', KEY)


def title_is(program, title):
    program.find(title, ['frame'])


def shown_cards(program):
    return sorted(accessible.text_of(part).split(',')[0] for part in accessible.walk(program.application())
                  if part.get_role_name() == 'table cell' and 'Waits for its first value' in accessible.text_of(part)
                  and accessible.is_shown(part))


def pages_and_search():
    with start() as program:
        url = program.url()
        for number, place in enumerate(['Altstadt', 'Weststadt', 'Altstadt'], 1):
            post(url, {'device_id': f'UNIT_{number}', 'device_name': f'Meter {number}', 'location': place},
                 path='/api/devices')
        program.find('Meter 3')
        program.keys('alt+2')
        title_is(program, 'Devices – FluxIO')
        program.keys('alt+3')
        title_is(program, 'Gateways – FluxIO')
        program.keys('alt+1')
        title_is(program, 'Overview – FluxIO')

        program.keys('ctrl+f')
        program.type('altstadt')
        accessible.wait_for(lambda: shown_cards(program) == ['Meter 1', 'Meter 3'], 'only the two of Altstadt')
        program.keys('Escape')
        accessible.wait_for(lambda: len(shown_cards(program)) == 3, 'all three again')


def cards():
    with start() as program:
        post(program.url(), {'device_id': 'UNIT_1', 'device_name': 'Meter 1'}, path='/api/devices')
        post(program.url(), {'device_id': 'UNIT_1', 'flow_rate': 5})
        program.find('Meter 1')
        program.keys('alt+1', 'Menu')
        program.find('Maintenance', ['menu item', 'push button'])
        program.find('Edit', ['menu item', 'push button'])
        program.picture('card-menu')
        program.keys('Escape')
        accessible.wait_for(lambda: accessible.find(program.application(), 'Edit', ['menu item']) is None, 'no menu')
        program.keys('Return')
        program.find('Edit device')
        program.picture('device-editor')


def the_menu_of_the_only_device():
    with start() as program:
        post(program.url(), {'device_id': 'UNIT_1', 'device_name': 'Meter 1'}, path='/api/devices')
        program.find('Meter 1')
        program.keys('alt+2', 'Down', 'Menu')
        program.find('Retire', ['menu item', 'push button'])


def menus_and_windows():
    with start() as program:
        program.find('No devices yet')
        program.keys('F10')
        program.find('Preferences', ['menu item', 'push button'])
        program.picture('main-menu')
        program.keys('Escape', 'ctrl+comma')
        program.find('Keep receiving when the window is closed')
        program.picture('preferences')
        program.keys('Escape', 'ctrl+question')
        program.find('Show or hide the sidebar')
        program.picture('shortcuts')
        program.keys('Escape', 'F9')
        program.find('Sidebar', ['push button'])
        program.keys('F9', 'ctrl+w')
        program.wait_for_end()


def the_sidebar_of_a_narrow_window():
    write_settings(window_width='360', window_height='720')
    with start() as program:
        program.find('No devices yet')
        program.keys('F9')
        program.find('This computer')
        program.picture('sidebar-360')
        program.keys('Down', 'Return')
        title_is(program, 'Devices – FluxIO')
        program.picture('devices-360')
        program.keys('alt+Left')
        program.keys('ctrl+q')
        program.wait_for_end()


run([pages_and_search, cards, the_menu_of_the_only_device, menus_and_windows, the_sidebar_of_a_narrow_window])
