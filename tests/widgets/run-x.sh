#!/bin/sh
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT
#
# run-x.sh COMMAND...: on a display of its own, which goes when the command ends.

exec xvfb-run -a -s "-screen 0 1280x900x24 -nolisten tcp" "$@"
