/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-decoding.h"

#include "flux-error-sentence.h"
#include "flux-number.h"

#include <glib/gi18n.h>

#define COUNTED_MOST 1000

static FluxPostQuery
make_query (const FluxGateway *gateway, guint limit)
{
  return (FluxPostQuery) { .filter = FLUX_POSTS_WAITING, .gateway = gateway->number, .limit = limit };
}

void
flux_mapping_decoding_count_async (FluxEngine *engine, const FluxGateway *gateway, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  FluxPostQuery query = make_query (gateway, COUNTED_MOST + 1);

  flux_engine_list_posts_async (engine, &query, NULL, cancellable, callback, user_data);
}

int
flux_mapping_decoding_count_finish (FluxEngine *engine, GAsyncResult *result, gboolean *is_more)
{
  g_autoptr (GPtrArray) posts = flux_engine_list_posts_finish (engine, result, NULL);

  *is_more = posts != NULL && posts->len > COUNTED_MOST;
  return posts == NULL ? -1 : (int) MIN (posts->len, COUNTED_MOST);
}

void
flux_mapping_decoding_run_async (FluxEngine *engine, const FluxGateway *gateway, FluxDecodeProgress progress,
                                 gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  FluxPostQuery query = make_query (gateway, 0);

  flux_engine_decode_again_async (engine, &query, g_get_user_name (), progress, progress_data, cancellable, callback,
                                  user_data);
}

char *
flux_mapping_decoding_describe (const FluxDecodeSummary *summary, const GError *error)
{
  g_autofree char *posts = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *waiting = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_ ("Stopped. What was decoded stays; the rest waits."));
  if (summary == NULL)
    return g_strdup_printf (_ ("Not all posts could be decoded. %s"), flux_error_sentence (error));
  posts = flux_number_format (summary->posts, 0);
  stored = flux_number_format (summary->after.stored, 0);
  waiting = flux_number_format (summary->after.waiting, 0);
  /* Translators: numbers of posts and of records */
  return g_strdup_printf (_ ("Posts decoded: %s. Records stored: %s, still waiting: %s."), posts, stored, waiting);
}
