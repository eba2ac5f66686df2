/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-network-address.h"

typedef struct
{
  const char *name;
  const char *url;
  gboolean is_on_network;
  gboolean is_replaced; /* what a gateway is given is another address */
} Case;

static const Case cases[] = {
  { "loopback", "http://127.0.0.1:3000", FALSE, FALSE },
  { "another-loopback", "http://127.0.1.7:3000", FALSE, FALSE },
  { "localhost", "http://localhost:3000", FALSE, FALSE },
  { "loopback-6", "http://[::1]:3000", FALSE, FALSE },
  { "one-address", "http://192.0.2.7:3000", TRUE, FALSE },
  { "one-address-6", "https://[2001:db8::7]:8443", TRUE, FALSE },
  { "every-address", "http://0.0.0.0:3000", TRUE, TRUE },
  { "every-address-as-star", "http://*:3000", TRUE, TRUE },
  { "every-address-6", "http://[::]:3000", TRUE, TRUE },
  { "no-url", "no url", FALSE, FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *given = flux_network_address_for_gateways (c->url);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) original = NULL;
  g_autoptr (GInetAddress) host = NULL;

  g_assert_true (flux_network_address_is_on_network (c->url) == c->is_on_network);
  if (!c->is_replaced)
    {
      g_assert_cmpstr (given, ==, c->url);
      return;
    }
  uri = g_uri_parse (given, G_URI_FLAGS_NONE, NULL);
  original = g_uri_parse (c->url, G_URI_FLAGS_NONE, NULL);
  g_assert_nonnull (uri);
  g_assert_cmpint (g_uri_get_port (uri), ==, g_uri_get_port (original));
  g_assert_cmpstr (g_uri_get_scheme (uri), ==, g_uri_get_scheme (original));
  host = g_inet_address_new_from_string (g_uri_get_host (uri));
  g_assert_nonnull (host);
  g_assert_false (g_inet_address_get_is_any (host));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/network-address/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
