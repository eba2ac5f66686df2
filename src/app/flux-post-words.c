/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-words.h"

#include "flux-format.h"
#include "flux-number.h"
#include "flux-post-links.h"
#include "flux-rejected.h"

#include <glib/gi18n.h>

#define MOST_DEVICES 6

/* --- Outcomes ----------------------------------------------------------------------------------------------------- */

static const FluxMarkKind outcome_marks[] = {
  [FLUX_OUTCOME_STORED] = FLUX_MARK_STORED,           [FLUX_OUTCOME_DUPLICATE] = FLUX_MARK_DUPLICATE,
  [FLUX_OUTCOME_FAILED_READ] = FLUX_MARK_FAILED_READ, [FLUX_OUTCOME_BAD] = FLUX_MARK_BAD,
  [FLUX_OUTCOME_WAITING] = FLUX_MARK_NOT_MAPPED,      [FLUX_OUTCOME_REFUSED] = FLUX_MARK_REFUSED,
};

FluxMarkKind
flux_post_words_get_outcome_mark (FluxOutcome outcome)
{
  return outcome_marks[outcome];
}

FluxMarkKind
flux_post_words_get_mark (const FluxKeptPost *post)
{
  const FluxRecordCounts *counts = &post->counts;

  if (counts->refused > 0)
    return FLUX_MARK_REFUSED;
  if (counts->waiting > 0 || post->state == FLUX_POST_WAITS)
    return FLUX_MARK_NOT_MAPPED;
  if (counts->failed_read > 0)
    return FLUX_MARK_FAILED_READ;
  if (counts->stored > 0)
    return FLUX_MARK_STORED;
  return counts->duplicate > 0 ? FLUX_MARK_DUPLICATE : FLUX_MARK_NONE;
}

const char *
flux_post_words_get_outcome (const FluxKeptPost *post)
{
  FluxMarkKind mark = flux_post_words_get_mark (post);

  if (mark == FLUX_MARK_NONE)
    return C_ ("post", "No records");
  if (mark != FLUX_MARK_STORED && post->counts.stored > 0)
    return C_ ("post", "Partly stored");
  return flux_mark_kind_get_word (mark);
}

/* --- The rest of a row -------------------------------------------------------------------------------------------- */

static gboolean
is_same_day (GDateTime *first, GDateTime *second)
{
  return g_date_time_get_year (first) == g_date_time_get_year (second)
         && g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second);
}

static GDateTime *
make_date_time (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_to_timezone (utc, zone);
}

char *
flux_post_words_make_time (gint64 now, gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) moment = make_date_time (time, zone);
  g_autoptr (GDateTime) today = make_date_time (now, zone);

  if (is_same_day (moment, today))
    /* Translators: a time of day to the second in g_date_time_format()'s notation */
    return g_date_time_format (moment, C_ ("time", "%H:%M:%S"));
  if (g_date_time_get_year (moment) == g_date_time_get_year (today))
    return g_date_time_format (moment, C_ ("time", "%-d %b %H:%M"));
  return g_date_time_format (moment, C_ ("time", "%-d %b %Y"));
}

char *
flux_post_words_make_size (gsize size)
{
  if (size < 1000)
    /* Translators: a number of bytes */
    return g_strdup_printf (C_ ("size", "%u B"), (guint) size);
  return g_format_size (size);
}

FluxGatewayItem *
flux_post_words_find_gateway (FluxPlantModel *plant, gint64 number)
{
  GListModel *gateways = flux_plant_model_get_gateways (plant);

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    {
      g_autoptr (FluxGatewayItem) item = g_list_model_get_item (gateways, i);

      if (flux_gateway_item_get_gateway (item)->number == number)
        return item;
    }
  return NULL;
}

/* The plant hears of a gateway a moment after its first post. Returns: (transfer full) (nullable) */
static char *
find_fresh_gateway (FluxPlantModel *plant, gint64 number)
{
  g_autoptr (GPtrArray) gateways = flux_engine_get_gateways (flux_plant_model_get_engine (plant));

  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      if (gateway->number == number)
        return g_strdup (gateway->name);
    }
  return NULL;
}

