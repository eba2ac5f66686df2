/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-line.h"

#include "flux-format.h"
#include "flux-json-reader.h"
#include "flux-number.h"
#include "flux-post-words.h"
#include "flux-register-map-file.h"
#include "flux-rejected.h"
#include "flux-time.h"

#include <glib/gi18n.h>
#include <string.h>

/* Values of one device that lie closer together are of one poll. */
#define POLL_MOST (30 * FLUX_TIME_SECOND)
#define VALUE_CHARACTERS 24

struct _FluxPostLine
{
  GObject parent_instance;

  FluxPostLineTexts texts;
};

G_DEFINE_FINAL_TYPE (FluxPostLine, flux_post_line, G_TYPE_OBJECT)

/* What lines are made from and into. */
typedef struct
{
  FluxPlantModel *plant;
  const FluxPostReading *reading;
  GListStore *lines;
  FluxPostNeeds *needs;
  GTimeZone *zone;
  gint64 now;
  char *head; /* (nullable): of the lines so far */
} Maker;

static void
flux_post_line_finalize (GObject *object)
{
  FluxPostLine *self = FLUX_POST_LINE (object);

  g_free (self->texts.what);
  g_free (self->texts.value);
  g_free (self->texts.meaning);
  g_free (self->texts.note);
  G_OBJECT_CLASS (flux_post_line_parent_class)->finalize (object);
}

static void
flux_post_line_class_init (FluxPostLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_post_line_finalize;
}

static void
flux_post_line_init (FluxPostLine *self)
{
}

const FluxPostLineTexts *
flux_post_line_get_texts (FluxPostLine *self)
{
  g_return_val_if_fail (FLUX_IS_POST_LINE (self), NULL);
  return &self->texts;
}

static void
add_line (Maker *self, FluxMarkKind mark, const char *what, const char *value, const char *meaning, const char *note)
{
  g_autoptr (FluxPostLine) line = g_object_new (FLUX_TYPE_POST_LINE, NULL);

  line->texts = (FluxPostLineTexts) {
    .mark = mark,
    .what = g_strdup (what),
    .value = g_strdup (value),
    .meaning = g_strdup (meaning),
    .note = g_strdup (note != NULL ? note : ""),
  };
  g_list_store_append (self->lines, line);
}

/* --- Whose they are ----------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) */
static char *
make_unit (const FluxRecordOrigin *origin)
{
  FluxSpan name = { NULL, 0 };
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;

  if (origin != NULL)
    name = origin->server_name.length > 0 ? origin->server_name : origin->alias.length > 0 ? origin->alias : origin->ip;
  if (name.length > 0)
    {
      text = g_strndup (name.text, name.length);
      valid = g_utf8_make_valid (text, -1);
      /* Translators: a unit behind a gateway, by what the gateway calls it */
      return g_strdup_printf (C_ ("post", "Unit “%s”"), valid);
    }
  if (origin != NULL && origin->server_id >= 0)
    /* Translators: a unit behind a gateway, by its Modbus id */
    return g_strdup_printf (C_ ("post", "Unit with the id %d"), origin->server_id);
  return g_strdup (C_ ("post", "No unit named"));
}

/* Returns: (transfer full) */
static char *
make_moment (Maker *self, const FluxRecord *record, const FluxRecordFate *fate)
{
  gint64 time = record->has_time ? record->time : fate->measured_at;
  g_autofree char *text = NULL;

  if (time == 0 || (!record->has_time && time == self->reading->post->received_at))
    return g_strdup (C_ ("post", "at the time of arrival"));
  text = flux_post_words_make_time (self->now, time, self->zone);
  /* Translators: %s is a time like 14:34:29 */
  return g_strdup_printf (C_ ("post", "measured %s"), text);
}

