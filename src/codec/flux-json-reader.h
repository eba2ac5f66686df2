/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_JSON_MAX_DEPTH 64

typedef enum
{
  FLUX_JSON_END, /* the document is complete */
  FLUX_JSON_ERROR,
  FLUX_JSON_OBJECT_BEGIN,
  FLUX_JSON_OBJECT_END,
  FLUX_JSON_ARRAY_BEGIN,
  FLUX_JSON_ARRAY_END,
  FLUX_JSON_NAME, /* of a member; its value comes next */
  FLUX_JSON_STRING,
  FLUX_JSON_NUMBER,
  FLUX_JSON_NOT_FINITE, /* NaN, Infinity and the like; only with %FLUX_JSON_ALLOW_NOT_FINITE */
  FLUX_JSON_TRUE,
  FLUX_JSON_FALSE,
  FLUX_JSON_NULL,
} FluxJsonToken;

typedef enum
{
  FLUX_JSON_STRICT = 0,
  FLUX_JSON_ALLOW_NOT_FINITE = 1 << 0, /* take nan, inf and infinity in any case, with a sign or without, for a value */
  FLUX_JSON_FORGIVE = 1 << 1,          /* take what a text template leaves behind; see FluxJsonReader */
} FluxJsonFlags;

/**
 * FluxJsonReader:
 * @text: the token as it stands in the document; a name or string without its quotes, escapes unread; empty for a value
 *   that was left out
 * @length: bytes of @text
 * @has_escapes: whether a name or string has escapes; see flux_json_reader_get_string()
 * @number: the double nearest to a number; infinite when it is beyond a double's range
 * @fault: after %FLUX_JSON_ERROR, what is wrong, as a static text
 * @fault_offset: and at which byte
 *
 * Reads one JSON document (RFC 8259, UTF-8, at most 64 levels) token by token, in place: nothing is allocated, nothing
 * is copied, nothing recurses. A byte order mark is passed over. It is as strict as the RFC: no comments, no trailing
 * commas, no lone surrogates, nothing after the document. Lives on the stack; the document must outlive it.
 *
 * With %FLUX_JSON_FORGIVE a comma before a closing bracket is passed over, and a value that is left out before a comma
 * or a closing brace is a %FLUX_JSON_NULL. Several values at the top, parted by commas or white space, are read as if
 * they stood in one array, but without its brackets: after the end of one comes the beginning of the next, and
 * %FLUX_JSON_END after the last.
 */
typedef struct
{
  const char *text;
  gsize length;
  gboolean has_escapes;
  double number;
  const char *fault;
  gsize fault_offset;

  /*< private >*/
  const char *begin;
  const char *at;
  const char *end;
  FluxJsonFlags flags;
  guint depth;
  guint expect;
  char stack[FLUX_JSON_MAX_DEPTH];
} FluxJsonReader;

void flux_json_reader_init (FluxJsonReader *self, const char *document, gsize size, FluxJsonFlags flags);

/* The next token. After %FLUX_JSON_ERROR or %FLUX_JSON_END it stays there. */
FluxJsonToken flux_json_reader_next (FluxJsonReader *self);

/* Passes over the value that begins with @token, which was just read. Afterwards text and length span all of it, the
 * quotes of a string included. Returns: %FALSE when the document is faulty */
gboolean flux_json_reader_skip (FluxJsonReader *self, FluxJsonToken token);

/* The name or string just read, escapes resolved. May hold NUL bytes (\u0000). Returns: (transfer full) */
GString *flux_json_reader_get_string (const FluxJsonReader *self);

G_END_DECLS
