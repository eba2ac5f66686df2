/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-private.h"

#include "flux-intake.h"
#include "flux-time.h"

/* Others' changes are taken up within 5 seconds; one who only looks wants to see them at once. */
#define WATCH_INTERVAL (2 * FLUX_TIME_SECOND)
#define FOLLOW_INTERVAL_MSEC 250

G_DEFINE_QUARK (flux-engine-error-quark, flux_engine_error)
G_DEFINE_FINAL_TYPE (FluxEngine, flux_engine, G_TYPE_OBJECT)

/* --- The store's observer (writer thread) ------------------------------------------------------------------------- */

static gboolean
load_keys (FluxEngine *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) keys = flux_store_session_list_api_keys (session, error);

  if (keys == NULL)
    return FALSE;
  flux_key_ring_replace_stored (self->keys, keys);
  return TRUE;
}

static gboolean
others_wrote (gpointer observer, FluxStoreSession *session, GError **error)
{
  FluxEngine *self = observer;
  g_autoptr (GArray) numbers = NULL;

  if (!flux_plant_load (self->plant, session, FALSE, error) || !load_keys (self, session, error)
      || !flux_raw_retention_keeper_load (self->raw_retention, session, error))
    return FALSE;
  numbers = flux_store_session_take_foreign_devices (session, error);
  return numbers != NULL && flux_plant_reload_rows (self->plant, session, numbers, error);
}

static gboolean
before_commit (gpointer observer, FluxStoreSession *session, GError **error)
{
  FluxEngine *self = observer;

  return flux_plant_before_commit (self->plant, session, error);
}

static void
committed (gpointer observer)
{
  FluxEngine *self = observer;

  self->last_committed_post = self->last_post;
  flux_plant_committed (self->plant);
  flux_raw_retention_keeper_committed (self->raw_retention);
  flux_knocks_committed (self->knocks);
}

static void
rolled_back (gpointer observer)
{
  FluxEngine *self = observer;

  self->last_post = self->last_committed_post;
  g_hash_table_remove_all (self->key_uses);
  flux_plant_rolled_back (self->plant);
  flux_raw_retention_keeper_rolled_back (self->raw_retention);
  flux_knocks_rolled_back (self->knocks);
}

static gint64
get_delay (gpointer observer)
{
  FluxEngine *self = observer;
  const gint64 delays[] = {
    flux_plant_get_delay (self->plant),
    flux_knocks_get_delay (self->knocks),
    flux_raw_retention_keeper_get_delay (self->raw_retention),
  };
  gint64 least = -1;

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    if (delays[i] >= 0 && (least < 0 || delays[i] < least))
      least = delays[i];
  return least;
}

static const FluxStoreObserver observer_functions = {
  .others_wrote = others_wrote,
  .before_commit = before_commit,
  .get_delay = get_delay,
  .committed = committed,
  .rolled_back = rolled_back,
};

gboolean
flux_engine_note_key_use (FluxEngine *self, FluxStoreSession *session, const FluxApiKey *key, gint64 at, GError **error)
{
  gint64 *noted;

  if (key->number == 0)
    return TRUE;
  noted = g_hash_table_lookup (self->key_uses, &key->number);
  if (noted != NULL && ABS (at - *noted) < FLUX_TIME_MINUTE)
    return TRUE;
  g_hash_table_replace (self->key_uses, g_memdup2 (&key->number, sizeof key->number), g_memdup2 (&at, sizeof at));
  return flux_store_session_put_api_key_use (session, key->number, at, error);
}

/* --- Following what others write ---------------------------------------------------------------------------------- */

static gboolean
load_everything (FluxEngine *self, FluxStoreSession *session, GError **error)
{
  return flux_plant_load (self->plant, session, TRUE, error) && load_keys (self, session, error)
         && flux_raw_retention_keeper_load (self->raw_retention, session, error)
         && flux_knocks_load (self->knocks, session, error);
}

/* On a reader's thread, which stands in for the writer that a store opened for looking lacks. */
static gpointer
read_changes (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  FluxEngine *self = data;

  if (flux_store_session_have_others_written (session) && !load_everything (self, session, error))
    return NULL;
  flux_raw_retention_keeper_estimate (self->raw_retention, session);
  return self;
}

static void
on_changes_read (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_following = FALSE;
  if (flux_store_read_finish (FLUX_STORE (store), result, &error) == NULL)
    g_debug ("What others wrote could not be read, which is tried again: %s", error->message);
}

static gboolean
look_for_changes (gpointer data)
{
  FluxEngine *self = data;

  if (!self->is_following)
    {
      self->is_following = TRUE;
      flux_store_read_async (self->store, read_changes, self, NULL, NULL, NULL, on_changes_read, g_object_ref (self));
    }
  return G_SOURCE_CONTINUE;
}

void
flux_engine_follow (FluxEngine *self)
{
  if (!flux_store_is_read_only (self->store))
    {
      flux_store_watch_others (self->store, WATCH_INTERVAL);
      return;
    }
  self->follow = g_timeout_source_new (FOLLOW_INTERVAL_MSEC);
  g_source_set_callback (self->follow, look_for_changes, self, NULL);
  g_source_attach (self->follow, g_main_context_get_thread_default ());
}

