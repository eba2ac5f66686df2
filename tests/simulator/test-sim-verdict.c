/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-verdict.h"

#define DONE FLUX_SIM_VERDICT_DONE
#define REFUSED FLUX_SIM_VERDICT_REFUSED
#define LATER FLUX_SIM_VERDICT_LATER
#define STOP FLUX_SIM_VERDICT_STOP

static const struct
{
  guint status;
  int ingest;
  int naming;
} statuses[] = {
  { 200, DONE, DONE },    { 202, DONE, DONE },    { 204, DONE, DONE },    { 301, STOP, DONE },   { 307, STOP, DONE },
  { 400, REFUSED, DONE }, { 401, STOP, DONE },    { 403, STOP, DONE },    { 404, STOP, DONE },   { 405, STOP, DONE },
  { 408, LATER, LATER },  { 409, REFUSED, DONE }, { 413, REFUSED, DONE }, { 429, LATER, LATER }, { 500, LATER, LATER },
  { 503, LATER, LATER },  { 507, LATER, LATER },
};

static const struct
{
  const char *name;
  int code;
  int verdict;
} net_errors[] = {
  { "unreachable", FLUX_NET_ERROR_UNREACHABLE, LATER }, { "timeout", FLUX_NET_ERROR_TIMEOUT, LATER },
  { "failed", FLUX_NET_ERROR_FAILED, LATER },           { "tls", FLUX_NET_ERROR_TLS, STOP },
  { "address", FLUX_NET_ERROR_ADDRESS, STOP },
};

static void
test_status (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxHttpAnswer answer = { .status = statuses[i].status };
  g_autoptr (GError) ingest_error = NULL;
  g_autoptr (GError) naming_error = NULL;

  g_assert_cmpint (flux_sim_judge_ingest (&answer, NULL, &ingest_error), ==, statuses[i].ingest);
  g_assert_true ((ingest_error != NULL) == (statuses[i].ingest != DONE));
  g_assert_cmpint (flux_sim_judge_naming (&answer, NULL, &naming_error), ==, statuses[i].naming);
  g_assert_true ((naming_error != NULL) == (statuses[i].naming != DONE));
}

static void
test_net_error (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) net_error = g_error_new_literal (FLUX_NET_ERROR, net_errors[i].code, "its words");
  g_autoptr (GError) ingest_error = NULL;
  g_autoptr (GError) naming_error = NULL;

  g_assert_cmpint (flux_sim_judge_ingest (NULL, net_error, &ingest_error), ==, net_errors[i].verdict);
  g_assert_error (ingest_error, FLUX_NET_ERROR, net_errors[i].code);
  g_assert_cmpint (flux_sim_judge_naming (NULL, net_error, &naming_error), ==, net_errors[i].verdict);
  g_assert_error (naming_error, FLUX_NET_ERROR, net_errors[i].code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/verdict/status/%u", statuses[i].status);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (net_errors); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/verdict/net-error/%s", net_errors[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_net_error);
    }
  return g_test_run ();
}
