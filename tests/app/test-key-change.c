/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-change.h"
#include "flux-key-words.h"
#include "flux-test-clock.h"
#include "flux-test-folder.h"
#include "flux-test-stage.h"
#include "flux-time.h"

#define NOW G_GINT64_CONSTANT (1794494100000000) /* 12 Nov 2026, 14:35 */
#define GATEWAY "5c0e0b52-5b1f-4d33-a4a6-3a0d1d5c7f01"

typedef struct
{
  char *folder;
  FluxTestClock *clock;
  FluxStore *store;
  FluxEngine *engine;
} Fixture;

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_there (gpointer result)
{
  return *(GAsyncResult **) result != NULL;
}

static void
add_gateway (Fixture *self)
{
  g_autoptr (FluxGateway) gateway = flux_gateway_new ("TRB246");
  g_autoptr (FluxGateway) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_free (gateway->uuid);
  gateway->uuid = g_strdup (GATEWAY);
  flux_engine_save_gateway_async (self->engine, gateway, "test", NULL, take_result_cb, &result);
  flux_test_stage_wait (is_there, &result);
  saved = flux_engine_save_gateway_finish (self->engine, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  self->folder = flux_test_folder_new ();
  self->clock = flux_test_clock_new (NOW);
  uri = g_strdup_printf ("sqlite:%s/fluxio.db", self->folder);
  self->store = flux_store_open (uri, FLUX_STORE_TAKE_READINGS, FLUX_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  self->engine = flux_engine_new (self->store, FLUX_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  add_gateway (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  flux_engine_close (self->engine);
  g_object_unref (self->engine);
  g_object_unref (self->store);
  g_object_unref (self->clock);
  flux_test_folder_remove (self->folder);
}

static FluxFreshKey *
finish_made (Fixture *self, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  FluxFreshKey *fresh;

  flux_test_stage_wait (is_there, result);
  fresh = flux_key_change_make_finish (self->engine, *result, &error);
  g_assert_no_error (error);
  g_clear_object (result);
  return fresh;
}

static FluxFreshKey *
make (Fixture *self)
{
  g_autoptr (FluxApiKey) settings = flux_api_key_new ("TRB246", "");
  GAsyncResult *result = NULL;

  settings->scope = FLUX_SCOPE_INGEST;
  settings->allows_new_devices = FALSE;
  settings->gateway_uuid = g_strdup (GATEWAY);
  flux_key_change_make_async (self->engine, settings, take_result_cb, &result);
  return finish_made (self, &result);
}

static FluxFreshKey *
rotate (Fixture *self, FluxApiKey *old, gint64 overlap)
{
  GAsyncResult *result = NULL;

  flux_key_change_rotate_async (self->engine, old, overlap, take_result_cb, &result);
  return finish_made (self, &result);
}

static gboolean
is_accepted (Fixture *self, const char *text)
{
  g_autoptr (FluxApiKey) key = flux_engine_authenticate (self->engine, text, NULL);

  return key != NULL;
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;

  flux_key_change_list_async (self->engine, NULL, take_result_cb, &result);
  flux_test_stage_wait (is_there, &result);
  all = flux_key_change_list_finish (self->engine, result, &error);
  g_assert_no_error (error);
  return flux_key_words_list (all, GATEWAY, flux_clock_get_now (FLUX_CLOCK (self->clock)));
}

static guint
count_in_force (Fixture *self)
{
  g_autoptr (GPtrArray) keys = list (self);
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    n += flux_key_words_is_in_force (g_ptr_array_index (keys, i), flux_clock_get_now (FLUX_CLOCK (self->clock)));
  return n;
}

static void
test_make (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxFreshKey) fresh = make (self);

  g_assert_true (g_str_has_prefix (fresh->text, "flx_"));
  g_assert_true (is_accepted (self, fresh->text));
  g_assert_cmpint (fresh->key->number, !=, 0);
  g_assert_cmpint (fresh->key->scope, ==, FLUX_SCOPE_INGEST);
  g_assert_cmpint (count_in_force (self), ==, 1);
}

static void
test_rotate (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxFreshKey) first = make (self);
  g_autoptr (FluxFreshKey) second = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  flux_test_clock_advance (self->clock, FLUX_TIME_HOUR);
  second = rotate (self, first->key, FLUX_TIME_DAY);
  g_assert_cmpstr (second->text, !=, first->text);
  g_assert_cmpstr (second->key->name, ==, first->key->name);
  g_assert_cmpstr (second->key->gateway_uuid, ==, GATEWAY);
  g_assert_false (second->key->allows_new_devices);
  g_assert_true (is_accepted (self, first->text));
  g_assert_true (is_accepted (self, second->text));
  g_assert_cmpint (count_in_force (self), ==, 2);

  keys = list (self);
  g_assert_cmpstr (((FluxApiKey *) g_ptr_array_index (keys, 0))->uuid, ==, second->key->uuid);
  g_assert_cmpint (((FluxApiKey *) g_ptr_array_index (keys, 1))->expires_at, ==, NOW + FLUX_TIME_HOUR + FLUX_TIME_DAY);

  flux_test_clock_advance (self->clock, FLUX_TIME_DAY - FLUX_TIME_SECOND);
  g_assert_true (is_accepted (self, first->text));
  flux_test_clock_advance (self->clock, FLUX_TIME_SECOND);
  g_assert_false (is_accepted (self, first->text));
  g_assert_true (is_accepted (self, second->text));
  g_assert_cmpint (count_in_force (self), ==, 1);
}

static void
test_rotate_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxFreshKey) first = make (self);
  g_autoptr (FluxFreshKey) second = rotate (self, first->key, 0);

  g_assert_false (is_accepted (self, first->text));
  g_assert_true (is_accepted (self, second->text));
}

