/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-menu.h"

#include <glib/gi18n.h>

#define GET_ITEM "flux-device-menu"
#define FOCUS "flux-device-menu-focus"
#define MENU_OFFSET 40 /* from the corner of a card, when the key opened it */

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
append_maintenance (GMenu *menu, const char *label, const char *device_id, int minutes)
{
  const char *const ids[] = { device_id, NULL };

  append (menu, label, "win.maintenance", g_variant_new ("(^asi)", ids, minutes));
}

static GMenuModel *
make_menu (FluxDeviceItem *item)
{
  const char *id = flux_device_item_get_device_id (item);
  g_autoptr (GMenu) maintenance = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  GMenu *menu = g_menu_new ();

  if (flux_device_item_get_state (item) == FLUX_DEVICE_STATE_MAINTENANCE)
    append_maintenance (section, _ ("End _maintenance"), id, 0);
  else
    {
      append_maintenance (maintenance, _ ("In _1 hour"), id, 60);
      append_maintenance (maintenance, _ ("In _4 hours"), id, 240);
      append_maintenance (maintenance, _ ("_Tomorrow 06:00"), id, -1);
      append (maintenance, _ ("_Another time…"), "win.maintenance-until", g_variant_new_string (id));
      g_menu_append_submenu (section, _ ("_Maintenance until"), G_MENU_MODEL (maintenance));
    }
  if (flux_device_item_get_device (item)->confirmed_at == 0)
    append (section, _ ("_Confirm"), "win.confirm-device", g_variant_new_string (id));
  /* Translators: in the menu of a device */
  append (section, C_ ("menu", "_Edit"), "win.edit-device", g_variant_new_string (id));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}

static gboolean
drop_menu (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* The menu goes later: what was chosen runs after this. */
static void
on_closed (GtkPopover *popover)
{
  GtkWidget *focus = g_object_get_data (G_OBJECT (popover), FOCUS);

  if (focus != NULL && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  g_idle_add (drop_menu, popover);
}

static void
popup (GtkWidget *widget, double x, double y)
{
  FluxDeviceMenuGetItem get_item = g_object_get_data (G_OBJECT (widget), GET_ITEM);
  FluxDeviceItem *item = get_item (widget);
  g_autoptr (GMenuModel) menu = NULL;
  GtkWidget *list, *popover, *focus;
  double list_x, list_y;

  if (item == NULL)
    return;
  /* On the list, because the card or line may come to stand for another device while the menu is open. */
  list = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (list == NULL || !gtk_widget_translate_coordinates (widget, list, x, y, &list_x, &list_y))
    return;
  menu = make_menu (item);
  popover = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle) { list_x, list_y, 1, 1 });
  focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  if (focus != NULL)
    g_object_set_data_full (G_OBJECT (popover), FOCUS, g_object_ref (focus), g_object_unref);
  gtk_widget_set_parent (popover, list);
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, GtkWidget *widget)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup (widget, x, y);
}

static void
on_long_pressed (GtkGestureLongPress *gesture, double x, double y, GtkWidget *widget)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup (widget, x, y);
}

void
flux_device_menu_install (GtkWidget *widget, FluxDeviceMenuGetItem get_item)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  g_object_set_data (G_OBJECT (widget), GET_ITEM, get_item);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), widget);
  g_signal_connect (press, "pressed", G_CALLBACK (on_long_pressed), widget);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
}

gboolean
flux_device_menu_popup_focused (GtkWidget *list)
{
  GtkWidget *cell = gtk_widget_get_focus_child (list);
  GtkWidget *widget = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;

  if (widget == NULL || g_object_get_data (G_OBJECT (widget), GET_ITEM) == NULL)
    return FALSE;
  popup (widget, MENU_OFFSET, gtk_widget_get_height (widget) / 2);
  return TRUE;
}
