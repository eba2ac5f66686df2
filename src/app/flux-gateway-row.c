/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-row.h"

#include "flux-age-label.h"
#include "flux-number.h"

#include <glib/gi18n.h>

struct _FluxGatewayRow
{
  GtkWidget parent_instance;

  GtkInscription *name;
  FluxAgeLabel *contact;
  GtkInscription *place;
  GtkInscription *counts;

  FluxGatewayUnits *units; /* (owned) */
  FluxGatewayItem *item;   /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (FluxGatewayRow, flux_gateway_row, GTK_TYPE_WIDGET)

static void
set_text (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

/* Where it stands and where its posts come from, as far as either is known. Returns: (transfer full) */
static char *
make_place (const FluxGateway *gateway)
{
  if (gateway->location != NULL && gateway->last_address != NULL)
    return g_strdup_printf ("%s · %s", gateway->location, gateway->last_address);
  return g_strdup (gateway->location != NULL       ? gateway->location
                   : gateway->last_address != NULL ? gateway->last_address
                                                   : _ ("No address yet"));
}

/* Returns: (transfer full) */
static char *
make_counts (FluxGatewayRow *self, const FluxGateway *gateway)
{
  guint n_units = flux_gateway_units_get (self->units, gateway->uuid);
  g_autofree char *units = g_strdup_printf (ngettext ("%u device", "%u devices", n_units), n_units);
  g_autofree char *number = flux_number_format (gateway->posts, 0);
  /* Translators: %s is a number like 1,204 */
  g_autofree char *posts = g_strdup_printf (ngettext ("%s post", "%s posts", MIN (gateway->posts, G_MAXINT)), number);

  return g_strdup_printf ("%s · %s", units, posts);
}

static void
show_label (FluxGatewayRow *self, const char *place, const char *counts)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *name = gtk_inscription_get_text (self->name);
  g_autofree char *label = NULL;

  if (flux_gateway_item_get_gateway (self->item)->last_contact == 0)
    /* Translators: what a screen reader says of a gateway: name, place, counts */
    label = g_strdup_printf (_ ("%s, no contact yet, %s, %s"), name, place, counts);
  else
    /* Translators: what a screen reader says of a gateway: name, an age like "2 min ago", place, counts */
    label = g_strdup_printf (_ ("%s, last contact %s, %s, %s"), name, flux_age_label_get_text (self->contact), place,
                             counts);
  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show (FluxGatewayRow *self)
{
  const FluxGateway *gateway = flux_gateway_item_get_gateway (self->item);
  g_autofree char *place = make_place (gateway);
  g_autofree char *counts = make_counts (self, gateway);

  set_text (self->name, flux_gateway_item_get_name (self->item));
  flux_age_label_set_time (self->contact, gateway->last_contact, _ ("No contact yet"));
  set_text (self->place, place);
  set_text (self->counts, counts);
  show_label (self, place, counts);
}

static void
units_changed_cb (FluxGatewayRow *self)
{
  if (self->item != NULL)
    show (self);
}

static void
flux_gateway_row_dispose (GObject *object)
{
  FluxGatewayRow *self = FLUX_GATEWAY_ROW (object);
  GtkWidget *child;

  flux_gateway_row_set_item (self, NULL);
  g_clear_object (&self->units);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (flux_gateway_row_parent_class)->dispose (object);
}

static void
flux_gateway_row_class_init (FluxGatewayRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_gateway_row_dispose;
  g_type_ensure (FLUX_TYPE_AGE_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-gateway-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayRow, name);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayRow, contact);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayRow, place);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayRow, counts);
}

static void
flux_gateway_row_init (FluxGatewayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_gateway_row_new (FluxPlantModel *plant, FluxGatewayUnits *units)
{
  FluxGatewayRow *self = g_object_new (FLUX_TYPE_GATEWAY_ROW, NULL);

  self->units = g_object_ref (units);
  g_signal_connect_object (units, "changed", G_CALLBACK (units_changed_cb), self, G_CONNECT_SWAPPED);
  flux_age_label_set_plant (self->contact, plant);
  return GTK_WIDGET (self);
}

void
flux_gateway_row_set_item (FluxGatewayRow *self, FluxGatewayItem *item)
{
  g_return_if_fail (FLUX_IS_GATEWAY_ROW (self));
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::gateway", G_CALLBACK (show), self);
  show (self);
}
