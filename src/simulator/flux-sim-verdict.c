/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-verdict.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (flux-sim-error-quark, flux_sim_error)

static FluxSimVerdict
judge_net_error (const GError *net_error, GError **error)
{
  gboolean for_a_person = g_error_matches (net_error, FLUX_NET_ERROR, FLUX_NET_ERROR_TLS)
                          || g_error_matches (net_error, FLUX_NET_ERROR, FLUX_NET_ERROR_ADDRESS);

  g_propagate_error (error, g_error_copy (net_error));
  return for_a_person ? FLUX_SIM_VERDICT_STOP : FLUX_SIM_VERDICT_LATER;
}

static gboolean
is_for_later (guint status)
{
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

static FluxSimVerdict
judge_status (guint status, GError **error)
{
  if (status >= 200 && status < 300)
    return FLUX_SIM_VERDICT_DONE;
  if (status == 401 || status == 403)
    {
      g_set_error (error, FLUX_SIM_ERROR, FLUX_SIM_ERROR_KEY,
                   _ ("The server does not accept the key (status %u). Give another with --api-key."), status);
      return FLUX_SIM_VERDICT_STOP;
    }
  if (status < 400 || status == 404 || status == 405)
    {
      g_set_error (error, FLUX_SIM_ERROR, FLUX_SIM_ERROR_ADDRESS,
                   _ ("What answers there takes no posts (status %u). Give the address that FluxIO shows with --url."),
                   status);
      return FLUX_SIM_VERDICT_STOP;
    }
  if (is_for_later (status))
    {
      g_set_error (error, FLUX_SIM_ERROR, FLUX_SIM_ERROR_BUSY, _ ("The server cannot take it now (status %u)"), status);
      return FLUX_SIM_VERDICT_LATER;
    }
  g_set_error (error, FLUX_SIM_ERROR, FLUX_SIM_ERROR_REFUSED, _ ("The server refused it (status %u)"), status);
  return FLUX_SIM_VERDICT_REFUSED;
}

FluxSimVerdict
flux_sim_judge_ingest (const FluxHttpAnswer *answer, const GError *net_error, GError **error)
{
  return answer == NULL ? judge_net_error (net_error, error) : judge_status (answer->status, error);
}

FluxSimVerdict
flux_sim_judge_naming (const FluxHttpAnswer *answer, const GError *net_error, GError **error)
{
  if (answer == NULL)
    return judge_net_error (net_error, error);
  if (answer->status < 500 && !is_for_later (answer->status))
    return FLUX_SIM_VERDICT_DONE;
  return judge_status (answer->status, error);
}
