/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* Who subscribes is told what changed, coalesced: at most ten times a second, each device once with its newest state.
 */

#define N_POSTS 2000
#define N_DEVICES 3
#define INTERVAL (FLUX_TIME_SECOND / 10)

typedef struct
{
  GMainContext *context;
  FluxLiveSubscription *subscription;
  GHashTable *devices;  /* (key-type utf8) (value-type FluxDeviceSnapshot): as told last */
  GHashTable *gateways; /* (key-type utf8) (value-type FluxGateway) */
  guint n_calls;
} Watcher;

static void
on_change (GPtrArray *devices, GPtrArray *gateways, gpointer user_data)
{
  Watcher *self = user_data;
  g_autoptr (GHashTable) once = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_true (g_main_context_is_owner (self->context != NULL ? self->context : g_main_context_default ()));
  g_assert_cmpuint (devices->len + gateways->len, >, 0);
  self->n_calls++;
  for (guint i = 0; i < devices->len; i++)
    {
      FluxDeviceSnapshot *device = g_ptr_array_index (devices, i);

      g_assert_true (g_hash_table_add (once, device->device->device_id));
      g_hash_table_insert (self->devices, g_strdup (device->device->device_id), flux_device_snapshot_ref (device));
    }
  for (guint i = 0; i < gateways->len; i++)
    {
      FluxGateway *gateway = g_ptr_array_index (gateways, i);

      g_assert_true (g_hash_table_add (once, gateway->uuid));
      g_hash_table_insert (self->gateways, g_strdup (gateway->name), flux_gateway_ref (gateway));
    }
}

static Watcher *
watcher_new (FluxEngine *engine, GMainContext *context)
{
  Watcher *self = g_new0 (Watcher, 1);

  self->context = context;
  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) flux_device_snapshot_unref);
  self->gateways = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) flux_gateway_unref);
  self->subscription = flux_engine_subscribe (engine, context, on_change, self);
  return self;
}

static void
watcher_end (Watcher *self)
{
  g_clear_pointer (&self->subscription, flux_live_unsubscribe);
}

static void
watcher_free (Watcher *self)
{
  watcher_end (self);
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->gateways);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watcher, watcher_free)

/* The flow of a device as the watcher was told last; -1: never. */
static double
get_flow (const Watcher *self, const char *device_id)
{
  const FluxDeviceSnapshot *device = g_hash_table_lookup (self->devices, device_id);

  return device != NULL && device->latest != NULL ? device->latest->values[FLUX_FIELD_FLOW_RATE] : -1;
}

static void
post_flow (FluxTestEngine *engine, const char *device_id, guint flow)
{
  g_autofree char *body = g_strdup_printf ("{\"device_id\":\"%s\",\"flow_rate\":%u}", device_id, flow);

  flux_test_engine_submit (engine, flux_test_engine_new_post (engine, body));
  flux_test_clock_advance (engine->clock, FLUX_TIME_SECOND / 10);
}

typedef struct
{
  const Watcher *watcher;
  const char *device_id;
  double flow;
} Awaited;

static gboolean
has_flow (gpointer user_data)
{
  const Awaited *awaited = user_data;

  return get_flow (awaited->watcher, awaited->device_id) == awaited->flow;
}

static void
await_flow (const Watcher *watcher, const char *device_id, double flow)
{
  flux_test_engine_run_until (has_flow, &(Awaited) { watcher, device_id, flow });
}

/* --- Cases -------------------------------------------------------------------------------------------------------- */

