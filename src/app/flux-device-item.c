/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-item.h"

#include "flux-time.h"

#define TRACE_STEP (10 * FLUX_TIME_MINUTE)
#define TRACE_AGAIN_AFTER (2 * FLUX_TIME_SECOND)
#define TRACE_KEEP (10 * FLUX_TIME_MINUTE)

struct _FluxDeviceItem
{
  GObject parent_instance;

  FluxEngine *engine;           /* (owned) */
  FluxDeviceSnapshot *snapshot; /* (owned) */
  char *name_key;               /* (owned) */
  FluxDeviceState state;
  gint64 changes_at;
  FluxFieldSet fields;

  FluxOpenAlert alert; /* its tone grey: none */

  FluxDayTrace *trace;      /* (nullable) (owned) */
  GCancellable *trace_load; /* (nullable) (owned): while it is being read */
  gint64 trace_asked_at;    /* µs UTC, 0: never */
  gboolean trace_has_gaps;  /* readings came that are not in it */
};

enum
{
  PROP_SNAPSHOT = 1,
  PROP_STATE,
  PROP_TRACE,
  PROP_ALERT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxDeviceItem, flux_device_item, G_TYPE_OBJECT)

static gint64
get_now (FluxDeviceItem *self)
{
  return flux_clock_get_now (flux_engine_get_clock (self->engine));
}

/* --- State -------------------------------------------------------------------------------------------------------- */

static void
take_name (FluxDeviceItem *self)
{
  g_autofree char *key = g_utf8_collate_key_for_filename (self->snapshot->device->name, -1);

  g_free (self->name_key);
  self->name_key = g_steal_pointer (&key);
}

static void
take_fields (FluxDeviceItem *self)
{
  if (self->snapshot->latest != NULL)
    self->fields |= flux_reading_get_held (self->snapshot->latest);
}

static void
update_state (FluxDeviceItem *self, gint64 now)
{
  FluxDeviceState state = flux_device_snapshot_get_state (self->snapshot, now, &self->changes_at);

  if (state == self->state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* --- Trace -------------------------------------------------------------------------------------------------------- */

static void
on_trace_loaded (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxDeviceItem) self = user_data;
  g_autoptr (GError) error = NULL;
  FluxDayTrace *trace = flux_engine_load_trace_finish (FLUX_ENGINE (engine), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->trace_load);
  if (trace == NULL)
    {
      g_debug ("The last 24 hours of %s could not be read: %s", self->snapshot->device->device_id, error->message);
      return;
    }
  g_free (self->trace);
  self->trace = trace;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRACE]);
}

static void
load_trace (FluxDeviceItem *self, gint64 now)
{
  self->trace_asked_at = now;
  self->trace_has_gaps = FALSE;
  self->trace_load = g_cancellable_new ();
  flux_engine_load_trace_async (self->engine, self->snapshot->device->device_id, self->trace_load, on_trace_loaded,
                                g_object_ref (self));
}

/* Late readings and those that share a wake-up with a newer one do not come by here, so it is read anew now and
 * then. */
static gboolean
is_trace_due (FluxDeviceItem *self, gint64 now)
{
  gint64 age = now - self->trace_asked_at;

  if (self->trace_asked_at == 0 || age < 0)
    return TRUE;
  return age > (self->trace_has_gaps ? TRACE_AGAIN_AFTER : TRACE_KEEP);
}

static gboolean
has_flow (const FluxReading *reading)
{
  return reading != NULL && flux_reading_has (reading, FLUX_FIELD_FLOW_RATE);
}

/* @before: (nullable): the latest reading until now */
static void
add_to_trace (FluxDeviceItem *self, const FluxReading *before)
{
  const FluxReading *latest = self->snapshot->latest;
  gint64 usual = MAX (2 * self->snapshot->period, TRACE_STEP);

  if (self->trace_asked_at == 0 || !has_flow (latest))
    return;
  if (before == NULL || latest->measured_at - before->measured_at > usual || self->trace_load != NULL)
    self->trace_has_gaps = TRUE;
  else if (self->trace != NULL && (latest->measured_at > before->measured_at || !has_flow (before)))
    {
      flux_day_trace_add (self->trace, latest->measured_at, latest->values[FLUX_FIELD_FLOW_RATE]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRACE]);
    }
}

