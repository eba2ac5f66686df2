/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-net-error.h"

#include <gio/gio.h>

typedef enum
{
  IO,
  RESOLVER,
  TLS,
  OURS,
  OTHER,
} Domain;

typedef struct
{
  const char *name;
  Domain domain;
  int code;
  int expected; /* of FLUX_NET_ERROR; -1: passes as it is */
} Case;

static const Case cases[] = {
  { "refused", IO, G_IO_ERROR_CONNECTION_REFUSED, FLUX_NET_ERROR_UNREACHABLE },
  { "closed", IO, G_IO_ERROR_CONNECTION_CLOSED, FLUX_NET_ERROR_UNREACHABLE },
  { "cut-short", IO, G_IO_ERROR_PARTIAL_INPUT, FLUX_NET_ERROR_UNREACHABLE },
  { "no-route", IO, G_IO_ERROR_HOST_UNREACHABLE, FLUX_NET_ERROR_UNREACHABLE },
  { "no-network", IO, G_IO_ERROR_NETWORK_UNREACHABLE, FLUX_NET_ERROR_UNREACHABLE },
  { "no-such-name", RESOLVER, G_RESOLVER_ERROR_NOT_FOUND, FLUX_NET_ERROR_UNREACHABLE },
  { "name-server-away", RESOLVER, G_RESOLVER_ERROR_TEMPORARY_FAILURE, FLUX_NET_ERROR_UNREACHABLE },
  { "timed-out", IO, G_IO_ERROR_TIMED_OUT, FLUX_NET_ERROR_TIMEOUT },
  { "bad-certificate", TLS, G_TLS_ERROR_BAD_CERTIFICATE, FLUX_NET_ERROR_TLS },
  { "no-tls", TLS, G_TLS_ERROR_NOT_TLS, FLUX_NET_ERROR_TLS },
  { "tls-closed", TLS, G_TLS_ERROR_EOF, FLUX_NET_ERROR_UNREACHABLE },
  { "no-space", IO, G_IO_ERROR_NO_SPACE, FLUX_NET_ERROR_FAILED },
  { "unknown", OTHER, 1, FLUX_NET_ERROR_FAILED },
  { "cancelled", IO, G_IO_ERROR_CANCELLED, -1 },
  { "ours", OURS, FLUX_NET_ERROR_ADDRESS, -1 },
};

static GQuark
get_quark (Domain domain)
{
  const GQuark quarks[] = {
    [IO] = G_IO_ERROR,
    [RESOLVER] = G_RESOLVER_ERROR,
    [TLS] = G_TLS_ERROR,
    [OURS] = FLUX_NET_ERROR,
    [OTHER] = g_quark_from_static_string ("some-library"),
  };

  return quarks[domain];
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) foreign = g_error_new_literal (get_quark (test->domain), test->code, "its words");
  g_autoptr (GError) error = flux_net_error_from (foreign);

  if (test->expected < 0)
    g_assert_error (error, foreign->domain, foreign->code);
  else
    g_assert_error (error, FLUX_NET_ERROR, test->expected);
  g_assert_cmpstr (error->message, ==, "its words");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/error/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
