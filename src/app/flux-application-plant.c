/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-application-private.h"

#include "flux-error-sentence.h"
#include "flux-first-gateway.h"
#include "flux-paths.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define LISTEN_DEFAULT "127.0.0.1:3000"
#define LISTEN_SIMULATED "127.0.0.1:0"
#define PORTS_TO_TRY 20

/* --- Listening ---------------------------------------------------------------------------------------------------- */

/* Standard output holds these lines and nothing else. */
static void
print_urls (FluxHost *host)
{
  const char *const *urls = flux_host_get_urls (host);

  for (guint i = 0; urls[i] != NULL; i++)
    printf ("listening on %s\n", urls[i]);
  fflush (stdout);
}

/* Returns: (transfer full) */
static char *
make_address (gboolean is_on_network, int port)
{
  return g_strdup_printf ("%s:%d", is_on_network ? "0.0.0.0" : "127.0.0.1", port);
}

gboolean
flux_application_listen (FluxApplication *self, gboolean is_on_network, int port, GError **error)
{
  g_autofree char *address = make_address (is_on_network, port);
  const char *const addresses[] = { address, NULL };

  if (!flux_host_listen (self->host, addresses, error))
    return FALSE;
  g_settings_set_boolean (self->settings, "listen-network", is_on_network);
  g_settings_set_int (self->settings, "port", port);
  return TRUE;
}

/* For the first run, where nobody has chosen the port yet: the next one that is free, and that one from now on. */
static void
listen_nearby (FluxApplication *self)
{
  gboolean is_on_network = g_settings_get_boolean (self->settings, "listen-network");
  int port = g_settings_get_int (self->settings, "port");

  for (int i = 1; i <= PORTS_TO_TRY && port + i <= G_MAXUINT16; i++)
    {
      const GError *trouble = flux_host_get_listen_error (self->host);

      if (!g_error_matches (trouble, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_IN_USE))
        return;
      flux_application_listen (self, is_on_network, port + i, NULL);
    }
}

/* --- The simulated plant ------------------------------------------------------------------------------------------ */

static void
on_simulator_ended (FluxSimulatorProcess *simulator, const char *message, FluxApplication *self)
{
  g_message ("The simulated plant has ended: %s", message != NULL ? message : "by itself");
  if (self->window != NULL)
    flux_window_tell_simulator_ended (self->window);
}

static void
start_simulator (FluxApplication *self)
{
  const char *url = flux_host_get_urls (self->host)[0];
  g_autoptr (GError) error = NULL;

  if (url == NULL)
    return; /* another one keeps it going, and this one looks on */
  self->simulator = flux_simulator_process_new (url, self->start_key_text, &error);
  if (self->simulator == NULL)
    on_simulator_ended (NULL, error->message, self);
  else
    g_signal_connect (self->simulator, "ended", G_CALLBACK (on_simulator_ended), self);
}

/* --- The first run ------------------------------------------------------------------------------------------------ */

static void
end_first_run (FluxApplication *self)
{
  g_settings_set_boolean (self->settings, "first-run-done", TRUE);
  g_clear_weak_pointer (&self->first_run);
}

static void
on_first_run_done (FluxFirstRunPage *page, FluxApplication *self)
{
  end_first_run (self);
  flux_application_update_window (self);
}

static void
on_gateway_made (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = flux_first_gateway_make_finish (result, &error);

  if (self->first_run == NULL)
    return;
  if (key == NULL)
    {
      flux_first_run_page_set_trouble (self->first_run, flux_error_sentence (error));
      flux_application_close_plant (self);
      return;
    }
  g_settings_set_boolean (self->settings, "first-run-done", TRUE);
  flux_first_run_page_show_receiving (self->first_run, self->host, key);
}