char *
flux_post_words_make_sender (FluxPlantModel *plant, const FluxKeptPost *post)
{
  FluxGatewayItem *gateway = flux_post_words_find_gateway (plant, post->gateway);
  char *fresh;

  if (gateway != NULL)
    return g_strdup (flux_gateway_item_get_name (gateway));
  fresh = find_fresh_gateway (plant, post->gateway);
  if (fresh != NULL)
    return fresh;
  return g_strdup (post->address != NULL ? post->address : FLUX_NUMBER_NONE);
}

static gboolean
has_number (GArray *numbers, gint64 number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, gint64, i) == number)
      return TRUE;
  return FALSE;
}

char *
flux_post_words_make_devices (FluxPlantModel *plant, const FluxKeptPost *post)
{
  FluxEngine *engine = flux_plant_model_get_engine (plant);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < post->links->len && numbers->len < MOST_DEVICES; i++)
    {
      gint64 number = g_array_index (post->links, FluxPostLink, i).device;
      g_autofree char *id = NULL;

      if (has_number (numbers, number))
        continue;
      g_array_append_val (numbers, number);
      id = flux_engine_get_device_id (engine, number);
      if (id != NULL)
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", id);
    }
  if (numbers->len == MOST_DEVICES)
    g_string_append (ids, ", …");
  return g_strdup (ids->len > 0 ? ids->str : FLUX_NUMBER_NONE);
}

/* --- Reasons ------------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *reason;
  const char *sentence;
} reasons[] = {
  { FLUX_REASON_NO_NUMBER, N_ ("The unit gave no number") },
  { FLUX_REASON_NOT_A_NUMBER, N_ ("Text instead of a number") },
  { FLUX_REASON_SENTINEL, N_ ("This value means that there is none") },
  { FLUX_REASON_DENORMAL, N_ ("Looks like a wrong word order") },
  { FLUX_REASON_ABSURD, N_ ("Beyond anything physical") },
  { FLUX_REASON_OUT_OF_RANGE, N_ ("Out of the range of the register") },
  { FLUX_REASON_FROZEN, N_ ("Has not moved for long") },
  { "wrong type", N_ ("Text instead of a number") },
  { "not a number", N_ ("The unit gave no number") },
  { "given twice", N_ ("Given twice; the first counts") },
  { "not an object", N_ ("Not an object") },
  { "conflict", N_ ("Another value came first for this time, and stays") },
  { "clock fault", N_ ("The gateway’s clock is wrong; the time of arrival counts") },
  { "names no unit; needs a mapping", N_ ("Names no unit") },
  { "no unit of this gateway is named so; needs a mapping", N_ ("No unit of this gateway is named so yet") },
  { "the unit has no register map", N_ ("The unit has no register map yet") },
  { "the unit's register map has no such register", N_ ("The unit’s register map has no such register") },
  { "no measurement under a known name; needs a mapping", N_ ("No measurement under a name that is known yet") },
  { "no measurement", N_ ("Holds no measurement") },
  { "holds no value", N_ ("Holds no value") },
  { "not a form that is known here", N_ ("Not a form that is known here") },
  { "not in the contract's form; needs a mapping", N_ ("Not a form that is known here yet") },
  { "names no device", N_ ("Names no device") },
  { "device_id must be text of 1 to 100 characters without control characters", N_ ("The device id cannot be used") },
  { "more than 100,000 records in one post", N_ ("More than 100,000 records in one post") },
  { "an alarm message of the gateway, not a reading", N_ ("An alarm message of the gateway, not a reading") },
  { "unknown device, and this key may not make new ones", N_ ("Unknown device, and this key may not make new ones") },
  { "the device belongs to another gateway", N_ ("The device belongs to another gateway") },
  { "the database did not take it", N_ ("The database did not take it") },
};

const char *
flux_post_words_translate_reason (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].reason, reason) == 0)
      return _ (reasons[i].sentence);
  return reason != NULL ? reason : "";
}

/* --- Sentences ---------------------------------------------------------------------------------------------------- */

static void
append_count (GString *list, guint64 n, const char *word)
{
  g_autofree char *number = flux_number_format (n, 0);

  if (n > 0)
    g_string_append_printf (list, "%s%s %s", list->len > 0 ? ", " : "", number, word);
}

