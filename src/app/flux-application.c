/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-application-private.h"

#include "flux-app-resources.h"
#include "flux-banner.h"
#include "flux-sidebar-button.h"
#include "flux-widgets.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#define CSS_PATH "/io/github/fluxio/Fluxio/app/app.css"
#define NOTIFICATION "background"

G_DEFINE_FINAL_TYPE (FluxApplication, flux_application, ADW_TYPE_APPLICATION)

/* --- Going on without a window ------------------------------------------------------------------------------------ */

static void
set_in_background (FluxApplication *self, gboolean in_background)
{
  if (self->is_in_background == in_background)
    return;
  self->is_in_background = in_background;
  if (in_background)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

/* Only what would else be lost is a reason to stay. */
static gboolean
is_receiving (FluxApplication *self)
{
  return self->kind == FLUX_PLANT_OWN && self->host != NULL && !flux_host_is_read_only (self->host)
         && flux_host_get_urls (self->host)[0] != NULL;
}

static void
tell_once (FluxApplication *self)
{
  g_autoptr (GNotification) notification = NULL;

  if (g_settings_get_boolean (self->settings, "background-told"))
    return;
  g_settings_set_boolean (self->settings, "background-told", TRUE);
  notification = g_notification_new (_ ("FluxIO keeps receiving"));
  g_notification_set_body (notification, _ ("The window is closed, and what gateways post is stored as before."));
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button (notification, C_ ("notification", "Show"), "app.show");
  g_notification_add_button (notification, C_ ("notification", "Quit"), "app.quit");
  g_application_send_notification (G_APPLICATION (self), NOTIFICATION, notification);
}

static gboolean
on_close_request (GtkWindow *window, FluxApplication *self)
{
  gboolean wanted = g_settings_get_boolean (self->settings, "keep-receiving") || self->start->is_background;

  set_in_background (self, wanted && is_receiving (self));
  if (self->is_in_background)
    tell_once (self);
  return GDK_EVENT_PROPAGATE;
}

/* --- Window ------------------------------------------------------------------------------------------------------- */

static void
on_receive (FluxFirstRunPage *page, gboolean is_on_network, FluxApplication *self)
{
  flux_application_receive (self, page, is_on_network);
}

static void
show_first_run (FluxApplication *self)
{
  GtkWidget *page = flux_first_run_page_new ();

  g_signal_connect_object (page, "receive", G_CALLBACK (on_receive), self, 0);
  flux_window_show_first_run (self->window, page);
}

void
flux_application_update_window (FluxApplication *self)
{
  flux_application_update_actions (self);
  if (self->window == NULL)
    return;
  if (self->host != NULL)
    flux_window_show_host (self->window, self->host, self->kind == FLUX_PLANT_SIMULATED);
  else if (self->opening != NULL)
    flux_window_show_waiting (self->window);
  else if (self->failure != NULL)
    flux_window_show_failure (self->window, self->failure);
  else
    show_first_run (self);
}

void
flux_application_show_window (FluxApplication *self)
{
  if (self->window == NULL)
    {
      FluxWindow *window = flux_window_new (GTK_APPLICATION (self), self->settings);

      g_set_weak_pointer (&self->window, window);
      g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self, 0);
      flux_application_update_window (self);
    }
  g_application_withdraw_notification (G_APPLICATION (self), NOTIFICATION);
  gtk_window_present (GTK_WINDOW (self->window));
}

/* --- Signals ------------------------------------------------------------------------------------------------------ */