static void
test_coalesced (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (Watcher) watcher = watcher_new (engine->engine, NULL);
  gint64 begin = g_get_monotonic_time ();
  const FluxGateway *gateway;

  for (guint i = 0; i < N_POSTS; i++)
    {
      g_autofree char *device_id = g_strdup_printf ("D%u", i % N_DEVICES);

      post_flow (engine, device_id, i);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
  for (guint i = 0; i < N_DEVICES; i++)
    {
      guint last = N_POSTS - N_DEVICES + i;
      g_autofree char *device_id = g_strdup_printf ("D%u", last % N_DEVICES);

      await_flow (watcher, device_id, last);
    }
  g_assert_cmpuint (watcher->n_calls, <=, 2 + (g_get_monotonic_time () - begin) / INTERVAL);

  gateway = g_hash_table_lookup (watcher->gateways, "Shared key");
  g_assert_nonnull (gateway);
  g_assert_cmpuint (gateway->posts, ==, N_POSTS);
  g_assert_cmpuint (gateway->counts.stored, ==, N_POSTS);
  g_ptr_array_unref (flux_test_engine_wait (engine));
}

/* What the watcher is told is what the engine says when asked. */
static void
test_newest_state (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (Watcher) watcher = watcher_new (engine->engine, NULL);
  FluxDeviceSnapshot *told;
  g_autoptr (FluxDeviceSnapshot) asked = NULL;

  for (guint i = 0; i < 10; i++)
    post_flow (engine, "A", i);
  await_flow (watcher, "A", 9);
  told = g_hash_table_lookup (watcher->devices, "A");
  asked = flux_engine_get_device (engine->engine, "A");
  g_assert_true (told == asked);
  g_ptr_array_unref (flux_test_engine_wait (engine));
}

/* More devices than are told at once: the last of them come as well, without another post. */
static void
test_many_devices (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (Watcher) watcher = watcher_new (engine->engine, NULL);
  g_autoptr (GString) body = g_string_new ("[");

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (body, "%s{\"device_id\":\"D%u\",\"flow_rate\":%u}", i > 0 ? "," : "", i, i);
  g_string_append_c (body, ']');
  for (guint i = 0; i < 2; i++)
    {
      flux_test_answer_free (flux_test_engine_take (engine, flux_test_engine_new_post (engine, body->str)));
      flux_test_clock_advance (engine->clock, FLUX_TIME_SECOND);
      for (guint j = 0; j < 1000; j++)
        {
          g_autofree char *device_id = g_strdup_printf ("D%u", j);

          await_flow (watcher, device_id, j);
        }
      g_hash_table_remove_all (watcher->devices);
    }
  g_assert_cmpuint (watcher->n_calls, <=, 6);
}

static void
test_two_watchers (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (Watcher) stays = watcher_new (engine->engine, NULL);
  g_autoptr (Watcher) leaves = watcher_new (engine->engine, NULL);

  post_flow (engine, "A", 1);
  await_flow (stays, "A", 1);
  await_flow (leaves, "A", 1);
  watcher_end (leaves);
  post_flow (engine, "A", 2);
  await_flow (stays, "A", 2);
  g_assert_cmpfloat (get_flow (leaves, "A"), ==, 1);
  g_ptr_array_unref (flux_test_engine_wait (engine));
}

/* After the end nothing comes, not even what waits already. */
static void
test_ended_while_told (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (Watcher) stays = watcher_new (engine->engine, NULL);
  g_autoptr (Watcher) leaves = watcher_new (engine->engine, NULL);

  post_flow (engine, "A", 1);
  g_ptr_array_unref (flux_test_engine_wait (engine));
  watcher_end (leaves);
  await_flow (stays, "A", 1);
  g_assert_cmpuint (leaves->n_calls, ==, 0);
}

/* Each is told on the context that it gave. */
static void
test_own_context (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (Watcher) watcher = watcher_new (engine->engine, context);

  post_flow (engine, "A", 1);
  g_ptr_array_unref (flux_test_engine_wait (engine));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (watcher->n_calls, ==, 0);
  while (watcher->n_calls == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpfloat (get_flow (watcher, "A"), ==, 1);
}

static gpointer
run_loop (gpointer loop)
{
  g_main_loop_run (loop);
  return NULL;
}

typedef struct
{
  Watcher *watcher;
  GMainLoop *loop;
} Ending;

static gboolean
end_there (gpointer user_data)
{
  Ending *ending = user_data;

  watcher_end (ending->watcher);
  g_main_loop_quit (ending->loop);
  return G_SOURCE_REMOVE;
}

/* A watcher on a thread of its own comes and goes while posts are taken in. */
static void
test_coming_and_going (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GMainContext) context = g_main_context_new ();
      g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
      g_autoptr (Watcher) watcher = watcher_new (engine->engine, context);
      GThread *thread = g_thread_new ("watcher", run_loop, loop);

      for (guint j = 0; j < 20; j++)
        post_flow (engine, "A", j);
      g_main_context_invoke (context, end_there, &(Ending) { watcher, loop });
      g_thread_join (thread);
    }
  g_ptr_array_unref (flux_test_engine_wait (engine));
}

/* What changed nothing is not told. */
static void
test_duplicates (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (Watcher) watcher = watcher_new (engine->engine, NULL);
  g_autofree char *body = flux_test_notation_to_body ("A@0 flow=5");

  for (guint i = 0; i < 3; i++)
    {
      flux_test_answer_free (flux_test_engine_take (engine, flux_test_engine_new_post (engine, body)));
      if (i == 0)
        await_flow (watcher, "A", 5);
      g_hash_table_remove_all (watcher->devices);
    }
  post_flow (engine, "B", 1);
  await_flow (watcher, "B", 1);
  g_assert_null (g_hash_table_lookup (watcher->devices, "A"));
  g_ptr_array_unref (flux_test_engine_wait (engine));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/coalesced", test_coalesced);
  g_test_add_func ("/live/newest-state", test_newest_state);
  g_test_add_func ("/live/many-devices", test_many_devices);
  g_test_add_func ("/live/two-watchers", test_two_watchers);
  g_test_add_func ("/live/ended-while-told", test_ended_while_told);
  g_test_add_func ("/live/own-context", test_own_context);
  g_test_add_func ("/live/coming-and-going", test_coming_and_going);
  g_test_add_func ("/live/duplicates", test_duplicates);
  return g_test_run ();
}
