/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-body-names.h"
#include "flux-map-proposal.h"
#include "flux-record.h"
#include "flux-unit.h"

G_BEGIN_DECLS

/**
 * FluxSeenUnit:
 * @server_name: @ip: @alias: (nullable) (owned): as the post calls it
 * @server_id: or %FLUX_UNIT_NO_SERVER_ID
 * @registers: (element-type FluxSeenRegister) (owned): one for each of its registers in the post, in their order
 * @waits: something of it waits until it is mapped
 * @names_fields: it gives fields by their names, which need no map
 * @has_no_place: it gives values with neither an address nor a request's name
 *
 * What one post says of one unit.
 */
typedef struct
{
  char *server_name;
  char *ip;
  char *alias;
  int server_id;
  GArray *registers;
  gboolean waits;
  gboolean names_fields;
  gboolean has_no_place;

  /*< private >*/
  GStringChunk *texts;
} FluxSeenUnit;

void flux_seen_unit_free (FluxSeenUnit *self);

/* Whether the posts say anything that tells it from other units. */
gboolean flux_seen_unit_is_named (const FluxSeenUnit *self);

/* Whether both have the same registers, whatever their values. */
gboolean flux_seen_unit_has_same_registers (const FluxSeenUnit *self, const FluxSeenUnit *other);

/* The units of a post by the names that they have in it, in the order in which they appear. What a block of several
 * values says is taken for registers from its address on: a float each where one has a fraction, else a word each.
 * Pure. Returns: (transfer full) (element-type FluxSeenUnit) */
GPtrArray *flux_seen_units_list (const FluxRecords *records);

/**
 * FluxSeenMember:
 * @name: (owned)
 * @value: (owned): as the post has it
 * @guess: the role that its value looks like
 *
 * A member of the site's own template.
 */
typedef struct
{
  char *name;
  char *value;
  int guess;
} FluxSeenMember;

void flux_seen_member_free (FluxSeenMember *self);

/* The members of the first object of @body that has values or texts and none of whose members is an object. Pure.
 * Returns: (transfer full) (element-type FluxSeenMember): empty where there is none */
GPtrArray *flux_seen_members_list (GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSeenUnit, flux_seen_unit_free)

G_END_DECLS
