/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-posts.h"

#include "flux-assembly.h"
#include "flux-engine-private.h"
#include "flux-json-writer.h"
#include "flux-period.h"
#include "flux-post-cluster.h"
#include "flux-post-decoder.h"
#include "flux-post-hints.h"
#include "flux-post-taking.h"

/* Live posts wait while a step is written: it is over in a few tens of milliseconds. */
#define POSTS_A_STEP 64

/* Posts that hang together are done in one transaction; beyond so many the rows that hold them together stay. */
#define MOST_IN_CLUSTER 2000

#define PAGE 1000

/**
 * Job:
 * @numbers: (element-type gint64): of the posts to do, the oldest first
 * @next: index of the first that is not done
 * @done: (key-type gint64): numbers that were done along with others
 * @step: what the step under way has done; taken over when it is committed
 */
typedef struct
{
  FluxEngine *engine;
  FluxPostQuery query;
  char *actor;
  FluxDecodeProgress progress;
  gpointer progress_data;
  GArray *numbers;
  guint next;
  GHashTable *done;
  FluxDecodeSummary summary;
  struct
  {
    guint next;
    GHashTable *done;
    FluxDecodeSummary summary;
  } step;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->engine);
  g_free (self->actor);
  g_array_unref (self->numbers);
  g_hash_table_unref (self->done);
  g_hash_table_unref (self->step.done);
  g_free (self);
}

static GHashTable *
make_number_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* --- Which posts -------------------------------------------------------------------------------------------------- */

