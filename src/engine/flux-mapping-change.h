/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-register-map.h"
#include "flux-store-session.h"
#include "flux-unit.h"

G_BEGIN_DECLS

/* Units and register maps on their way into the database, checked, with their lines in the audit log. Inside the
 * engine, and for programs that write beside a running one.
 *
 * @actor: who changes it; @now: µs UTC. Nothing is written when they fail. */

/* @stored: (nullable): as the database has it; @known: (element-type utf8 FluxRegisterMap): all others by uuid.
 * %FLUX_ENGINE_ERROR_EXISTS when another has its name. */
gboolean flux_register_map_save (FluxStoreSession *session, FluxRegisterMap *map, GHashTable *known,
                                 const char *actor, gint64 now, GError **error);

/* @known: (element-type utf8 FluxUnit): all units by uuid. %FLUX_ENGINE_ERROR_EXISTS when another unit of its gateway
 * is named alike. */
gboolean flux_unit_save (FluxStoreSession *session, FluxUnit *unit, GHashTable *known, const char *actor, gint64 now,
                         GError **error);

/* Takes @unit or @map out. */
gboolean flux_unit_remove (FluxStoreSession *session, const FluxUnit *unit, const char *actor, gint64 now,
                           GError **error);
gboolean flux_register_map_remove (FluxStoreSession *session, const FluxRegisterMap *map, const char *actor,
                                   gint64 now, GError **error);

G_END_DECLS
