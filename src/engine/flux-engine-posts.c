/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-posts.h"

#include "flux-engine-private.h"
#include "flux-json-writer.h"
#include "flux-post-reading.h"
#include "flux-post-search.h"

#include <glib/gi18n.h>

/* What is asked of the kept posts, on the store's pool of readers. */

typedef struct
{
  FluxEngine *engine;
  FluxPostQuery query;
  char *text;    /* (nullable) */
  gint64 number; /* of the post that is opened */
} PostRead;

static PostRead *
post_read_new (FluxEngine *engine)
{
  PostRead *self = g_new0 (PostRead, 1);

  self->engine = g_object_ref (engine);
  return self;
}

static void
post_read_free (gpointer data)
{
  PostRead *self = data;

  g_object_unref (self->engine);
  g_free (self->text);
  g_free (self);
}

/* --- As a task of the engine -------------------------------------------------------------------------------------- */

typedef struct
{
  GTask *task;
  GDestroyNotify destroy_result;
} Answer;

static void
on_read (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr (GTask) task = answer->task;
  GError *error = NULL;
  gpointer read = flux_store_read_finish (FLUX_STORE (store), result, &error);

  if (read == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, read, answer->destroy_result);
}

/* @read: (transfer full) */
static void
read_async (PostRead *read, FluxStoreRead func, GDestroyNotify destroy_result, gpointer tag, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  Answer *answer = g_new (Answer, 1);

  *answer = (Answer) { g_task_new (read->engine, cancellable, callback, user_data), destroy_result };
  g_task_set_source_tag (answer->task, tag);
  flux_store_read_async (read->engine->store, func, read, post_read_free, destroy_result, cancellable, on_read, answer);
}

/* --- Listing ------------------------------------------------------------------------------------------------------ */

static gpointer
list_posts (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  PostRead *read = data;

  if (read->text == NULL)
    return flux_store_session_list_posts (session, &read->query, error);
  return flux_post_search_run (read->engine->plant, session, &read->query, read->text, cancellable, error);
}

void
flux_engine_list_posts_async (FluxEngine *self, const FluxPostQuery *query, const char *text, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  PostRead *read = post_read_new (self);

  read->query = *query;
  read->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  read_async (read, list_posts, (GDestroyNotify) g_ptr_array_unref, flux_engine_list_posts_async, cancellable, callback,
              user_data);
}

GPtrArray *
flux_engine_list_posts_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Counting ----------------------------------------------------------------------------------------------------- */

static gpointer
count_posts (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const PostRead *read = data;
  g_autofree FluxPostCounts *counts = g_new0 (FluxPostCounts, 1);

  if (!flux_store_session_count_posts (session, read->query.received_from, &counts->posts, &counts->records, error))
    return NULL;
  return g_steal_pointer (&counts);
}

void
flux_engine_count_posts_async (FluxEngine *self, gint64 received_from, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  PostRead *read = post_read_new (self);

  read->query.received_from = received_from;
  read_async (read, count_posts, g_free, flux_engine_count_posts_async, cancellable, callback, user_data);
}

FluxPostCounts *
flux_engine_count_posts_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

static gpointer
open_post (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const PostRead *read = data;

  return flux_post_reading_new (read->engine->plant, session, read->number, error);
}

void
flux_engine_open_post_async (FluxEngine *self, gint64 number, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  PostRead *read = post_read_new (self);

  read->number = number;
  read_async (read, open_post, (GDestroyNotify) flux_post_reading_free, flux_engine_open_post_async, cancellable,
              callback, user_data);
}

FluxPostReading *
flux_engine_open_post_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- How long raw posts are kept ---------------------------------------------------------------------------------- */

typedef struct
{
  FluxEngine *engine;
  FluxRawRetention retention;
  char *actor;
} RetentionChange;

static void
retention_change_free (gpointer data)
{
  RetentionChange *self = data;

  g_object_unref (self->engine);
  g_free (self->actor);
  g_free (self);
}

static char *
describe_retention (const FluxRawRetention *retention)
{
  GString *json = g_string_new ("{");

  flux_json_append_name (json, "days");
  flux_json_append_int (json, retention->days);
  flux_json_append_name (json, "mib");
  flux_json_append_int (json, retention->mib);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static gboolean
set_retention (FluxStoreSession *session, gpointer data, GError **error)
{
  const RetentionChange *change = data;
  FluxEngine *engine = change->engine;
  g_autofree char *before = describe_retention (flux_raw_retention_keeper_get (engine->raw_retention));
  g_autofree char *after = describe_retention (&change->retention);
  FluxAuditEntry entry = {
    .actor = change->actor,
    .action = "update",
    .resource_type = "raw_retention",
    .before = before,
    .after = after,
  };

  return flux_raw_retention_keeper_set (engine->raw_retention, session, &change->retention, error)
         && flux_store_session_append_audit (session, &entry, flux_clock_get_now (engine->clock), error);
}

static void
on_retention_set (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (flux_store_change_finish (FLUX_STORE (store), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
check_retention (const FluxRawRetention *retention, GError **error)
{
  const char *wrong = NULL;

  if (retention->days < 1 || retention->days > FLUX_RAW_DAYS_MOST)
    wrong = _ ("Raw posts are kept for 1 to 3,650 days. Choose a number of days between them");
  else if (retention->mib < FLUX_RAW_MIB_LEAST || retention->mib > FLUX_RAW_MIB_MOST)
    wrong = _ ("Raw posts may take 16 MiB to 1 TiB. Choose a size between them");
  if (wrong != NULL)
    g_set_error_literal (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID, wrong);
  return wrong == NULL;
}

void
flux_engine_set_raw_retention_async (FluxEngine *self, const FluxRawRetention *retention, const char *actor,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  RetentionChange *change;
  GError *error = NULL;
  GTask *task;

  if (!check_retention (retention, &error))
    {
      g_task_report_error (self, callback, user_data, flux_engine_set_raw_retention_async, error);
      return;
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, flux_engine_set_raw_retention_async);
  change = g_new (RetentionChange, 1);
  *change = (RetentionChange) { g_object_ref (self), *retention, g_strdup (actor) };
  flux_store_change_async (self->store, set_retention, change, retention_change_free, cancellable, on_retention_set,
                           task);
}

gboolean
flux_engine_set_raw_retention_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
flux_engine_get_raw_room (FluxEngine *self, FluxRawRoom *room)
{
  flux_raw_retention_keeper_get_room (self->raw_retention, room);
}

/* --- Refused posts ------------------------------------------------------------------------------------------------ */

void
flux_engine_note_knock (FluxEngine *self, const char *address, const char *reason)
{
  flux_knocks_note (self->knocks, address, reason);
}

GPtrArray *
flux_engine_get_knocks (FluxEngine *self)
{
  return flux_knocks_list (self->knocks);
}
