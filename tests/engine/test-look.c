/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* An engine that was opened for looking follows the one that takes readings. */

/* The header says half a second; a loaded machine gets more. */
#define WITHIN (3 * FLUX_TIME_SECOND)

typedef struct
{
  FluxTestEngine *engine;
  FluxEngine *looking;
} Pair;

static void
pair_init (Pair *self, const char *before)
{
  self->engine = flux_test_engine_new ();
  flux_test_clock_advance (self->engine->clock, FLUX_TIME_HOUR);
  if (before != NULL)
    {
      g_autofree char *body = flux_test_notation_to_body (before);

      flux_test_answer_free (flux_test_engine_take (self->engine, flux_test_engine_new_post (self->engine, body)));
    }
  self->looking = flux_test_engine_look (self->engine);
}

static void
pair_clear (Pair *self)
{
  flux_engine_close (self->looking);
  g_object_unref (self->looking);
  flux_test_engine_free (self->engine);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static gboolean
are_alike (gpointer user_data)
{
  const Pair *pair = user_data;
  g_autofree char *devices = flux_test_notation_of_devices (pair->engine->engine);
  g_autofree char *seen = flux_test_notation_of_devices (pair->looking);

  return g_str_equal (devices, seen);
}

static void
await_alike (Pair *pair)
{
  gint64 begin = g_get_monotonic_time ();

  flux_test_engine_run_until (are_alike, pair);
  g_assert_cmpint (g_get_monotonic_time () - begin, <=, WITHIN);
}

static void
assert_devices (FluxEngine *engine, const char *expected)
{
  g_autofree char *devices = flux_test_notation_of_devices (engine);

  g_assert_cmpstr (devices, ==, expected);
}

/* --- Following ---------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *before; /* (nullable): records that are there when the looking one is opened */
  const char *steps[4];
  const char *devices;
} follow_cases[] = {
  { "new-row", "A@0 flow=5", { "A@60 flow=6" }, "A latest=60 seen=60 period=-" },
  { "new-device", "A@0 flow=5", { "B@60 flow=6" }, "A latest=0 seen=0 period=-; B latest=60 seen=60 period=-" },
  { "first-device", NULL, { "A@0 flow=5" }, "A latest=0 seen=0 period=-" },
  { "late-row", "A@60 flow=5", { "A@0 flow=6", "B@0 flow=1" },
    "A latest=60 seen=60 period=-; B latest=0 seen=0 period=-" },
  { "failed-read", "A@0 flow=5; A@60 flow=0", { "A@60 tot=0", "A@60 temp=0" }, "A latest=0 seen=0 period=-" },
  { "comes-back", "A@0 flow=5; A@60 flow=0 tot=0 temp=0", { "A@60 vel=1" }, "A latest=60 seen=60 period=-" },
  { "period", "A@0 flow=5", { "A@60 flow=5; A@120 flow=5", "A@180 flow=5", "A@240 flow=5" },
    "A latest=240 seen=240 period=60" },
};

static void
test_follow (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto (Pair) pair = { 0 };

  pair_init (&pair, follow_cases[i].before);
  g_assert_true (are_alike (&pair));
  flux_engine_follow (pair.looking);
  for (guint j = 0; j < G_N_ELEMENTS (follow_cases[i].steps) && follow_cases[i].steps[j] != NULL; j++)
    {
      g_autofree char *body = flux_test_notation_to_body (follow_cases[i].steps[j]);

      flux_test_answer_free (flux_test_engine_take (pair.engine, flux_test_engine_new_post (pair.engine, body)));
      await_alike (&pair);
    }
  assert_devices (pair.looking, follow_cases[i].devices);
}

static void
on_change (GPtrArray *devices, GPtrArray *gateways, gpointer user_data)
{
  for (guint i = 0; i < devices->len; i++)
    *(guint *) user_data +=
        g_str_equal (((FluxDeviceSnapshot *) g_ptr_array_index (devices, i))->device->device_id, "A");
}

