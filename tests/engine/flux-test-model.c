/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-model.h"

#include "flux-period.h"
#include "flux-test-notation.h"

typedef struct
{
  gint64 begin;
  gint64 received_at;
  gint64 times[FLUX_N_FIELDS];
  double values[FLUX_N_FIELDS];
  FluxFieldSet held;
  FluxFieldSet bad;
  gboolean is_new; /* in the post under way */
} Row;

struct _FluxTestModel
{
  gint64 period;
  FluxPeriodLearner learner;
  GArray *rows; /* (element-type Row): in order of arrival */
  gint64 most_seen;
};

static const char *const names[FLUX_N_FIELDS] = { "flow", "tot", "temp", "press", "batt", "signal", "level", "vel" };

FluxTestModel *
flux_test_model_new (gint64 period)
{
  FluxTestModel *self = g_new0 (FluxTestModel, 1);

  self->period = period;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  return self;
}

void
flux_test_model_free (FluxTestModel *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

static Row *
row_at (FluxTestModel *self, guint index)
{
  return &g_array_index (self->rows, Row, index);
}

gint64
flux_test_model_get_period (FluxTestModel *self)
{
  return self->period != 0 ? self->period : self->learner.period;
}

/* Failed: at least three values of the unit, all zero and none bad, the totalizer or the temperature among them. */
static gboolean
is_failed (const Row *row)
{
  guint n_zero = 0;
  gboolean is_telling = FALSE;

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      if (i == FLUX_FIELD_BATTERY_LEVEL || i == FLUX_FIELD_SIGNAL_STRENGTH || (row->held & FLUX_FIELD_BIT (i)) == 0)
        continue;
      if ((row->bad & FLUX_FIELD_BIT (i)) != 0 || row->values[i] != 0)
        return FALSE;
      n_zero++;
      is_telling |= i == FLUX_FIELD_TOTALIZER || i == FLUX_FIELD_TEMPERATURE;
    }
  return n_zero >= 3 && is_telling;
}

/* Whether the device has @field at @time: measured then, or in the row that begins then. */
static gboolean
is_taken (FluxTestModel *self, FluxField field, gint64 time)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = row_at (self, i);

      if ((row->held & FLUX_FIELD_BIT (field)) != 0 && (row->times[field] == time || row->begin == time))
        return TRUE;
    }
  return FALSE;
}

static FluxFieldSet
get_taken (FluxTestModel *self, FluxFieldSet fields, gint64 time)
{
  FluxFieldSet taken = 0;

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((fields & FLUX_FIELD_BIT (i)) != 0 && is_taken (self, i, time))
      taken |= FLUX_FIELD_BIT (i);
  return taken;
}

static Row *
find_nearest (FluxTestModel *self, FluxFieldSet fields, gint64 time)
{
  gint64 reach = flux_period_get_reach (flux_test_model_get_period (self));
  Row *nearest = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = row_at (self, i);
      gint64 distance = ABS (row->begin - time);

      if ((row->held & fields) != 0 || distance > reach)
        continue;
      if (nearest == NULL || distance < ABS (nearest->begin - time)
          || (distance == ABS (nearest->begin - time) && row->begin < nearest->begin))
        nearest = row;
    }
  return nearest;
}

static void
place (FluxTestModel *self, const FluxTestRecord *record, gint64 time, gint64 received_at)
{
  FluxFieldSet fields = record->present | record->bad;
  FluxFieldSet new_fields = fields & ~get_taken (self, fields, time);
  Row *row;

  if (new_fields == 0)
    return;
  row = find_nearest (self, new_fields, time);
  if (row == NULL)
    {
      const Row begun = { .begin = time, .received_at = received_at, .is_new = TRUE };

      g_array_append_val (self->rows, begun);
      row = row_at (self, self->rows->len - 1);
    }
  row->begin = MIN (row->begin, time);
  row->held |= new_fields;
  row->bad |= new_fields & record->bad;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((new_fields & FLUX_FIELD_BIT (i)) != 0)
      {
        row->times[i] = time;
        row->values[i] = record->values[i];
      }
}

/* How many of the records after @index have no time and one of its fields; at most as any one of them counts. */
static guint
count_later (const FluxTestRecord *records, guint n_records, guint index)
{
  guint most = 0;

  for (guint field = 0; field < FLUX_N_FIELDS; field++)
    {
      guint n = 0;

      if (((records[index].present | records[index].bad) & FLUX_FIELD_BIT (field)) == 0)
        continue;
      for (guint i = index + 1; i < n_records; i++)
        n += records[i].time == 0 && ((records[i].present | records[i].bad) & FLUX_FIELD_BIT (field)) != 0;
      most = MAX (most, n);
    }
  return most;
}

static void
learn (FluxTestModel *self, gint64 latest)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = row_at (self, i);

      if (row->is_new && !is_failed (row) && latest != 0)
        flux_period_learner_take (&self->learner, row->begin - latest);
      if (row->is_new && !is_failed (row))
        latest = MAX (latest, row->begin);
      row->is_new = FALSE;
    }
}

void
flux_test_model_take (FluxTestModel *self, const FluxTestRecord *records, guint n_records, gint64 received_at)
{
  gint64 latest = flux_test_model_get_latest (self);
  gint64 least, most;

  for (guint i = 0; i < n_records; i++)
    {
      gint64 time = records[i].time;

      if (time == 0)
        {
          time = received_at - count_later (records, n_records, i) * (self->period != 0 ? self->period : 1);
          while (get_taken (self, records[i].present | records[i].bad, time) != 0)
            time++;
        }
      place (self, &records[i], time, received_at);
    }
  learn (self, latest);
  flux_test_model_get_seen (self, &least, &most);
}

void
flux_test_model_restart (FluxTestModel *self)
{
  self->learner = (FluxPeriodLearner) { .period = self->learner.period };
}

gint64
flux_test_model_get_latest (FluxTestModel *self)
{
  gint64 latest = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (!is_failed (row_at (self, i)))
      latest = MAX (latest, row_at (self, i)->begin);
  return latest;
}

void
flux_test_model_get_seen (FluxTestModel *self, gint64 *least, gint64 *most)
{
  *least = 0;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = row_at (self, i);

      if (!is_failed (row) && (row->held & ~row->bad) != 0)
        *least = MAX (*least, MIN (row->begin, row->received_at));
    }
  self->most_seen = *most = MAX (self->most_seen, *least);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *first = a, *second = b;

  return first->begin < second->begin ? -1 : first->begin > second->begin;
}

char *
flux_test_model_describe (FluxTestModel *self, const char *device_id)
{
  g_autoptr (GArray) rows = g_array_copy (self->rows);
  GString *text = g_string_new (NULL);

  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *begin = flux_test_notation_of_time (row->begin);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? "; " : "", device_id, is_failed (row) ? "!" : "@", begin);
      for (guint field = 0; field < FLUX_N_FIELDS; field++)
        {
          g_autofree char *later = flux_test_notation_of_span (row->times[field] - row->begin);
          FluxFieldSet bit = FLUX_FIELD_BIT (field);

          if ((row->held & bit) == 0)
            continue;
          g_string_append_printf (text, " %s=", names[field]);
          if ((row->bad & bit) != 0)
            g_string_append (text, "bad");
          else
            g_string_append_printf (text, "%g", row->values[field]);
          if (row->times[field] != row->begin)
            g_string_append_printf (text, "+%s", later);
        }
    }
  return g_string_free (text, FALSE);
}
