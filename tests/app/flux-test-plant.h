/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-host.h"

/* A real plant on a temporary database, for tests and pictures of pages. Everything here returns when it is done and
 * the plant's lists have it. */

/* Registers what the application registers: templates, icons and styles. flux_test_stage_open() comes first where there
 * is a display. */
void flux_test_plant_init_style (void);

/* @addresses: (nullable): where it listens. Returns: (transfer full) */
FluxHost *flux_test_plant_open (const char *const *addresses);

/* Opens the same database a second time, which is for looking only. Returns: (transfer full) */
FluxHost *flux_test_plant_open_again (FluxHost *host);

/* Closes it and removes its database. @host: (transfer full) */
void flux_test_plant_close (FluxHost *host);

/* µs UTC */
gint64 flux_test_plant_get_now (FluxHost *host);

/* @device: (transfer full). Returns: (transfer none) */
FluxDeviceItem *flux_test_plant_add_device (FluxHost *host, FluxDevice *device);

/* Returns: (transfer none) */
FluxGatewayItem *flux_test_plant_add_gateway (FluxHost *host, const char *name);

/* Posts @body as it is, as the gateway with this uuid. */
void flux_test_plant_post (FluxHost *host, const char *gateway_uuid, const char *address, const char *body);

/* The same so many times. */
void flux_test_plant_post_times (FluxHost *host, const char *gateway_uuid, const char *address, const char *body,
                                 guint n);

/* Devices in every state behind a few gateways. */
void flux_test_plant_fill (FluxHost *host);
