#!/bin/sh
# SPDX-FileCopyrightText: 2026 The FluxIO authors
# SPDX-License-Identifier: MIT
#
# Every catalogue is sound and complete, compared with the text that the sources have now. Run from the root of the
# tree. `meson compile -C build fluxio-update-po` brings the catalogues up to date.

set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

# The words that meson's preset "glib" looks for.
xgettext --files-from=po/POTFILES.in --output="$scratch/fluxio.pot" --from-code=UTF-8 --add-comments \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dcgettext:2 --keyword=g_dngettext:2,3 \
  --keyword=g_dpgettext2:2c,3 --flag=N_:1:pass-c-format --flag=C_:2:pass-c-format --flag=NC_:2:pass-c-format \
  --flag=g_dngettext:2:pass-c-format --flag=g_strdup_printf:1:c-format --flag=g_string_printf:2:c-format \
  --flag=g_string_append_printf:2:c-format --flag=g_error_new:3:c-format --flag=g_set_error:4:c-format

for language in $(cat po/LINGUAS); do
  msgfmt --check --output-file=/dev/null "po/$language.po" || failed=1
  msgmerge --quiet --output-file="$scratch/$language.po" "po/$language.po" "$scratch/fluxio.pot"
  for gap in untranslated only-fuzzy; do
    msgattrib "--$gap" --no-obsolete --no-wrap "$scratch/$language.po" >"$scratch/gap"
    if [ -s "$scratch/gap" ]; then
      printf 'po/%s.po: %s\n' "$language" "$gap"
      grep -E '^(#:|msgctxt|msgid)' "$scratch/gap" | grep -v '^msgid ""$'
      failed=1
    fi
  done
done
exit $failed