static gpointer
list_numbers (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  FluxPostQuery query = job->query;
  gint64 wanted = query.limit > 0 ? query.limit : G_MAXINT64;

  for (;;)
    {
      g_autoptr (GPtrArray) page = NULL;

      query.limit = MIN (wanted - job->numbers->len, PAGE);
      page = query.limit > 0 ? flux_store_session_list_posts (session, &query, error) : g_ptr_array_new ();
      if (page == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (page->len == 0)
        return job;
      for (guint i = 0; i < page->len; i++)
        g_array_append_val (job->numbers, ((FluxKeptPost *) g_ptr_array_index (page, i))->number);
      query.before = g_array_index (job->numbers, gint64, job->numbers->len - 1);
    }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* --- A cluster (writer thread) ------------------------------------------------------------------------------------ */

static gboolean
take_rows_away (FluxPlant *plant, FluxStoreSession *session, const FluxPostCluster *cluster, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < cluster->rows->len; i++)
    {
      const FluxClusterRow *row = g_ptr_array_index (cluster->rows, i);

      if (row->is_shared)
        continue;
      if (!flux_store_session_delete_reading (session, row->device, &row->reading, error))
        return FALSE;
      if (g_hash_table_add (seen, (gpointer) &row->device))
        g_array_append_val (devices, row->device);
    }
  return flux_plant_reload_rows (plant, session, devices, error);
}

static void
subtract_counts (FluxRecordCounts *from, const FluxRecordCounts *counts)
{
  from->received -= MIN (from->received, counts->received);
  from->stored -= MIN (from->stored, counts->stored);
  from->duplicate -= MIN (from->duplicate, counts->duplicate);
  from->failed_read -= MIN (from->failed_read, counts->failed_read);
  from->waiting -= MIN (from->waiting, counts->waiting);
  from->refused -= MIN (from->refused, counts->refused);
}

/* What the post's key may write to; a post that was stored once may write there again, whatever has changed. */
static FluxApiKey *
make_key (FluxEngine *engine, const FluxKeptPost *kept)
{
  g_autoptr (GPtrArray) stored = flux_key_ring_list_stored (engine->keys);
  FluxApiKey *key = flux_api_key_new (kept->key_name, "");

  key->allows_new_devices = FALSE;
  for (guint i = 0; i < stored->len; i++)
    {
      const FluxApiKey *known = g_ptr_array_index (stored, i);

      if (!g_str_equal (known->name, kept->key_name))
        continue;
      key->allows_new_devices = known->allows_new_devices;
      if (kept->counts.stored + kept->counts.duplicate + kept->counts.failed_read == 0)
        key->gateway_uuid = g_strdup (known->gateway_uuid);
    }
  return key;
}

/* The post as if it came again, from the gateway that it came from. */
static FluxPost *
make_post (FluxEngine *engine, const FluxKeptPost *kept, const FluxGateway *gateway)
{
  g_autoptr (FluxApiKey) key = make_key (engine, kept);
  FluxPost *post;

  post = flux_post_new (key, kept->body, kept->received_at);
  post->gateway_uuid = g_strdup (gateway->uuid);
  post->device_hint = flux_post_hints_get_device (kept->hints);
  return post;
}

static gboolean
is_of_row (const FluxPostLink *link, const FluxClusterRow *row)
{
  return link->device == row->device && link->measured_at >= row->reading.measured_at
         && link->measured_at - row->reading.measured_at <= FLUX_READING_SPAN_MOST;
}

/* The rows that @kept goes to now, and those of before that had to stay. Returns: (transfer full) (nullable) */
static GByteArray *
merge_links (const FluxPostLinks *now, const FluxKeptPost *kept, const FluxPostCluster *cluster)
{
  FluxPostLinks merged = { .last = now->last };

  if (now->bytes != NULL)
    {
      merged.bytes = g_byte_array_sized_new (now->bytes->len);
      g_byte_array_append (merged.bytes, now->bytes->data, now->bytes->len);
    }
  for (guint i = 0; i < kept->links->len; i++)
    {
      const FluxPostLink *link = &g_array_index (kept->links, FluxPostLink, i);

      for (guint j = 0; j < cluster->rows->len; j++)
        {
          const FluxClusterRow *row = g_ptr_array_index (cluster->rows, j);

          if (!row->is_shared || !is_of_row (link, row))
            continue;
          flux_post_links_append (&merged, link->device, link->measured_at);
          break;
        }
    }
  return merged.bytes;
}

static gboolean
decode_post (Job *job, FluxStoreSession *session, const FluxKeptPost *kept, const FluxPostCluster *cluster,
             GError **error)
{
  FluxPlant *plant = job->engine->plant;
  FluxGatewayEntry *gateway = flux_plant_find_gateway_by_number (plant, kept->gateway);
  g_autoptr (FluxAssembly) assembly = flux_assembly_new (session, kept->number, kept->received_at);
  g_autoptr (FluxPost) post = NULL;
  g_autoptr (GByteArray) links = NULL;
  FluxRawPost result = { .number = kept->number };

  if (gateway == NULL)
    return TRUE; /* taken away by hand; its posts go the same way */
  post = make_post (job->engine, kept, gateway->working);
  post->mapping = flux_plant_get_mapping (plant, gateway->working->uuid);
  post->records = flux_post_decode (post->body, post->mapping, post->device_hint, post->received_at);
  if (!flux_post_take_records (post, plant, session, gateway, assembly, error))
    return FALSE;

  flux_post_count_results (post, &result.counts);
  result.state = result.counts.waiting > 0 ? FLUX_POST_WAITS : FLUX_POST_DECODED;
  links = merge_links (flux_assembly_get_links (assembly), kept, cluster);
  if (links != NULL)
    {
      result.links = links->data;
      result.links_size = links->len;
    }
  flux_plant_touch_gateway (plant, gateway);
  subtract_counts (&gateway->working->counts, &kept->counts);
  flux_record_counts_add (&gateway->working->counts, &result.counts);
  job->step.summary.posts++;
  flux_record_counts_add (&job->step.summary.before, &kept->counts);
  flux_record_counts_add (&job->step.summary.after, &result.counts);
  return flux_store_session_replace_post_result (session, &result, error);
}

static gboolean
has_untimed_readings (FluxPlant *plant, const FluxKeptPost *kept)
{
  FluxGatewayEntry *gateway = flux_plant_find_gateway_by_number (plant, kept->gateway);
  g_autoptr (FluxGatewayMapping) mapping
      = gateway != NULL ? flux_plant_get_mapping (plant, gateway->working->uuid) : NULL;
  g_autofree char *hint = flux_post_hints_get_device (kept->hints);
  g_autoptr (FluxRecords) records = flux_post_decode (kept->body, mapping, hint, kept->received_at);

  for (guint i = 0; i < flux_records_get_length (records); i++)
    {
      const FluxRecord *record = flux_records_get (records, i);

      if (record->kind == FLUX_RECORD_READING && !record->has_time)
        return TRUE;
    }
  return FALSE;
}

/* A reading without a time takes its place by its arrival. Where a row has to stay, it would find that place taken by
 * itself, and be there twice. */
static gboolean
would_double (FluxPlant *plant, const FluxPostCluster *cluster)
{
  gboolean any_shared = FALSE;

  for (guint i = 0; i < cluster->rows->len; i++)
    any_shared |= ((FluxClusterRow *) g_ptr_array_index (cluster->rows, i))->is_shared;
  for (guint i = 0; any_shared && i < cluster->posts->len; i++)
    if (has_untimed_readings (plant, g_ptr_array_index (cluster->posts, i)))
      return TRUE;
  return FALSE;
}

static gboolean
decode_cluster (Job *job, FluxStoreSession *session, gint64 number, GError **error)
{
  g_autoptr (FluxPostCluster) cluster = flux_post_cluster_read (session, number, MOST_IN_CLUSTER, error);

  if (cluster == NULL)
    return FALSE;
  if (would_double (job->engine->plant, cluster))
    return TRUE;
  if (!take_rows_away (job->engine->plant, session, cluster, error))
    return FALSE;
  for (guint i = 0; i < cluster->posts->len; i++)
    {
      const FluxKeptPost *kept = g_ptr_array_index (cluster->posts, i);

      if (!decode_post (job, session, kept, cluster, error))
        {
          g_prefix_error (error, "Post %" G_GINT64_FORMAT ": ", kept->number);
          return FALSE;
        }
      g_hash_table_add (job->step.done, g_memdup2 (&kept->number, sizeof kept->number));
    }
  return TRUE;
}

/* --- Steps -------------------------------------------------------------------------------------------------------- */

static void
append_counts (GString *json, const char *name, const FluxRecordCounts *counts)
{
  flux_json_append_name (json, name);
  g_string_append_printf (json,
                          "{\"received\":%" G_GUINT64_FORMAT ",\"stored\":%" G_GUINT64_FORMAT
                          ",\"duplicate\":%" G_GUINT64_FORMAT ",\"failed_read\":%" G_GUINT64_FORMAT
                          ",\"waiting\":%" G_GUINT64_FORMAT ",\"refused\":%" G_GUINT64_FORMAT "}",
                          counts->received, counts->stored, counts->duplicate, counts->failed_read, counts->waiting,
                          counts->refused);
}

/* Every step has its line in the log, so that what was done is there however the work ends. */
static gboolean
audit_step (const Job *job, FluxStoreSession *session, GError **error)
{
  g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (job->numbers, gint64, job->next));
  g_autoptr (GString) before = g_string_new ("{");
  g_autoptr (GString) after = g_string_new ("{");
  FluxAuditEntry entry = { .actor = job->actor, .action = "decode_again", .resource_type = "raw_posts" };

  append_counts (before, "records", &job->step.summary.before);
  g_string_append_c (before, '}');
  flux_json_append_name (after, "posts");
  flux_json_append_int (after, job->step.summary.posts);
  append_counts (after, "records", &job->step.summary.after);
  g_string_append_c (after, '}');
  entry.resource_id = first;
  entry.before = before->str;
  entry.after = after->str;
  return flux_store_session_append_audit (session, &entry, flux_clock_get_now (job->engine->clock), error);
}

