/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-devices-page-private.h"

#include "flux-banner.h"
#include "flux-device-columns.h"
#include "flux-device-editor.h"
#include "flux-device-sorters.h"
#include "flux-device-terms.h"
#include "flux-fold.h"
#include "flux-naming.h"
#include "flux-page.h"
#include "flux-sidebar-button.h"

#include <glib/gi18n.h>

/* Readings move rows only so often, or they would run away under the pointer. */
#define SORT_AGAIN_SECONDS 5

struct _FluxDevicesPage
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkWidget *add_button;
  GtkMenuButton *menu_button;
  GMenu *page_menu;
  GMenuModel *device_menu;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  FluxFold *fold;
  GtkColumnView *column_view;
  GtkListView *list_view;

  FluxHost *host; /* (owned) */
  GtkColumnViewColumn *columns[FLUX_N_DEVICE_COLUMNS];
  GtkFilter *filter;              /* of filtered */
  GtkFilterListModel *filtered;   /* (owned) */
  GtkSingleSelection *selection;  /* (owned): what is shown, sorted */
  FluxDeviceItem *selected;       /* (nullable) (owned) */
  GtkWidget *menu;                /* (nullable): a child */
  char **words;                   /* of the search */
  gboolean show_retired;
  guint to_sort_by; /* FluxPlantChange: what has changed since it was sorted */
  guint sort_source;
};

enum
{
  PROP_SHOW_RETIRED = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void page_init (FluxPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxDevicesPage, flux_devices_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (FLUX_TYPE_PAGE, page_init))

static const struct
{
  const char *name;
  FluxDeviceColumn column;
  GtkSortType order;
} orders[] = {
  { "state", FLUX_DEVICE_COLUMN_STATE, GTK_SORT_ASCENDING }, { "name", FLUX_DEVICE_COLUMN_NAME, GTK_SORT_ASCENDING },
  { "id", FLUX_DEVICE_COLUMN_ID, GTK_SORT_ASCENDING },       { "place", FLUX_DEVICE_COLUMN_PLACE, GTK_SORT_ASCENDING },
  { "flow", FLUX_DEVICE_COLUMN_FLOW, GTK_SORT_DESCENDING },  { "seen", FLUX_DEVICE_COLUMN_SEEN, GTK_SORT_ASCENDING },
  { "gateway", FLUX_DEVICE_COLUMN_GATEWAY, GTK_SORT_ASCENDING },
};

static FluxPlantModel *
get_plant (FluxDevicesPage *self)
{
  return flux_host_get_plant (self->host);
}

/* --- What is in the list ------------------------------------------------------------------------------------------ */

static gboolean
is_wanted_cb (gpointer item, gpointer user_data)
{
  FluxDevicesPage *self = user_data;

  return (self->show_retired || flux_device_item_get_device (item)->retired_at == 0)
         && flux_device_terms_match (item, (const char *const *) self->words);
}

/* Those that are there to be searched. */
static guint
count_candidates (FluxDevicesPage *self)
{
  GListModel *devices = flux_plant_model_get_devices (get_plant (self));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (devices, i);

      n += self->show_retired || flux_device_item_get_device (item)->retired_at == 0;
    }
  return n;
}

static void
show_counts (FluxDevicesPage *self)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint n_all = count_candidates (self);
  g_autofree char *some = g_strdup_printf (ngettext ("%u of %u device", "%u of %u devices", n_all), n_shown, n_all);
  g_autofree char *all = g_strdup_printf (ngettext ("%u device", "%u devices", n_all), n_all);

  adw_window_title_set_subtitle (self->title, n_shown == n_all ? (n_all == 0 ? "" : all) : some);
  gtk_stack_set_visible_child_name (self->stack, n_shown > 0               ? "list"
                                                 : self->words[0] == NULL ? "none"
                                                                           : "no-match");
}

static void
search_changed_cb (FluxDevicesPage *self)
{
  g_strfreev (self->words);
  self->words = flux_device_terms_read_search (gtk_editable_get_text (self->search_entry));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* --- In which order ----------------------------------------------------------------------------------------------- */

static void
sort_again (FluxDevicesPage *self)
{
  for (guint i = 0; i < FLUX_N_DEVICE_COLUMNS; i++)
    if (flux_device_sorters_is_live (i) || (self->to_sort_by & FLUX_PLANT_CHANGE_SETTINGS) != 0)
      gtk_sorter_changed (gtk_column_view_column_get_sorter (self->columns[i]), GTK_SORTER_CHANGE_DIFFERENT);
  self->to_sort_by = 0;
}

static gboolean
sort_cb (gpointer user_data)
{
  FluxDevicesPage *self = user_data;

  if (self->to_sort_by != 0 && self->menu == NULL)
    sort_again (self);
  return G_SOURCE_CONTINUE;
}

/* Settings are changed by people, who want to see it at once. */
static void
plant_changed_cb (FluxDevicesPage *self, guint changes)
{
  self->to_sort_by |= changes;
  if ((changes & FLUX_PLANT_CHANGE_SETTINGS) == 0)
    return;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  sort_again (self);
  flux_devices_page_update_actions (self);
}

static void
flux_devices_page_map (GtkWidget *widget)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (widget);

  if (self->to_sort_by != 0)
    sort_again (self);
  self->sort_source = g_timeout_add_seconds (SORT_AGAIN_SECONDS, sort_cb, self);
  GTK_WIDGET_CLASS (flux_devices_page_parent_class)->map (widget);
}

