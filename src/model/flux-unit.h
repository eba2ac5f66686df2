/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FLUX_TYPE_UNIT (flux_unit_get_type ())
#define FLUX_UNIT_NO_SERVER_ID (-1)

/**
 * FluxUnit:
 * @uuid: (owned)
 * @gateway_uuid: (owned): the gateway that reads it
 * @device_id: (owned): whose readings it gives
 * @map_uuid: (nullable) (owned): its #FluxRegisterMap; %NULL: its posts name the fields themselves
 * @server_name: (nullable) (owned): what the gateway calls it
 * @server_id: its Modbus unit id, or %FLUX_UNIT_NO_SERVER_ID
 * @ip: (nullable) (owned): its address on the gateway's network
 * @alias: (nullable) (owned): what else names it: the header x-device-id, the query's device_id, or a member of the
 *   site's own template
 *
 * A unit behind a gateway, and how that gateway's posts name it. Shared by reference and never changed once shared.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *uuid;
  char *gateway_uuid;
  char *device_id;
  char *map_uuid;
  char *server_name;
  int server_id;
  char *ip;
  char *alias;
  gint64 created_at;
  gint64 updated_at;
} FluxUnit;

GType flux_unit_get_type (void) G_GNUC_CONST;

/* A unit with a fresh uuid that nothing names yet. Returns: (transfer full) */
FluxUnit *flux_unit_new (const char *gateway_uuid, const char *device_id);
FluxUnit *flux_unit_ref (FluxUnit *self);
void flux_unit_unref (FluxUnit *self);
FluxUnit *flux_unit_copy (const FluxUnit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxUnit, flux_unit_unref)

G_END_DECLS