static gboolean
on_end_signal (gpointer self)
{
  g_application_quit (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_reload_signal (gpointer user_data)
{
  FluxApplication *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->host != NULL && !flux_host_renew_certificate (self->host, &error))
    g_warning ("The certificate in force stays: %s", error->message);
  return G_SOURCE_CONTINUE;
}

/* --- Application -------------------------------------------------------------------------------------------------- */

static void
apply_color_scheme (FluxApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  int chosen = g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[CLAMP (chosen, 0, (int) G_N_ELEMENTS (schemes) - 1)]);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, CSS_PATH);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
flux_application_startup (GApplication *application)
{
  FluxApplication *self = FLUX_APPLICATION (application);

  /* The parent takes style sheets and icons from the resources. */
  flux_widgets_init ();
  flux_app_register_resource ();
  G_APPLICATION_CLASS (flux_application_parent_class)->startup (application);

  g_type_ensure (FLUX_TYPE_BANNER);
  g_type_ensure (FLUX_TYPE_SIDEBAR_BUTTON);
  gtk_window_set_default_icon_name (FLUX_APPLICATION_ID);
  load_style ();
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self,
                           G_CONNECT_SWAPPED);
  apply_color_scheme (self);
  flux_application_add_actions (self);
  g_unix_signal_add (SIGTERM, on_end_signal, self);
  g_unix_signal_add (SIGINT, on_end_signal, self);
  g_unix_signal_add (SIGHUP, on_reload_signal, self);
}

static gboolean
knows_what_to_open (FluxApplication *self)
{
  return flux_application_has_options (self) || g_settings_get_boolean (self->settings, "first-run-done");
}

/* The first time it opens what there is to open; later ones, from other starts, only raise the window. */
static void
flux_application_activate (GApplication *application)
{
  FluxApplication *self = FLUX_APPLICATION (application);
  gboolean is_first = self->kind == FLUX_PLANT_NONE && self->window == NULL;

  if (is_first && self->start->is_demo)
    flux_application_open_simulated (self);
  else if (is_first && knows_what_to_open (self))
    {
      flux_application_open_own (self);
      if (self->start->is_background)
        {
          set_in_background (self, TRUE);
          return;
        }
    }
  flux_application_show_window (self);
}

/* One that is to start in the background has nothing to say to one that runs already. */
static gboolean
flux_application_local_command_line (GApplication *application, char ***arguments, int *exit_status)
{
  g_autoptr (GError) error = NULL;

  if (FLUX_APPLICATION (application)->start->is_background && g_application_register (application, NULL, &error)
      && g_application_get_is_remote (application))
    {
      *exit_status = 0;
      return TRUE;
    }
  return G_APPLICATION_CLASS (flux_application_parent_class)->local_command_line (application, arguments, exit_status);
}

static void
flux_application_shutdown (GApplication *application)
{
  FluxApplication *self = FLUX_APPLICATION (application);

  /* What is stored last may take a moment; nobody should look at a window that does not answer. */
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  if (gdk_display_get_default () != NULL)
    gdk_display_flush (gdk_display_get_default ());
  flux_application_close_plant (self);
  G_APPLICATION_CLASS (flux_application_parent_class)->shutdown (application);
}

static void
flux_application_finalize (GObject *object)
{
  FluxApplication *self = FLUX_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->first_run);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (flux_application_parent_class)->finalize (object);
}

static void
flux_application_class_init (FluxApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_application_finalize;
  application_class->local_command_line = flux_application_local_command_line;
  application_class->startup = flux_application_startup;
  application_class->activate = flux_application_activate;
  application_class->shutdown = flux_application_shutdown;
}

static void
flux_application_init (FluxApplication *self)
{
}

FluxApplication *
flux_application_new (GSettings *settings, const FluxApplicationStart *start)
{
  FluxApplication *self = g_object_new (FLUX_TYPE_APPLICATION, "application-id", FLUX_APPLICATION_ID,
                                        "resource-base-path", FLUX_WIDGETS_RESOURCE_PATH, NULL);
  GApplicationFlags flags = G_APPLICATION_DEFAULT_FLAGS;

  self->settings = g_object_ref (settings);
  self->start = start;
  if (start->is_demo || flux_application_has_options (self))
    flags |= G_APPLICATION_NON_UNIQUE;
  if (start->is_service)
    flags |= G_APPLICATION_IS_SERVICE;
  g_application_set_flags (G_APPLICATION (self), flags);
  return self;
}

int
flux_application_run (FluxApplication *self)
{
  int status = g_application_run (G_APPLICATION (self), 0, NULL);

  return status != 0 ? status : self->exit_status;
}
