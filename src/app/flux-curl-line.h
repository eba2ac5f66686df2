/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_CURL_LINE_PATH "/api/ingest"
#define FLUX_CURL_LINE_NO_KEY "KEY"         /* what stands for a key that is not known */
#define FLUX_CURL_LINE_NO_DEVICE "NIVUS_01" /* what stands for a device that there is not yet */

/* The contract's line that posts one reading, ready for a POSIX shell: whatever the parts hold, it runs curl once, with
 * each part as one word. Pure.
 * @url: the server's address without a path, such as "http://localhost:3000"
 * @key: (nullable): the key's text
 * @device_id: (nullable): the device of the example reading
 * Returns: (transfer full) */
char *flux_curl_line_new (const char *url, const char *key, const char *device_id);

/* The same over several lines, which a shell joins again: for reading. Returns: (transfer full) */
char *flux_curl_line_new_folded (const char *url, const char *key, const char *device_id);

G_END_DECLS
