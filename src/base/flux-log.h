/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sends this process's log to standard error (the journal's lines when it is one), every message through
 * flux_log_redact() first. Standard output stays free for what a program promises to print there.
 * Call once, before any thread is started. */
void flux_log_init (void);

/* A copy of @text in which what looks like a secret is replaced by "***": the value of an x-api-key or Authorization
 * header, of password=, api_key= and --api-key, the password inside a URI, and the text of a key of FluxIO's own.
 * Returns: (transfer full) */
char *flux_log_redact (const char *text);

G_END_DECLS
