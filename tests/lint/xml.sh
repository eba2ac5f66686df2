#!/bin/sh
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT
#
# Everything that is XML is well-formed. Run from the root of the tree.

set -eu

find data help src ui \
  '(' -name '*.ui' -o -name '*.xml' -o -name '*.xml.in' -o -name '*.page' -o -name '*.svg' ')' \
  -exec xmllint --noout --nonet '{}' +
