/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-strangers.h"

#include "flux-time.h"

#define CALLS_MOST 100
#define ADDRESSES_MOST 4096

struct _FluxStrangers
{
  FluxClock *clock;
  GHashTable *calls; /* (key-type utf8) (value-type guint): in the minute that began at @minute */
  gint64 minute;
};

FluxStrangers *
flux_strangers_new (FluxClock *clock)
{
  FluxStrangers *self = g_new0 (FluxStrangers, 1);

  self->clock = g_object_ref (clock);
  self->calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
flux_strangers_free (FluxStrangers *self)
{
  g_hash_table_unref (self->calls);
  g_object_unref (self->clock);
  g_free (self);
}

gboolean
flux_strangers_is_too_often (FluxStrangers *self, const char *address)
{
  gint64 minute = flux_clock_get_monotonic (self->clock) / FLUX_TIME_MINUTE;
  const char *caller = address != NULL ? address : "";
  guint calls;

  if (minute != self->minute || g_hash_table_size (self->calls) >= ADDRESSES_MOST)
    g_hash_table_remove_all (self->calls);
  self->minute = minute;
  calls = GPOINTER_TO_UINT (g_hash_table_lookup (self->calls, caller)) + 1;
  g_hash_table_replace (self->calls, g_strdup (caller), GUINT_TO_POINTER (calls));
  return calls > CALLS_MOST;
}
