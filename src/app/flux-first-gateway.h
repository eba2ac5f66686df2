/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-engine.h"

G_BEGIN_DECLS

/* Makes the gateway that a person begins with, and a key for it that may post and bring new devices, so that the first
 * post succeeds. The text of the key goes to the keyring as well. Main context.
 * Finish returns: (transfer full) (nullable): the text of the key */
void flux_first_gateway_make_async (FluxEngine *engine, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
char *flux_first_gateway_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
