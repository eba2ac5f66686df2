/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-table.h"

#include "flux-device.h"
#include "flux-format.h"
#include "flux-naming.h"
#include "flux-number.h"
#include "flux-post-words.h"
#include "flux-quantity.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define ROW "flux-register-table-row"
#define FIVE_DIGITS 9999

typedef enum
{
  COLUMN_NUMBER,
  COLUMN_WIRE,
  COLUMN_CLASSIC,
  COLUMN_SEEN,
  COLUMN_MEANING,
  COLUMN_TYPE,
  COLUMN_ORDER,
  COLUMN_SCALE,
  COLUMN_UNIT,
  COLUMN_RESULT,
  N_COLUMNS
} Column;

typedef struct
{
  guint index; /* of the unit's rows */
  GtkDropDown *meaning;
  GtkEditable *name;
  GtkDropDown *type;
  GtkDropDown *order;
  GtkEditable *scale;
  GtkDropDown *unit;
  GtkLabel *seen;
  GtkLabel *result;
  GtkLabel *fault;
  guint shown_meaning;
} Line;

struct _FluxRegisterTable
{
  AdwBin parent_instance;

  GtkGrid *grid;
  GPtrArray *lines;        /* (element-type Line) */
  FluxMappingDraft *draft; /* (nullable) */
  FluxMappingUnit *unit;
  const FluxRegisterMap *shown; /* the map whose rows the lines are for */
  gboolean is_showing;          /* what changes is not done by the person */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *title;
  float xalign;
} columns[N_COLUMNS] = {
  [COLUMN_NUMBER] = { NC_ ("register", "Number"), 1 },
  [COLUMN_WIRE] = { NC_ ("register", "On the wire"), 1 },
  [COLUMN_CLASSIC] = { NC_ ("register", "Classic"), 1 },
  [COLUMN_SEEN] = { NC_ ("register", "In the post"), 1 },
  [COLUMN_MEANING] = { NC_ ("register", "Meaning"), 0 },
  [COLUMN_TYPE] = { NC_ ("register", "Type"), 0 },
  [COLUMN_ORDER] = { NC_ ("register", "Word order"), 0 },
  [COLUMN_SCALE] = { NC_ ("register", "Scale"), 0 },
  [COLUMN_UNIT] = { NC_ ("register", "Unit"), 0 },
  [COLUMN_RESULT] = { NC_ ("register", "Kept as"), 1 },
};

G_DEFINE_FINAL_TYPE (FluxRegisterTable, flux_register_table, ADW_TYPE_BIN)

static FluxMappingRow *
get_row (FluxRegisterTable *self, const Line *line)
{
  return g_ptr_array_index (self->unit->rows, line->index);
}

static const FluxRegisterMap *
get_map (FluxRegisterTable *self)
{
  return flux_mapping_unit_get_choice (flux_mapping_unit_get_table (self->unit))->map;
}

static void
tell_changed (FluxRegisterTable *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- What the person does ----------------------------------------------------------------------------------------- */

static Line *
find_line (GObject *widget)
{
  return g_object_get_data (widget, ROW);
}

static void
meaning_cb (GtkDropDown *drop, GParamSpec *pspec, FluxRegisterTable *self)
{
  if (self->is_showing)
    return;
  flux_mapping_draft_set_meaning (self->draft, get_row (self, find_line (G_OBJECT (drop))),
                                  gtk_drop_down_get_selected (drop));
  tell_changed (self);
}

static void
type_cb (GtkDropDown *drop, GParamSpec *pspec, FluxRegisterTable *self)
{
  if (self->is_showing)
    return;
  flux_mapping_draft_set_type (self->draft, get_row (self, find_line (G_OBJECT (drop))),
                               gtk_drop_down_get_selected (drop));
  tell_changed (self);
}

static void
order_cb (GtkDropDown *drop, GParamSpec *pspec, FluxRegisterTable *self)
{
  if (self->is_showing)
    return;
  flux_mapping_draft_set_order (self->draft, get_row (self, find_line (G_OBJECT (drop))),
                                gtk_drop_down_get_selected (drop));
  tell_changed (self);
}

static void
unit_cb (GtkDropDown *drop, GParamSpec *pspec, FluxRegisterTable *self)
{
  guint selected = gtk_drop_down_get_selected (drop);
  FluxMappingRow *row;

  if (self->is_showing || selected == GTK_INVALID_LIST_POSITION)
    return;
  row = get_row (self, find_line (G_OBJECT (drop)));
  if (!row->reg->is_field)
    return;
  flux_mapping_draft_set_unit (self->draft, row, flux_quantity_get_units (row->reg->field)[selected]);
  tell_changed (self);
}

static void
name_cb (GtkEditable *entry, FluxRegisterTable *self)
{
  if (self->is_showing)
    return;
  flux_mapping_draft_set_name (self->draft, get_row (self, find_line (G_OBJECT (entry))),
                               gtk_editable_get_text (entry));
  tell_changed (self);
}

static void
scale_cb (GtkEditable *entry, FluxRegisterTable *self)
{
  if (self->is_showing)
    return;
  flux_mapping_draft_set_scale (self->draft, get_row (self, find_line (G_OBJECT (entry))),
                                gtk_editable_get_text (entry));
  tell_changed (self);
}

/* --- Words -------------------------------------------------------------------------------------------------------- */

/* At the beginning of a label: "Flow". */
static char *
write_field (FluxField field)
{
  const char *name = flux_format_get_name (field);
  g_autofree char *first = g_utf8_substring (name, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (name), NULL);
}

static GtkStringList *
list_meanings (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    gtk_string_list_take (list, write_field (i));
  gtk_string_list_append (list, C_ ("register", "Other…"));
  gtk_string_list_append (list, C_ ("register", "Leave out"));
  return list;
}

static GtkStringList *
list_types (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < FLUX_N_REGISTER_TYPES; i++)
    gtk_string_list_append (list, flux_register_type_to_word (i));
  return list;
}

