/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-order-dialog.h"

#include "flux-body-values.h"
#include "flux-engine-mapping.h"
#include "flux-error-sentence.h"
#include "flux-format.h"
#include "flux-post-order.h"
#include "flux-present.h"

#include <glib/gi18n.h>

#define MOST_WORDS 4
#define MOST_VALUES 6 /* in one line */

struct _FluxPostOrderDialog
{
  AdwWindow parent_instance;

  GtkWidget *save;
  GtkRevealer *trouble;
  GtkLabel *trouble_text;
  AdwPreferencesGroup *group;
  GtkLabel *hint;

  FluxEngine *engine;   /* (owned) */
  FluxRegisterMap *map; /* (owned) */
  GtkCheckButton *checks[FLUX_N_WORD_ORDERS];
  FluxWordOrder wrong;  /* of the first bad register */
  gboolean can_save;    /* the map says the order, not the gateway */
};

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxPostOrderDialog, flux_post_order_dialog, ADW_TYPE_WINDOW)

static const char *const titles[FLUX_N_WORD_ORDERS] = {
  [FLUX_WORD_ORDER_ABCD] = N_ ("ABCD, high word first"),
  [FLUX_WORD_ORDER_CDAB] = N_ ("CDAB, low word first"),
  [FLUX_WORD_ORDER_BADC] = N_ ("BADC, high word first, bytes exchanged"),
  [FLUX_WORD_ORDER_DCBA] = N_ ("DCBA, low word first, bytes exchanged"),
};

/* What each order gives. */
typedef struct
{
  GString *values[FLUX_N_WORD_ORDERS];
  guint n_likely[FLUX_N_WORD_ORDERS];
  guint n;
  gboolean any_in_words;
} Trials;

/* --- Trying ------------------------------------------------------------------------------------------------------- */

static void
add_trial (Trials *self, const FluxRegister *reg, const FluxPostOrder orders[FLUX_N_WORD_ORDERS])
{
  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    {
      g_autofree char *quantity =
          reg->is_field ? flux_format_quantity (reg->field, FLUX_FLOW_UNIT_M3_PER_S, orders[i].value)
                        : flux_format_with_unit (orders[i].value, 3, reg->unit != NULL ? reg->unit : "");
      const char *name = reg->is_field ? flux_format_get_name (reg->field) : reg->name;

      self->n_likely[i] += orders[i].is_likely;
      if (self->n < MOST_VALUES)
        g_string_append_printf (self->values[i], "%s%s %s", self->n > 0 ? " · " : "", name, quantity);
    }
  self->n++;
}

/* Returns: %FALSE when there is a word that is none */
static gboolean
read_words (const GArray *values, guint from, guint n, guint16 *words)
{
  if (from + n > values->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const FluxBodyValue *value = &g_array_index (values, FluxBodyValue, from + i);

      if (value->kind != FLUX_BODY_VALUE_NUMBER || value->number < G_MININT16 || value->number > G_MAXUINT16)
        return FALSE;
      words[i] = (guint16) (gint32) value->number;
    }
  return TRUE;
}

/* Every register of more than one word that @values reach from @first on. */
static void
try_words (FluxPostOrderDialog *self, const FluxRegister *first, const GArray *values, Trials *trials)
{
  for (guint i = 0; i < self->map->registers->len; i++)
    {
      const FluxRegister *reg = g_ptr_array_index (self->map->registers, i);
      guint n = flux_register_type_get_words (reg->type);
      guint16 words[MOST_WORDS];
      FluxPostOrder orders[FLUX_N_WORD_ORDERS];

      if (n < 2 || reg->function != first->function || reg->address < first->address
          || !read_words (values, reg->address - first->address, n, words))
        continue;
      flux_post_order_from_words (words, reg, orders);
      add_trial (trials, reg, orders);
    }
}

