/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-maintenance-dialog.h"

#include "flux-device-change.h"
#include "flux-field-row.h"
#include "flux-format.h"
#include "flux-present.h"
#include "flux-time.h"
#include "flux-typed.h"

#include <glib/gi18n.h>

struct _FluxMaintenanceDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkCalendar *calendar;
  FluxFieldRow *time;

  FluxEngine *engine; /* (owned) */
  FluxDevice *device; /* (owned) */
  GTimeZone *zone;
  GWeakRef parent; /* where it is told */
};

G_DEFINE_FINAL_TYPE (FluxMaintenanceDialog, flux_maintenance_dialog, ADW_TYPE_WINDOW)

static gint64
get_now (FluxMaintenanceDialog *self)
{
  return flux_clock_get_now (flux_engine_get_clock (self->engine));
}

/* Returns: µs UTC; 0 when there is no such time */
static gint64
get_chosen (FluxMaintenanceDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  return flux_typed_read_moment (date, flux_field_row_get_text (self->time), self->zone);
}

static void
changed_cb (FluxMaintenanceDialog *self)
{
  gint64 chosen, now;
  g_autofree char *length = NULL;
  g_autofree char *hint = NULL;

  if (self->engine == NULL)
    return;
  now = get_now (self);
  chosen = get_chosen (self);
  length = flux_format_duration (chosen - now);
  /* Translators: %s is a length of time like "2 h 30 min" */
  hint = g_strdup_printf (_ ("In %s"), length);
  flux_field_row_set_error (self->time, chosen == 0     ? _ ("Not a time of day. It is written like 06:00")
                                        : chosen <= now ? _ ("This has passed already")
                                                        : NULL);
  flux_field_row_set_hint (self->time, hint);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "maintenance.set", chosen > now);
}

static void
set_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxMaintenanceDialog *self = FLUX_MAINTENANCE_DIALOG (widget);
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (parent != NULL)
    flux_device_change_maintenance (parent, self->engine, self->device, get_chosen (self));
  gtk_window_close (GTK_WINDOW (self));
}

/* What it is set to already, else tomorrow morning. */
static void
choose_first (FluxMaintenanceDialog *self)
{
  gint64 now = get_now (self);
  gint64 until = self->device->maintenance_until > now ? self->device->maintenance_until
                                                       : flux_device_change_get_tomorrow (now, self->zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (until / FLUX_TIME_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);
  g_autofree char *time = g_date_time_format (local, "%H:%M");

  g_object_set (self->calendar, "day", 1, NULL); /* which every month has */
  g_object_set (self->calendar, "year", g_date_time_get_year (local), "month", g_date_time_get_month (local) - 1, NULL);
  g_object_set (self->calendar, "day", g_date_time_get_day_of_month (local), NULL);
  flux_field_row_set_text (self->time, time);
}

static void
flux_maintenance_dialog_finalize (GObject *object)
{
  FluxMaintenanceDialog *self = FLUX_MAINTENANCE_DIALOG (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->device, flux_device_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_weak_ref_clear (&self->parent);
  G_OBJECT_CLASS (flux_maintenance_dialog_parent_class)->finalize (object);
}

static void
flux_maintenance_dialog_class_init (FluxMaintenanceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_maintenance_dialog_finalize;
  g_type_ensure (FLUX_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-maintenance-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxMaintenanceDialog, title);
  gtk_widget_class_bind_template_child (widget_class, FluxMaintenanceDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, FluxMaintenanceDialog, time);
  gtk_widget_class_bind_template_child_full (widget_class, "set", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "maintenance.set", NULL, set_action);
  flux_present_class_add_help (widget_class, "devices");
}

static void
flux_maintenance_dialog_init (FluxMaintenanceDialog *self)
{
  g_weak_ref_init (&self->parent, NULL);
  self->zone = g_time_zone_new_local ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_maintenance_dialog_new (FluxEngine *engine, FluxDevice *device)
{
  FluxMaintenanceDialog *self = g_object_new (FLUX_TYPE_MAINTENANCE_DIALOG, NULL);

  self->engine = g_object_ref (engine);
  self->device = flux_device_ref (device);
  adw_window_title_set_subtitle (self->title, device->name);
  choose_first (self);
  changed_cb (self);
  flux_field_row_focus (self->time);
  return GTK_WIDGET (self);
}

void
flux_maintenance_dialog_present (GtkWidget *parent, FluxEngine *engine, FluxDevice *device)
{
  FluxMaintenanceDialog *self = FLUX_MAINTENANCE_DIALOG (flux_maintenance_dialog_new (engine, device));

  g_weak_ref_set (&self->parent, parent);
  flux_present_over (GTK_WINDOW (self), parent);
}