static GtkStringList *
list_orders (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    gtk_string_list_append (list, flux_word_order_to_word (i));
  return list;
}

static char *
write_unit (FluxField field, const char *word)
{
  g_autoptr (GString) text = g_string_new (word);

  if (field == FLUX_FIELD_TEMPERATURE && !g_str_equal (word, "K"))
    g_string_prepend (text, "°");
  g_string_replace (text, "m3", "m³", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkStringList *
list_units (const FluxRegister *reg)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  const char *const *words = reg->is_field ? flux_quantity_get_units (reg->field) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    gtk_string_list_take (list, write_unit (reg->field, words[i]));
  if (words == NULL)
    gtk_string_list_append (list, reg->unit != NULL ? reg->unit : "—");
  return list;
}

/* The word of the list that means the same as the register's. */
static guint
find_unit (const FluxRegister *reg)
{
  const char *const *words = flux_quantity_get_units (reg->field);
  double factor, offset, listed_factor, listed_offset;

  if (!reg->is_field || !flux_quantity_factor (reg->field, reg->unit, &factor, &offset))
    return 0;
  for (guint i = 0; words[i] != NULL; i++)
    if (flux_quantity_factor (reg->field, words[i], &listed_factor, &listed_offset) && factor == listed_factor
        && offset == listed_offset)
      return i;
  return 0;
}

char *
flux_register_table_write_classic (const FluxRegister *reg)
{
  static const int areas[] = { [FLUX_FUNCTION_COILS] = 0,
                               [FLUX_FUNCTION_DISCRETE_INPUTS] = 1,
                               [FLUX_FUNCTION_HOLDING_REGISTERS] = 4,
                               [FLUX_FUNCTION_INPUT_REGISTERS] = 3 };
  guint number = reg->address + 1u;

  return g_strdup_printf (number <= FIVE_DIGITS ? "%d%04u" : "%d%05u", areas[reg->function], number);
}

/* With as many digits as it has, three at most. */
static char *
write_extra (const FluxRegister *reg, double value)
{
  const char *unit = g_strcmp0 (reg->unit, "C") == 0 ? "°C" : reg->unit != NULL ? reg->unit : "";
  int decimals = 0;
  double rest = fabs (value);

  while (decimals < 3 && fabs (rest - round (rest)) > 1e-6)
    {
      rest *= 10;
      decimals++;
    }
  return flux_format_with_unit (value, decimals, unit);
}

static char *
write_result (FluxRegisterTable *self, const FluxMappingRow *row)
{
  const FluxDevice *device = flux_mapping_draft_find_device (self->draft, self->unit);
  FluxFlowUnit unit = device != NULL ? device->flow_unit : FLUX_FLOW_UNIT_M3_PER_H;

  if (row->is_left_out)
    return g_strdup ("");
  if (!row->has_result)
    return g_strdup (row->fault != NULL ? flux_post_words_translate_reason (row->fault) : FLUX_NUMBER_NONE);
  if (row->reg->is_field)
    return flux_format_quantity (row->reg->field, unit, row->result);
  return write_extra (row->reg, row->result);
}

/* --- Lines -------------------------------------------------------------------------------------------------------- */

static GtkWidget *
attach (FluxRegisterTable *self, GtkWidget *widget, Column column, int top)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_grid_attach (self->grid, widget, column, top, 1, 1);
  return widget;
}