static void
flux_devices_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&FLUX_DEVICES_PAGE (widget)->sort_source, g_source_remove);
  GTK_WIDGET_CLASS (flux_devices_page_parent_class)->unmap (widget);
}

void
flux_devices_page_sort (FluxDevicesPage *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].name, name))
      {
        gtk_column_view_sort_by_column (self->column_view, NULL, GTK_SORT_ASCENDING);
        gtk_column_view_sort_by_column (self->column_view, self->columns[orders[i].column], orders[i].order);
      }
}

/* --- Selecting ---------------------------------------------------------------------------------------------------- */

static void
selected_cb (FluxDevicesPage *self)
{
  if (g_set_object (&self->selected, gtk_single_selection_get_selected_item (self->selection)))
    flux_devices_page_update_actions (self);
}

FluxHost *
flux_devices_page_get_host (FluxDevicesPage *self)
{
  return self->host;
}

FluxDeviceItem *
flux_devices_page_get_selected (FluxDevicesPage *self)
{
  return self->selected;
}

static void
activated_cb (FluxDevicesPage *self, guint position)
{
  g_autoptr (FluxDeviceItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    flux_device_editor_present (GTK_WIDGET (self), self->host, flux_device_item_get_device (item));
}

/* --- The menu of a device ----------------------------------------------------------------------------------------- */

/* Not before what was chosen in it has been done. */
static gboolean
drop_menu_cb (gpointer user_data)
{
  gtk_widget_unparent (user_data);
  return G_SOURCE_REMOVE;
}

static void
menu_closed_cb (GtkWidget *menu, FluxDevicesPage *self)
{
  if (self->menu != menu)
    return;
  self->menu = NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_menu_cb, g_object_ref (menu), g_object_unref);
}

static void
open_menu_at (FluxDevicesPage *self, const GdkRectangle *place)
{
  GtkWidget *menu = gtk_popover_menu_new_from_model (self->device_menu);

  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
  self->menu = menu;
  gtk_widget_set_parent (menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), place);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  g_signal_connect_object (menu, "closed", G_CALLBACK (menu_closed_cb), self, 0);
  flux_devices_page_update_actions (self);
  gtk_popover_popup (GTK_POPOVER (menu));
}

static void
open_menu_of (FluxDevicesPage *self, GtkWidget *part, double x, double y)
{
  GtkListItem *list_item = part != NULL ? flux_device_columns_find_item (part) : NULL;
  double page_x, page_y;

  if (list_item == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->fold), GTK_WIDGET (self), x, y, &page_x, &page_y))
    return;
  gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (list_item));
  open_menu_at (self, &(GdkRectangle){ page_x, page_y, 1, 1 });
}

static void
open_menu_of_row (FluxDevicesPage *self, double x, double y)
{
  open_menu_of (self, gtk_widget_pick (GTK_WIDGET (self->fold), x, y, GTK_PICK_DEFAULT), x, y);
}

/* Of the row that has the focus, which need not be the one that was selected before; without one, of the selected. */
void
flux_devices_page_open_menu (FluxDevicesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *row = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean is_row = row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->fold))
                    && flux_device_columns_find_item (row) != NULL;
  graphene_rect_t bounds;

  if (is_row && gtk_widget_compute_bounds (row, GTK_WIDGET (self->fold), &bounds))
    open_menu_of (self, row, bounds.origin.x + MIN (bounds.size.width / 2, 200),
                  bounds.origin.y + bounds.size.height / 2);
  else if (self->selected != NULL && gtk_widget_compute_bounds (GTK_WIDGET (self->fold), GTK_WIDGET (self), &bounds))
    open_menu_at (self, &(GdkRectangle){ bounds.origin.x + MIN (bounds.size.width / 2, 200),
                                         bounds.origin.y + MIN (bounds.size.height / 2, 100), 1, 1 });
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, FluxDevicesPage *self)
{
  open_menu_of_row (self, x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, FluxDevicesPage *self)
{
  open_menu_of_row (self, x, y);
}

/* --- As a page ---------------------------------------------------------------------------------------------------- */

static const char *
get_title (FluxPage *page)
{
  return _ ("Devices");
}

static const char *
get_help_page (FluxPage *page)
{
  return "devices";
}

static void
search (FluxPage *page)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (page);

  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
add (FluxPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "device.add", NULL);
}

static gboolean
go_back (FluxPage *page)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (page);
  gboolean was_searching = gtk_search_bar_get_search_mode (self->search_bar);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  return was_searching;
}

