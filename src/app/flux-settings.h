/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The person's settings, whose keys are described in data/io.github.fluxio.Fluxio.gschema.xml.in. From the build tree
 * the schema beside the binary is used. Fails with %G_IO_ERROR_NOT_FOUND where GSettings itself would end the program:
 * when the schema is not installed, or is another version's. Returns: (transfer full) (nullable) */
GSettings *flux_settings_open (GError **error);

G_END_DECLS
