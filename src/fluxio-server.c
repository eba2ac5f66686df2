/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-engine.h"
#include "flux-key-command.h"
#include "flux-log.h"
#include "flux-memory.h"
#include "flux-paths.h"
#include "flux-plant-command.h"
#include "flux-server.h"
#include "flux-start-options.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

#define LISTEN_DEFAULT "127.0.0.1:3000"

typedef struct
{
  const FluxStartOptions *options;
  FluxServer *server;
} Reload;

static gboolean
on_end_signal (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_reload_signal (gpointer data)
{
  Reload *reload = data;
  g_autoptr (GError) error = NULL;

  if (!flux_start_options_set_certificate (reload->options, reload->server, &error))
    g_warning ("The certificate in force stays: %s", error->message);
  return G_SOURCE_CONTINUE;
}

static void
tell_how_to_add_a_key (FluxEngine *engine, const char *database)
{
  if (!flux_engine_has_keys (engine))
    fprintf (stderr,
             _ ("No API key is in force, so that no gateway can post yet. Make one with:\n"
                "  fluxio-server --database %s keys add NAME\n"),
             database);
}

/* Serves until a signal ends it. */
static gboolean
serve (const FluxStartOptions *options, FluxEngine *engine, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (FluxServer) server = flux_server_new (engine);
  g_auto (GStrv) urls = NULL;
  Reload reload = { options, server };

  g_unix_signal_add (SIGTERM, on_end_signal, loop);
  g_unix_signal_add (SIGINT, on_end_signal, loop);
  g_unix_signal_add (SIGHUP, on_reload_signal, &reload);
  flux_engine_follow (engine);
  if (flux_start_options_set_certificate (options, server, error))
    urls = flux_start_options_listen (options, server, LISTEN_DEFAULT, error);
  if (urls != NULL)
    g_main_loop_run (loop);
  flux_server_stop (server);
  return urls != NULL;
}

static gboolean
run (const FluxStartOptions *options, GError **error)
{
  g_autofree char *database = flux_start_options_get_database (options);
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxApiKey) key = NULL;
  g_autoptr (FluxStore) store = NULL;
  g_autoptr (FluxEngine) engine = NULL;
  gboolean served;

  if (!flux_start_options_get_key (options, &key, error))
    return FALSE;
  store = flux_store_open (database, FLUX_STORE_TAKE_READINGS, clock, error);
  if (store == NULL)
    return FALSE;
  engine = flux_engine_new (store, clock, error);
  if (engine == NULL)
    return FALSE;
  if (key != NULL)
    flux_engine_add_start_key (engine, key);
  tell_how_to_add_a_key (engine, database);
  served = serve (options, engine, error);
  flux_engine_close (engine);
  return served;
}

int
main (int argc, char **argv)
{
  g_auto (FluxStartOptions) options = { 0 };
  g_auto (GStrv) words = NULL;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version and end"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, N_ ("[COMMAND …]") },
    { NULL },
  };
  g_autofree char *locale_dir = flux_paths_locale_dir ();
  g_autofree char *commands = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean done;

  setlocale (LC_ALL, "");
  bindtextdomain (FLUX_GETTEXT_DOMAIN, locale_dir);
  bind_textdomain_codeset (FLUX_GETTEXT_DOMAIN, "UTF-8");
  textdomain (FLUX_GETTEXT_DOMAIN);
  flux_log_init ();
  flux_memory_init ();

  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context, _ ("Takes in what gateways post, and keeps it."));
  commands = g_strconcat (flux_key_command_get_description (), flux_plant_command_get_description (), NULL);
  g_option_context_set_description (context, commands);
  g_option_context_set_main_group (context, flux_start_options_get_group (&options));
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, _ ("fluxio-server: %s. “fluxio-server --help” lists the options.\n"), error->message);
      return 2;
    }
  if (version)
    {
      printf ("fluxio-server %s\n", FLUX_VERSION);
      return 0;
    }

  if (words == NULL)
    done = run (&options, &error);
  else if (g_str_equal (words[0], "keys"))
    done = flux_key_command_run (&options, words + 1, &error);
  else if (g_str_equal (words[0], "plant"))
    done = flux_plant_command_run (&options, words + 1, &error);
  else
    {
      fprintf (stderr, _ ("fluxio-server: there is no command “%s”. “fluxio-server --help” lists them.\n"),
               words[0]);
      return 2;
    }
  if (!done)
    fprintf (stderr, "fluxio-server: %s\n", error->message);
  return done ? 0 : 1;
}