/* Lines of one device and time, and of one reason why they wait, stand below one head. */
static void
add_head (Maker *self, const FluxRecord *record, const FluxRecordFate *fate)
{
  g_autoptr (FluxPostLine) line = NULL;
  g_autofree char *unit = make_unit (flux_records_get_origin (self->reading->records, record));
  g_autofree char *moment = make_moment (self, record, fate);
  const char *name = record->device_id != NULL ? record->device_id : unit;
  const char *reason = record->kind == FLUX_RECORD_WAITS ? flux_post_words_translate_reason (record->reason)
                       : record->is_renamed              ? _ ("Known by its id and address under another name")
                                                         : "";
  g_autofree char *head = g_strdup_printf ("%s\n%s\n%s", name, moment, reason);

  if (g_strcmp0 (self->head, head) == 0)
    return;
  g_free (self->head);
  self->head = g_steal_pointer (&head);
  line = g_object_new (FLUX_TYPE_POST_LINE, NULL);
  line->texts = (FluxPostLineTexts) {
    .is_head = TRUE,
    .what = g_strdup (name),
    .value = g_strdup (""),
    .meaning = g_steal_pointer (&moment),
    .note = g_strdup (reason),
  };
  g_list_store_append (self->lines, line);
}

/* --- Good values -------------------------------------------------------------------------------------------------- */

static gboolean
is_of_same_poll (const FluxRecord *first, const FluxRecord *second)
{
  if (g_strcmp0 (first->device_id, second->device_id) != 0)
    return FALSE;
  return first->has_time != second->has_time || !first->has_time || ABS (first->time - second->time) <= POLL_MOST;
}

/* Whether a bad value of the same poll makes @record's uncertain. */
static gboolean
is_uncertain (Maker *self, const FluxRecord *record)
{
  const FluxRecords *records = self->reading->records;

  for (guint i = 0; i < MIN (flux_records_get_length (records), FLUX_POST_LINES_MOST_RECORDS); i++)
    {
      const FluxRecord *other = flux_records_get (records, i);

      if (other->rejected != NULL && is_of_same_poll (record, other) && flux_rejected_taints (other->rejected))
        return TRUE;
    }
  return FALSE;
}

static FluxFlowUnit
get_flow_unit (Maker *self, const FluxRecord *record)
{
  FluxDeviceItem *item =
      record->device_id != NULL ? flux_plant_model_find_device (self->plant, record->device_id) : NULL;

  return item != NULL ? flux_device_item_get_device (item)->flow_unit : FLUX_FLOW_UNIT_UNKNOWN;
}

/* The register's number stands for a record of one value; of several each says which it is. Returns: (transfer full) */
static char *
make_what (Maker *self, const FluxRecord *record, gboolean is_alone, const char *name)
{
  const FluxRecordOrigin *origin = flux_records_get_origin (self->reading->records, record);

  if (is_alone && origin != NULL && origin->number > 0)
    return g_strdup_printf ("%u", origin->number);
  if (name == NULL && origin != NULL && origin->request.length > 0)
    return g_strndup (origin->request.text, origin->request.length);
  return g_strdup (name != NULL ? name : FLUX_NUMBER_NONE);
}

static void
add_field (Maker *self, const FluxRecord *record, const FluxRecordFate *fate, FluxField field, gboolean is_alone)
{
  g_autofree char *what = make_what (self, record, is_alone, flux_field_get_name (field));
  g_autofree char *quantity =
      flux_format_quantity (field, get_flow_unit (self, record), record->values[field]);
  g_autofree char *doubtful = g_strdup_printf ("%s ?", quantity);
  gboolean is_kept = fate->outcome == FLUX_OUTCOME_STORED || fate->outcome == FLUX_OUTCOME_BAD;
  gboolean uncertain = is_kept && is_uncertain (self, record);
  FluxMarkKind mark = flux_post_words_get_outcome_mark (fate->outcome);
  g_autofree char *meaning = uncertain || fate->outcome == FLUX_OUTCOME_STORED
                                 ? g_strdup (flux_format_get_name (field))
                                 : g_strdup_printf ("%s · %s", flux_format_get_name (field),
                                                    flux_mark_kind_get_word (mark));

  add_line (self, uncertain ? FLUX_MARK_UNCERTAIN : mark, what, uncertain ? doubtful : quantity, meaning,
            uncertain ? _ ("Uncertain, for another value of the same poll is bad") : NULL);
}

