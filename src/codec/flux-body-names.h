/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"
#include "flux-register-map-file.h"

G_BEGIN_DECLS

/* What a member of a gateway's post says. */
typedef enum
{
  FLUX_ROLE_NONE,
  FLUX_ROLE_SERVER_NAME, /* what the gateway calls the unit */
  FLUX_ROLE_SERVER_ID,   /* its Modbus id */
  FLUX_ROLE_UNIT,        /* its name, or its id when it is a number */
  FLUX_ROLE_IP,
  FLUX_ROLE_DEVICE, /* FluxIO's own device_id */
  FLUX_ROLE_ADDRESS,
  FLUX_ROLE_REQUEST, /* name of the Modbus request */
  FLUX_ROLE_VALUE,   /* one value, several, or an object of them by name */
  FLUX_ROLE_TIME,
  FLUX_ROLE_FIELD, /* a field of a reading by itself; with the field's number added */
} FluxBodyRole;

#define FLUX_BODY_ROLE_OF_FIELD(field) (FLUX_ROLE_FIELD + (int) (field))

/**
 * FluxBodyNames:
 * @roles: (element-type utf8 int): member of the site's own template → FluxBodyRole
 * @by_position: values that come without an address or a request's name are those of the unit's map, in its order
 * @identity_member: @identity_value: (nullable): a member of the body that tells this gateway from others that share a
 *   key, and what it says
 *
 * How the bodies of one gateway name things, where they do not use the names that RutOS gives by itself. As JSON:
 *
 *   {"members": {"N": "server_name", "R": "request", "A": "address", "V": "value", "TS": "time"},
 *    "by_position": false, "identity": {"member": "imei", "value": "860000000000002"}}
 *
 * Immutable once read. Any thread.
 */
typedef struct
{
  GHashTable *roles;
  gboolean by_position;
  char *identity_member;
  char *identity_value;
} FluxBodyNames;

FluxBodyNames *flux_body_names_new (void);
void flux_body_names_free (FluxBodyNames *self);

/* The words of the JSON form: "server_name", "server_id", "unit", "ip", "device", "address", "request", "value", "time"
 * and the names of the fields. %NULL, or %FALSE, for every other. */
const char *flux_body_role_to_word (int role);
gboolean flux_body_role_from_word (const char *word, int *role);

/* @json: (nullable): %NULL is empty names. Returns: (transfer full) (nullable) */
FluxBodyNames *flux_body_names_from_text (const char *json, GError **error);

/* Returns: (transfer full) (nullable): %NULL when nothing is set */
char *flux_body_names_to_text (const FluxBodyNames *self);

/* The same as a tree, which stands at @path ("" when alone) of a file. */
FluxBodyNames *flux_body_names_from_json (JsonNode *node, const char *path, GError **error);
JsonNode *flux_body_names_to_json (const FluxBodyNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxBodyNames, flux_body_names_free)

G_END_DECLS
