/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-change.h"

#include "flux-error-sentence.h"
#include "flux-format.h"
#include "flux-page.h"
#include "flux-time.h"

#include <glib/gi18n.h>

#define MORNING_HOUR 6

/* A change that is being stored, then one that may be undone. */
typedef struct
{
  GtkWidget *widget; /* (owned) */
  FluxEngine *engine;
  FluxDevice *before; /* (nullable): %NULL when this undoes another */
  char *sentence;
} Change;

static void
change_free (Change *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->engine);
  g_clear_pointer (&self->before, flux_device_unref);
  g_free (self->sentence);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void save (GtkWidget *widget, FluxEngine *engine, FluxDevice *before, FluxDevice *changed, char *sentence);

/* What is changed here goes back; what others have changed since stays. */
static void
undo_cb (AdwToast *toast, Change *change)
{
  g_autoptr (FluxDeviceSnapshot) now = flux_engine_get_device (change->engine, change->before->device_id);
  g_autoptr (FluxDevice) changed = flux_device_copy (now != NULL ? now->device : change->before);
  g_autofree char *sentence = g_strdup_printf (_ ("%s is as before"), changed->name);

  changed->maintenance_until = change->before->maintenance_until;
  changed->retired_at = change->before->retired_at;
  changed->confirmed_at = change->before->confirmed_at;
  save (change->widget, change->engine, NULL, changed, g_steal_pointer (&sentence));
}

static void
change_notify (gpointer change, GClosure *closure)
{
  change_free (change);
}

static void
offer_undo (Change *owned_change)
{
  g_autoptr (Change) change = owned_change;
  g_autofree char *markup = g_markup_escape_text (change->sentence, -1);
  AdwToast *toast = adw_toast_new (markup);
  GtkWidget *widget = change->widget;

  if (change->before != NULL)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), g_steal_pointer (&change), change_notify,
                             0);
    }
  flux_page_add_toast (widget, toast);
}

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxDevice) saved = flux_engine_save_device_finish (FLUX_ENGINE (engine), result, &error);
  g_autofree char *sentence = NULL;

  if (saved != NULL)
    {
      offer_undo (g_steal_pointer (&change));
      return;
    }
  sentence = g_strdup_printf (_ ("Nothing was changed. %s"), flux_error_sentence (error));
  flux_page_tell (change->widget, sentence);
}

/* @before: (nullable). @sentence: (transfer full) */
static void
save (GtkWidget *widget, FluxEngine *engine, FluxDevice *before, FluxDevice *changed, char *sentence)
{
  Change *change = g_new0 (Change, 1);

  change->widget = g_object_ref (widget);
  change->engine = g_object_ref (engine);
  change->before = before != NULL ? flux_device_ref (before) : NULL;
  change->sentence = sentence;
  flux_engine_save_device_async (engine, changed, g_get_user_name (), NULL, saved_cb, change);
}

void
flux_device_change_maintenance (GtkWidget *widget, FluxEngine *engine, FluxDevice *device, gint64 until)
{
  g_autoptr (FluxDevice) changed = flux_device_copy (device);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now = flux_clock_get_now (flux_engine_get_clock (engine));
  g_autofree char *moment = flux_format_moment (now, until, zone);
  g_autofree char *sentence = until != 0
                                  /* Translators: the name of a device, and a moment like "16:00" or "3 Mar 06:00" */
                                  ? g_strdup_printf (_ ("%s is in maintenance until %s"), device->name, moment)
                                  : g_strdup_printf (_ ("Maintenance of %s has ended"), device->name);

  changed->maintenance_until = until;
  save (widget, engine, device, changed, g_steal_pointer (&sentence));
}

void
flux_device_change_retired (GtkWidget *widget, FluxEngine *engine, FluxDevice *device, gboolean retired)
{
  g_autoptr (FluxDevice) changed = flux_device_copy (device);
  g_autofree char *sentence = retired ? g_strdup_printf (_ ("%s is retired. Its readings stay"), device->name)
                                      : g_strdup_printf (_ ("%s is in use again"), device->name);

  changed->retired_at = retired ? flux_clock_get_now (flux_engine_get_clock (engine)) : 0;
  save (widget, engine, device, changed, g_steal_pointer (&sentence));
}

void
flux_device_change_confirm (GtkWidget *widget, FluxEngine *engine, FluxDevice *device)
{
  g_autoptr (FluxDevice) changed = flux_device_copy (device);
  g_autofree char *sentence = g_strdup_printf (_ ("%s is confirmed"), device->name);

  changed->confirmed_at = flux_clock_get_now (flux_engine_get_clock (engine));
  save (widget, engine, device, changed, g_steal_pointer (&sentence));
}

gint64
flux_device_change_get_tomorrow (gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / FLUX_TIME_SECOND);
  g_autoptr (GDateTime) today = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (today, 1);
  g_autoptr (GDateTime) morning =
      g_date_time_new (zone, g_date_time_get_year (tomorrow), g_date_time_get_month (tomorrow),
                       g_date_time_get_day_of_month (tomorrow), MORNING_HOUR, 0, 0);

  return g_date_time_to_unix (morning) * FLUX_TIME_SECOND;
}