/* --- Values that are not taken ------------------------------------------------------------------------------------ */

/* What @reader stands on, as people read it. Returns: (transfer full) */
static char *
make_raw (const char *text, gsize length)
{
  g_autofree char *whole = g_strndup (text != NULL ? text : "", length);
  g_autofree char *valid = g_utf8_make_valid (whole, -1);
  g_autofree char *begin = NULL;

  if (g_utf8_strlen (valid, -1) <= VALUE_CHARACTERS)
    return g_steal_pointer (&valid);
  begin = g_utf8_substring (valid, 0, VALUE_CHARACTERS);
  return g_strconcat (begin, "…", NULL);
}

typedef struct
{
  char *value;
  char *reason;
} Rejected;

/* The entry whose brace comes next. */
static gboolean
read_rejected (FluxJsonReader *reader, Rejected *rejected)
{
  if (flux_json_reader_next (reader) != FLUX_JSON_OBJECT_BEGIN)
    return FALSE;
  while (flux_json_reader_next (reader) == FLUX_JSON_NAME)
    {
      gboolean is_value = reader->length == strlen ("value") && memcmp (reader->text, "value", reader->length) == 0;
      FluxJsonToken token = flux_json_reader_next (reader);
      char **text = is_value ? &rejected->value : &rejected->reason;

      g_free (*text);
      *text = make_raw (reader->text, is_value ? reader->length : MIN (reader->length, 200));
      if (!is_value && token == FLUX_JSON_STRING)
        {
          g_free (*text);
          *text = g_strndup (reader->text, reader->length);
        }
      if (!flux_json_reader_skip (reader, token))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_of_wrong_order (const char *reason)
{
  return g_strcmp0 (reason, FLUX_REASON_DENORMAL) == 0 || g_strcmp0 (reason, FLUX_REASON_ABSURD) == 0
         || g_strcmp0 (reason, FLUX_REASON_OUT_OF_RANGE) == 0;
}

static void
add_rejected (Maker *self, guint index, const FluxRecord *record, gboolean is_alone)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, record->rejected, strlen (record->rejected), FLUX_JSON_STRICT);
  flux_json_reader_next (&reader);
  while (flux_json_reader_next (&reader) == FLUX_JSON_NAME)
    {
      g_autofree char *name = g_strndup (reader.text, reader.length);
      g_autofree char *what = make_what (self, record, is_alone, name);
      Rejected rejected = { 0 };

      if (read_rejected (&reader, &rejected))
        {
          add_line (self, FLUX_MARK_BAD, what, rejected.value, flux_post_words_translate_reason (rejected.reason), "");
          if (self->needs->order < 0 && record->is_mapped && is_of_wrong_order (rejected.reason))
            self->needs->order = index;
        }
      g_free (rejected.value);
      g_free (rejected.reason);
    }
}

/* What a register of this number or request holds in the units that are known. */
static gboolean
guess_field (const FluxRecordOrigin *origin, FluxField *field)
{
  GPtrArray *profiles = flux_unit_profiles_get ();

  if (origin->request.length > 0 && flux_field_from_name (origin->request.text, origin->request.length, field))
    return TRUE;
  for (guint i = 0; i < profiles->len && origin->number > 0; i++)
    {
      const FluxRegisterMap *map = g_ptr_array_index (profiles, i);
      int index = flux_register_map_find_number (map, origin->number);
      const FluxRegister *reg = index >= 0 ? g_ptr_array_index (map->registers, index) : NULL;

      if (reg == NULL || !reg->is_field)
        continue;
      *field = reg->field;
      return TRUE;
    }
  return FALSE;
}

