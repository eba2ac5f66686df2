# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Cards: what is posted is seen, and at once."""

import statistics
import threading
import time

import accessible
import plant
from program import KEY, Program, post, run

TRIES = 7
WITHIN_MSEC = 250


def start(*options):
    return Program('--database', 'sqlite:' + plant.path(), '--listen', '127.0.0.1:0', '--api-key', KEY, *options)


def a_posted_reading_is_on_a_card():
    with start() as program:
        url = program.url()
        program.find('No devices yet')
        program.find(url + '/api/ingest')
        program.picture('overview-empty')
        post(url, {'device_id': 'NIVUS_77', 'flow_rate': 83.25, 'level': 0.312, 'velocity': 0.86,
                   'temperature': 17.4, 'totalizer': 152340.8, 'battery_level': 95, 'signal_strength': -70})
        card = accessible.text_of(program.find('NIVUS_77'))
        assert '83.25' in card and 'New' in card, card
        program.find('of 1')
        assert accessible.unnamed(program.application()) == []
        program.picture('overview-one')


def what_is_unknown_is_not_zero():
    with start() as program:
        post(program.url(), {'device_id': 'NIVUS_78', 'level': 0.5})
        card = accessible.text_of(program.find('NIVUS_78'))
        assert 'flow' not in card, card
        assert 'Flow now, 0 of 1 meter' in ' '.join(program.texts())
        program.picture('overview-unknown')


def measure(url, flow):
    """Milliseconds from the answer to a post until the card says so."""
    seen = []
    answered = []

    def on_event(event):
        if f'{flow:.1f}' in (event.any_data or event.source.get_name() or ''):
            seen.append(time.monotonic())

    def send():
        post(url, {'device_id': 'NIVUS_77', 'flow_rate': flow})
        answered.append(time.monotonic())

    listener = accessible.Atspi.EventListener.new(on_event)
    listener.register('object:property-change:accessible-name')
    sender = threading.Thread(target=send)
    sender.start()
    accessible.wait_for(lambda: seen and answered, f'{flow} on the card')
    sender.join()
    listener.deregister('object:property-change:accessible-name')
    return (seen[0] - answered[0]) * 1000


def a_card_changes_within_a_quarter_of_a_second():
    with start() as program:
        url = program.url()
        post(url, {'device_id': 'NIVUS_77', 'flow_rate': 100})
        program.find('NIVUS_77')
        times = [measure(url, 200.5 + i) for i in range(TRIES)]
        print('# ms from answer to card: ' + ', '.join(f'{value:.0f}' for value in times))
        assert statistics.median(times) < WITHIN_MSEC, times


def a_second_one_only_looks():
    with start() as program:
        post(program.url(), {'device_id': 'NIVUS_77', 'flow_rate': 83.25})
        program.find('NIVUS_77')
        with start() as looker:
            looker.find('for looking only')
            looker.find('NIVUS_77')
            post(program.url(), {'device_id': 'NIVUS_77', 'flow_rate': 91.5})
            looker.find('91.5')
            looker.picture('overview-read-only')


run([a_posted_reading_is_on_a_card, what_is_unknown_is_not_zero, a_card_changes_within_a_quarter_of_a_second,
     a_second_one_only_looks])