/* A key that ends sooner than the overlap is not given more time by it. */
static void
test_rotate_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxFreshKey) first = make (self);
  g_autoptr (FluxFreshKey) second = rotate (self, first->key, FLUX_TIME_HOUR);
  g_autoptr (FluxFreshKey) third = NULL;
  g_autoptr (GPtrArray) keys = list (self);

  third = rotate (self, g_ptr_array_index (keys, 1), FLUX_TIME_DAY);
  flux_test_clock_advance (self->clock, FLUX_TIME_HOUR);
  g_assert_false (is_accepted (self, first->text));
  g_assert_true (is_accepted (self, second->text));
  g_assert_true (is_accepted (self, third->text));
}

static void
test_revoke (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxFreshKey) fresh = make (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  flux_key_change_revoke_async (self->engine, fresh->key, take_result_cb, &result);
  flux_test_stage_wait (is_there, &result);
  g_assert_true (flux_key_change_revoke_finish (self->engine, result, &error));
  g_assert_no_error (error);
  g_assert_false (is_accepted (self, fresh->text));
  g_assert_cmpint (count_in_force (self), ==, 0);
}

static void
test_words (void)
{
  static const struct
  {
    gint64 expires_at, revoked_at, last_used;
    const char *network;
    gboolean allows_new_devices;
    const char *words;
  } cases[] = {
    { 0, 0, 0, NULL, TRUE, "In force · never used" },
    { 0, 0, NOW - 2 * FLUX_TIME_MINUTE, NULL, TRUE, "In force · used 2 min ago" },
    { NOW + FLUX_TIME_HOUR, 0, 0, NULL, TRUE, "In force until 15:35 · never used" },
    { NOW - FLUX_TIME_HOUR, 0, 0, "10.0.0.0/8", TRUE, "Ended 13:35 · never used" },
    { 0, NOW - FLUX_TIME_DAY, 0, NULL, FALSE, "Revoked 11 Nov 14:35 · never used" },
    { 0, 0, 0, "10.0.0.0/8", FALSE, "In force · never used · only from 10.0.0.0/8 · makes no new devices" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FluxApiKey) key = flux_api_key_new ("TRB246", "a key of the test");
      g_autofree char *words = NULL;

      key->expires_at = cases[i].expires_at;
      key->revoked_at = cases[i].revoked_at;
      key->last_used = cases[i].last_used;
      key->allows_new_devices = cases[i].allows_new_devices;
      g_strfreev (key->addresses);
      key->addresses = g_strsplit (cases[i].network != NULL ? cases[i].network : "", ",", -1);
      words = flux_key_words_describe (key, NOW, zone);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-change/words", test_words);
#define ADD(name, test) g_test_add ("/key-change/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("make", test_make);
  ADD ("rotate", test_rotate);
  ADD ("rotate at once", test_rotate_at_once);
  ADD ("rotate twice", test_rotate_twice);
  ADD ("revoke", test_revoke);
  return g_test_run ();
}
