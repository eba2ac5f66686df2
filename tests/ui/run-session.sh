#!/bin/sh
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT
#
# run-session.sh WIDTHxHEIGHT COMMAND...: on a display and a session bus of its own, with a home that is gone afterwards.

set -eu
size=$1
shift

HOME=$(mktemp -d)
server=
end ()
{
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true # or it would take the next one's socket away
  fi
  rm -rf "$HOME"
}
trap end EXIT
trap 'exit 143' INT TERM

export HOME
export XDG_CONFIG_HOME="$HOME/config" XDG_DATA_HOME="$HOME/data" XDG_CACHE_HOME="$HOME/cache" XDG_RUNTIME_DIR="$HOME/run"
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
cat >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini" <<'END'
[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=0
gtk-decoration-layout=:close
END

# Only the program that is tested is looked at for warnings: see program.py.
unset G_DEBUG DBUS_SESSION_BUS_ADDRESS
export GSETTINGS_BACKEND=keyfile GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1
export SECRET_BACKEND=file SECRET_FILE_TEST_PATH="$HOME/keyring" SECRET_FILE_TEST_PASSWORD=test

# The server itself looks for a free display, and says which when it is ready.
mkfifo "$HOME/display"
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -noreset 3>"$HOME/display" 2>/dev/null &
server=$!
read -r display <"$HOME/display"
export DISPLAY=":$display"

# What the bus starts writes to standard output as well, which belongs to the test.
dbus-run-session -- sh -c 'exec "$@" >&4 4>&-' sh "$@" 4>&1 >&2
