/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-engine.h"

G_BEGIN_DECLS

/* A short way to write records and rows in tables of cases.
 *
 * Records: "A@10 flow=5 tot=7; B temp=3" are two: of device A, measured 10 s after FLUX_TEST_BEGIN, with two fields,
 * and of device B without a time. "-" is no device. What follows "=" is JSON without spaces. Fields are flow, tot,
 * temp, press, batt, signal, level and vel; "time" and "meta" are the members of the contract.
 *
 * Rows: "A@10 flow=5 tot=7+2 level=bad ~flow=6:conflict" is one whose totalizer was measured 2 s after the row's time,
 * whose level is bad, and which keeps a 6 aside. A failed read has "A!10". Rows are ordered by device and time and
 * parted by "; ". */

/* The body that says @records: one as an object, several as an array. Returns: (transfer full) */
char *flux_test_notation_to_body (const char *records);

/* Every row and failed read of the engine's store. Returns: (transfer full) */
char *flux_test_notation_of_rows (FluxTestEngine *self);

/* The same without what was kept aside. Returns: (transfer full) */
char *flux_test_notation_of_values (FluxTestEngine *self);

/* What the engine knows of its devices, such as "A latest=10 seen=10 period=60; B latest=- seen=- period=-".
 * Returns: (transfer full) */
char *flux_test_notation_of_devices (FluxEngine *engine);

/* @span in seconds, @time in seconds after FLUX_TEST_BEGIN. Returns: (transfer full) */
char *flux_test_notation_of_span (gint64 span);
char *flux_test_notation_of_time (gint64 time);

G_END_DECLS
