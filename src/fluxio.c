/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-application.h"
#include "flux-log.h"
#include "flux-paths.h"
#include "flux-settings.h"
#include "flux-start-options.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

static gboolean
parse (FluxApplicationStart *start, gboolean *version, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, &start->is_demo, N_ ("Open the simulated plant"), NULL },
    { "background", 0, 0, G_OPTION_ARG_NONE, &start->is_background, N_ ("Receive without a window"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, version, N_ ("Print the version and end"), NULL },
    { "gapplication-service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &start->is_service, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _ ("Receives what gateways post, and shows every meter live."));
  g_option_context_set_main_group (context, flux_start_options_get_group (start->options));
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("“%s” is not understood"), (*argv)[1]);
      return FALSE;
    }
  return TRUE;
}

static int
run (const FluxApplicationStart *start, GError **error)
{
  g_autoptr (GSettings) settings = flux_settings_open (error);
  g_autoptr (FluxApplication) application = NULL;

  if (settings == NULL)
    return 1;
  application = flux_application_new (settings, start);
  return flux_application_run (application);
}

int
main (int argc, char **argv)
{
  g_auto (FluxStartOptions) options = { 0 };
  g_autoptr (FluxApiKey) start_key = NULL;
  g_autofree char *locale_dir = flux_paths_locale_dir ();
  g_autoptr (GError) error = NULL;
  FluxApplicationStart start = { .options = &options };
  gboolean version = FALSE;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (FLUX_GETTEXT_DOMAIN, locale_dir);
  bind_textdomain_codeset (FLUX_GETTEXT_DOMAIN, "UTF-8");
  textdomain (FLUX_GETTEXT_DOMAIN);
  flux_log_init ();
  g_set_application_name ("FluxIO");

  if (!parse (&start, &version, &argc, &argv, &error) || !flux_start_options_get_key (&options, &start_key, &error))
    {
      fprintf (stderr, _ ("fluxio: %s. “fluxio --help” lists the options.\n"), error->message);
      return 2;
    }
  if (version)
    {
      printf ("fluxio %s\n", FLUX_VERSION);
      return 0;
    }
  start.start_key = start_key;
  status = run (&start, &error);
  if (error != NULL)
    fprintf (stderr, "fluxio: %s\n", error->message);
  return status;
}
