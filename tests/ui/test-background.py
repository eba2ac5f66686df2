# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""Receiving without a window, and the second start that brings it back."""

import subprocess

import accessible
from gi.repository import Gio
from program import KEY, PROGRAMS, Program, post, read_settings, run, write_settings

NOTIFICATIONS = """
<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>
"""
HOME = {'first_run_done': 'true', 'port': '0'}
NOTIFIED = []


def on_call(connection, sender, path, interface, method, parameters, invocation):
    from gi.repository import GLib
    if method == 'Notify':
        NOTIFIED.append(parameters.unpack())
        invocation.return_value(GLib.Variant('(u)', (len(NOTIFIED),)))
    elif method == 'GetCapabilities':
        invocation.return_value(GLib.Variant('(as)', (['actions', 'body'],)))
    else:
        invocation.return_value(None)


def listen_for_notifications():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    interface = Gio.DBusNodeInfo.new_for_xml(NOTIFICATIONS).interfaces[0]
    bus.register_object('/org/freedesktop/Notifications', interface, on_call, None, None)
    Gio.bus_own_name_on_connection(bus, 'org.freedesktop.Notifications', Gio.BusNameOwnerFlags.NONE, None, None)


def start_again(*options):
    subprocess.run([PROGRAMS / 'fluxio', *options], check=True, timeout=20)


ENVIRONMENT = {'API_SECRET_KEY': KEY}


def background_start():
    write_settings(**HOME)
    with Program('--background', environment=ENVIRONMENT) as program:
        url = program.url()
        assert post(url, {'device_id': 'UNIT_1', 'flow_rate': 5})['success']
        assert not program.has_window()
        start_again('--background')
        assert not program.has_window()
        start_again()
        program.find('UNIT_1')


def close_and_go_on():
    write_settings(keep_receiving='true', **HOME)
    NOTIFIED.clear()
    with Program(environment=ENVIRONMENT) as program:
        url = program.url()
        program.find('No devices yet')
        for _ in range(2):
            program.keys('ctrl+w')
            accessible.wait_for(lambda: not program.has_window(), 'no window')
            assert program.process.poll() is None
            assert post(url, {'device_id': 'UNIT_1', 'flow_rate': 5})['success']
            start_again()
            program.find('UNIT_1')
        accessible.wait_for(lambda: NOTIFIED, 'the notification')
        assert len(NOTIFIED) == 1, NOTIFIED
        assert 'keeps receiving' in NOTIFIED[0][3], NOTIFIED[0]
        assert 'Show' in NOTIFIED[0][5] and 'Quit' in NOTIFIED[0][5], NOTIFIED[0]
        program.keys('ctrl+q')
        program.wait_for_end()
    assert read_settings()['background-told'] == 'true'


def close_and_end():
    write_settings(**HOME)
    with Program(environment=ENVIRONMENT) as program:
        program.find('No devices yet')
        program.keys('ctrl+w')
        program.wait_for_end()


listen_for_notifications()
run([background_start, close_and_go_on, close_and_end])
