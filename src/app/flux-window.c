/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-window-private.h"

#include "flux-condition.h"
#include "flux-naming.h"

#include <glib/gi18n.h>

/* Below this width of the window there is room for the sidebar or the page only. */
#define SIDEBAR_WIDTH 220
#define FOLD_BELOW 860

/* A busy plant fills a gigabyte in weeks, so that there is time to act. */
#define LEAST_ROOM (512 * 1024 * 1024)

enum
{
  PROP_CONDITIONS = 1,
  PROP_SIDEBAR_BESIDE,
  PROP_NARROW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxWindow, flux_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- Pages -------------------------------------------------------------------------------------------------------- */

static const FluxDestination *
find_destination (const char *name)
{
  for (guint i = 0; i < FLUX_N_DESTINATIONS; i++)
    if (g_str_equal (flux_destinations[i].name, name))
      return &flux_destinations[i];
  return NULL;
}

static GtkWidget *
make_row (const FluxDestination *destination)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (destination->icon_name);
  GtkWidget *label = gtk_label_new (g_dpgettext2 (NULL, "page", destination->title));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  g_object_set_data (G_OBJECT (row), "destination", (gpointer) destination);
  return row;
}

/* The page is made when it is first wanted, so that the window opens with one of them. */
static void
ensure_page (FluxWindow *self, const FluxDestination *destination)
{
  if (gtk_stack_get_child_by_name (self->pages, destination->name) == NULL)
    gtk_stack_add_named (self->pages, destination->create (self, self->host), destination->name);
}

static void
select_row (FluxWindow *self, const FluxDestination *destination)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->navigation, destination - flux_destinations);

  if (gtk_list_box_get_selected_row (self->navigation) != row)
    gtk_list_box_select_row (self->navigation, row);
}

static void
set_page (FluxWindow *self, const FluxDestination *destination)
{
  g_autofree char *title = NULL;

  if (self->host == NULL)
    return;
  ensure_page (self, destination);
  gtk_stack_set_visible_child_name (self->pages, destination->name);
  g_settings_set_string (self->settings, "page", destination->name);
  /* Translators: the window's title: the page, then the application */
  title = g_strdup_printf (C_ ("window", "%s – FluxIO"), flux_page_get_title (flux_window_get_page (self)));
  gtk_window_set_title (GTK_WINDOW (self), title);
  flux_window_update_actions (self);
}

/* With the arrow keys the page follows, but the focus stays in the list. */
static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, FluxWindow *self)
{
  if (row != NULL)
    set_page (self, g_object_get_data (G_OBJECT (row), "destination"));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, FluxWindow *self)
{
  const FluxDestination *destination = g_object_get_data (G_OBJECT (row), "destination");

  flux_window_show_page (self, destination->name);
}

FluxPage *
flux_window_get_page (FluxWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return self->host != NULL && page != NULL ? FLUX_PAGE (page) : NULL;
}

/* --- Sidebar ------------------------------------------------------------------------------------------------------ */

gboolean
flux_window_is_sidebar_beside (FluxWindow *self)
{
  return !adw_leaflet_get_folded (self->leaflet) && gtk_widget_get_visible (self->sidebar);
}

static void
notify_sidebar (FluxWindow *self)
{
  if (self->was_sidebar_beside == flux_window_is_sidebar_beside (self))
    return;
  self->was_sidebar_beside = !self->was_sidebar_beside;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_BESIDE]);
}

static void
folded_changed_cb (FluxWindow *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_set_visible (self->sidebar, TRUE);
  notify_sidebar (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

void
flux_window_toggle_sidebar (FluxWindow *self)
{
  if (!adw_leaflet_get_folded (self->leaflet))
    gtk_widget_set_visible (self->sidebar, !gtk_widget_get_visible (self->sidebar));
  else if (adw_leaflet_get_visible_child (self->leaflet) == self->sidebar)
    adw_leaflet_set_visible_child (self->leaflet, self->content);
  else
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  if (adw_leaflet_get_visible_child (self->leaflet) == self->sidebar)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->navigation)));
  notify_sidebar (self);
}

gboolean
flux_window_go_back (FluxWindow *self)
{
  FluxPage *page = flux_window_get_page (self);

  if (page == NULL)
    return FALSE;
  if (flux_page_go_back (page))
    return TRUE;
  if (!adw_leaflet_get_folded (self->leaflet) || adw_leaflet_get_visible_child (self->leaflet) == self->sidebar)
    return FALSE;
  flux_window_toggle_sidebar (self);
  return TRUE;
}

/* The page counts with this width, so that the leaflet folds where ui.md says and still works from 360 pixels. */
static void
measure_content (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, FOLD_BELOW - SIDEBAR_WIDTH);
}

static void
allocate_content (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

/* --- State that is remembered ------------------------------------------------------------------------------------- */

static void
restore_state (FluxWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_state (FluxWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 360));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_window_unmap (GtkWidget *widget)
{
  save_state (FLUX_WINDOW (widget));
  GTK_WIDGET_CLASS (flux_window_parent_class)->unmap (widget);
}

static void
flux_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxWindow *self = FLUX_WINDOW (object);

  switch (id)
    {
    case PROP_CONDITIONS:
      g_value_set_object (value, self->conditions);
      break;
    case PROP_SIDEBAR_BESIDE:
      g_value_set_boolean (value, flux_window_is_sidebar_beside (self));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, adw_leaflet_get_folded (self->leaflet));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_window_dispose (GObject *object)
{
  FluxWindow *self = FLUX_WINDOW (object);

  flux_window_forget_host (self);
  g_clear_object (&self->conditions);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (flux_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, first_run);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, content);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, failure_menu_button);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, foot_mark_stack);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, foot_icon);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, foot_mark);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, foot_place);
  gtk_widget_class_bind_template_child (widget_class, FluxWindow, foot_state);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
