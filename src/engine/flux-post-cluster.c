/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-cluster.h"

#include "flux-period.h"
#include "flux-post-links.h"

typedef struct
{
  FluxPostCluster *out;
  FluxStoreSession *session;
  GHashTable *known;   /* (key-type gint64): numbers that were asked for; value: the FluxKeptPost, or NULL: not kept */
  GHashTable *row_set; /* (key-type gint64 pair): rows that are in */
  GArray *to_read;     /* (element-type gint64): numbers */
  guint most;
} Reading;

static void
cluster_row_free (gpointer data)
{
  FluxClusterRow *self = data;

  flux_reading_clear (&self->reading);
  g_free (self);
}

void
flux_post_cluster_free (FluxPostCluster *self)
{
  g_ptr_array_unref (self->posts);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static guint
hash_row (gconstpointer key)
{
  const FluxClusterRow *row = key;

  return g_int64_hash (&row->device) * 31 + g_int64_hash (&row->reading.measured_at);
}

static gboolean
equal_rows (gconstpointer a, gconstpointer b)
{
  const FluxClusterRow *first = a, *second = b;

  return first->device == second->device && first->reading.measured_at == second->reading.measured_at;
}

static gboolean
has_value_of (const FluxReading *reading, gint64 time)
{
  FluxFieldSet held = flux_reading_get_held (reading);

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((held & FLUX_FIELD_BIT (i)) != 0 && reading->measured_at + reading->own_time[i] == time)
      return TRUE;
  return reading->measured_at == time;
}

/* Reads on at the posts that gave something to @row. */
static gboolean
follow_row (Reading *self, const FluxClusterRow *row, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!flux_store_session_list_posts_of_row (self->session, row->device, row->reading.measured_at, numbers, error))
    return FALSE;
  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 number = g_array_index (numbers, gint64, i);

      if (!g_hash_table_contains (self->known, &number))
        g_array_append_val (self->to_read, number);
    }
  return TRUE;
}

static gboolean
add_row (Reading *self, gint64 device, const FluxReading *reading, GError **error)
{
  FluxClusterRow *row = g_new0 (FluxClusterRow, 1);

  row->device = device;
  flux_reading_copy_to (reading, &row->reading);
  if (!g_hash_table_add (self->row_set, row))
    return TRUE; /* it was there, and the table has freed it for this one */
  return follow_row (self, row, error);
}

static gboolean
find_rows (Reading *self, const FluxPostLink *link, GError **error)
{
  g_autoptr (GArray) found = flux_stored_readings_new ();

  if (!flux_store_session_find_readings (self->session, link->device, link->measured_at - FLUX_READING_SPAN_MOST,
                                         link->measured_at, found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const FluxReading *reading = &g_array_index (found, FluxStoredReading, i).reading;

      if (has_value_of (reading, link->measured_at) && !add_row (self, link->device, reading, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_post (Reading *self, gint64 number, GError **error)
{
  g_autoptr (GError) own_error = NULL;
  g_autoptr (FluxKeptPost) post = NULL;

  if (g_hash_table_contains (self->known, &number))
    return TRUE;
  if (self->out->posts->len < self->most)
    post = flux_store_session_find_post (self->session, number, &own_error);
  if (own_error != NULL && !g_error_matches (own_error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }
  if (post != NULL && post->body == NULL)
    g_clear_pointer (&post, flux_kept_post_free);
  g_hash_table_insert (self->known, g_memdup2 (&number, sizeof number), post);
  if (post == NULL)
    return TRUE;
  g_ptr_array_add (self->out->posts, post);
  for (guint i = 0; i < post->links->len; i++)
    if (!find_rows (self, &g_array_index (post->links, FluxPostLink, i), error))
      {
        g_steal_pointer (&post);
        return FALSE;
      }
  g_steal_pointer (&post);
  return TRUE;
}

static gboolean
is_any_missing (Reading *self, const FluxClusterRow *row, gboolean *missing, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!flux_store_session_list_posts_of_row (self->session, row->device, row->reading.measured_at, numbers, error))
    return FALSE;
  *missing = numbers->len == 0; /* it came by no post */
  for (guint i = 0; i < numbers->len; i++)
    *missing |= g_hash_table_lookup (self->known, &g_array_index (numbers, gint64, i)) == NULL;
  return TRUE;
}

static gboolean
close_rows (Reading *self, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->row_set);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      FluxClusterRow *row = value;

      if (!is_any_missing (self, row, &row->is_shared, error))
        return FALSE;
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (self->out->rows, row);
    }
  return TRUE;
}

static int
compare_posts (gconstpointer a, gconstpointer b)
{
  const FluxKeptPost *const *first = a, *const *second = b;

  return ((*first)->number > (*second)->number) - ((*first)->number < (*second)->number);
}

FluxPostCluster *
flux_post_cluster_read (FluxStoreSession *session, gint64 number, guint most, GError **error)
{
  g_autoptr (FluxPostCluster) cluster = g_new0 (FluxPostCluster, 1);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) row_set = g_hash_table_new_full (hash_row, equal_rows, cluster_row_free, NULL);
  g_autoptr (GArray) to_read = g_array_new (FALSE, FALSE, sizeof (gint64));
  Reading self = { cluster, session, known, row_set, to_read, most };

  cluster->posts = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_kept_post_free);
  cluster->rows = g_ptr_array_new_with_free_func (cluster_row_free);
  g_array_append_val (to_read, number);
  for (guint i = 0; i < to_read->len; i++)
    if (!read_post (&self, g_array_index (to_read, gint64, i), error))
      return NULL;
  if (!close_rows (&self, error))
    return NULL;
  g_ptr_array_sort (cluster->posts, compare_posts);
  return g_steal_pointer (&cluster);
}