static void
add_unread (Maker *self, const FluxRecord *record, const FluxRecordFate *fate)
{
  const FluxRecordOrigin *origin = flux_records_get_origin (self->reading->records, record);
  g_autofree char *what = make_what (self, record, TRUE, NULL);
  g_autofree char *value = origin != NULL ? make_raw (origin->value.text, origin->value.length) : g_strdup ("");
  g_autofree char *meaning = NULL;
  FluxField field;

  if (record->kind == FLUX_RECORD_REFUSED)
    meaning = g_strdup (flux_post_words_translate_reason (record->reason));
  else if (origin != NULL && guess_field (origin, &field))
    /* Translators: %s is a quantity like "flow" */
    meaning = g_strdup_printf (_ ("probably %s"), flux_format_get_name (field));
  add_line (self, flux_post_words_get_outcome_mark (fate->outcome), what, value, meaning != NULL ? meaning : "", NULL);
}

/* --- Records ------------------------------------------------------------------------------------------------------ */

static guint
count_values (const FluxRecord *record)
{
  guint n = 0;

  for (FluxFieldSet fields = record->present | record->bad; fields != 0; fields &= fields - 1)
    n++;
  return n;
}

static void
note_needs (Maker *self, const FluxRecord *record, const FluxRecordFate *fate)
{
  const FluxGateway *gateway = self->reading->gateway;
  gboolean can_be_mapped = record->remedy == FLUX_REMEDY_MAP_UNIT || record->remedy == FLUX_REMEDY_NAME_MEMBERS
                           || record->remedy == FLUX_REMEDY_NAME_DEVICE;

  self->needs->decode_again |= fate->would_be_read;
  self->needs->map |= record->kind == FLUX_RECORD_WAITS && can_be_mapped;
  self->needs->zone |= record->is_local && gateway != NULL && gateway->time_zone == NULL;
}

static void
add_record (Maker *self, guint index)
{
  const FluxRecord *record = flux_records_get (self->reading->records, index);
  const FluxRecordFate *fate = &g_array_index (self->reading->fates, FluxRecordFate, index);
  gboolean is_alone = record->origin >= 0 && count_values (record) <= 1;

  note_needs (self, record, fate);
  add_head (self, record, fate);
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((record->present & FLUX_FIELD_BIT (i)) != 0)
      add_field (self, record, fate, i, is_alone);
  if (record->rejected != NULL)
    add_rejected (self, index, record, is_alone);
  if (record->kind != FLUX_RECORD_READING)
    add_unread (self, record, fate);
  else if (record->present == 0 && record->rejected == NULL)
    {
      g_autofree char *what = make_what (self, record, TRUE, NULL);

      add_line (self, flux_post_words_get_outcome_mark (fate->outcome), what, "", _ ("kept beside the reading"), "");
    }
}

GListStore *
flux_post_lines_make (FluxPlantModel *plant, const FluxPostReading *reading, FluxPostNeeds *needs)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GListStore *lines = g_list_store_new (FLUX_TYPE_POST_LINE);
  gint64 now = flux_clock_get_now (flux_engine_get_clock (flux_plant_model_get_engine (plant)));
  Maker maker = { plant, reading, lines, needs, zone, now, NULL };
  guint n = reading->records != NULL ? flux_records_get_length (reading->records) : 0;
  g_autofree char *rest = NULL;

  *needs = (FluxPostNeeds) { .order = -1 };
  for (guint i = 0; i < MIN (n, FLUX_POST_LINES_MOST_RECORDS); i++)
    add_record (&maker, i);
  g_free (maker.head);
  if (n <= FLUX_POST_LINES_MOST_RECORDS)
    return lines;
  n -= FLUX_POST_LINES_MOST_RECORDS;
  rest = g_strdup_printf (ngettext ("%u more record", "%u more records", n), n);
  add_line (&maker, FLUX_MARK_NONE, "…", "", rest, "");
  return lines;
}
