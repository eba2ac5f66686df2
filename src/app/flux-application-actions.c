/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-application-private.h"

#include "flux-preferences-window.h"
#include "flux-present.h"

#include <glib/gi18n.h>

#define SHORTCUTS_PATH "/io/github/fluxio/Fluxio/app/flux-shortcuts-window.ui"

static void
quit_cb (GSimpleAction *action, GVariant *target, gpointer self)
{
  g_application_quit (self);
}

static void
show_cb (GSimpleAction *action, GVariant *target, gpointer self)
{
  g_application_activate (self);
}

static gboolean
listen_cb (gboolean is_on_network, int port, gpointer self, GError **error)
{
  return flux_application_listen (self, is_on_network, port, error);
}

static void
preferences_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxApplication *self = user_data;
  gboolean may_listen = self->kind == FLUX_PLANT_OWN && self->host != NULL && !flux_host_is_read_only (self->host)
                        && self->start->options->listen == NULL;
  GtkWidget *window;

  if (self->window == NULL)
    return;
  window = flux_preferences_window_new (self->settings, self->host);
  if (may_listen)
    flux_preferences_window_set_listen (FLUX_PREFERENCES_WINDOW (window), listen_cb, self);
  flux_present_over (GTK_WINDOW (window), GTK_WIDGET (self->window));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxApplication *self = user_data;
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *window;

  if (self->window == NULL)
    return;
  builder = gtk_builder_new_from_resource (SHORTCUTS_PATH);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  gtk_window_set_transient_for (window, GTK_WINDOW (self->window));
  gtk_window_present (window);
}

static void
about_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxApplication *self = user_data;

  if (self->window == NULL)
    return;
  adw_show_about_window (GTK_WINDOW (self->window), "application-name", "FluxIO", "application-icon",
                         FLUX_APPLICATION_ID, "version", FLUX_VERSION, "developer-name", _ ("The FluxIO authors"),
                         "comments", _ ("Receive, watch and keep the readings of flow meters"), "copyright",
                         "© 2026 The FluxIO authors", "license-type", GTK_LICENSE_MIT_X11,
                         /* Translators: your name, and your address if you like, each translator on a line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static void
try_simulated_cb (GSimpleAction *action, GVariant *target, gpointer self)
{
  flux_application_open_simulated (self);
}

/* Back to what there was before. */
static void
leave_simulated_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxApplication *self = user_data;

  if (flux_application_has_options (self) || g_settings_get_boolean (self->settings, "first-run-done"))
    {
      flux_application_open_own (self);
      return;
    }
  flux_application_close_plant (self);
  flux_application_update_window (self);
}

static void
open_again_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxApplication *self = user_data;

  if (self->kind == FLUX_PLANT_SIMULATED)
    flux_application_open_simulated (self);
  else
    flux_application_open_own (self);
}

static void
choose_anew_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxApplication *self = user_data;

  flux_application_close_plant (self);
  flux_application_update_window (self);
}

static const GActionEntry entries[] = {
  { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  { "show", show_cb, NULL, NULL, NULL, { 0 } },
  { "preferences", preferences_cb, NULL, NULL, NULL, { 0 } },
  { "shortcuts", shortcuts_cb, NULL, NULL, NULL, { 0 } },
  { "about", about_cb, NULL, NULL, NULL, { 0 } },
  { "try-simulated", try_simulated_cb, NULL, NULL, NULL, { 0 } },
  { "leave-simulated", leave_simulated_cb, NULL, NULL, NULL, { 0 } },
  { "open-again", open_again_cb, NULL, NULL, NULL, { 0 } },
  { "choose-anew", choose_anew_cb, NULL, NULL, NULL, { 0 } },
};

static const struct
{
  const char *action;
  const char *keys[3];
} keys[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "<Control>F1" } },
  { "win.help", { "F1" } },
  { "win.close", { "<Control>w" } },
  { "win.search", { "<Control>f" } },
  { "win.add", { "<Control>n" } },
  { "win.back", { "<Alt>Left" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.menu", { "F10" } },
  { "win.show-page::overview", { "<Alt>1", "<Alt>KP_1" } },
  { "win.show-page::devices", { "<Alt>2", "<Alt>KP_2" } },
  { "win.show-page::gateways", { "<Alt>3", "<Alt>KP_3" } },
  { "win.show-page::posts", { "<Alt>4", "<Alt>KP_4" } },
};

void
flux_application_add_actions (FluxApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, (const char *const *) keys[i].keys);
  flux_application_update_actions (self);
}

static void
set_enabled (FluxApplication *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

void
flux_application_update_actions (FluxApplication *self)
{
  set_enabled (self, "try-simulated", self->kind != FLUX_PLANT_SIMULATED);
  set_enabled (self, "leave-simulated", self->kind == FLUX_PLANT_SIMULATED);
  set_enabled (self, "choose-anew", !flux_application_has_options (self));
}