static GtkLabel *
attach_text (FluxRegisterTable *self, Column column, int top, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), columns[column].xalign);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "flux-small");
  return GTK_LABEL (attach (self, label, column, top));
}

static GtkDropDown *
attach_drop (FluxRegisterTable *self, Column column, int top, Line *line, GtkStringList *list, const char *number,
             GCallback callback)
{
  GtkWidget *drop = gtk_drop_down_new (G_LIST_MODEL (list), NULL);
  g_autofree char *label = g_strdup_printf ("%s, %s", g_dpgettext2 (NULL, "register", columns[column].title), number);

  g_object_set_data (G_OBJECT (drop), ROW, line);
  gtk_widget_add_css_class (drop, "flux-compact");
  flux_naming_drop_down (GTK_DROP_DOWN (drop), label);
  g_signal_connect (drop, "notify::selected", callback, self);
  return GTK_DROP_DOWN (attach (self, drop, column, top));
}

static GtkEditable *
make_entry (FluxRegisterTable *self, Line *line, const char *label, int width, GCallback callback)
{
  GtkWidget *entry = gtk_entry_new ();

  g_object_set_data (G_OBJECT (entry), ROW, line);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width);
  gtk_widget_add_css_class (entry, "flux-compact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (entry, "changed", callback, self);
  return GTK_EDITABLE (entry);
}

static void
attach_number (FluxRegisterTable *self, const FluxRegister *reg, int top, const char *number)
{
  g_autofree char *wire = g_strdup_printf ("%u  0x%04X", reg->address, reg->address);
  g_autofree char *classic = flux_register_table_write_classic (reg);
  GtkLabel *label = attach_text (self, COLUMN_NUMBER, top, number);

  gtk_widget_add_css_class (GTK_WIDGET (label), "heading");
  if (reg->source != NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (label), reg->source);
  attach_text (self, COLUMN_WIRE, top, wire);
  attach_text (self, COLUMN_CLASSIC, top, classic);
}

static void
attach_meaning (FluxRegisterTable *self, Line *line, int top, const char *number)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *label = g_strdup_printf (_ ("Name of register %s"), number);

  line->meaning =
      attach_drop (self, COLUMN_MEANING, top, line, list_meanings (), number, G_CALLBACK (meaning_cb));
  g_object_ref (line->meaning);
  gtk_grid_remove (self->grid, GTK_WIDGET (line->meaning));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line->meaning));
  g_object_unref (line->meaning);
  line->name = make_entry (self, line, label, 16, G_CALLBACK (name_cb));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line->name));
  attach (self, box, COLUMN_MEANING, top);
}

static void
add_line (FluxRegisterTable *self, guint index)
{
  Line *line = g_new0 (Line, 1);
  int top = 2 + index * 3; /* a separator lies above it, what is wrong below */
  const FluxMappingRow *row = g_ptr_array_index (self->unit->rows, index);
  g_autofree char *number = g_strdup_printf ("%u", row->reg->address + 1u);
  g_autofree char *scale = g_strdup_printf (_ ("Scale, %s"), number);

  line->index = index;
  line->shown_meaning = G_MAXUINT;
  gtk_grid_attach (self->grid, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), 0, top - 1, N_COLUMNS, 1);
  attach_number (self, row->reg, top, number);
  line->seen = attach_text (self, COLUMN_SEEN, top, NULL);
  attach_meaning (self, line, top, number);
  line->type = attach_drop (self, COLUMN_TYPE, top, line, list_types (), number, G_CALLBACK (type_cb));
  line->order = attach_drop (self, COLUMN_ORDER, top, line, list_orders (), number, G_CALLBACK (order_cb));
  line->scale = make_entry (self, line, scale, 6, G_CALLBACK (scale_cb));
  attach (self, GTK_WIDGET (line->scale), COLUMN_SCALE, top);
  line->unit = attach_drop (self, COLUMN_UNIT, top, line, list_units (row->reg), number, G_CALLBACK (unit_cb));
  line->result = attach_text (self, COLUMN_RESULT, top, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (line->result), "heading");
  gtk_widget_set_hexpand (GTK_WIDGET (line->result), TRUE);
  line->fault = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (line->fault, 0);
  gtk_widget_add_css_class (GTK_WIDGET (line->fault), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (line->fault), "flux-fault");
  gtk_grid_attach (self->grid, GTK_WIDGET (line->fault), COLUMN_MEANING, top + 1, N_COLUMNS - COLUMN_MEANING, 1);
  g_ptr_array_add (self->lines, line);
}

static void
put_entry (GtkEditable *entry, const char *text)
{
  if (!g_str_equal (gtk_editable_get_text (entry), text))
    gtk_editable_set_text (entry, text);
}

