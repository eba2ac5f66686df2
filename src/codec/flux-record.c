/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-record.h"

FluxRecords *
flux_records_new (void)
{
  FluxRecords *self = g_new0 (FluxRecords, 1);

  self->records = g_array_new (FALSE, FALSE, sizeof (FluxRecord));
  self->texts = g_string_chunk_new (512);
  return self;
}

void
flux_records_free (FluxRecords *self)
{
  g_array_unref (self->records);
  g_clear_pointer (&self->origins, g_array_unref);
  g_string_chunk_free (self->texts);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->mapping, flux_gateway_mapping_unref);
  g_free (self);
}
