# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT

"""What a screen reader finds in the window: nodes by role and name, their texts, and waiting for them."""

import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

DEPTH = 60
CELLS = ('table cell', 'list item')


def wait_for(condition, what, seconds=15, step=20):
    """Runs the main loop until condition() is true, and returns what it returned. step: ms from one look to the next"""
    deadline = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f'{what}: not within {seconds} s')
        source = GLib.timeout_source_new(step)
        source.set_callback(lambda data: False)
        source.attach(context)
        context.iteration(True)
        source.destroy()


def find_application(pid):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        try:
            if child is not None and child.get_process_id() == pid:
                child.set_cache_mask(Atspi.Cache.NONE)
                return child
        except GLib.Error:
            pass  # it went meanwhile
    return None


def walk(node, depth=0):
    """The node and all that is below it, but nothing inside a cell that says all of it in its name."""
    if node is None or depth > DEPTH:
        return
    yield node
    try:
        if node.get_role_name() in CELLS and ',' in (node.get_name() or ''):
            return
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return
    for child in children:
        yield from walk(child, depth + 1)


def text_of(node):
    """What it says: its name, and the text that it shows if that is another one."""
    try:
        name = node.get_name() or ''
        text = node.get_text_iface()
        shown = Atspi.Text.get_text(text, 0, -1) if text else ''
    except GLib.Error:
        return ''
    return name if shown in name else f'{name} {shown}'.strip()


def is_shown(node):
    """Whether it has a place in the window. GTK 4.8 says of everything that it is visible and of nothing but windows
    that it is showing; what has never been seen has no size."""
    try:
        if node.get_role_name() in ('frame', 'window', 'dialog'):
            return node.get_state_set().contains(Atspi.StateType.SHOWING)
        component = node.get_component_iface()
        extents = component and Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    except GLib.Error:
        return False
    return bool(extents) and extents.width > 0 and extents.height > 0


def texts(node):
    return [text for text in (text_of(part) for part in walk(node)) if text]


def find(node, word, roles=None):
    """The first shown node with the word in what it says. roles: names of roles that it may have"""
    for part in walk(node):
        try:
            if roles is not None and part.get_role_name() not in roles:
                continue
        except GLib.Error:
            continue
        if word in text_of(part) and is_shown(part):
            return part
    return None


def count(node, role):
    return sum(1 for part in walk(node) if part.get_role_name() == role)


def press(node):
    """Does what a press on it does."""
    action = node.get_action_iface()
    for i in range(Atspi.Action.get_n_actions(action)):
        if Atspi.Action.get_action_name(action, i) in ('click', 'activate', 'press', 'toggle'):
            return Atspi.Action.do_action(action, i)
    raise AssertionError(f'{text_of(node)} has no action to press')


def has_state(node, state):
    return node.get_state_set().contains(state)


def unnamed(node):
    """What can have the focus, and has no name that a person could make sense of."""
    return [f'{part.get_role_name()} “{part.get_name()}”' for part in walk(node)
            if has_state(part, Atspi.StateType.FOCUSABLE) and is_shown(part)
            and part.get_role_name() not in ('scroll pane', 'table row')
            and (not part.get_name() or part.get_name().startswith(('Gtk', 'Adw', 'Flux')))]
