/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-http-client.h"

G_BEGIN_DECLS

#define FLUX_SIM_ERROR (flux_sim_error_quark ())

/**
 * FluxSimError:
 * @FLUX_SIM_ERROR_KEY: the server does not let this key in; ask for another one
 * @FLUX_SIM_ERROR_ADDRESS: what answers there is no FluxIO; ask for another address
 * @FLUX_SIM_ERROR_BUSY: the server cannot take it now; try again later
 * @FLUX_SIM_ERROR_REFUSED: the server does not want this one request; go on with the next
 */
typedef enum
{
  FLUX_SIM_ERROR_KEY,
  FLUX_SIM_ERROR_ADDRESS,
  FLUX_SIM_ERROR_BUSY,
  FLUX_SIM_ERROR_REFUSED,
} FluxSimError;

GQuark flux_sim_error_quark (void);

/* What a sender does next. */
typedef enum
{
  FLUX_SIM_VERDICT_DONE,
  FLUX_SIM_VERDICT_REFUSED, /* gone on without it */
  FLUX_SIM_VERDICT_LATER,   /* the same again after a while */
  FLUX_SIM_VERDICT_STOP,    /* only a person can help */
} FluxSimVerdict;

/* What the answer to POST /api/ingest means; or, when @answer is %NULL, the client's @net_error.
 * @error: set for every verdict but DONE */
FluxSimVerdict flux_sim_judge_ingest (const FluxHttpAnswer *answer, const GError *net_error, GError **error);

/* The same for POST /api/devices. A unit that has a name already counts as done, and so does a key that may not name
 * units: readings are taken without names too. */
FluxSimVerdict flux_sim_judge_naming (const FluxHttpAnswer *answer, const GError *net_error, GError **error);

G_END_DECLS
