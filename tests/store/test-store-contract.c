/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

/* One case on one driver. */
typedef struct
{
  const FluxTestDriver *driver;
  const FluxStoreCase *test;
} Run;

static void
run_case (gconstpointer data)
{
  const Run *run = data;
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (run->driver);

  run->test->run (plant);
}

static void
add_cases (const FluxTestDriver *driver, const char *subject, const FluxStoreCase *cases)
{
  for (; cases->name != NULL; cases++)
    {
      g_autofree char *path = g_strdup_printf ("/store/%s/%s/%s", driver->name, subject, cases->name);
      Run *run = g_new (Run, 1);

      *run = (Run){ driver, cases };
      g_test_add_data_func_full (path, run, run_case, g_free);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < flux_test_n_drivers; i++)
    {
      add_cases (&flux_test_drivers[i], "devices", flux_store_cases_devices);
      add_cases (&flux_test_drivers[i], "gateways", flux_store_cases_gateways);
      add_cases (&flux_test_drivers[i], "maps", flux_store_cases_maps);
      add_cases (&flux_test_drivers[i], "alerts", flux_store_cases_alerts);
      add_cases (&flux_test_drivers[i], "readings", flux_store_cases_readings);
      add_cases (&flux_test_drivers[i], "pages", flux_store_cases_pages);
      add_cases (&flux_test_drivers[i], "latest", flux_store_cases_latest);
      add_cases (&flux_test_drivers[i], "posts", flux_store_cases_posts);
      add_cases (&flux_test_drivers[i], "post-lists", flux_store_cases_post_lists);
      add_cases (&flux_test_drivers[i], "post-drop", flux_store_cases_post_drop);
      add_cases (&flux_test_drivers[i], "writing", flux_store_cases_writing);
      add_cases (&flux_test_drivers[i], "async", flux_store_cases_async);
      add_cases (&flux_test_drivers[i], "access", flux_store_cases_access);
      add_cases (&flux_test_drivers[i], "plain-sql", flux_store_cases_plain_sql);
    }
  return g_test_run ();
}