/* What was opened is what the person has chosen to begin with. */
static void
continue_first_run (FluxApplication *self)
{
  g_autoptr (GPtrArray) gateways = flux_engine_get_gateways (flux_host_get_engine (self->host));
  const GError *trouble;

  if (!flux_host_is_read_only (self->host))
    listen_nearby (self);
  trouble = flux_host_get_listen_error (self->host);
  if (trouble != NULL)
    {
      flux_first_run_page_set_trouble (self->first_run, flux_error_sentence (trouble));
      flux_application_close_plant (self);
    }
  else if (gateways->len > 0 || flux_host_is_read_only (self->host))
    {
      /* The data folder has been in use before. */
      end_first_run (self);
      flux_application_update_window (self);
    }
  else
    flux_first_gateway_make_async (flux_host_get_engine (self->host), self->opening, on_gateway_made,
                                   g_object_ref (self));
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

gboolean
flux_application_has_options (FluxApplication *self)
{
  const FluxStartOptions *options = self->start->options;

  return options->database != NULL || options->listen != NULL || options->api_key != NULL;
}

static void
fail (FluxApplication *self, const char *sentence)
{
  self->failure = g_strdup (sentence);
  if (self->first_run == NULL)
    {
      /* Also when it was to stay in the background: somebody has to know. */
      flux_application_show_window (self);
      flux_application_update_window (self);
      return;
    }
  flux_first_run_page_set_trouble (self->first_run, sentence);
  flux_application_close_plant (self);
}

/* Somebody who says where to listen relies on it. */
static gboolean
end_if_deaf (FluxApplication *self)
{
  const GError *trouble = flux_host_get_listen_error (self->host);

  if (trouble == NULL || self->kind != FLUX_PLANT_OWN || self->start->options->listen == NULL)
    return FALSE;
  fprintf (stderr, "fluxio: %s\n", trouble->message);
  self->exit_status = 1;
  g_application_quit (G_APPLICATION (self));
  return TRUE;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxHost) host = flux_host_open_finish (result, &error);

  g_application_release (G_APPLICATION (self));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (host == NULL)
    {
      fail (self, flux_error_sentence (error));
      return;
    }
  self->host = g_steal_pointer (&host);
  if (end_if_deaf (self))
    return;
  print_urls (self->host);
  g_signal_connect (self->host, "notify::urls", G_CALLBACK (print_urls), NULL);
  if (self->kind == FLUX_PLANT_SIMULATED)
    start_simulator (self);
  if (self->first_run != NULL)
    continue_first_run (self);
  else
    flux_application_update_window (self);
}

static void
open_plant (FluxApplication *self, FluxPlantKind kind, const FluxHostOptions *options)
{
  self->kind = kind;
  self->opening = g_cancellable_new ();
  g_application_hold (G_APPLICATION (self)); /* there may be no window */
  flux_host_open_async (options, self->opening, on_opened, g_object_ref (self));
  if (self->first_run == NULL)
    flux_application_update_window (self);
  flux_application_update_actions (self);
}

/* Returns: (transfer full) */
static char *
get_own_database (FluxApplication *self)
{
  g_autofree char *remembered = g_settings_get_string (self->settings, "database");

  if (flux_application_has_options (self) || *remembered == '\0')
    return flux_start_options_get_database (self->start->options);
  return g_steal_pointer (&remembered);
}

void
flux_application_open_own (FluxApplication *self)
{
  g_autofree char *database = get_own_database (self);
  g_autofree char *remembered = make_address (g_settings_get_boolean (self->settings, "listen-network"),
                                              g_settings_get_int (self->settings, "port"));
  const char *const addresses[] = { flux_application_has_options (self) ? LISTEN_DEFAULT : remembered, NULL };
  const FluxStartOptions *given = self->start->options;
  const FluxHostOptions options = {
    .database = database,
    .addresses = given->listen != NULL ? (const char *const *) given->listen : addresses,
    .tls_cert = given->tls_cert,
    .tls_key = given->tls_key,
    .start_key = self->start->start_key,
  };

  flux_application_close_plant (self);
  open_plant (self, FLUX_PLANT_OWN, &options);
}

void
flux_application_open_simulated (FluxApplication *self)
{
  static const char *const addresses[] = { LISTEN_SIMULATED, NULL };
  g_autofree char *path = flux_paths_simulated_database ();
  g_autofree char *database = g_strconcat ("sqlite:", path, NULL);
  g_autoptr (FluxApiKey) key = NULL;

  flux_application_close_plant (self);
  g_clear_weak_pointer (&self->first_run);
  self->start_key_text = flux_api_key_generate_text ();
  key = flux_api_key_new ("Simulated plant", self->start_key_text);
  open_plant (self, FLUX_PLANT_SIMULATED,
              &(FluxHostOptions) { .database = database, .addresses = addresses, .start_key = key });
}

void
flux_application_receive (FluxApplication *self, FluxFirstRunPage *page, gboolean is_on_network)
{
  g_set_weak_pointer (&self->first_run, page);
  g_signal_handlers_disconnect_by_func (page, on_first_run_done, self);
  g_signal_connect_object (page, "done", G_CALLBACK (on_first_run_done), self, 0);
  flux_first_run_page_set_trouble (page, NULL);
  g_settings_set_boolean (self->settings, "listen-network", is_on_network);
  flux_application_open_own (self);
}

void
flux_application_close_plant (FluxApplication *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->failure, g_free);
  g_clear_pointer (&self->start_key_text, g_free);
  g_clear_object (&self->simulator);
  if (self->window != NULL)
    flux_window_forget_host (self->window);
  if (self->host != NULL)
    flux_host_close (self->host);
  g_clear_object (&self->host);
  self->kind = FLUX_PLANT_NONE;
}
