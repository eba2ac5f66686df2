/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-columns.h"

#include "flux-age-label.h"
#include "flux-device-binding.h"
#include "flux-device-row.h"
#include "flux-device-sorters.h"
#include "flux-device-terms.h"
#include "flux-device-words.h"

#include <glib/gi18n.h>
#include <math.h>

static G_DEFINE_QUARK (flux-device-cell, flux_device_cell)

/* What the factory of one column, or of the rows, is given. */
typedef struct
{
  FluxPlantModel *plant;
  GtkWidget *(*make) (FluxPlantModel *plant);
  FluxDeviceShow show;
  gboolean is_plain;    /* shows settings only: the face is %NULL, and the clock changes nothing */
  gboolean is_row_head; /* speaks for the whole row */
} Kind;

/* What one recycled cell keeps. */
typedef struct
{
  GtkListItem *list_item; /* borrowed */
  FluxDeviceBinding *binding; /* (nullable): of a cell that is not plain */
  FluxDeviceItem *item;       /* (nullable) (owned): of one that is */
  const Kind *kind;
  char *name; /* (nullable): what screen readers call it */
} Cell;

static void take_item (Cell *self, FluxDeviceItem *item);

static void
cell_free (gpointer data)
{
  Cell *self = data;

  if (self->binding == NULL)
    take_item (self, NULL);
  g_clear_pointer (&self->binding, flux_device_binding_free);
  g_free (self->name);
  g_free (self);
}

/* --- What the columns show ---------------------------------------------------------------------------------------- */

/* The whole text where it was cut. */
static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_tooltip_set_text (tooltip, text);
  return width > gtk_widget_get_width (widget);
}

static GtkWidget *
make_text (FluxPlantModel *plant)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (text), 0); /* or the ellipsis would move it up */
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (text, "flux-small");
  gtk_widget_set_has_tooltip (text, TRUE);
  g_signal_connect (text, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  return text;
}

static void
set_text (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (widget), text);
}

static GtkWidget *
make_heading (FluxPlantModel *plant)
{
  GtkWidget *text = make_text (plant);

  gtk_widget_remove_css_class (text, "flux-small");
  gtk_widget_add_css_class (text, "heading");
  return text;
}

static void
show_name (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  set_text (widget, flux_device_item_get_device (item)->name);
}

static void
show_id (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  set_text (widget, flux_device_item_get_device_id (item));
}

static void
show_place (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  g_autofree char *place = flux_device_terms_make_place (flux_device_item_get_device (item));

  set_text (widget, place);
}

static void
show_gateway (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  Cell *cell = g_object_get_qdata (G_OBJECT (widget), flux_device_cell_quark ());
  const char *uuid = flux_device_item_get_device (item)->gateway_uuid;
  FluxGatewayItem *gateway = uuid != NULL ? flux_plant_model_find_gateway (cell->kind->plant, uuid) : NULL;

  set_text (widget, gateway != NULL ? flux_gateway_item_get_name (gateway) : "");
}

static GtkWidget *
make_state (FluxPlantModel *plant)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *text = make_text (plant);

  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), g_object_new (FLUX_TYPE_MARK, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               "valign", GTK_ALIGN_CENTER, NULL));
  gtk_box_append (GTK_BOX (box), text);
  return box;
}

static void
show_state (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  GtkWidget *mark = gtk_widget_get_first_child (widget), *text = gtk_widget_get_last_child (widget);
  g_autofree char *state = flux_device_words_make_state (item, now, zone);

  flux_mark_set_kind (FLUX_MARK (mark), flux_device_words_get_mark (item));
  set_text (text, state);
}

static GtkWidget *
make_flow (FluxPlantModel *plant)
{
  GtkWidget *value = g_object_new (FLUX_TYPE_VALUE_LABEL, "width-chars", 0, NULL);

  gtk_widget_add_css_class (value, "heading");
  return value;
}

static void
show_flow (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  flux_value_label_set_value (FLUX_VALUE_LABEL (widget), face->flow, face->decimals,
                              isfinite (face->flow) ? face->unit : NULL);
  flux_value_label_set_style (FLUX_VALUE_LABEL (widget), face->style);
}