static void
open_devices (FluxPage *page, const char *const *ids)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (page);
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      FluxDeviceItem *item = flux_plant_model_find_device (get_plant (self), ids[i]);

      if (item != NULL)
        g_ptr_array_add (devices, flux_device_item_get_device (item));
    }
  if (devices->len > 0)
    flux_device_editor_present_several (GTK_WIDGET (self), self->host, devices);
}

static void
page_init (FluxPageInterface *iface)
{
  iface->get_title = get_title;
  iface->get_help_page = get_help_page;
  iface->search = search;
  iface->add = add;
  iface->go_back = go_back;
  iface->open = open_devices;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
folded_cb (FluxDevicesPage *self)
{
  gboolean folded = flux_fold_get_folded (self->fold);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  gtk_column_view_set_model (self->column_view, folded ? NULL : selection);
  gtk_list_view_set_model (self->list_view, folded ? selection : NULL);
}

static void
make_models (FluxDevicesPage *self)
{
  GListModel *devices = flux_plant_model_get_devices (get_plant (self));
  GtkSortListModel *sorted;

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted_cb, self, NULL));
  self->filtered = gtk_filter_list_model_new (g_object_ref (devices), self->filter);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                    g_object_ref (gtk_column_view_get_sorter (self->column_view)));
  /* The model comes last, or its first device would be selected without anybody having chosen it. */
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (sorted));
  g_object_unref (sorted);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (devices, "items-changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_plant (self), "changed", G_CALLBACK (plant_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
show_host (FluxDevicesPage *self)
{
  g_autoptr (GtkListItemFactory) rows = flux_device_columns_make_row_factory (get_plant (self));

  flux_device_columns_add (self->column_view, get_plant (self), self->columns);
  gtk_list_view_set_factory (self->list_view, rows);
  flux_naming_column_view (self->column_view, _ ("Devices"));
  flux_naming_menu_button (self->menu_button, _ ("Menu"));
  make_models (self);
  gtk_column_view_sort_by_column (self->column_view, self->columns[FLUX_DEVICE_COLUMN_NAME], GTK_SORT_ASCENDING);
  g_menu_append_section (self->page_menu, _ ("Selected device"), self->device_menu);
  if (flux_host_is_read_only (self->host))
    gtk_widget_set_tooltip_text (self->add_button, flux_host_get_lock_holder_message (self->host));
  folded_cb (self);
  show_counts (self);
  flux_devices_page_update_actions (self);
}

static gboolean
flux_devices_page_grab_focus (GtkWidget *widget)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (widget);
  gpointer list = flux_fold_get_folded (self->fold) ? GTK_WIDGET (self->list_view) : GTK_WIDGET (self->column_view);

  return gtk_widget_grab_focus (list) || gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
flux_devices_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_RETIRED)
    g_value_set_boolean (value, FLUX_DEVICES_PAGE (object)->show_retired);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_devices_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (object);

  if (id != PROP_SHOW_RETIRED)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  self->show_retired = g_value_get_boolean (value);
  gtk_filter_changed (self->filter, self->show_retired ? GTK_FILTER_CHANGE_LESS_STRICT : GTK_FILTER_CHANGE_MORE_STRICT);
}

static void
flux_devices_page_dispose (GObject *object)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->column_view != NULL)
    {
      gtk_column_view_set_model (self->column_view, NULL);
      gtk_list_view_set_model (self->list_view, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->selected);
  G_OBJECT_CLASS (flux_devices_page_parent_class)->dispose (object);
}

static void
flux_devices_page_finalize (GObject *object)
{
  FluxDevicesPage *self = FLUX_DEVICES_PAGE (object);

  g_strfreev (self->words);
  g_clear_object (&self->host);
  G_OBJECT_CLASS (flux_devices_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, title);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, page_menu);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, device_menu);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, fold);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, column_view);
  gtk_widget_class_bind_template_child (widget_class, FluxDevicesPage, list_view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
flux_devices_page_class_init (FluxDevicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_devices_page_get_property;
  object_class->set_property = flux_devices_page_set_property;
  object_class->dispose = flux_devices_page_dispose;
  object_class->finalize = flux_devices_page_finalize;
  widget_class->grab_focus = flux_devices_page_grab_focus;
  widget_class->map = flux_devices_page_map;
  widget_class->unmap = flux_devices_page_unmap;

  properties[PROP_SHOW_RETIRED] = g_param_spec_boolean ("show-retired", NULL, NULL, FALSE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (FLUX_TYPE_BANNER);
  g_type_ensure (FLUX_TYPE_FOLD);
  g_type_ensure (FLUX_TYPE_SIDEBAR_BUTTON);
  bind_template (widget_class);
  flux_devices_page_install_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "devices.show-retired", "show-retired");
}

static void
flux_devices_page_init (FluxDevicesPage *self)
{
  self->words = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
}

GtkWidget *
flux_devices_page_new (FluxHost *host)
{
  FluxDevicesPage *self = g_object_new (FLUX_TYPE_DEVICES_PAGE, NULL);

  self->host = g_object_ref (host);
  show_host (self);
  return GTK_WIDGET (self);
}