/* "4 stored, 1 duplicate". Returns: (transfer full) */
static char *
make_counts (const FluxRecordCounts *counts)
{
  GString *list = g_string_new (NULL);

  append_count (list, counts->stored, C_ ("records", "stored"));
  append_count (list, counts->duplicate, C_ ("records", "duplicate"));
  append_count (list, counts->failed_read, C_ ("records", "failed read"));
  append_count (list, counts->waiting, C_ ("records", "not mapped yet"));
  append_count (list, counts->refused, C_ ("records", "refused"));
  return g_string_free (list, FALSE);
}

static gboolean
would_be_read (const FluxPostReading *reading)
{
  for (guint i = 0; i < reading->fates->len; i++)
    if (g_array_index (reading->fates, FluxRecordFate, i).would_be_read)
      return TRUE;
  return FALSE;
}

static gboolean
has_bad (const FluxPostReading *reading)
{
  for (guint i = 0; reading->records != NULL && i < flux_records_get_length (reading->records); i++)
    if (flux_records_get (reading->records, i)->bad != 0)
      return TRUE;
  return FALSE;
}

/* Returns: (nullable): what comes next */
static const char *
get_outlook (const FluxPostReading *reading)
{
  const FluxRecordCounts *counts = &reading->post->counts;

  if (reading->body == NULL)
    return reading->post->body == NULL ? _ ("Its body is not kept any more.") : _ ("Its wrapping cannot be undone.");
  if (would_be_read (reading))
    return _ ("With the maps as they are now it can be read: decode it again.");
  if (counts->waiting > 0)
    return _ ("What is not mapped is kept whole, and fills the history once it is mapped.");
  if (counts->failed_read > 0)
    return _ ("Zeros for everything mean that the gateway could not read the unit; the last values stay.");
  if (has_bad (reading))
    return _ ("Bad values are kept aside with their reason, and not shown as readings.");
  return NULL;
}

char *
flux_post_words_sum_up (const FluxPostReading *reading)
{
  const FluxRecordCounts *counts = &reading->post->counts;
  g_autofree char *list = make_counts (counts);
  g_autofree char *number = flux_number_format (counts->received, 0);
  const char *outlook = get_outlook (reading);
  g_autofree char *what = NULL;

  if (reading->records != NULL && reading->records->whole_waits != NULL)
    /* Translators: %s is a reason like "Not a form that is known here" */
    what = g_strdup_printf (_ ("%s. The post is kept whole."),
                            flux_post_words_translate_reason (reading->records->whole_waits));
  else if (counts->received == 0)
    what = g_strdup (_ ("It holds no records. The gateway was seen."));
  else
    /* Translators: a number of records, and a list like "4 stored, 1 duplicate" */
    what = g_strdup_printf (ngettext ("%s record: %s.", "%s records: %s.", MIN (counts->received, G_MAXINT)), number,
                            list);
  return outlook != NULL ? g_strdup_printf ("%s %s", what, outlook) : g_steal_pointer (&what);
}

char *
flux_post_words_sum_up_again (const FluxDecodeSummary *summary)
{
  guint64 n_read = summary->before.waiting > summary->after.waiting ? summary->before.waiting - summary->after.waiting
                                                                    : 0;
  g_autofree char *posts = flux_number_format (summary->posts, 0);
  g_autofree char *records = flux_number_format (n_read, 0);
  g_autofree char *waiting = flux_number_format (summary->after.waiting, 0);
  g_autofree char *first = g_strdup_printf (
      ngettext ("%s post decoded again", "%s posts decoded again", MIN (summary->posts, G_MAXINT)), posts);
  /* Translators: of the records of those posts */
  g_autofree char *second = g_strdup_printf (
      ngettext ("%s record became a reading", "%s records became readings", MIN (n_read, G_MAXINT)), records);
  g_autofree char *third = g_strdup_printf (
      ngettext ("%s still waits", "%s still wait", MIN (summary->after.waiting, G_MAXINT)), waiting);

  /* Translators: "3 posts decoded again: 10 records became readings, 2 still wait" */
  return g_strdup_printf (_ ("%s: %s, %s"), first, second, third);
}