static void
advance_trace (FluxDeviceItem *self, gint64 now)
{
  if (self->trace == NULL || self->trace->newest_step >= now / TRACE_STEP)
    return;
  flux_day_trace_advance (self->trace, now);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRACE]);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_device_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxDeviceItem *self = FLUX_DEVICE_ITEM (object);

  switch (id)
    {
    case PROP_SNAPSHOT:
      g_value_set_boxed (value, self->snapshot);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_TRACE:
      g_value_set_pointer (value, self->trace);
      break;
    case PROP_ALERT:
      g_value_set_pointer (value, self->alert.tone != FLUX_TONE_GREY ? &self->alert : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_device_item_finalize (GObject *object)
{
  FluxDeviceItem *self = FLUX_DEVICE_ITEM (object);

  g_clear_object (&self->trace_load);
  g_clear_pointer (&self->trace, g_free);
  g_clear_pointer (&self->alert.message, g_free);
  g_clear_pointer (&self->name_key, g_free);
  flux_device_snapshot_unref (self->snapshot);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (flux_device_item_parent_class)->finalize (object);
}

static void
flux_device_item_class_init (FluxDeviceItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_device_item_get_property;
  object_class->finalize = flux_device_item_finalize;

  properties[PROP_SNAPSHOT] = g_param_spec_boxed ("snapshot", NULL, NULL, FLUX_TYPE_DEVICE_SNAPSHOT, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, FLUX_DEVICE_STATE_NORMAL,
                                             FLUX_DEVICE_STATE_NO_VALUE, flags);
  properties[PROP_TRACE] = g_param_spec_pointer ("trace", NULL, NULL, flags);
  properties[PROP_ALERT] = g_param_spec_pointer ("alert", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
flux_device_item_init (FluxDeviceItem *self)
{
}

FluxDeviceItem *
flux_device_item_new (FluxEngine *engine, FluxDeviceSnapshot *snapshot)
{
  FluxDeviceItem *self = g_object_new (FLUX_TYPE_DEVICE_ITEM, NULL);

  self->engine = g_object_ref (engine);
  self->snapshot = flux_device_snapshot_ref (snapshot);
  self->state = flux_device_snapshot_get_state (snapshot, get_now (self), &self->changes_at);
  take_name (self);
  take_fields (self);
  return self;
}

const char *
flux_device_item_get_device_id (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), NULL);
  return self->snapshot->device->device_id;
}

FluxDevice *
flux_device_item_get_device (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), NULL);
  return self->snapshot->device;
}

FluxDeviceSnapshot *
flux_device_item_get_snapshot (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), NULL);
  return self->snapshot;
}

FluxDeviceState
flux_device_item_get_state (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), FLUX_DEVICE_STATE_NO_VALUE);
  return self->state;
}

FluxFieldSet
flux_device_item_get_fields (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), 0);
  return self->fields;
}

const char *
flux_device_item_get_name_key (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), NULL);
  return self->name_key;
}

const FluxOpenAlert *
flux_device_item_get_alert (FluxDeviceItem *self)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), NULL);
  return self->alert.tone != FLUX_TONE_GREY ? &self->alert : NULL;
}

void
flux_device_item_set_alert (FluxDeviceItem *self, const FluxOpenAlert *alert)
{
  FluxTone tone = alert != NULL ? alert->tone : FLUX_TONE_GREY;
  const char *message = alert != NULL ? alert->message : NULL;

  g_return_if_fail (FLUX_IS_DEVICE_ITEM (self));
  if (self->alert.tone == tone && g_strcmp0 (self->alert.message, message) == 0)
    return;
  g_free (self->alert.message);
  self->alert = (FluxOpenAlert) { tone, g_strdup (message) };
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALERT]);
}

void
flux_device_item_update (FluxDeviceItem *self, FluxDeviceSnapshot *snapshot)
{
  g_autoptr (FluxDeviceSnapshot) before = NULL;

  g_return_if_fail (FLUX_IS_DEVICE_ITEM (self));
  if (self->snapshot == snapshot)
    return;
  before = g_steal_pointer (&self->snapshot);
  self->snapshot = flux_device_snapshot_ref (snapshot);
  if (!g_str_equal (before->device->name, snapshot->device->name))
    take_name (self);
  take_fields (self);
  g_object_freeze_notify (G_OBJECT (self));
  add_to_trace (self, before->latest);
  update_state (self, get_now (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNAPSHOT]);
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
flux_device_item_tick (FluxDeviceItem *self, gint64 now)
{
  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), G_MAXINT64);
  if (now >= self->changes_at)
    update_state (self, now);
  advance_trace (self, now);
  return MIN (self->changes_at, (now / TRACE_STEP + 1) * TRACE_STEP);
}

const FluxDayTrace *
flux_device_item_get_trace (FluxDeviceItem *self)
{
  gint64 now;

  g_return_val_if_fail (FLUX_IS_DEVICE_ITEM (self), NULL);
  now = get_now (self);
  if (self->trace_load == NULL && is_trace_due (self, now))
    load_trace (self, now);
  return self->trace;
}

void
flux_device_item_leave_trace (FluxDeviceItem *self)
{
  g_return_if_fail (FLUX_IS_DEVICE_ITEM (self));
  if (self->trace_load == NULL)
    return;
  g_cancellable_cancel (self->trace_load);
  g_clear_object (&self->trace_load);
  self->trace_asked_at = 0;
}