static GtkWidget *
make_seen (FluxPlantModel *plant)
{
  GtkWidget *age = flux_age_label_new ();

  gtk_widget_add_css_class (age, "flux-small");
  flux_age_label_set_plant (FLUX_AGE_LABEL (age), plant);
  return age;
}

static void
show_seen (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  flux_age_label_set_time (FLUX_AGE_LABEL (widget), flux_device_item_get_snapshot (item)->seen_at, NULL);
  if (face->is_old)
    gtk_widget_remove_css_class (widget, "flux-dim");
  else
    gtk_widget_add_css_class (widget, "flux-dim");
}

static const struct
{
  const char *title;
  GtkWidget *(*make) (FluxPlantModel *plant);
  FluxDeviceShow show;
  int width;
  gboolean expands;
  gboolean is_plain;
} columns_shown[FLUX_N_DEVICE_COLUMNS] = {
  [FLUX_DEVICE_COLUMN_STATE] = { NC_ ("column", "State"), make_state, show_state, 196 },
  [FLUX_DEVICE_COLUMN_NAME] = { NC_ ("column", "Name"), make_heading, show_name, -1, TRUE, TRUE },
  [FLUX_DEVICE_COLUMN_ID] = { NC_ ("column", "Id"), make_text, show_id, 92, FALSE, TRUE },
  [FLUX_DEVICE_COLUMN_PLACE] = { NC_ ("column", "Place"), make_text, show_place, -1, TRUE, TRUE },
  [FLUX_DEVICE_COLUMN_FLOW] = { NC_ ("column", "Flow"), make_flow, show_flow, 116 },
  [FLUX_DEVICE_COLUMN_SEEN] = { NC_ ("column", "Last seen"), make_seen, show_seen, 92 },
  [FLUX_DEVICE_COLUMN_GATEWAY] = { NC_ ("column", "Gateway"), make_text, show_gateway, 128, FALSE, TRUE },
};

/* --- Cells -------------------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) */
static char *
make_cell_name (GtkWidget *widget, FluxDeviceItem *item)
{
  GtkWidget *part = GTK_IS_BOX (widget) ? gtk_widget_get_last_child (widget) : widget;

  if (FLUX_IS_VALUE_LABEL (part))
    return flux_device_words_make_flow (item);
  return g_strdup (FLUX_IS_AGE_LABEL (part) ? flux_age_label_get_text (FLUX_AGE_LABEL (part))
                                            : gtk_inscription_get_text (GTK_INSCRIPTION (part)));
}

/* What the cell itself is called, for those who go from one to the next. */
static void
name_cell (Cell *cell, GtkWidget *widget, FluxDeviceItem *item)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  g_autofree char *name = NULL;

  if (parent == NULL || gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (parent)) != GTK_ACCESSIBLE_ROLE_GRID_CELL)
    return;
  name = make_cell_name (widget, item);
  if (g_strcmp0 (cell->name, name) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "", -1);
  g_free (cell->name);
  cell->name = g_steal_pointer (&name);
}

/* The row is what has the focus, and says it all. Within columns it is the parent of the cell. */
static GtkWidget *
find_row (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  GtkWidget *grand = parent != NULL ? gtk_widget_get_parent (parent) : NULL;

  if (grand != NULL && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (parent)) == GTK_ACCESSIBLE_ROLE_GRID_CELL)
    return grand;
  return parent;
}

static void
show_row (GtkWidget *row, FluxDeviceItem *item, gint64 now, GTimeZone *zone)
{
  g_autofree char *label = flux_device_words_make_label (item, now, zone);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (flux_device_item_get_device (item)->retired_at != 0)
    gtk_widget_add_css_class (row, "retired");
  else
    gtk_widget_remove_css_class (row, "retired");
}

