/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-search.h"

#include "flux-post-links.h"
#include "flux-wrapping.h"

#include <string.h>

/* Posts without their bodies that are read at once. */
#define PAGE 500

/**
 * Search:
 * @folded: what is looked for in short texts
 * @bytes: what is looked for in bodies, ASCII letters in lower case
 * @steps: how far on @bytes can next be when they end with this byte
 * @gateways: (key-type gint64): numbers of those whose name has it
 * @devices: (key-type gint64) (value-type gboolean): whether the id of the device of this number has it, as far as was
 *   asked
 */
typedef struct
{
  FluxPlant *plant;
  FluxStoreSession *session;
  char *folded;
  guint8 *bytes;
  gsize length;
  gsize steps[256];
  GHashTable *gateways;
  GHashTable *devices;
} Search;

/* --- Texts -------------------------------------------------------------------------------------------------------- */

static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

static gboolean
is_in_text (const Search *self, const char *text)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  return folded != NULL && strstr (folded, self->folded) != NULL;
}

/* After Horspool, "Practical fast searching in strings", 1980: compares from the end of what is looked for, and goes on
 * by as much as the last byte allows. */
static void
prepare_steps (Search *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->steps); i++)
    self->steps[i] = self->length;
  for (gsize i = 0; i + 1 < self->length; i++)
    {
      self->steps[self->bytes[i]] = self->length - 1 - i;
      self->steps[(guint8) g_ascii_toupper (self->bytes[i])] = self->length - 1 - i;
    }
}

static gboolean
is_at (const Search *self, const guint8 *at)
{
  for (gsize i = self->length; i > 0; i--)
    if ((guint8) g_ascii_tolower (at[i - 1]) != self->bytes[i - 1])
      return FALSE;
  return TRUE;
}

static gboolean
is_in_bytes (const Search *self, const guint8 *bytes, gsize size)
{
  for (gsize end = self->length; end <= size; end += self->steps[bytes[end - 1]])
    if (is_at (self, bytes + end - self->length))
      return TRUE;
  return FALSE;
}

/* --- A post ------------------------------------------------------------------------------------------------------- */

static gboolean
is_in_device_id (Search *self, gint64 number)
{
  g_autofree char *device_id = NULL;
  gboolean has;
  gpointer known;

  if (g_hash_table_lookup_extended (self->devices, &number, NULL, &known))
    return GPOINTER_TO_INT (known);
  device_id = flux_plant_get_device_id (self->plant, number);
  has = is_in_text (self, device_id);
  g_hash_table_insert (self->devices, g_memdup2 (&number, sizeof number), GINT_TO_POINTER (has));
  return has;
}

static gboolean
is_in_envelope (Search *self, const FluxKeptPost *post)
{
  if (g_hash_table_contains (self->gateways, &post->gateway) || is_in_text (self, post->key_name)
      || is_in_text (self, post->address))
    return TRUE;
  for (guint i = 0; i < post->links->len; i++)
    if (is_in_device_id (self, g_array_index (post->links, FluxPostLink, i).device))
      return TRUE;
  return FALSE;
}

/* @has: (out): also %FALSE for a post that was dropped meanwhile */
static gboolean
look_into_body (Search *self, gint64 number, gboolean *has, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (FluxKeptPost) post = flux_store_session_find_post (self->session, number, &cause);
  g_autoptr (GBytes) body = NULL;
  const char *fault;

  *has = FALSE;
  if (post == NULL && g_error_matches (cause, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND))
    return TRUE;
  if (post == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (post->body == NULL)
    return TRUE;
  body = flux_wrapping_undo (post->body, &fault);
  if (body == NULL)
    body = g_bytes_ref (post->body);
  *has = is_in_bytes (self, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  return TRUE;
}

/* --- Every post --------------------------------------------------------------------------------------------------- */

static void
search_init (Search *self, FluxPlant *plant, FluxStoreSession *session, const char *text)
{
  g_autoptr (GPtrArray) gateways = flux_plant_get_gateways (plant);

  self->plant = plant;
  self->session = session;
  self->folded = fold (text);
  self->bytes = (guint8 *) g_ascii_strdown (text, -1);
  self->length = strlen (text);
  self->gateways = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->devices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  prepare_steps (self);
  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      if (is_in_text (self, gateway->name))
        g_hash_table_add (self->gateways, g_memdup2 (&gateway->number, sizeof gateway->number));
    }
}

static void
search_clear (Search *self)
{
  g_free (self->folded);
  g_free (self->bytes);
  g_hash_table_unref (self->gateways);
  g_hash_table_unref (self->devices);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* Moves those of @page that have it over to @found, until that holds @limit. */
static gboolean
search_page (Search *self, GPtrArray *page, GPtrArray *found, guint limit, GCancellable *cancellable, GError **error)
{
  while (page->len > 0 && found->len < limit)
    {
      g_autoptr (FluxKeptPost) post = g_ptr_array_steal_index (page, 0);
      gboolean has = is_in_envelope (self, post);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || (!has && !look_into_body (self, post->number, &has, error)))
        return FALSE;
      if (has)
        g_ptr_array_add (found, g_steal_pointer (&post));
    }
  return TRUE;
}

GPtrArray *
flux_post_search_run (FluxPlant *plant, FluxStoreSession *session, const FluxPostQuery *query, const char *text,
                      GCancellable *cancellable, GError **error)
{
  g_auto (Search) search = { 0 };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_kept_post_free);
  FluxPostQuery next = *query;
  guint n_read;

  search_init (&search, plant, session, text);
  next.limit = PAGE;
  do
    {
      g_autoptr (GPtrArray) page = flux_store_session_list_posts (session, &next, error);

      if (page == NULL)
        return NULL;
      n_read = page->len;
      if (n_read > 0)
        next.before = ((const FluxKeptPost *) g_ptr_array_index (page, n_read - 1))->number;
      if (!search_page (&search, page, found, query->limit, cancellable, error))
        return NULL;
    }
  while (n_read == PAGE && found->len < query->limit);
  return g_steal_pointer (&found);
}
