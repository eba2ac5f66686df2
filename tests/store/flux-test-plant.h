/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store.h"
#include "flux-test-clock.h"
#include "flux-test-driver.h"
#include "flux-test-loan.h"

G_BEGIN_DECLS

/* 2026-11-23T09:00:00Z in µs, where the clock of every plant stands at first. */
#define FLUX_TEST_START (G_GINT64_CONSTANT (1795424400) * 1000000)

/**
 * FluxTestPlant:
 *
 * A database of a case's own, opened for taking readings.
 */
typedef struct
{
  const FluxTestDriver *driver;
  FluxTestClock *clock;
  char *folder;
  char *uri;
  FluxStore *store;
} FluxTestPlant;

FluxTestPlant *flux_test_plant_new (const FluxTestDriver *driver);
void flux_test_plant_free (FluxTestPlant *self);

/* Closes the store and opens it again. */
void flux_test_plant_reopen (FluxTestPlant *self);

/* Opens it once more beside the store. Returns: (transfer full) (nullable) */
FluxStore *flux_test_plant_open (FluxTestPlant *self, FluxStoreAccess access, GError **error);

/* Runs @sql as another program. Returns: (transfer full): its answer */
char *flux_test_plant_query (FluxTestPlant *self, const char *sql);

/* The path of a SQLite database. */
const char *flux_test_plant_get_path (FluxTestPlant *self);

/* Puts a device of that id into the store. Returns: its number */
gint64 flux_test_plant_add_device (FluxTestPlant *self, const char *device_id);

/* Puts a gateway of that name into the store. Returns: (transfer full) */
FluxGateway *flux_test_plant_add_gateway (FluxTestPlant *self, const char *name);

/* Stores one reading of @device. @reading is as it was afterwards. */
void flux_test_plant_insert (FluxTestPlant *self, gint64 device, const FluxReading *reading);

/* What a reading session finds. Returns: (transfer full) (element-type FluxStoredReading) */
GArray *flux_test_plant_read (FluxTestPlant *self, const FluxReadingQuery *query);
GArray *flux_test_plant_find (FluxTestPlant *self, gint64 device, gint64 from, gint64 to);

/* Puts the older part of the rows where the store itself moves them once there are many: those measured up to @until.
 */
void flux_test_plant_settle (FluxTestPlant *self, gint64 until);

/* --- Readings ----------------------------------------------------------------------------------------------------- */

/* A reading at FLUX_TEST_START plus @seconds with a flow of @flow. */
FluxReading flux_test_reading (double seconds, double flow);

/* One with everything at random: values, bad ones, own times, texts. Owns its texts. */
FluxReading flux_test_random_reading (gint64 measured_at);

/* Asserts that both say the same, down to every bit. */
void flux_test_assert_reading (const FluxReading *found, const FluxReading *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestPlant, flux_test_plant_free)

G_END_DECLS
