/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-json-peer.h"

#include "flux-json-reader.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/* What FluxJsonReader may take and jansson may not. */
typedef struct
{
  FluxJsonReader reader;
  gboolean has_infinity;
  gboolean has_nul_in_name;
} Builder;

static json_t *build_value (Builder *self, FluxJsonToken token);

static json_t *
build_array (Builder *self)
{
  g_autoptr (json_t) array = json_array ();

  for (;;)
    {
      FluxJsonToken token = flux_json_reader_next (&self->reader);
      json_t *element;

      if (token == FLUX_JSON_ARRAY_END)
        return g_steal_pointer (&array);
      element = build_value (self, token);
      if (element == NULL)
        return NULL;
      json_array_append_new (array, element);
    }
}

static json_t *
build_object (Builder *self)
{
  g_autoptr (json_t) object = json_object ();
  FluxJsonToken token;

  while ((token = flux_json_reader_next (&self->reader)) == FLUX_JSON_NAME)
    {
      g_autoptr (GString) name = flux_json_reader_get_string (&self->reader);
      json_t *value = build_value (self, flux_json_reader_next (&self->reader));

      if (value == NULL)
        return NULL;
      if (memchr (name->str, '\0', name->len) != NULL)
        self->has_nul_in_name = TRUE;
      g_assert_cmpint (json_object_setn_new_nocheck (object, name->str, name->len, value), ==, 0);
    }
  return token == FLUX_JSON_OBJECT_END ? g_steal_pointer (&object) : NULL;
}

static json_t *
build_value (Builder *self, FluxJsonToken token)
{
  g_autoptr (GString) string = NULL;

  switch (token)
    {
    case FLUX_JSON_OBJECT_BEGIN:
      return build_object (self);

    case FLUX_JSON_ARRAY_BEGIN:
      return build_array (self);

    case FLUX_JSON_STRING:
      string = flux_json_reader_get_string (&self->reader);
      return json_stringn_nocheck (string->str, string->len);

    case FLUX_JSON_NUMBER:
      self->has_infinity |= isinf (self->reader.number);
      return json_real (isinf (self->reader.number) ? 0 : self->reader.number);

    case FLUX_JSON_TRUE:
      return json_true ();

    case FLUX_JSON_FALSE:
      return json_false ();

    case FLUX_JSON_NULL:
      return json_null ();

    case FLUX_JSON_ERROR:
      return NULL;

    /* The reader never gives these where a value belongs. */
    case FLUX_JSON_END:
    case FLUX_JSON_NAME:
    case FLUX_JSON_OBJECT_END:
    case FLUX_JSON_ARRAY_END:
    case FLUX_JSON_NOT_FINITE:
    default:
      g_assert_not_reached ();
    }
}

/* Returns: (transfer full) (nullable): the document as a tree, %NULL when it is refused */
static json_t *
build_document (Builder *self, const char *document, gsize size)
{
  g_autoptr (json_t) root = NULL;

  flux_json_reader_init (&self->reader, document, size, FLUX_JSON_STRICT);
  root = build_value (self, flux_json_reader_next (&self->reader));
  if (root != NULL && flux_json_reader_next (&self->reader) != FLUX_JSON_END)
    return NULL;
  return g_steal_pointer (&root);
}

static void
assert_fault (const FluxJsonReader *reader, const char *document, gsize size)
{
  g_assert_nonnull (reader->fault);
  g_assert_cmpuint (reader->fault_offset, <=, size);
}

gboolean
flux_test_json_agrees_with_peer (const char *document, gsize size)
{
  gboolean has_mark = size >= 3 && memcmp (document, "\xef\xbb\xbf", 3) == 0;
  Builder builder = { 0 };
  g_autoptr (json_t) ours = build_document (&builder, document, size);
  json_error_t error;
  g_autoptr (json_t) peers = json_loadb (has_mark ? document + 3 : document, has_mark ? size - 3 : size,
                                         JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);

  if (ours == NULL)
    {
      assert_fault (&builder.reader, document, size);
      if (peers != NULL && memchr (document, '\0', size) == NULL)
        g_assert_cmpstr (builder.reader.fault, ==, "nested deeper than 64 levels");
      return FALSE;
    }
  if (peers != NULL)
    g_assert_true (json_equal (ours, peers));
  else if (!builder.has_infinity && !builder.has_nul_in_name)
    g_error ("jansson refuses at byte %d what was taken: %s", error.position, error.text);
  return TRUE;
}