static gboolean
was_told (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
test_tells (void)
{
  g_auto (Pair) pair = { 0 };
  FluxLiveSubscription *subscription;
  guint told = 0;

  pair_init (&pair, "B@0 flow=5");
  flux_engine_follow (pair.looking);
  subscription = flux_engine_subscribe (pair.looking, NULL, on_change, &told);
  flux_test_answer_free (flux_test_engine_take (
      pair.engine, flux_test_engine_new_post (pair.engine, "{\"device_id\":\"A\",\"flow_rate\":1}")));
  flux_test_engine_run_until (was_told, &told);
  flux_live_unsubscribe (subscription);
}

static gboolean
has_counts (gpointer looking)
{
  g_autoptr (GPtrArray) gateways = flux_engine_get_gateways (looking);
  const FluxGateway *gateway = g_ptr_array_index (gateways, 0);

  return gateway->posts == 2 && gateway->counts.stored == 2;
}

static gboolean
has_key (gpointer looking)
{
  g_autoptr (GPtrArray) keys = flux_engine_get_keys (looking);

  return keys->len == 1;
}

/* Gateways and keys too, and what a person set. */
static void
test_settings (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (FluxDeviceSnapshot) known = NULL;
  g_autoptr (FluxDevice) changed = NULL;
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Gateway", "flx_0123456789");
  g_autoptr (FluxApiKey) saved = NULL;

  pair_init (&pair, "A@0 flow=5");
  flux_engine_follow (pair.looking);
  flux_test_answer_free (flux_test_engine_take (
      pair.engine, flux_test_engine_new_post (pair.engine, "{\"device_id\":\"A\",\"flow_rate\":1}")));
  flux_test_engine_run_until (has_counts, pair.looking);

  known = flux_engine_get_device (pair.engine->engine, "A");
  changed = flux_device_copy (known->device);
  changed->period_seconds = 30;
  flux_test_engine_save_device (pair.engine, changed);
  await_alike (&pair);
  assert_devices (pair.looking, "A latest=3600 seen=3600 period=30");

  saved = flux_test_engine_save_key (pair.engine, key);
  flux_test_engine_run_until (has_key, pair.looking);
}

/* --- Looking only ------------------------------------------------------------------------------------------------- */

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

static void
on_done (FluxPost *post, const GError *error, gpointer answers)
{
  FluxTestAnswer *answer = g_new0 (FluxTestAnswer, 1);

  *answer = (FluxTestAnswer) { post, g_error_copy (error) };
  g_async_queue_push (answers, answer);
}

static void
test_post_refused (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GAsyncQueue) answers = g_async_queue_new ();
  g_autoptr (FluxTestAnswer) answer = NULL;
  FluxPost *post;

  pair_init (&pair, "A@0 flow=5");
  g_assert_true (flux_engine_is_read_only (pair.looking));
  g_assert_false (flux_engine_is_read_only (pair.engine->engine));
  post = flux_test_engine_new_post (pair.engine, "{\"device_id\":\"A\",\"flow_rate\":1}");
  post->done = on_done;
  post->user_data = answers;
  flux_engine_submit_post (pair.looking, post);
  answer = g_async_queue_pop (answers);
  g_assert_error (answer->error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY);
  flux_test_check_counters (pair.engine, 1, 1);
}

typedef enum
{
  SAVE_DEVICE,
  SAVE_GATEWAY,
  SAVE_KEY,
  RESOLVE_ALERT,
} Change;

static const char *const change_names[] = { "device", "gateway", "key", "alert" };

static GError *
try_change (FluxEngine *engine, Change change)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (FluxDevice) device = flux_device_new ("Z");
  g_autoptr (FluxGateway) gateway = flux_gateway_new ("Z");
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Z", "flx_0123456789");
  GError *error = NULL;

  switch (change)
    {
    case SAVE_DEVICE:
      flux_engine_save_device_async (engine, device, "tester", NULL, keep_result, &result);
      flux_test_engine_run_until (has_result, &result);
      g_assert_null (flux_engine_save_device_finish (engine, result, &error));
      break;
    case SAVE_GATEWAY:
      flux_engine_save_gateway_async (engine, gateway, "tester", NULL, keep_result, &result);
      flux_test_engine_run_until (has_result, &result);
      g_assert_null (flux_engine_save_gateway_finish (engine, result, &error));
      break;
    case SAVE_KEY:
      flux_engine_save_key_async (engine, key, "tester", NULL, keep_result, &result);
      flux_test_engine_run_until (has_result, &result);
      g_assert_null (flux_engine_save_key_finish (engine, result, &error));
      break;
    case RESOLVE_ALERT:
    default:
      flux_engine_resolve_alert_async (engine, "no-such", TRUE, NULL, "tester", NULL, keep_result, &result);
      flux_test_engine_run_until (has_result, &result);
      g_assert_null (flux_engine_resolve_alert_finish (engine, result, &error));
    }
  return error;
}

static void
test_change_refused (gconstpointer data)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair, NULL);
  error = try_change (pair.looking, GPOINTER_TO_UINT (data));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY);
}

/* --- The end ------------------------------------------------------------------------------------------------------ */

/* It may go without being closed first. */
static void
test_dropped (void)
{
  g_auto (Pair) pair = { 0 };
  FluxEngine *dropped;
  gboolean is_over = FALSE;

  pair_init (&pair, "A@0 flow=5");
  dropped = flux_test_engine_look (pair.engine);
  flux_engine_follow (dropped);
  g_object_unref (dropped);
  /* Longer than from one look to the next. */
  g_timeout_add_once (600, (GSourceOnceFunc) g_atomic_int_inc, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* The one that takes readings goes and comes back; the looking one goes on. */
static void
test_outlives_the_other (void)
{
  g_auto (Pair) pair = { 0 };

  pair_init (&pair, "A@0 flow=5");
  flux_engine_follow (pair.looking);
  flux_test_engine_close (pair.engine);
  assert_devices (pair.looking, "A latest=0 seen=0 period=-");
  flux_test_engine_open (pair.engine);
  flux_test_answer_free (flux_test_engine_take (
      pair.engine, flux_test_engine_new_post (pair.engine, "{\"device_id\":\"A\",\"flow_rate\":1}")));
  await_alike (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (follow_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/look/follow/", follow_cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_follow);
    }
  for (guint i = 0; i < G_N_ELEMENTS (change_names); i++)
    {
      g_autofree char *path = g_strconcat ("/look/refused/", change_names[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_change_refused);
    }
  g_test_add_func ("/look/tells", test_tells);
  g_test_add_func ("/look/settings", test_settings);
  g_test_add_func ("/look/refused/post", test_post_refused);
  g_test_add_func ("/look/dropped", test_dropped);
  g_test_add_func ("/look/outlives-the-other", test_outlives_the_other);
  return g_test_run ();
}