static void
show_meaning (Line *line, const FluxMappingRow *row)
{
  guint meaning = flux_mapping_row_get_meaning (row);

  gtk_drop_down_set_selected (line->meaning, meaning);
  gtk_widget_set_visible (GTK_WIDGET (line->name), meaning == FLUX_MAPPING_OTHER);
  if (meaning == FLUX_MAPPING_OTHER)
    put_entry (line->name, row->reg->name);
  if (meaning != line->shown_meaning)
    {
      g_autoptr (GtkStringList) units = list_units (row->reg);

      gtk_drop_down_set_model (line->unit, G_LIST_MODEL (units));
      line->shown_meaning = meaning;
    }
  gtk_drop_down_set_selected (line->unit, find_unit (row->reg));
}

static void
show_line (FluxRegisterTable *self, Line *line)
{
  const FluxMappingRow *row = get_row (self, line);
  gboolean is_own = flux_mapping_unit_get_table (self->unit) == self->unit;
  const char *fault = is_own ? flux_mapping_draft_judge_row (self->draft, self->unit, row) : NULL;
  g_autofree char *result = write_result (self, row);

  show_meaning (line, row);
  gtk_drop_down_set_selected (line->type, row->reg->type);
  gtk_drop_down_set_selected (line->order, row->reg->order);
  put_entry (line->scale, row->scale);
  gtk_widget_set_sensitive (GTK_WIDGET (line->meaning), is_own);
  gtk_widget_set_sensitive (GTK_WIDGET (line->name), is_own);
  gtk_widget_set_sensitive (GTK_WIDGET (line->type), is_own && !row->is_left_out);
  gtk_widget_set_sensitive (GTK_WIDGET (line->order),
                            is_own && !row->is_left_out && flux_register_type_get_words (row->reg->type) > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (line->scale), is_own && !row->is_left_out);
  gtk_widget_set_sensitive (GTK_WIDGET (line->unit), is_own && !row->is_left_out && row->reg->is_field);
  gtk_label_set_text (line->seen, row->seen != NULL ? row->seen : FLUX_NUMBER_NONE);
  gtk_label_set_text (line->result, result);
  if (row->fault != NULL && !row->has_result)
    gtk_widget_add_css_class (GTK_WIDGET (line->result), "flux-fault");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (line->result), "flux-fault");
  gtk_label_set_text (line->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (line->fault), fault != NULL);
}

/* --- The table ---------------------------------------------------------------------------------------------------- */

static void
add_titles (FluxRegisterTable *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkLabel *label = attach_text (self, i, 0, g_dpgettext2 (NULL, "register", columns[i].title));

      gtk_widget_remove_css_class (GTK_WIDGET (label), "flux-small");
      gtk_widget_add_css_class (GTK_WIDGET (label), "caption-heading");
      gtk_widget_add_css_class (GTK_WIDGET (label), "flux-dim");
    }
}

static void
build (FluxRegisterTable *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->lines, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  self->shown = get_map (self);
  add_titles (self);
  for (guint i = 0; i < self->unit->rows->len; i++)
    add_line (self, i);
}

void
flux_register_table_update (FluxRegisterTable *self)
{
  g_return_if_fail (FLUX_IS_REGISTER_TABLE (self));
  if (self->draft == NULL)
    return;
  self->is_showing = TRUE;
  if (self->shown != get_map (self) || self->lines->len != self->unit->rows->len)
    build (self);
  for (guint i = 0; i < self->lines->len; i++)
    show_line (self, g_ptr_array_index (self->lines, i));
  gtk_widget_set_visible (GTK_WIDGET (self), self->lines->len > 0);
  self->is_showing = FALSE;
}

void
flux_register_table_forget (FluxRegisterTable *self)
{
  g_return_if_fail (FLUX_IS_REGISTER_TABLE (self));
  self->draft = NULL;
  self->is_showing = TRUE;
}

static void
flux_register_table_finalize (GObject *object)
{
  g_ptr_array_unref (FLUX_REGISTER_TABLE (object)->lines);
  G_OBJECT_CLASS (flux_register_table_parent_class)->finalize (object);
}

static void
flux_register_table_class_init (FluxRegisterTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_register_table_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
flux_register_table_init (FluxRegisterTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 10);
  gtk_grid_set_row_spacing (self->grid, 4);
  gtk_widget_add_css_class (GTK_WIDGET (self->grid), "flux-registers");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->grid));
  gtk_widget_add_css_class (scrolled, "card");
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
flux_register_table_new (FluxMappingDraft *draft, FluxMappingUnit *unit)
{
  FluxRegisterTable *self = g_object_new (FLUX_TYPE_REGISTER_TABLE, NULL);

  self->draft = draft;
  self->unit = unit;
  flux_register_table_update (self);
  return GTK_WIDGET (self);
}