static void
try_record (FluxPostOrderDialog *self, const FluxRecordOrigin *origin, GArray *values, Trials *trials)
{
  FluxBodyValuesForm form = flux_body_values_read (values, origin->value.text, origin->value.length);
  gboolean in_words = form == FLUX_BODY_VALUES_HEX || self->map->form == FLUX_VALUE_FORM_WORDS;
  int start = origin->number > 0 ? flux_register_map_find_number (self->map, origin->number) : -1;
  const FluxRegister *first;
  FluxPostOrder orders[FLUX_N_WORD_ORDERS];

  if (start < 0 && origin->request.length > 0)
    start = flux_register_map_find_request (self->map, origin->request.text, origin->request.length);
  if (start < 0)
    return;
  first = g_ptr_array_index (self->map->registers, start);
  trials->any_in_words |= in_words;
  if (in_words)
    try_words (self, first, values, trials);
  else if (values->len == 1
           && flux_post_order_from_number (g_array_index (values, FluxBodyValue, 0).text.text,
                                           g_array_index (values, FluxBodyValue, 0).text.length, first, orders))
    add_trial (trials, first, orders);
  if (self->wrong == FLUX_N_WORD_ORDERS)
    self->wrong = first->order;
}

static void
try_unit (FluxPostOrderDialog *self, const FluxPostReading *reading, const char *device_id, Trials *trials)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (FluxBodyValue));

  for (guint i = 0; i < flux_records_get_length (reading->records); i++)
    {
      const FluxRecord *record = flux_records_get (reading->records, i);
      const FluxRecordOrigin *origin = flux_records_get_origin (reading->records, record);

      if (record->rejected != NULL && origin != NULL && g_strcmp0 (record->device_id, device_id) == 0)
        try_record (self, origin, values, trials);
    }
}

/* --- What is shown ------------------------------------------------------------------------------------------------ */

static void
update (FluxPostOrderDialog *self)
{
  gboolean is_chosen = FALSE;

  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    is_chosen |= self->checks[i] != NULL && gtk_check_button_get_active (self->checks[i]) && i != self->wrong;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "order.save", self->can_save && is_chosen);
}

static GtkWidget *
make_likely (void)
{
  GtkWidget *likely = gtk_label_new (C_ ("word order", "likely"));

  gtk_widget_add_css_class (likely, "heading");
  return likely;
}

static void
add_row (FluxPostOrderDialog *self, FluxWordOrder order, const Trials *trials)
{
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
  gboolean is_likely = trials->n > 0 && trials->n_likely[order] == trials->n;

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), order > 0 ? self->checks[0] : NULL);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (check, self->can_save);
  self->checks[order] = GTK_CHECK_BUTTON (check);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (titles[order]));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), trials->values[order]->str);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  if (self->can_save)
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (is_likely)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_likely ());
  adw_preferences_group_add (self->group, row);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/* Returns: (transfer full): what choosing one does, or why none can be chosen */
static char *
make_hint (FluxPostOrderDialog *self, const Trials *trials)
{
  if (trials->n == 0)
    return g_strdup (_ ("It cannot be told from this post: the gateway printed too few digits to know the bytes. Let "
                        "it send hex or words once, or try another order there."));
  if (!self->can_save)
    return g_strdup (_ ("The gateway puts the words together before it posts, so the order is chosen there: in the "
                        "data type of its request. ABCD is what it does now."));
  return g_strdup_printf (_ ("This changes the register map “%s” for every unit that uses it."), self->map->name);
}

static void
show_trials (FluxPostOrderDialog *self, const Trials *trials)
{
  guint likely = FLUX_N_WORD_ORDERS;
  g_autofree char *hint = make_hint (self, trials);

  for (guint i = 0; i < FLUX_N_WORD_ORDERS && trials->n > 0; i++)
    {
      add_row (self, i, trials);
      if (trials->n_likely[i] == trials->n && likely == FLUX_N_WORD_ORDERS)
        likely = i;
    }
  if (trials->n > 0)
    gtk_check_button_set_active (self->checks[likely < FLUX_N_WORD_ORDERS ? likely : self->wrong], TRUE);
  gtk_label_set_label (self->hint, hint);
  update (self);
}