static gboolean
run_step (FluxStoreSession *session, gpointer data, GError **error)
{
  Job *job = data;

  /* It may be run again, when something beside it failed. */
  job->step.next = job->next;
  job->step.summary = (FluxDecodeSummary) { 0 };
  g_hash_table_remove_all (job->step.done);
  while (job->step.next < job->numbers->len && job->step.summary.posts < POSTS_A_STEP)
    {
      gint64 number = g_array_index (job->numbers, gint64, job->step.next++);

      if (!g_hash_table_contains (job->done, &number) && !g_hash_table_contains (job->step.done, &number)
          && !decode_cluster (job, session, number, error))
        return FALSE;
    }
  return job->step.summary.posts == 0 || audit_step (job, session, error);
}

static void
take_step_over (Job *job)
{
  GHashTableIter iter;
  gpointer number;

  job->next = job->step.next;
  job->summary.posts += job->step.summary.posts;
  flux_record_counts_add (&job->summary.before, &job->step.summary.before);
  flux_record_counts_add (&job->summary.after, &job->step.summary.after);
  g_hash_table_iter_init (&iter, job->step.done);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_add (job->done, number);
    }
}

static void start_step (GTask *task);

static void
on_step_done (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (flux_store_change_finish (FLUX_STORE (store), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_step_over (job);
  if (job->progress != NULL)
    job->progress (job->next, job->numbers->len, job->progress_data);
  start_step (task);
}

static void
start_step (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (job->next == job->numbers->len)
    {
      g_task_return_pointer (task, g_memdup2 (&job->summary, sizeof job->summary), g_free);
      return;
    }
  flux_store_change_async (job->engine->store, run_step, job, NULL, NULL, on_step_done, g_object_ref (task));
}

static void
on_listed (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (flux_store_read_finish (FLUX_STORE (store), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_array_sort (job->numbers, compare_numbers);
  start_step (task);
}

void
flux_engine_decode_again_async (FluxEngine *self, const FluxPostQuery *query, const char *actor,
                                FluxDecodeProgress progress, gpointer progress_data, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->engine = g_object_ref (self);
  job->query = *query;
  job->actor = g_strdup (actor);
  job->progress = progress;
  job->progress_data = progress_data;
  job->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->done = make_number_set ();
  job->step.done = make_number_set ();
  g_task_set_source_tag (task, flux_engine_decode_again_async);
  g_task_set_task_data (task, job, job_free);
  flux_store_read_async (self->store, list_numbers, job, NULL, NULL, cancellable, on_listed, task);
}

FluxDecodeSummary *
flux_engine_decode_again_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
