/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads @document with FluxJsonReader and with libjansson, and asserts that both take it or both refuse it, and that
 * both find the same values in it. What they may differ in:
 *
 * - jansson refuses a byte order mark, a NUL in a member's name, and a number beyond a double's range
 * - jansson passes over a NUL that stands after a number
 * - FluxJsonReader refuses more than 64 levels
 *
 * Returns: whether the document was taken */
gboolean flux_test_json_agrees_with_peer (const char *document, gsize size);

G_END_DECLS
