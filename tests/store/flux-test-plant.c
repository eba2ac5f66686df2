/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-plant.h"

#include "flux-test-folder.h"
#include "flux-time.h"

#include <string.h>

FluxTestPlant *
flux_test_plant_new (const FluxTestDriver *driver)
{
  FluxTestPlant *self = g_new0 (FluxTestPlant, 1);
  g_autoptr (GError) error = NULL;

  self->driver = driver;
  self->clock = flux_test_clock_new (FLUX_TEST_START);
  self->folder = flux_test_folder_new ();
  self->uri = driver->make_uri (self->folder);
  self->store = flux_test_plant_open (self, FLUX_STORE_TAKE_READINGS, &error);
  g_assert_no_error (error);
  return self;
}

void
flux_test_plant_free (FluxTestPlant *self)
{
  if (self->store != NULL)
    flux_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  flux_test_folder_remove (self->folder);
  g_free (self->uri);
  g_free (self);
}

void
flux_test_plant_reopen (FluxTestPlant *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->store));
  self->store = flux_test_plant_open (self, FLUX_STORE_TAKE_READINGS, &error);
  g_assert_no_error (error);
}

FluxStore *
flux_test_plant_open (FluxTestPlant *self, FluxStoreAccess access, GError **error)
{
  return flux_store_open (self->uri, access, FLUX_CLOCK (self->clock), error);
}

char *
flux_test_plant_query (FluxTestPlant *self, const char *sql)
{
  return self->driver->query (self->uri, sql);
}

const char *
flux_test_plant_get_path (FluxTestPlant *self)
{
  g_assert_true (g_str_has_prefix (self->uri, "sqlite:"));
  return self->uri + strlen ("sqlite:");
}

gint64
flux_test_plant_add_device (FluxTestPlant *self, const char *device_id)
{
  g_autoptr (FluxDevice) device = flux_device_new (device_id);
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (self->store, &session);
  gboolean is_fresh;

  device->created_at = device->updated_at = FLUX_TEST_START;
  flux_store_session_put_device (session, device, &is_fresh, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
  return device->number;
}

FluxGateway *
flux_test_plant_add_gateway (FluxTestPlant *self, const char *name)
{
  g_autoptr (FluxGateway) gateway = flux_gateway_new (name);
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (self->store, &session);

  gateway->created_at = gateway->updated_at = FLUX_TEST_START;
  flux_store_session_put_gateway (session, gateway, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&gateway);
}

void
flux_test_plant_insert (FluxTestPlant *self, gint64 device, const FluxReading *reading)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (self->store, &session);

  flux_store_session_insert_reading (session, device, reading, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
}

GArray *
flux_test_plant_read (FluxTestPlant *self, const FluxReadingQuery *query)
{
  g_autoptr (GArray) found = flux_stored_readings_new ();
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (self->store, &session);

  flux_store_session_read_readings (session, query, found, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&found);
}

GArray *
flux_test_plant_find (FluxTestPlant *self, gint64 device, gint64 from, gint64 to)
{
  g_autoptr (GArray) found = flux_stored_readings_new ();
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (self->store, &session);

  flux_store_session_find_readings (session, device, from, to, found, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&found);
}

void
flux_test_plant_settle (FluxTestPlant *self, gint64 until)
{
  self->driver->settle (self->uri, until);
}

/* --- Readings ----------------------------------------------------------------------------------------------------- */

FluxReading
flux_test_reading (double seconds, double flow)
{
  FluxReading reading = {
    .measured_at = FLUX_TEST_START + (gint64) (seconds * FLUX_TIME_SECOND),
    .present = FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE),
  };

  reading.received_at = reading.measured_at + FLUX_TIME_SECOND;
  reading.values[FLUX_FIELD_FLOW_RATE] = flow;
  return reading;
}

static gboolean
one_in (guint n)
{
  return (guint32) g_test_rand_int () % n == 0;
}

FluxReading
flux_test_random_reading (gint64 measured_at)
{
  FluxReading reading = { .measured_at = measured_at };

  reading.received_at = measured_at + g_test_rand_int_range (-1000, 100000000);
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      double value = one_in (5) ? 0 : g_test_rand_double_range (-1e6, 1e6);

      if (one_in (4))
        flux_reading_set_quality (&reading, i, one_in (2) ? FLUX_QUALITY_BAD : FLUX_QUALITY_UNCERTAIN);
      if (one_in (3) || flux_reading_get_quality (&reading, i) == FLUX_QUALITY_BAD)
        continue;
      g_assert_true (flux_field_round (i, value, &reading.values[i]));
      reading.present |= FLUX_FIELD_BIT (i);
      if (one_in (4))
        reading.own_time[i] = one_in (2) ? g_test_rand_int_range (0, 30000000) : g_test_rand_int ();
    }
  if (one_in (4))
    reading.rejected = g_strdup ("{\"level\":{\"value\":\"m\xc2\xb3\",\"reason\":\"wrong type\"}}");
  if (one_in (4))
    reading.metadata = g_strdup_printf ("{\"n\":%d}", g_test_rand_int ());
  if (one_in (2))
    reading.post = g_test_rand_int_range (1, G_MAXINT);
  return reading;
}

void
flux_test_assert_reading (const FluxReading *found, const FluxReading *expected)
{
  g_assert_cmpint (found->measured_at, ==, expected->measured_at);
  g_assert_cmpint (found->received_at, ==, expected->received_at);
  g_assert_cmpint (found->post, ==, expected->post);
  g_assert_cmpuint (found->quality, ==, expected->quality);
  g_assert_cmpuint (found->present, ==, expected->present);
  g_assert_cmpuint (found->copy, ==, expected->copy);
  g_assert_cmpint (found->failed, ==, expected->failed);
  g_assert_cmpstr (found->rejected, ==, expected->rejected);
  g_assert_cmpstr (found->metadata, ==, expected->metadata);
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      g_assert_cmpfloat (found->values[i], ==, expected->values[i]);
      g_assert_cmpint (found->own_time[i], ==, expected->own_time[i]);
    }
}
