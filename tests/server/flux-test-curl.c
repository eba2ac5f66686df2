/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"

#include <stdlib.h>
#include <string.h>

void
flux_test_reply_clear (FluxTestReply *self)
{
  g_clear_pointer (&self->headers, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}

void
flux_test_curl (const char *const *arguments, FluxTestReply *reply)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *errors = NULL;
  g_auto (GStrv) parts = NULL;
  int status;

  g_ptr_array_add (argv, (gpointer) "curl");
  g_ptr_array_add (argv, (gpointer) "-sS");
  g_ptr_array_add (argv, (gpointer) "--max-time");
  g_ptr_array_add (argv, (gpointer) "60");
  g_ptr_array_add (argv, (gpointer) "--dump-header");
  g_ptr_array_add (argv, (gpointer) "/dev/stderr");
  g_ptr_array_add (argv, (gpointer) "--write-out");
  g_ptr_array_add (argv, (gpointer) "%{stderr}%{http_code}");
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);

  *reply = (FluxTestReply) { 0 };
  status = flux_test_run ((const char *const *) argv->pdata, NULL, &reply->body, &errors);
  if (status != 0)
    g_error ("curl: %s", errors);
  parts = g_strsplit (errors, "\r\n\r\n", -1);
  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  reply->headers = g_strdup (parts[g_strv_length (parts) - 2]);
  reply->status = atoi (parts[g_strv_length (parts) - 1]);
}

void
flux_test_request (FluxTestServer *server, const FluxTestExchange *exchange, FluxTestReply *reply)
{
  g_autofree char *url = flux_test_server_url (server, exchange->path);
  g_autofree char *key = g_strconcat ("x-api-key: ", exchange->key, NULL);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, url);
  if (exchange->method != NULL)
    {
      g_ptr_array_add (arguments, (gpointer) (g_str_equal (exchange->method, "HEAD") ? "--head" : "--request"));
      if (!g_str_equal (exchange->method, "HEAD"))
        g_ptr_array_add (arguments, (gpointer) exchange->method);
    }
  if (exchange->key != NULL)
    {
      g_ptr_array_add (arguments, (gpointer) "--header");
      g_ptr_array_add (arguments, key);
    }
  for (guint i = 0; i < G_N_ELEMENTS (exchange->headers) && exchange->headers[i] != NULL; i++)
    {
      g_ptr_array_add (arguments, (gpointer) "--header");
      g_ptr_array_add (arguments, (gpointer) exchange->headers[i]);
    }
  if (exchange->body != NULL)
    {
      g_ptr_array_add (arguments, (gpointer) "--header");
      g_ptr_array_add (arguments, (gpointer) "Content-Type: application/json");
      g_ptr_array_add (arguments, (gpointer) "--data-raw");
      g_ptr_array_add (arguments, (gpointer) exchange->body);
    }
  g_ptr_array_add (arguments, NULL);
  flux_test_curl ((const char *const *) arguments->pdata, reply);
}

void
flux_test_exchange (FluxTestServer *server, const FluxTestExchange *exchange)
{
  g_auto (FluxTestReply) reply = { 0 };

  flux_test_request (server, exchange, &reply);
  if (reply.status != exchange->status)
    g_error ("%s: %u instead of %u: %.*s", exchange->name, reply.status, exchange->status,
             (int) g_bytes_get_size (reply.body), (const char *) g_bytes_get_data (reply.body, NULL));
  if (exchange->header != NULL && strstr (reply.headers, exchange->header) == NULL)
    g_error ("%s: not “%s” among\n%s", exchange->name, exchange->header, reply.headers);
  if (exchange->filter != NULL)
    flux_test_assert_json (reply.body, exchange->filter);
}
