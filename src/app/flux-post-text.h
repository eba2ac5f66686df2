/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a body is shown. */
typedef enum
{
  FLUX_POST_TEXT_JSON,  /* its values as they were written, laid out anew */
  FLUX_POST_TEXT_PLAIN, /* UTF-8 that is no JSON, as it came */
  FLUX_POST_TEXT_HEX,   /* bytes that are no text: offset, 16 bytes, and the letters among them */
} FluxPostTextKind;

/* About as many bytes of text are made at most. */
#define FLUX_POST_TEXT_MOST (256 * 1024)

/* The text in which a person reads @body. No value of it is changed: numbers and strings keep their spelling.
 * @is_cut: (out): whether it goes on. Pure; any thread. Returns: (transfer full): UTF-8 */
char *flux_post_text_make (GBytes *body, FluxPostTextKind *kind, gboolean *is_cut);

G_END_DECLS
