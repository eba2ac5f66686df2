/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-open-alerts.h"

#include <string.h>

#define MOST 10000
#define N_TONES (FLUX_TONE_CRITICAL + 1)

struct _FluxOpenAlerts
{
  GObject parent_instance;

  FluxEngine *engine; /* (owned) */
  gboolean is_reading;

  GHashTable *worst; /* (key-type utf8) (value-type FluxOpenAlert): by device_id */
  guint counts[N_TONES];
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxOpenAlerts, flux_open_alerts, G_TYPE_OBJECT)

static void
open_alert_free (FluxOpenAlert *self)
{
  g_free (self->message);
  g_free (self);
}

static FluxTone
get_tone (const char *severity)
{
  if (g_strcmp0 (severity, "critical") == 0)
    return FLUX_TONE_CRITICAL;
  return g_strcmp0 (severity, "warning") == 0 ? FLUX_TONE_WARNING : FLUX_TONE_INFO;
}

static GHashTable *
make_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) open_alert_free);
}

/* @alerts: newest first, so that of equally severe ones the newest stays. */
static GHashTable *
collect (GPtrArray *alerts, guint counts[N_TONES])
{
  GHashTable *worst = make_table ();

  for (guint i = 0; i < alerts->len; i++)
    {
      const FluxAlert *alert = g_ptr_array_index (alerts, i);
      FluxTone tone = get_tone (alert->severity);
      FluxOpenAlert *known = alert->device_id != NULL ? g_hash_table_lookup (worst, alert->device_id) : NULL;

      counts[tone]++;
      if (alert->device_id == NULL || (known != NULL && known->tone >= tone))
        continue;
      known = g_new (FluxOpenAlert, 1);
      *known = (FluxOpenAlert) { tone, g_strdup (alert->message) };
      g_hash_table_replace (worst, g_strdup (alert->device_id), known);
    }
  return worst;
}

static gboolean
is_same (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer device_id, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &device_id, &value))
    {
      const FluxOpenAlert *one = value, *other = g_hash_table_lookup (b, device_id);

      if (other == NULL || one->tone != other->tone || g_strcmp0 (one->message, other->message) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
take (FluxOpenAlerts *self, GPtrArray *alerts)
{
  guint counts[N_TONES] = { 0 };
  g_autoptr (GHashTable) worst = collect (alerts, counts);
  gboolean differs = memcmp (counts, self->counts, sizeof counts) != 0 || !is_same (worst, self->worst);

  if (!differs)
    return;
  memcpy (self->counts, counts, sizeof counts);
  g_hash_table_unref (self->worst);
  self->worst = g_steal_pointer (&worst);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gpointer
read_alerts (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return flux_store_session_list_alerts (session, NULL, FLUX_ALERTS_UNRESOLVED, MOST, error);
}

static void
on_read (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxOpenAlerts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) alerts = flux_store_read_finish (FLUX_STORE (store), result, &error);

  self->is_reading = FALSE;
  if (alerts == NULL)
    g_debug ("The open alerts could not be read, which is tried again: %s", error->message);
  else
    take (self, alerts);
}

static void
flux_open_alerts_finalize (GObject *object)
{
  FluxOpenAlerts *self = FLUX_OPEN_ALERTS (object);

  g_hash_table_unref (self->worst);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (flux_open_alerts_parent_class)->finalize (object);
}

static void
flux_open_alerts_class_init (FluxOpenAlertsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_open_alerts_finalize;

  signals[CHANGED] = g_signal_new ("changed", FLUX_TYPE_OPEN_ALERTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
flux_open_alerts_init (FluxOpenAlerts *self)
{
  self->worst = make_table ();
}

FluxOpenAlerts *
flux_open_alerts_new (FluxEngine *engine)
{
  FluxOpenAlerts *self = g_object_new (FLUX_TYPE_OPEN_ALERTS, NULL);

  self->engine = g_object_ref (engine);
  return self;
}

void
flux_open_alerts_refresh (FluxOpenAlerts *self)
{
  g_return_if_fail (FLUX_IS_OPEN_ALERTS (self));
  if (self->is_reading)
    return;
  self->is_reading = TRUE;
  flux_store_read_async (flux_engine_get_store (self->engine), read_alerts, NULL, NULL,
                         (GDestroyNotify) g_ptr_array_unref, NULL, on_read, g_object_ref (self));
}

guint
flux_open_alerts_count (FluxOpenAlerts *self, FluxTone tone)
{
  g_return_val_if_fail (FLUX_IS_OPEN_ALERTS (self), 0);
  return self->counts[tone];
}

const FluxOpenAlert *
flux_open_alerts_find (FluxOpenAlerts *self, const char *device_id)
{
  g_return_val_if_fail (FLUX_IS_OPEN_ALERTS (self), NULL);
  return g_hash_table_lookup (self->worst, device_id);
}
