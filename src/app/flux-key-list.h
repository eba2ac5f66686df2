/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_KEY_LIST (flux_key_list_get_type ())

/**
 * FluxKeyList:
 *
 * The keys of one gateway, those in force first, with what can be done with each: show again, rotate, revoke; and a
 * button that makes one. It reads them again when they were changed here, and now and then while it is on screen.
 *
 * Read-only property "text" (string, nullable): the text of the newest key in force, when it was shown here or the
 * keyring has it. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxKeyList, flux_key_list, FLUX, KEY_LIST, AdwBin)

/* @gateway: (nullable) */
void flux_key_list_show (FluxKeyList *self, FluxHost *host, FluxGateway *gateway);

const char *flux_key_list_get_text (FluxKeyList *self);

/* The name of the key whose text that is. Returns: (transfer none) (nullable) */
const char *flux_key_list_get_name (FluxKeyList *self);

G_END_DECLS