static void
show_cb (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  Cell *cell = g_object_get_qdata (G_OBJECT (widget), flux_device_cell_quark ());

  cell->kind->show (widget, item, face, now, zone);
  name_cell (cell, widget, item);
  if (cell->kind->is_row_head && find_row (widget) != NULL)
    show_row (find_row (widget), item, now, zone);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *list_item, const Kind *kind)
{
  GtkWidget *widget = kind->make (kind->plant);
  Cell *cell = g_new0 (Cell, 1);

  cell->list_item = list_item;
  cell->kind = kind;
  if (!kind->is_plain)
    cell->binding = flux_device_binding_new (kind->plant, widget, show_cb, NULL);
  g_object_set_qdata_full (G_OBJECT (widget), flux_device_cell_quark (), cell, cell_free);
  gtk_list_item_set_child (list_item, widget);
}

static Cell *
get_cell (GtkListItem *list_item)
{
  return g_object_get_qdata (G_OBJECT (gtk_list_item_get_child (list_item)), flux_device_cell_quark ());
}

static void
show_plain (Cell *cell)
{
  g_autoptr (GTimeZone) zone = cell->kind->is_row_head ? g_time_zone_new_local () : NULL;
  gint64 now = flux_clock_get_now (flux_engine_get_clock (flux_plant_model_get_engine (cell->kind->plant)));

  show_cb (gtk_list_item_get_child (cell->list_item), cell->item, NULL, now, zone);
}

/* For plain cells. @item: (nullable) */
static void
take_item (Cell *self, FluxDeviceItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_plain, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_plain), self);
  if (self->kind->is_row_head)
    g_signal_connect_swapped (item, "notify::state", G_CALLBACK (show_plain), self);
  show_plain (self);
}

static void
bind_cell (GtkListItem *list_item, FluxDeviceItem *item)
{
  Cell *cell = get_cell (list_item);

  if (cell->binding != NULL)
    flux_device_binding_set_item (cell->binding, item);
  else
    take_item (cell, item);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  bind_cell (list_item, gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  bind_cell (list_item, NULL);
}

static void
kind_notify (gpointer kind, GClosure *closure)
{
  g_object_unref (((Kind *) kind)->plant);
  g_free (kind);
}

static GtkListItemFactory *
make_factory (const Kind *kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Kind *own = g_memdup2 (kind, sizeof *kind);

  g_object_ref (own->plant);
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), own, kind_notify, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  return factory;
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

static GtkColumnViewColumn *
make_column (FluxPlantModel *plant, FluxDeviceColumn number)
{
  Kind kind = { plant, columns_shown[number].make, columns_shown[number].show, columns_shown[number].is_plain,
                number == FLUX_DEVICE_COLUMN_NAME };
  g_autoptr (GtkSorter) sorter = flux_device_sorters_make (plant, number);
  GtkColumnViewColumn *column =
      gtk_column_view_column_new (g_dpgettext2 (NULL, "column", columns_shown[number].title), make_factory (&kind));

  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, columns_shown[number].expands);
  if (columns_shown[number].width > 0)
    gtk_column_view_column_set_fixed_width (column, columns_shown[number].width);
  return column;
}

void
flux_device_columns_add (GtkColumnView *view, FluxPlantModel *plant,
                         GtkColumnViewColumn *columns[FLUX_N_DEVICE_COLUMNS])
{
  for (guint i = 0; i < FLUX_N_DEVICE_COLUMNS; i++)
    {
      columns[i] = make_column (plant, i);
      gtk_column_view_append_column (view, columns[i]);
      g_object_unref (columns[i]);
    }
}

GtkListItemFactory *
flux_device_columns_make_row_factory (FluxPlantModel *plant)
{
  Kind kind = { plant, flux_device_row_new, flux_device_row_show, FALSE, TRUE };

  return make_factory (&kind);
}

static GtkListItem *
get_list_item (GtkWidget *widget)
{
  Cell *cell = g_object_get_qdata (G_OBJECT (widget), flux_device_cell_quark ());

  return cell != NULL ? cell->list_item : NULL;
}

GtkListItem *
flux_device_columns_find_item (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (get_list_item (at) != NULL)
      return get_list_item (at);

  /* Or it is the cell around what we show, or the whole row. */
  for (guint i = 0; i <= 2 && widget != NULL && !GTK_IS_LIST_VIEW (widget); i++)
    {
      if (get_list_item (widget) != NULL)
        return get_list_item (widget);
      widget = gtk_widget_get_first_child (widget);
    }
  return NULL;
}
