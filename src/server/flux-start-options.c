/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-start-options.h"

#include "flux-paths.h"

#include <glib/gi18n.h>
#include <stdio.h>

GOptionGroup *
flux_start_options_get_group (FluxStartOptions *self)
{
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_STRING, &self->database, N_ ("Database to use: sqlite:PATH"), N_ ("URI") },
    { "listen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->listen,
      N_ ("Listen there for gateways, may be repeated (default 127.0.0.1:3000)"),
      N_ ("[http://|https://]ADDRESS:PORT") },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_cert, N_ ("Certificate for https, as PEM"), N_ ("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_key, N_ ("Its private key, as PEM"), N_ ("FILE") },
    { "api-key", 0, 0, G_OPTION_ARG_STRING, &self->api_key,
      N_ ("A key with every scope, never stored (or API_SECRET_KEY in the environment)"), N_ ("KEY") },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("fluxio", "", "", NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, NULL);
  return group;
}

void
flux_start_options_clear (FluxStartOptions *self)
{
  g_clear_pointer (&self->database, g_free);
  g_clear_pointer (&self->listen, g_strfreev);
  g_clear_pointer (&self->tls_cert, g_free);
  g_clear_pointer (&self->tls_key, g_free);
  g_clear_pointer (&self->api_key, g_free);
}

char *
flux_start_options_get_database (const FluxStartOptions *self)
{
  g_autofree char *path = NULL;

  if (self->database != NULL)
    return g_strdup (self->database);
  path = flux_paths_default_database ();
  return g_strconcat ("sqlite:", path, NULL);
}

gboolean
flux_start_options_get_key (const FluxStartOptions *self, FluxApiKey **key, GError **error)
{
  const char *text = self->api_key != NULL ? self->api_key : g_getenv ("API_SECRET_KEY");

  *key = NULL;
  if (text == NULL || *text == '\0')
    return TRUE;
  if (!flux_api_key_text_is_valid (text))
    {
      g_set_error_literal (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_ADDRESS,
                           _ ("The API key must be 8 to 200 printable characters without spaces"));
      return FALSE;
    }
  *key = flux_api_key_new (FLUX_START_KEY_NAME, text);
  return TRUE;
}

gboolean
flux_start_options_set_certificate (const FluxStartOptions *self, FluxServer *server, GError **error)
{
  if (self->tls_cert == NULL && self->tls_key == NULL)
    return TRUE;
  if (self->tls_cert == NULL || self->tls_key == NULL)
    {
      g_set_error_literal (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_CERTIFICATE,
                           _ ("--tls-cert and --tls-key belong together: give both"));
      return FALSE;
    }
  return flux_server_set_certificate (server, self->tls_cert, self->tls_key, error);
}

char **
flux_start_options_listen (const FluxStartOptions *self, FluxServer *server, const char *fallback, GError **error)
{
  const char *const only_fallback[] = { fallback, NULL };
  const char *const *addresses = self->listen != NULL ? (const char *const *) self->listen : only_fallback;
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *url = flux_server_listen (server, addresses[i], error);

      if (url == NULL)
        return NULL;
      printf ("listening on %s\n", url);
      fflush (stdout);
      g_strv_builder_add (urls, url);
    }
  return g_strv_builder_end (urls);
}
