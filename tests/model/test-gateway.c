/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway.h"

static void
test_counts (void)
{
  FluxRecordCounts sum = { 0 };
  const FluxRecordCounts one = {
    .received = 15,
    .stored = 5,
    .duplicate = 4,
    .failed_read = 3,
    .waiting = 2,
    .refused = 1,
  };

  flux_record_counts_add (&sum, &one);
  flux_record_counts_add (&sum, &one);
  g_assert_cmpuint (sum.received, ==, 30);
  g_assert_cmpuint (sum.stored, ==, 10);
  g_assert_cmpuint (sum.duplicate, ==, 8);
  g_assert_cmpuint (sum.failed_read, ==, 6);
  g_assert_cmpuint (sum.waiting, ==, 4);
  g_assert_cmpuint (sum.refused, ==, 2);
}

static void
test_copy (void)
{
  g_autoptr (FluxGateway) copy = NULL;

  {
    g_autoptr (FluxGateway) gateway = flux_gateway_new ("TRB246 Ost");

    g_assert_true (g_uuid_string_is_valid (gateway->uuid));
    g_assert_cmpint (gateway->last_contact, ==, 0);
    gateway->location = g_strdup ("Shaft 4");
    gateway->posts = 9;
    gateway->counts.received = 7;
    copy = flux_gateway_copy (gateway);
    g_assert_cmpstr (copy->uuid, ==, gateway->uuid);
  }
  g_assert_cmpstr (copy->name, ==, "TRB246 Ost");
  g_assert_cmpstr (copy->location, ==, "Shaft 4");
  g_assert_null (copy->last_address);
  g_assert_cmpuint (copy->posts, ==, 9);
  g_assert_cmpuint (copy->counts.received, ==, 7);
}

static void
test_boxed (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, FLUX_TYPE_GATEWAY);
  g_value_take_boxed (&value, flux_gateway_new ("TRB246 Ost"));
  g_assert_cmpstr (((FluxGateway *) g_value_get_boxed (&value))->name, ==, "TRB246 Ost");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gateway/counts", test_counts);
  g_test_add_func ("/gateway/copy", test_copy);
  g_test_add_func ("/gateway/boxed", test_boxed);
  return g_test_run ();
}
