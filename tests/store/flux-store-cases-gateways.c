/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include <string.h>

/* --- Gateways ----------------------------------------------------------------------------------------------------- */

static GPtrArray *
list_gateways (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *gateways = flux_store_session_list_gateways (session, &error);

  g_assert_no_error (error);
  return gateways;
}

static void
assert_gateway (const FluxGateway *found, const FluxGateway *expected)
{
  g_assert_cmpint (found->number, ==, expected->number);
  g_assert_cmpstr (found->uuid, ==, expected->uuid);
  g_assert_cmpstr (found->name, ==, expected->name);
  g_assert_cmpstr (found->location, ==, expected->location);
  g_assert_cmpstr (found->description, ==, expected->description);
  g_assert_cmpstr (found->time_zone, ==, expected->time_zone);
  g_assert_cmpstr (found->last_address, ==, expected->last_address);
  g_assert_cmpint (found->created_at, ==, expected->created_at);
  g_assert_cmpint (found->updated_at, ==, expected->updated_at);
  g_assert_cmpint (found->last_contact, ==, expected->last_contact);
  g_assert_cmpuint (found->posts, ==, expected->posts);
  g_assert_cmpmem (&found->counts, sizeof found->counts, &expected->counts, sizeof expected->counts);
  g_assert_cmpstr (found->body_names, ==, expected->body_names);
  g_assert_cmpstr (found->info, ==, expected->info);
  g_assert_cmpuint (found->raw_bytes, ==, expected->raw_bytes);
  g_assert_cmpuint (found->dropped_posts, ==, expected->dropped_posts);
  g_assert_cmpuint (found->dropped_waiting, ==, expected->dropped_waiting);
}

static FluxGateway *
full_gateway (const char *name)
{
  FluxGateway *gateway = flux_gateway_new (name);

  gateway->location = g_strdup ("mast");
  gateway->description = g_strdup ("behind the \"old\" pump");
  gateway->time_zone = g_strdup ("Europe/Berlin");
  gateway->last_address = g_strdup ("10.0.0.7");
  gateway->created_at = FLUX_TEST_START;
  gateway->updated_at = FLUX_TEST_START + 1;
  gateway->last_contact = FLUX_TEST_START + 2;
  gateway->posts = 3;
  gateway->counts = (FluxRecordCounts){ 15, 5, 4, 3, 2, 1 };
  gateway->body_names = g_strdup ("{\"names\":\"m\xc2\xb3\"}");
  gateway->info = g_strdup ("{\"operator\":\"o2\"}");
  gateway->raw_bytes = G_GUINT64_CONSTANT (5000000000);
  gateway->dropped_posts = 9;
  gateway->dropped_waiting = 8;
  return gateway;
}

static gboolean
put_gateway (FluxTestPlant *plant, FluxGateway *gateway, gboolean contact, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  if (contact ? flux_store_session_put_gateway_contact (session, gateway, error)
              : flux_store_session_put_gateway (session, gateway, error))
    return flux_test_loan_commit (loan, error);
  flux_test_loan_undo (loan);
  return FALSE;
}

static void
gateway_round_trip (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = full_gateway ("TRB");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  put_gateway (plant, gateway, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gateway->number, >, 0);
  flux_test_plant_reopen (plant);
  found = list_gateways (plant);
  g_assert_cmpuint (found->len, ==, 1);
  assert_gateway (g_ptr_array_index (found, 0), gateway);
}

/* What people set and what posts bring do not touch each other. */
static void
gateway_change (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_gateway_new ("TRB");
  g_autoptr (FluxGateway) changed = full_gateway ("TRB of the mast");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) found_after = NULL;
  g_autoptr (GError) error = NULL;

  put_gateway (plant, gateway, FALSE, &error);
  g_assert_no_error (error);
  changed->number = gateway->number;
  g_free (changed->uuid);
  changed->uuid = g_strdup (gateway->uuid);
  put_gateway (plant, changed, TRUE, &error);
  g_assert_no_error (error);
  found = list_gateways (plant);
  g_assert_cmpstr (((FluxGateway *) g_ptr_array_index (found, 0))->name, ==, "TRB");
  g_assert_null (((FluxGateway *) g_ptr_array_index (found, 0))->body_names);
  g_assert_cmpuint (((FluxGateway *) g_ptr_array_index (found, 0))->counts.received, ==, 15);
  g_assert_cmpuint (((FluxGateway *) g_ptr_array_index (found, 0))->raw_bytes, ==, changed->raw_bytes);

  changed->counts.received = changed->counts.stored = 99;
  changed->raw_bytes = changed->dropped_posts = changed->dropped_waiting = 7;
  put_gateway (plant, changed, FALSE, &error);
  g_assert_no_error (error);
  changed->counts = (FluxRecordCounts){ 15, 5, 4, 3, 2, 1 };
  changed->raw_bytes = G_GUINT64_CONSTANT (5000000000);
  changed->dropped_posts = 9;
  changed->dropped_waiting = 8;
  found_after = list_gateways (plant);
  g_assert_cmpuint (found_after->len, ==, 1);
  assert_gateway (g_ptr_array_index (found_after, 0), changed);
}

