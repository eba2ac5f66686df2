/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The names of the time zones that this computer knows, "Europe/Berlin", sorted. The list is empty at first and fills
 * while the main loop runs. Returns: (transfer full): of GtkStringObject, shared by all callers */
GListModel *flux_time_zones_get (void);

/* The names in the text of zone.tab. Returns: (transfer full) */
char **flux_time_zones_parse (const char *text);

G_END_DECLS
