/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-binding.h"

#include "flux-format.h"

struct _FluxDeviceBinding
{
  FluxPlantModel *plant; /* borrowed */
  GtkWidget *widget;     /* borrowed */
  FluxDeviceShow show;
  FluxDeviceShowTrace show_trace; /* (nullable) */
  GTimeZone *zone;

  FluxDeviceItem *item; /* (nullable) (owned) */
  gint64 changes_at;    /* µs UTC: when its face becomes another by time alone */
  gulong tick_handler;  /* of the plant, which has thousands: they are not searched */
};

static gint64
get_now (FluxDeviceBinding *self)
{
  return flux_clock_get_now (flux_engine_get_clock (flux_plant_model_get_engine (self->plant)));
}

static void
show (FluxDeviceBinding *self, gint64 now)
{
  g_auto (FluxDeviceFace) face = { 0 };

  flux_device_face_read (&face, self->item, self->plant, now, self->zone);
  self->changes_at = face.changes_at;
  self->show (self->widget, self->item, &face, now, self->zone);
}

static void
show_trace (FluxDeviceBinding *self, gint64 now)
{
  if (self->show_trace != NULL)
    self->show_trace (self->widget, flux_device_item_get_trace (self->item),
                      flux_device_item_get_snapshot (self->item)->period, flux_format_get_midnight (now, self->zone));
}

static void
on_tick (FluxPlantModel *plant, gint64 now, FluxDeviceBinding *self)
{
  if (now >= self->changes_at)
    show (self, now);
  if (self->show_trace != NULL)
    flux_device_item_get_trace (self->item); /* reads it again when it is due, and notifies */
}

static void
on_changed (FluxDeviceItem *item, GParamSpec *pspec, FluxDeviceBinding *self)
{
  show (self, get_now (self));
}

static void
on_trace_changed (FluxDeviceItem *item, GParamSpec *pspec, FluxDeviceBinding *self)
{
  show_trace (self, get_now (self));
}

FluxDeviceBinding *
flux_device_binding_new (FluxPlantModel *plant, GtkWidget *widget, FluxDeviceShow show_func,
                         FluxDeviceShowTrace show_trace_func)
{
  FluxDeviceBinding *self = g_new0 (FluxDeviceBinding, 1);

  self->plant = plant;
  self->widget = widget;
  self->show = show_func;
  self->show_trace = show_trace_func;
  self->zone = g_time_zone_new_local ();
  return self;
}

void
flux_device_binding_free (FluxDeviceBinding *self)
{
  flux_device_binding_set_item (self, NULL);
  g_time_zone_unref (self->zone);
  g_free (self);
}

void
flux_device_binding_set_item (FluxDeviceBinding *self, FluxDeviceItem *item)
{
  gint64 now;

  if (self->item == item)
    return;
  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      g_clear_signal_handler (&self->tick_handler, self->plant);
      if (self->show_trace != NULL)
        flux_device_item_leave_trace (self->item);
    }
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  now = get_now (self);
  show (self, now);
  show_trace (self, now);
  g_signal_connect (item, "notify::snapshot", G_CALLBACK (on_changed), self);
  g_signal_connect (item, "notify::state", G_CALLBACK (on_changed), self);
  g_signal_connect (item, "notify::alert", G_CALLBACK (on_changed), self);
  if (self->show_trace != NULL)
    g_signal_connect (item, "notify::trace", G_CALLBACK (on_trace_changed), self);
  self->tick_handler = g_signal_connect (self->plant, "tick", G_CALLBACK (on_tick), self);
}

FluxDeviceItem *
flux_device_binding_get_item (FluxDeviceBinding *self)
{
  return self->item;
}

void
flux_device_binding_show_card (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now,
                               GTimeZone *zone)
{
  FluxDeviceCard *card = FLUX_DEVICE_CARD (widget);
  g_autofree char *age = face->measured_at != 0 ? flux_format_age (now, face->measured_at, zone) : NULL;
  g_autofree char *time = face->measured_at != 0 ? flux_format_time (face->measured_at, zone) : NULL;

  flux_device_card_set_name (card, flux_device_item_get_device (item)->name);
  flux_device_card_set_place (card, face->place);
  flux_device_card_set_age (card, age, face->is_old);
  flux_device_card_set_time (card, time);
  flux_device_card_set_mark (card, face->mark);
  flux_device_card_set_value (card, face->flow, face->decimals, face->unit, face->style);
  flux_device_card_set_measures (card, face->fields, face->values);
  flux_device_card_set_band (card, face->band, face->sentence);
}

void
flux_device_binding_show_card_trace (GtkWidget *card, const FluxDayTrace *trace, gint64 period, gint64 midnight)
{
  flux_device_card_set_trace (FLUX_DEVICE_CARD (card), trace, period, midnight);
}
