/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-row.h"

#include "flux-age-label.h"
#include "flux-device-words.h"
#include "flux-format.h"

#include <glib/gi18n.h>

struct _FluxDeviceRow
{
  GtkWidget parent_instance;

  FluxMark *mark;
  GtkInscription *name;
  GtkInscription *place;
  GtkInscription *flow;
  FluxAgeLabel *seen;
};

G_DEFINE_FINAL_TYPE (FluxDeviceRow, flux_device_row, GTK_TYPE_WIDGET)

static void
flux_device_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (flux_device_row_parent_class)->dispose (object);
}

static void
flux_device_row_class_init (FluxDeviceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_device_row_dispose;
  g_type_ensure (FLUX_TYPE_AGE_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-device-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceRow, mark);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceRow, name);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceRow, place);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceRow, flow);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceRow, seen);
}

static void
flux_device_row_init (FluxDeviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_device_row_new (FluxPlantModel *plant)
{
  FluxDeviceRow *self = g_object_new (FLUX_TYPE_DEVICE_ROW, NULL);

  flux_age_label_set_plant (self->seen, plant);
  return GTK_WIDGET (self);
}

static void
set_text (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

static void
set_class (gpointer widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What is not normal goes before the place, because there is no column for it. */
static void
show_second_line (FluxDeviceRow *self, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  g_autofree char *state = flux_device_words_make_state (item, now, zone);
  gboolean is_normal = flux_device_words_get_rank (item) == FLUX_DEVICE_WORDS_RANK_NORMAL;
  g_autofree char *line = is_normal || face->place == NULL ? g_strdup (is_normal ? face->place : state)
                                                           : g_strdup_printf ("%s · %s", state, face->place);

  set_text (self->place, line);
}

void
flux_device_row_show (GtkWidget *row, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  FluxDeviceRow *self = FLUX_DEVICE_ROW (row);
  FluxMarkKind kind = flux_device_words_get_mark (item);
  g_autofree char *flow = flux_format_with_unit (face->flow, face->decimals, face->unit);
  g_autofree char *doubtful = g_strdup_printf ("%s ?", flow);

  flux_mark_set_kind (self->mark, kind);
  set_text (self->name, flux_device_item_get_device (item)->name);
  show_second_line (self, item, face, now, zone);
  set_text (self->flow, face->style == FLUX_VALUE_UNCERTAIN ? doubtful : flow);
  set_class (self->flow, "flux-dim", face->is_old || face->style == FLUX_VALUE_BAD);
  set_class (self->flow, "flux-struck", face->style == FLUX_VALUE_BAD);
  flux_age_label_set_time (self->seen, flux_device_item_get_snapshot (item)->seen_at, NULL);
  set_class (self->seen, "flux-dim", !face->is_old);
}
