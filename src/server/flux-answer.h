/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Answers of the API: JSON, with the contract's words. All on the server's thread. */

/* Answers with @json. @json: (transfer full) */
void flux_answer_json (SoupServerMessage *message, guint status, GString *json);

/* Answers {"error","message"} with the words of @status, @details beside them if there are any. @details: (nullable) */
void flux_answer_error (SoupServerMessage *message, guint status, const char *text, const char *details);

/* The "error" of a status, such as "Unauthorized". */
const char *flux_answer_get_error_word (guint status);

/* Appends "timestamp": the time @now (µs UTC), as the last member. */
void flux_answer_append_timestamp (GString *json, gint64 now);

G_END_DECLS