/* --- Life --------------------------------------------------------------------------------------------------------- */

static gpointer
load_all (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  FluxEngine *self = data;

  flux_store_session_have_others_written (session);
  if (!load_everything (self, session, error)
      || !flux_store_session_get_last_post (session, &self->last_post, error))
    return NULL;
  flux_raw_retention_keeper_estimate (self->raw_retention, session);
  self->last_committed_post = self->last_post;
  return self;
}

FluxEngine *
flux_engine_new (FluxStore *store, FluxClock *clock, GError **error)
{
  g_autoptr (FluxEngine) self = g_object_new (FLUX_TYPE_ENGINE, NULL);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->plant = flux_plant_new (clock, self->live);
  self->raw_retention = flux_raw_retention_keeper_new (store, self->plant, clock);
  self->knocks = flux_knocks_new (store, clock);
  if (flux_store_read (store, load_all, self, NULL, error) == NULL)
    return NULL;
  flux_store_set_observer (store, &observer_functions, self);
  return g_steal_pointer (&self);
}

static gboolean
save_everything (FluxStoreSession *session, gpointer data, GError **error)
{
  FluxEngine *self = data;

  flux_plant_save_all (self->plant);
  flux_raw_retention_keeper_end (self->raw_retention);
  return flux_knocks_end (self->knocks, session, error);
}

static void
stop_following (FluxEngine *self)
{
  if (self->follow != NULL)
    g_source_destroy (self->follow);
  g_clear_pointer (&self->follow, g_source_unref);
}

void
flux_engine_close (FluxEngine *self)
{
  g_autoptr (GError) error = NULL;

  stop_following (self);
  if (!flux_store_is_read_only (self->store)
      && !flux_store_change (self->store, save_everything, self, &error))
    g_warning ("The latest values could not be saved, and are found again from the readings at the next start: %s",
               error->message);
  flux_store_close (self->store);
}

static void
flux_engine_dispose (GObject *object)
{
  stop_following (FLUX_ENGINE (object));

  G_OBJECT_CLASS (flux_engine_parent_class)->dispose (object);
}

static void
flux_engine_finalize (GObject *object)
{
  FluxEngine *self = FLUX_ENGINE (object);

  g_clear_pointer (&self->raw_retention, flux_raw_retention_keeper_free);
  g_clear_pointer (&self->knocks, flux_knocks_free);
  g_clear_pointer (&self->plant, flux_plant_free);
  g_clear_pointer (&self->keys, flux_key_ring_free);
  g_clear_pointer (&self->live, flux_live_free);
  g_clear_pointer (&self->key_uses, g_hash_table_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (flux_engine_parent_class)->finalize (object);
}

static void
flux_engine_class_init (FluxEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = flux_engine_dispose;
  G_OBJECT_CLASS (klass)->finalize = flux_engine_finalize;
}

static void
flux_engine_init (FluxEngine *self)
{
  self->live = flux_live_new ();
  self->keys = flux_key_ring_new ();
  self->key_uses = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

FluxStore *
flux_engine_get_store (FluxEngine *self)
{
  return self->store;
}

FluxClock *
flux_engine_get_clock (FluxEngine *self)
{
  return self->clock;
}

gboolean
flux_engine_is_read_only (FluxEngine *self)
{
  return flux_store_is_read_only (self->store);
}

void
flux_engine_add_start_key (FluxEngine *self, FluxApiKey *key)
{
  flux_key_ring_put (self->keys, key);
}

gboolean
flux_engine_has_keys (FluxEngine *self)
{
  return flux_key_ring_has_valid (self->keys, flux_clock_get_now (self->clock));
}

FluxApiKey *
flux_engine_authenticate (FluxEngine *self, const char *text, GInetAddress *address)
{
  return flux_key_ring_find (self->keys, text, flux_clock_get_now (self->clock), address);
}

gboolean
flux_engine_is_key_in_force (FluxEngine *self, const FluxApiKey *key)
{
  return flux_key_ring_is_in_force (self->keys, key, flux_clock_get_now (self->clock));
}

void
flux_engine_submit_post (FluxEngine *self, FluxPost *post)
{
  flux_intake_start (self, post);
}

GPtrArray *
flux_engine_get_devices (FluxEngine *self)
{
  return flux_plant_get_devices (self->plant);
}

FluxDeviceSnapshot *
flux_engine_get_device (FluxEngine *self, const char *device_id)
{
  return flux_plant_get_device (self->plant, device_id);
}

GPtrArray *
flux_engine_get_gateways (FluxEngine *self)
{
  return flux_plant_get_gateways (self->plant);
}

GPtrArray *
flux_engine_get_keys (FluxEngine *self)
{
  return flux_key_ring_list_stored (self->keys);
}

char *
flux_engine_get_device_id (FluxEngine *self, gint64 number)
{
  return flux_plant_get_device_id (self->plant, number);
}

FluxLiveSubscription *
flux_engine_subscribe (FluxEngine *self, GMainContext *context, FluxLiveFunc func, gpointer user_data)
{
  return flux_live_subscribe (self->live, context, func, user_data);
}
