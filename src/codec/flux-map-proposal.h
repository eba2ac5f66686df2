/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-register-map.h"

G_BEGIN_DECLS

/**
 * FluxSeenRegister:
 * @number: as the gateway wrote it (11, 30011, 300011); 0 when it named none
 * @request: (nullable) (transfer none): name of the request, NUL-terminated
 * @value: the last value seen, as the gateway wrote it; NaN when there was none, or it was no number
 *
 * One register of a unit that has no map yet, as its posts show it.
 */
typedef struct
{
  guint number;
  const char *request;
  double value;
} FluxSeenRegister;

/**
 * FluxMapProposal:
 * @map: (owned)
 * @n_matched: how many of the seen registers it knows
 * @n_implausible: of these, how many have a value that the map cannot mean: outside what is valid or what water can be,
 *   a fraction where the register is whole, or so small that the words stand in the wrong order
 * @score: how well it fits, above 0 to 1: that of a map that explains every register as a field, and of whose fields
 *   every one was seen, is 1
 */
typedef struct
{
  FluxRegisterMap *map;
  guint n_matched;
  guint n_implausible;
  double score;
} FluxMapProposal;

void flux_map_proposal_free (FluxMapProposal *self);

/* The maps that may explain what was seen of a unit, best first; none that explains nothing. A guess for a person to
 * look at: a wrong map can give plausible values. Any thread.
 * @seen: (array length=n_seen): an entry for each register of one unit
 * @maps: (nullable) (element-type FluxRegisterMap): the stored maps; the unit profiles are looked at as well
 * Returns: (transfer full) (element-type FluxMapProposal) */
GPtrArray *flux_map_proposals (const FluxSeenRegister *seen, guint n_seen, GPtrArray *maps);

/* A map of what was seen, to begin with where no other fits: a register each, in their order. One whose request has the
 * name of a field is that field, without a unit; every other is an extra of the name "register_11". Values are numbers
 * as they come; registers of consecutive numbers whose values are whole are taken for 16-bit ones, all others for
 * floats. Registers without a number get addresses from 0 in their order. Any thread. Returns: (transfer full) */
FluxRegisterMap *flux_map_from_seen (const FluxSeenRegister *seen, guint n_seen, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxMapProposal, flux_map_proposal_free)

G_END_DECLS
