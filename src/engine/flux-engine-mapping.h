/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine.h"
#include "flux-plant-file.h"
#include "flux-register-map.h"
#include "flux-unit.h"

G_BEGIN_DECLS

/* Which units a gateway reads, how its posts name them, and which register maps say what their registers are. Whenever
 * any of it changes, subscribers are told of the gateways that it concerns. Threads as for #FluxEngine. */

/* Every unit, and every stored map. Returns: (transfer full) (element-type FluxUnit), (element-type FluxRegisterMap) */
GPtrArray *flux_engine_get_units (FluxEngine *self);
GPtrArray *flux_engine_get_maps (FluxEngine *self);

/**
 * FluxMappingChange:
 * @device: (nullable): new or changed
 * @map: (nullable): likewise
 * @unit: (nullable): likewise; may name @device and @map
 * @gateway: (nullable): with other body_names or another zone
 *
 * What an engineer confirms in one step. All of it is stored, or nothing.
 */
typedef struct
{
  FluxDevice *device;
  FluxRegisterMap *map;
  FluxUnit *unit;
  FluxGateway *gateway;
} FluxMappingChange;

/* Stores @change, whose things are copied. %FLUX_ENGINE_ERROR_INVALID and %FLUX_ENGINE_ERROR_EXISTS say what is wrong.
 * Two units of one gateway cannot be named alike. */
void flux_engine_save_mapping_async (FluxEngine *self, const FluxMappingChange *change, const char *actor,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean flux_engine_save_mapping_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* Forgets a unit; its device and readings stay. */
void flux_engine_delete_unit_async (FluxEngine *self, const char *uuid, const char *actor, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean flux_engine_delete_unit_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* Forgets a map. %FLUX_ENGINE_ERROR_EXISTS while a unit uses it. */
void flux_engine_delete_map_async (FluxEngine *self, const char *uuid, const char *actor, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean flux_engine_delete_map_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* --- A plant as a file -------------------------------------------------------------------------------------------- */

/* Gateways, units, maps and the devices of units, as they are now. Returns: (transfer full) */
FluxPlantFile *flux_engine_export_plant (FluxEngine *self);

/* Takes everything in @file (copied) into the plant, or nothing: what is known (gateways by name, devices by device_id,
 * maps by uuid, units by their gateway and what names them) gets the file's settings, the rest is added, nothing is
 * removed. */
void flux_engine_import_plant_async (FluxEngine *self, const FluxPlantFile *file, const char *actor,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean flux_engine_import_plant_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* The two for programs that write beside a running one. @now: µs UTC. Returns: for the first (transfer full)
 * (nullable) */
FluxPlantFile *flux_plant_file_read (FluxStoreSession *session, GError **error);
gboolean flux_plant_file_write (FluxStoreSession *session, const FluxPlantFile *file, const char *actor, gint64 now,
                                GError **error);

G_END_DECLS