/* --- Saving ------------------------------------------------------------------------------------------------------- */

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostOrderDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (flux_engine_save_mapping_finish (FLUX_ENGINE (engine), result, &error))
    {
      g_signal_emit (self, signals[SAVED], 0);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_label (self->trouble_text, flux_error_sentence (error));
  gtk_revealer_set_reveal_child (self->trouble, TRUE);
  update (self);
}

/* What a wrong order was meant for stands in the map as often as it was meant. */
static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxPostOrderDialog *self = FLUX_POST_ORDER_DIALOG (widget);
  g_autoptr (FluxRegisterMap) map = flux_register_map_copy (self->map);
  FluxMappingChange change = { .map = map };
  guint order = 0;

  while (order < FLUX_N_WORD_ORDERS - 1 && !gtk_check_button_get_active (self->checks[order]))
    order++;
  for (guint i = 0; i < map->registers->len; i++)
    {
      FluxRegister *reg = g_ptr_array_index (map->registers, i);

      if (reg->order == self->wrong && flux_register_type_get_words (reg->type) > 1)
        reg->order = order;
    }
  gtk_widget_action_set_enabled (widget, "order.save", FALSE);
  flux_engine_save_mapping_async (self->engine, &change, g_get_user_name (), NULL, saved_cb, g_object_ref (self));
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_post_order_dialog_finalize (GObject *object)
{
  FluxPostOrderDialog *self = FLUX_POST_ORDER_DIALOG (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->map, flux_register_map_unref);
  G_OBJECT_CLASS (flux_post_order_dialog_parent_class)->finalize (object);
}

static void
flux_post_order_dialog_class_init (FluxPostOrderDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_post_order_dialog_finalize;
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-post-order-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostOrderDialog, save);
  gtk_widget_class_bind_template_child (widget_class, FluxPostOrderDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxPostOrderDialog, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, FluxPostOrderDialog, group);
  gtk_widget_class_bind_template_child (widget_class, FluxPostOrderDialog, hint);
  gtk_widget_class_install_action (widget_class, "order.save", NULL, save_action);
  flux_present_class_add_help (widget_class, "posts");
}

static void
flux_post_order_dialog_init (FluxPostOrderDialog *self)
{
  self->wrong = FLUX_N_WORD_ORDERS;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer full) (nullable) */
static FluxRegisterMap *
find_map (FluxEngine *engine, const char *gateway_uuid, const char *device_id)
{
  g_autoptr (GPtrArray) units = flux_engine_get_units (engine);
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (engine);
  const char *uuid = NULL;

  for (guint i = 0; i < units->len && uuid == NULL; i++)
    {
      const FluxUnit *unit = g_ptr_array_index (units, i);

      if (g_strcmp0 (unit->gateway_uuid, gateway_uuid) == 0 && g_strcmp0 (unit->device_id, device_id) == 0)
        uuid = unit->map_uuid;
    }
  for (guint i = 0; i < maps->len && uuid != NULL; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (maps, i))->uuid, uuid))
      return flux_register_map_ref (g_ptr_array_index (maps, i));
  return NULL;
}

FluxPostOrderDialog *
flux_post_order_dialog_present (GtkWidget *parent, FluxEngine *engine, const FluxPostReading *reading, guint index)
{
  const char *device_id = flux_records_get (reading->records, index)->device_id;
  FluxRegisterMap *map = reading->gateway != NULL ? find_map (engine, reading->gateway->uuid, device_id) : NULL;
  Trials trials = { .n = 0 };
  FluxPostOrderDialog *self;

  if (map == NULL)
    return NULL;
  self = g_object_new (FLUX_TYPE_POST_ORDER_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->map = map;
  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    trials.values[i] = g_string_new (NULL);
  try_unit (self, reading, device_id, &trials);
  self->can_save = trials.any_in_words && trials.n > 0;
  if (self->wrong == FLUX_N_WORD_ORDERS)
    self->wrong = FLUX_WORD_ORDER_ABCD;
  show_trials (self, &trials);
  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    g_string_free (trials.values[i], TRUE);
  flux_present_over (GTK_WINDOW (self), parent);
  return self;
}
