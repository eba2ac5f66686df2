/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"

G_BEGIN_DECLS

/* What a record says. */
typedef struct
{
  gint64 time; /* µs UTC; 0: none */
  FluxFieldSet present;
  FluxFieldSet bad;
  double values[FLUX_N_FIELDS];
} FluxTestRecord;

/**
 * FluxTestModel:
 *
 * The rules of assembly for one device, written down a second time in the plainest way: every row in one list, searched
 * from end to end.
 */
typedef struct _FluxTestModel FluxTestModel;

/* @period: µs, set by a person; 0: it is learned */
FluxTestModel *flux_test_model_new (gint64 period);
void flux_test_model_free (FluxTestModel *self);

/* Takes the device's records of one post, in order. */
void flux_test_model_take (FluxTestModel *self, const FluxTestRecord *records, guint n_records, gint64 received_at);

/* The program was closed and opened: what it knew beyond the rows, the latest values and the period is gone. */
void flux_test_model_restart (FluxTestModel *self);

/* Its rows in the way of flux-test-notation.h, without what was kept aside. Returns: (transfer full) */
char *flux_test_model_describe (FluxTestModel *self, const char *device_id);

/* The time of the newest row that is no failed read; 0: none */
gint64 flux_test_model_get_latest (FluxTestModel *self);

/* The bounds of when the device was seen: by the rows as they are, and by all that there ever were. A row whose
 * beginning moved to an earlier time may leave it between them. */
void flux_test_model_get_seen (FluxTestModel *self, gint64 *least, gint64 *most);

gint64 flux_test_model_get_period (FluxTestModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestModel, flux_test_model_free)

G_END_DECLS
