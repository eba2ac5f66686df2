#!/bin/sh
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT
#
# The help is valid Mallard, and its links and pictures lead somewhere. Run from the root of the tree.

set -eu

[ -e help/C/index.page ] || { echo 'There is no help yet.'; exit 77; }
failed=0
for check in validate links ids orphans media; do
  yelp-check "$check" help/C/*.page || failed=1
done
exit $failed
