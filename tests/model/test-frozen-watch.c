/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-frozen-watch.h"

#define BEGIN G_GINT64_CONSTANT (1795424400000000)

typedef struct
{
  const char *name;
  double flow;
  guint n_values;
  guint n_readings;   /* equal ones, one after the other */
  gint64 period;      /* between them */
  double last_change; /* by which the last one differs in its totalizer */
  gboolean is_frozen; /* the last one */
} FrozenCase;

static const FrozenCase cases[] = {
  { "long-enough", 5, 4, 40, FLUX_TIME_MINUTE, 0, TRUE },
  { "just-enough", 5, 3, 31, FLUX_TIME_MINUTE, 0, TRUE },
  { "too-few", 5, 4, 29, 5 * FLUX_TIME_MINUTE, 0, FALSE },
  { "too-short", 5, 4, 400, FLUX_TIME_SECOND, 0, FALSE },
  { "last-one-differs", 5, 4, 40, FLUX_TIME_MINUTE, 0.01, FALSE },
  { "steady-zero", 0, 4, 100, FLUX_TIME_MINUTE, 0, FALSE },
  { "two-values", 5, 2, 100, FLUX_TIME_MINUTE, 0, FALSE },
};

static FluxReading
make_reading (const FrozenCase *test, guint index)
{
  static const FluxField fields[]
      = { FLUX_FIELD_FLOW_RATE, FLUX_FIELD_TOTALIZER, FLUX_FIELD_TEMPERATURE, FLUX_FIELD_LEVEL };
  FluxReading reading = { .measured_at = BEGIN + index * test->period };

  for (guint i = 0; i < test->n_values; i++)
    {
      reading.present |= FLUX_FIELD_BIT (fields[i]);
      reading.values[fields[i]] = i == 0 ? test->flow : 10 + i;
    }
  return reading;
}

static void
test_watch (gconstpointer data)
{
  const FrozenCase *test = data;
  FluxFrozenWatch watch = { 0 };
  FluxReading latest = { 0 };
  gboolean is_frozen = FALSE;

  for (guint i = 0; i < test->n_readings; i++)
    {
      FluxReading reading = make_reading (test, i);

      if (i == test->n_readings - 1)
        reading.values[FLUX_FIELD_TOTALIZER] += test->last_change;
      flux_frozen_watch_begin_row (&watch, &latest, &reading);
      is_frozen = flux_frozen_watch_judge (&watch, &reading);
      latest = reading;
    }
  g_assert_cmpint (is_frozen, ==, test->is_frozen);
}

/* A late reading neither breaks a repetition nor makes one. */
static void
test_late (void)
{
  const FrozenCase *steady = &cases[0];
  FluxFrozenWatch watch = { 0 };
  FluxReading latest = { 0 };
  FluxReading late = make_reading (steady, 0);

  for (guint i = 0; i < steady->n_readings; i++)
    {
      FluxReading reading = make_reading (steady, i + 1);

      flux_frozen_watch_begin_row (&watch, &latest, &reading);
      latest = reading;
      flux_frozen_watch_begin_row (&watch, &latest, &late);
    }
  g_assert_cmpuint (watch.n_same, ==, steady->n_readings - 2);
}

/* One reading between many that give no row is one reading. */
static void
test_failed_reads_between (void)
{
  const FrozenCase *steady = &cases[0];
  FluxFrozenWatch watch = { 0 };
  FluxReading latest = make_reading (steady, 0);

  for (guint i = 1; i < steady->n_readings; i++)
    {
      FluxReading failed = make_reading (steady, i);

      flux_frozen_watch_begin_row (&watch, &latest, &failed);
    }
  g_assert_cmpuint (watch.n_same, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/model/frozen-watch/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_watch);
    }
  g_test_add_func ("/model/frozen-watch/late", test_late);
  g_test_add_func ("/model/frozen-watch/failed-reads-between", test_failed_reads_between);
  return g_test_run ();
}