static void
gateway_name_taken (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autoptr (FluxGateway) same = flux_gateway_new ("TRB");
  g_autoptr (GError) error = NULL;

  g_assert_false (put_gateway (plant, same, FALSE, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  g_assert_cmpint (same->number, ==, 0);
}

/* received = stored + duplicate + failed read + waiting + refused, always. */
static void
gateway_counts_add_up (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (FluxGateway) wrong = flux_gateway_copy (gateway);
      g_autoptr (GError) error = NULL;

      wrong->counts = (FluxRecordCounts){ 15, 5, 4, 3, 2, 1 };
      (&wrong->counts.received)[i]++;
      g_assert_false (put_gateway (plant, wrong, TRUE, &error));
      g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_FAILED);
    }
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

static void
put_key (FluxTestPlant *plant, FluxApiKey *key)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_put_api_key (session, key, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_keys (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *keys = flux_store_session_list_api_keys (session, &error);

  g_assert_no_error (error);
  return keys;
}

static void
assert_key (const FluxApiKey *found, const FluxApiKey *expected)
{
  g_assert_cmpint (found->number, ==, expected->number);
  g_assert_cmpstr (found->uuid, ==, expected->uuid);
  g_assert_cmpstr (found->name, ==, expected->name);
  g_assert_cmpmem (found->digest, sizeof found->digest, expected->digest, sizeof expected->digest);
  g_assert_cmpint (found->scope, ==, expected->scope);
  g_assert_cmpint (found->allows_new_devices, ==, expected->allows_new_devices);
  g_assert_cmpstr (found->gateway_uuid, ==, expected->gateway_uuid);
  g_assert_cmpstrv (found->addresses, expected->addresses);
  g_assert_cmpint (found->created_at, ==, expected->created_at);
  g_assert_cmpint (found->expires_at, ==, expected->expires_at);
  g_assert_cmpint (found->revoked_at, ==, expected->revoked_at);
  g_assert_cmpint (found->last_used, ==, expected->last_used);
}

static void
key_round_trip (FluxTestPlant *plant)
{
  static const FluxScope scopes[] = { FLUX_SCOPE_INGEST, FLUX_SCOPE_READ | FLUX_SCOPE_MANAGE, FLUX_SCOPE_ALL };
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *text = flux_api_key_generate_text ();
      g_autoptr (FluxApiKey) key = flux_api_key_new ("the key's name", text);
      g_autoptr (GPtrArray) found = NULL;

      key->created_at = FLUX_TEST_START;
      put_key (plant, key);
      g_assert_cmpint (key->number, >, 0);
      found = list_keys (plant);
      g_assert_cmpuint (found->len, ==, i + 1);
      assert_key (g_ptr_array_index (found, i), key);

      key->scope = scopes[i];
      key->allows_new_devices = !key->allows_new_devices;
      key->gateway_uuid = g_strdup (gateway->uuid);
      g_strfreev (key->addresses);
      key->addresses = g_strsplit ("10.0.0.0/8,fd00::/8", ",", -1);
      key->expires_at = FLUX_TEST_START + 1;
      key->revoked_at = FLUX_TEST_START + 2;
      put_key (plant, key);
      g_clear_pointer (&found, g_ptr_array_unref);
      flux_test_plant_reopen (plant);
      found = list_keys (plant);
      g_assert_cmpuint (found->len, ==, i + 1);
      assert_key (g_ptr_array_index (found, i), key);
    }
}

static void
key_use (FluxTestPlant *plant)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("k", "a text of a key");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  key->created_at = FLUX_TEST_START;
  put_key (plant, key);
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_true (flux_store_session_put_api_key_use (session, key->number, FLUX_TEST_START + 7, &error));
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);

  /* Changing the key later does not forget it. */
  put_key (plant, key);
  key->last_used = FLUX_TEST_START + 7;
  found = list_keys (plant);
  assert_key (g_ptr_array_index (found, 0), key);
}

static void
key_text_taken (FluxTestPlant *plant)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("one", "a text of a key");
  g_autoptr (FluxApiKey) same = flux_api_key_new ("two", "a text of a key");
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  put_key (plant, key);
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_false (flux_store_session_put_api_key (session, same, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  flux_test_loan_undo (loan);
}

/* The text of a key is nowhere in the database. */
static void
key_is_no_secret_lost (FluxTestPlant *plant)
{
  g_autofree char *text = flux_api_key_generate_text ();
  g_autoptr (FluxApiKey) key = flux_api_key_new ("k", text);
  g_autoptr (GDir) entries = NULL;
  const char *name;

  put_key (plant, key);
  entries = g_dir_open (plant->folder, 0, NULL);
  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (plant->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      g_assert_null (memmem (bytes, size, text, strlen (text)));
    }
}

const FluxStoreCase flux_store_cases_gateways[] = {
  { "gateway/round-trip", gateway_round_trip },
  { "gateway/change", gateway_change },
  { "gateway/name-taken", gateway_name_taken },
  { "gateway/counts-add-up", gateway_counts_add_up },
  { "key/round-trip", key_round_trip },
  { "key/use", key_use },
  { "key/text-taken", key_text_taken },
  { "key/is-no-secret-lost", key_is_no_secret_lost },
  { NULL },
};
