/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-plant.h"

#include <string.h>

static const char *const free_port[] = { "127.0.0.1:0", NULL };

static gboolean
answers (const char *url)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  connection = g_socket_client_connect_to_host (client, g_uri_get_host (uri), g_uri_get_port (uri), NULL, NULL);
  return connection != NULL;
}

/* A socket that has a port. @port: (out) */
static GSocketListener *
take_port (guint16 *port)
{
  GSocketListener *listener = g_socket_listener_new ();

  *port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_assert_cmpint (*port, !=, 0);
  return listener;
}

static void
test_listens (void)
{
  FluxHost *host = flux_test_plant_open (free_port);
  g_autofree char *url = flux_host_get_gateway_url (host);

  g_assert_false (flux_host_is_read_only (host));
  g_assert_null (flux_host_get_listen_error (host));
  g_assert_false (flux_host_is_on_network (host));
  g_assert_cmpstr (url, ==, flux_host_get_urls (host)[0]);
  g_assert_true (answers (url));
  flux_test_plant_close (host);
  g_assert_false (answers (url));
}

static void
test_moves (void)
{
  static const char *const every_address[] = { "0.0.0.0:0", NULL };
  FluxHost *host = flux_test_plant_open (free_port);
  g_autofree char *before = g_strdup (flux_host_get_urls (host)[0]);
  g_autofree char *given = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (flux_host_listen (host, every_address, &error));
  g_assert_no_error (error);
  g_assert_true (flux_host_is_on_network (host));
  g_assert_cmpstr (flux_host_get_urls (host)[0], !=, before);
  g_assert_false (answers (before));
  given = flux_host_get_gateway_url (host);
  g_assert_null (strstr (given, "0.0.0.0"));
  flux_test_plant_close (host);
}

static void
test_stays_where_it_is (void)
{
  FluxHost *host = flux_test_plant_open (free_port);
  g_autofree char *before = g_strdup (flux_host_get_urls (host)[0]);
  guint16 port;
  g_autoptr (GSocketListener) other = take_port (&port);
  g_autofree char *taken = g_strdup_printf ("127.0.0.1:%u", port);
  const char *const addresses[] = { taken, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (flux_host_listen (host, addresses, &error));
  g_assert_error (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_IN_USE);
  g_assert_cmpstr (flux_host_get_urls (host)[0], ==, before);
  g_assert_null (flux_host_get_listen_error (host));
  g_assert_true (answers (before));
  flux_test_plant_close (host);
}

/* The data can be looked at all the same. */
static void
test_opens_without_a_port (void)
{
  guint16 port;
  g_autoptr (GSocketListener) other = take_port (&port);
  g_autofree char *taken = g_strdup_printf ("127.0.0.1:%u", port);
  const char *const addresses[] = { taken, NULL };
  FluxHost *host = flux_test_plant_open (addresses);
  g_autoptr (GError) error = NULL;

  g_assert_error (flux_host_get_listen_error (host), FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_IN_USE);
  g_assert_null (flux_host_get_urls (host)[0]);
  g_assert_true (flux_host_listen (host, free_port, &error));
  g_assert_no_error (error);
  g_assert_null (flux_host_get_listen_error (host));
  flux_test_plant_close (host);
}

static void
test_second_one_looks (void)
{
  FluxHost *host = flux_test_plant_open (free_port);
  FluxHost *looker = flux_test_plant_open_again (host);

  g_assert_true (flux_host_is_read_only (looker));
  g_assert_nonnull (flux_host_get_lock_holder_message (looker));
  g_assert_null (flux_host_get_urls (looker)[0]);
  flux_test_plant_close (looker);
  flux_test_plant_close (host);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/listens", test_listens);
  g_test_add_func ("/host/moves", test_moves);
  g_test_add_func ("/host/stays-where-it-is", test_stays_where_it_is);
  g_test_add_func ("/host/opens-without-a-port", test_opens_without_a_port);
  g_test_add_func ("/host/second-one-looks", test_second_one_looks);
  return g_test_run ();
}