flux_window_class_init (FluxWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_window_get_property;
  object_class->dispose = flux_window_dispose;
  widget_class->unmap = flux_window_unmap;

  properties[PROP_CONDITIONS] = g_param_spec_object ("conditions", NULL, NULL, G_TYPE_LIST_STORE, flags);
  properties[PROP_SIDEBAR_BESIDE] = g_param_spec_boolean ("sidebar-beside", NULL, NULL, FALSE, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-window.ui");
  bind_children (widget_class);
  flux_window_class_add_actions (widget_class);
}

static void
flux_window_init (FluxWindow *self)
{
  self->conditions = g_list_store_new (FLUX_TYPE_CONDITION);
  gtk_widget_init_template (GTK_WIDGET (self));
  flux_naming_menu_button (self->menu_button, _ ("Main menu"));
  flux_naming_menu_button (self->failure_menu_button, _ ("Main menu"));
  self->was_sidebar_beside = flux_window_is_sidebar_beside (self);
  gtk_widget_set_layout_manager (self->content, gtk_custom_layout_new (NULL, measure_content, allocate_content));
  for (guint i = 0; i < FLUX_N_DESTINATIONS; i++)
    gtk_list_box_append (self->navigation, make_row (&flux_destinations[i]));
  flux_window_add_actions (self);
}

FluxWindow *
flux_window_new (GtkApplication *application, GSettings *settings)
{
  FluxWindow *self = g_object_new (FLUX_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  restore_state (self);
  flux_window_show_waiting (self);
  return self;
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

static void
show_child (FluxWindow *self, const char *name)
{
  gboolean waits = g_str_equal (name, "wait");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, waits);
  if (!g_str_equal (name, "first-run"))
    adw_bin_set_child (self->first_run, NULL);
  if (!g_str_equal (name, "plant"))
    gtk_window_set_title (GTK_WINDOW (self), "FluxIO");
  flux_window_update_actions (self);
}

void
flux_window_show_waiting (FluxWindow *self)
{
  g_return_if_fail (FLUX_IS_WINDOW (self));
  flux_window_forget_host (self);
  show_child (self, "wait");
}

void
flux_window_show_first_run (FluxWindow *self, GtkWidget *page)
{
  g_return_if_fail (FLUX_IS_WINDOW (self));
  flux_window_forget_host (self);
  adw_bin_set_child (self->first_run, page);
  show_child (self, "first-run");
}

void
flux_window_show_failure (FluxWindow *self, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  g_return_if_fail (FLUX_IS_WINDOW (self));
  flux_window_forget_host (self);
  adw_status_page_set_description (self->failure, markup);
  show_child (self, "failed");
}

void
flux_window_show_host (FluxWindow *self, FluxHost *host, gboolean is_simulated)
{
  g_autofree char *name = NULL;

  g_return_if_fail (FLUX_IS_WINDOW (self));
  flux_window_forget_host (self);
  self->host = g_object_ref (host);
  self->is_simulated = is_simulated;
  self->disk = flux_disk_watch_new (flux_host_get_database (host), LEAST_ROOM);
  g_signal_connect_swapped (self->disk, "changed", G_CALLBACK (flux_window_update_foot), self);
  g_signal_connect_swapped (host, "notify::urls", G_CALLBACK (flux_window_update_foot), self);
  flux_window_update_foot (self);

  name = g_settings_get_string (self->settings, "page");
  flux_window_show_page (self, find_destination (name) != NULL ? name : flux_destinations[0].name);
  show_child (self, "plant");
}

void
flux_window_tell_simulator_ended (FluxWindow *self)
{
  g_return_if_fail (FLUX_IS_WINDOW (self));
  flux_condition_put (self->conditions,
                      flux_condition_new ("simulator", FLUX_MARK_WARNING_ACK,
                                          _ ("The simulated plant has stopped: no new readings come."),
                                          _ ("Start again"), "app.open-again"));
}

FluxHost *
flux_window_get_host (FluxWindow *self)
{
  g_return_val_if_fail (FLUX_IS_WINDOW (self), NULL);
  return self->host;
}

void
flux_window_show_page (FluxWindow *self, const char *name)
{
  const FluxDestination *destination;
  GtkWidget *page;

  g_return_if_fail (FLUX_IS_WINDOW (self));
  destination = find_destination (name);
  if (destination == NULL || self->host == NULL)
    return;
  select_row (self, destination);
  set_page (self, destination);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  page = GTK_WIDGET (flux_window_get_page (self));
  if (!gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
flux_window_forget_host (FluxWindow *self)
{
  GtkWidget *page;

  g_return_if_fail (FLUX_IS_WINDOW (self));
  if (self->host == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->host, self);
  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_stack_remove (self->pages, page);
  g_list_store_remove_all (self->conditions);
  g_signal_handlers_disconnect_by_data (self->disk, self);
  g_object_run_dispose (G_OBJECT (self->disk));
  g_clear_object (&self->disk);
  g_clear_object (&self->host);
}
