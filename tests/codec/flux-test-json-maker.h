/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Random documents out of g_test_rand_int(), so that --seed of GTest repeats a run. */

/* Appends one JSON document: values of every kind in every spelling, nested, with space between. */
void flux_test_json_make (GString *document);

/* Changes some bytes of @document: it may or may not be JSON afterwards. */
void flux_test_json_mutate (GString *document);

/* A number as JSON may spell it, from a digit to hundreds. */
void flux_test_json_make_number (GString *document);

G_END_DECLS
