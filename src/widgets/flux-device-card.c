/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-card.h"

#include "flux-device-card-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define BATTERY_STEPS 4
#define SIGNAL_STEPS 4

static const struct
{
  const char *class;
  FluxTone tone;
} bands[] = {
  [FLUX_BAND_NONE] = { "normal", FLUX_TONE_GREY },
  [FLUX_BAND_GREY] = { "grey", FLUX_TONE_GREY },
  [FLUX_BAND_NEW] = { "new", FLUX_TONE_GREY },
  [FLUX_BAND_INFO] = { "info", FLUX_TONE_INFO },
  [FLUX_BAND_WARNING] = { "warning", FLUX_TONE_WARNING },
  [FLUX_BAND_CRITICAL] = { "critical", FLUX_TONE_CRITICAL },
  [FLUX_BAND_INFO_ACK] = { "info-ack", FLUX_TONE_INFO },
  [FLUX_BAND_WARNING_ACK] = { "warning-ack", FLUX_TONE_WARNING },
  [FLUX_BAND_CRITICAL_ACK] = { "critical-ack", FLUX_TONE_CRITICAL },
};

/* The quantities that share a line, in their order. */
static const FluxField measured[] = {
  FLUX_FIELD_LEVEL,
  FLUX_FIELD_VELOCITY,
  FLUX_FIELD_PRESSURE,
  FLUX_FIELD_TEMPERATURE,
};

G_DEFINE_FINAL_TYPE (FluxDeviceCard, flux_device_card, GTK_TYPE_WIDGET)

static gboolean
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* Takes a copy of @text if it is another one. Returns: whether it is */
static gboolean
take_text (char **to, const char *text)
{
  if (g_strcmp0 (*to, text) == 0)
    return FALSE;
  g_free (*to);
  *to = g_strdup (text);
  return TRUE;
}

static gboolean
is_old (FluxDeviceCard *self)
{
  return self->style == FLUX_VALUE_STALE || self->style == FLUX_VALUE_OFFLINE;
}

static gboolean
is_beyond_limit (FluxDeviceCard *self)
{
  return self->flow > self->high || self->flow < self->low; /* no NaN is beyond anything */
}

static gboolean
is_cell (GtkWidget *widget)
{
  GtkAccessibleRole role;

  if (widget == NULL)
    return FALSE;
  role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));
  return role == GTK_ACCESSIBLE_ROLE_GRID_CELL || role == GTK_ACCESSIBLE_ROLE_LIST_ITEM;
}

static gboolean
update_label_cb (gpointer user_data)
{
  FluxDeviceCard *self = user_data;
  g_autofree char *label = flux_device_card_make_label (self);
  g_autofree char *description = flux_device_card_make_description (self);
  g_autofree char *both = g_strconcat (label, "\n", description, NULL);

  self->label_source = 0;
  if (!take_text (&self->label, both))
    return G_SOURCE_REMOVE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  if (is_cell (gtk_widget_get_parent (GTK_WIDGET (self))))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return G_SOURCE_REMOVE;
}

/* One new reading comes through several setters; the sentence is made once after them. */
static void
queue_label (FluxDeviceCard *self)
{
  if (self->label_source == 0)
    self->label_source = g_idle_add (update_label_cb, self);
}

/* The button takes the place of the trace while the device has never sent a value. */
static void
update_empty (FluxDeviceCard *self)
{
  gboolean empty = flux_device_card_is_empty (self);

  flux_value_label_set_placeholder (self->value, empty ? _ ("No value yet") : NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (self->trace), !empty);
  if (self->help != NULL)
    gtk_widget_set_child_visible (self->help, empty && self->help_label != NULL);
}

/* What follows for the drawn parts from value, limits, mark and band together. */
static void
update_look (FluxDeviceCard *self)
{
  gboolean old = is_old (self), bad = self->style == FLUX_VALUE_BAD;
  FluxTone tone = is_beyond_limit (self) && !old && !bad ? bands[self->band].tone : FLUX_TONE_GREY;
  gboolean dim = old || flux_mark_get_kind (self->mark) == FLUX_MARK_MAINTENANCE;

  flux_range_bar_set_value (self->bar, self->flow, bad ? FLUX_DOT_NONE : old ? FLUX_DOT_HOLLOW : FLUX_DOT_SOLID, tone);
  flux_sparkline_set_look (self->trace, tone, dim, !old && !bad);
  update_empty (self);
  queue_label (self);
}

static const char *
get_battery_icon (double percent)
{
  static const char *const names[BATTERY_STEPS + 1] = {
    "flux-battery-0-symbolic",  "flux-battery-25-symbolic",  "flux-battery-50-symbolic",
    "flux-battery-75-symbolic", "flux-battery-100-symbolic",
  };

  return names[isfinite (percent) ? (int) CLAMP (ceil ((percent - 5) / 25), 0, BATTERY_STEPS) : 0];
}

/* All bars from -75 dBm on, and one less for each 10 dB below. */
static const char *
get_signal_icon (double dbm)
{
  static const char *const names[SIGNAL_STEPS + 1] = {
    "flux-signal-0-symbolic", "flux-signal-1-symbolic", "flux-signal-2-symbolic",
    "flux-signal-3-symbolic", "flux-signal-4-symbolic",
  };

  return names[isfinite (dbm) ? (int) CLAMP (floor ((dbm + 115) / 10), 0, SIGNAL_STEPS) : 0];
}

static void
update_foot (FluxDeviceCard *self)
{
  g_autofree char *battery = NULL;
  g_autofree char *signal = NULL;

  flux_text_line_set_n_places (self->foot, self->band == FLUX_BAND_NONE ? 2 : 1);
  flux_text_line_set_bold (self->foot, self->band != FLUX_BAND_NONE);
  if (self->band != FLUX_BAND_NONE)
    {
      flux_text_line_set (self->foot, 0, self->sentence, NULL);
      return;
    }
  battery = flux_device_card_format_field (self, FLUX_FIELD_BATTERY_LEVEL);
  signal = flux_device_card_format_field (self, FLUX_FIELD_SIGNAL_STRENGTH);
  flux_text_line_set (self->foot, 0, battery, get_battery_icon (self->values[FLUX_FIELD_BATTERY_LEVEL]));
  flux_text_line_set (self->foot, 1, signal, get_signal_icon (self->values[FLUX_FIELD_SIGNAL_STRENGTH]));
}

static void
update_totals (FluxDeviceCard *self)
{
  g_autofree char *totalizer = flux_device_card_format_field (self, FLUX_FIELD_TOTALIZER);

  flux_text_line_set (self->totals, 0, totalizer, NULL);
  flux_text_line_set (self->totals, 1, self->today, NULL);
}

static void
update_measures (FluxDeviceCard *self)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (measured); i++)
    {
      g_autofree char *text = flux_device_card_format_field (self, measured[i]);

      if (text != NULL)
        flux_text_line_set (self->measures, n++, text, NULL);
    }
  flux_text_line_set_n_places (self->measures, MAX (n, 1));
  if (n == 0)
    flux_text_line_set (self->measures, 0, NULL, NULL);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The whole of @line when it was cut. Returns: (nullable) (transfer none) */
static const char *
get_cut_text (FluxTextLine *line)
{
  gboolean cut = flux_text_line_get_needed_width (line, 0) > gtk_widget_get_width (GTK_WIDGET (line));

  return cut ? flux_text_line_get_text (line, 0) : NULL;
}

/* Returns: (nullable) (transfer none) */
static const char *
get_tooltip (FluxDeviceCard *self, GtkWidget *child)
{
  if (child == GTK_WIDGET (self->age))
    return self->time;
  if (child == GTK_WIDGET (self->name))
    return get_cut_text (self->name);
  if (child == GTK_WIDGET (self->place))
    return get_cut_text (self->place);
  return child == GTK_WIDGET (self->foot) && self->band != FLUX_BAND_NONE ? get_cut_text (self->foot) : NULL;
}

/* The texts are looked up when they are asked for: to set the tooltip of each part costs round trips to the display. */
static gboolean
flux_device_card_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  FluxDeviceCard *self = FLUX_DEVICE_CARD (widget);
  GtkWidget *child = keyboard ? GTK_WIDGET (self->age) : gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);
  const char *text = get_tooltip (self, child);

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
flux_device_card_dispose (GObject *object)
{
  FluxDeviceCard *self = FLUX_DEVICE_CARD (object);
  GtkWidget *child;

  g_clear_handle_id (&self->label_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (flux_device_card_parent_class)->dispose (object);
}

static void
flux_device_card_finalize (GObject *object)
{
  FluxDeviceCard *self = FLUX_DEVICE_CARD (object);

  g_free (self->help_label);
  g_free (self->sentence);
  g_free (self->unit);
  g_free (self->today);
  g_free (self->time);
  g_free (self->label);
  G_OBJECT_CLASS (flux_device_card_parent_class)->finalize (object);
}

static void
flux_device_card_class_init (FluxDeviceCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = flux_device_card_dispose;
  object_class->finalize = flux_device_card_finalize;
  widget_class->query_tooltip = flux_device_card_query_tooltip;
  widget_class->measure = flux_device_card_measure;
  widget_class->size_allocate = flux_device_card_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/widgets/flux-device-card.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, mark);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, name);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, age);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, place);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, value);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, trace);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, bar);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, measures);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, totals);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceCard, foot);
  gtk_widget_class_set_css_name (widget_class, "devicecard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
flux_device_card_init (FluxDeviceCard *self)
{
  self->flow = self->low = self->high = NAN;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    self->values[i] = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), bands[FLUX_BAND_NONE].class);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  flux_text_line_set_n_places (self->totals, 2);
  flux_text_line_set_n_places (self->foot, 2);
  gtk_widget_set_child_visible (GTK_WIDGET (self->mark), FALSE);
  update_look (self);
}

GtkWidget *
flux_device_card_new (void)
{
  return g_object_new (FLUX_TYPE_DEVICE_CARD, NULL);
}

void
flux_device_card_clear (FluxDeviceCard *self)
{
  static const double none[FLUX_N_FIELDS] = { 0 };

  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  flux_value_label_clear (self->value);
  flux_device_card_set_name (self, NULL);
  flux_device_card_set_place (self, NULL);
  flux_device_card_set_age (self, NULL, FALSE);
  flux_device_card_set_time (self, NULL);
  flux_device_card_set_mark (self, FLUX_MARK_NONE);
  flux_device_card_set_band (self, FLUX_BAND_NONE, NULL);
  flux_device_card_set_value (self, NAN, 0, NULL, FLUX_VALUE_GOOD);
  flux_device_card_set_trace (self, NULL, 0, 0);
  flux_device_card_set_range (self, NAN, NAN);
  flux_device_card_set_limits (self, NAN, NAN);
  flux_device_card_set_measures (self, 0, none);
  flux_device_card_set_today (self, NULL);
  flux_device_card_set_help (self, NULL, NULL, NULL);
}

void
flux_device_card_set_name (FluxDeviceCard *self, const char *name)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (g_strcmp0 (flux_text_line_get_text (self->name, 0), name) == 0)
    return;
  flux_text_line_set (self->name, 0, name, NULL);
  queue_label (self);
}

void
flux_device_card_set_place (FluxDeviceCard *self, const char *place)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (g_strcmp0 (flux_text_line_get_text (self->place, 0), place) == 0)
    return;
  flux_text_line_set (self->place, 0, place, NULL);
  queue_label (self);
}

void
flux_device_card_set_age (FluxDeviceCard *self, const char *age, gboolean too_old)
{
  int width;

  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  set_class (GTK_WIDGET (self->age), "old", too_old);
  if (g_strcmp0 (flux_text_line_get_text (self->age, 0), age) == 0)
    return;
  flux_text_line_set (self->age, 0, age, NULL);
  width = flux_text_line_get_needed_width (self->age, 0);
  if (width != self->age_width)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  self->age_width = width;
  queue_label (self);
}

void
flux_device_card_set_time (FluxDeviceCard *self, const char *time)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  take_text (&self->time, time);
}

void
flux_device_card_set_mark (FluxDeviceCard *self, FluxMarkKind kind)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (flux_mark_get_kind (self->mark) == kind)
    return;
  flux_mark_set_kind (self->mark, kind);
  gtk_widget_set_child_visible (GTK_WIDGET (self->mark), kind != FLUX_MARK_NONE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  update_look (self);
}

void
flux_device_card_set_band (FluxDeviceCard *self, FluxBand band, const char *sentence)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (!take_text (&self->sentence, sentence) && self->band == band)
    return;
  if (self->band != band)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), bands[self->band].class);
      gtk_widget_add_css_class (GTK_WIDGET (self), bands[band].class);
    }
  self->band = band;
  update_foot (self);
  update_look (self);
}

void
flux_device_card_set_value (FluxDeviceCard *self, double value, int decimals, const char *unit, FluxValueStyle style)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (is_same (self->flow, value) && self->flow_decimals == decimals && self->style == style
      && g_strcmp0 (self->unit, unit) == 0)
    return;
  self->flow = value;
  self->flow_decimals = decimals;
  self->style = style;
  take_text (&self->unit, unit);
  flux_value_label_set_value (self->value, value, decimals, unit);
  flux_value_label_set_style (self->value, style);
  set_class (GTK_WIDGET (self->measures), "old", is_old (self));
  update_look (self);
}

void
flux_device_card_set_trace (FluxDeviceCard *self, const FluxDayTrace *trace, gint64 period, gint64 midnight)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  flux_sparkline_set_trace (self->trace, trace, period);
  flux_sparkline_set_midnight (self->trace, midnight);
}

void
flux_device_card_set_range (FluxDeviceCard *self, double minimum, double maximum)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  flux_range_bar_set_range (self->bar, minimum, maximum);
}

void
flux_device_card_set_limits (FluxDeviceCard *self, double low, double high)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (is_same (self->low, low) && is_same (self->high, high))
    return;
  self->low = low;
  self->high = high;
  flux_range_bar_set_limits (self->bar, low, high);
  flux_sparkline_set_limit (self->trace, isfinite (high) ? high : low);
  update_look (self);
}

void
flux_device_card_set_measures (FluxDeviceCard *self, FluxFieldSet fields, const double values[FLUX_N_FIELDS])
{
  gboolean same;

  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  same = self->fields == fields;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      same = same && is_same (self->values[i], values[i]);
      self->values[i] = values[i];
    }
  if (same)
    return;
  self->fields = fields;
  update_measures (self);
  update_totals (self);
  update_foot (self);
  update_empty (self);
  queue_label (self);
}

void
flux_device_card_set_today (FluxDeviceCard *self, const char *today)
{
  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  if (!take_text (&self->today, today))
    return;
  update_totals (self);
  queue_label (self);
}

void
flux_device_card_set_help (FluxDeviceCard *self, const char *label, const char *action_name, GVariant *target)
{
  g_autoptr (GVariant) owned_target = target == NULL ? NULL : g_variant_ref_sink (target);

  g_return_if_fail (FLUX_IS_DEVICE_CARD (self));
  take_text (&self->help_label, label);
  if (self->help == NULL && label == NULL)
    return;
  if (self->help == NULL)
    {
      self->help = gtk_button_new ();
      gtk_widget_set_parent (self->help, GTK_WIDGET (self));
    }
  gtk_button_set_label (GTK_BUTTON (self->help), label != NULL ? label : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->help), NULL); /* it would not fit the new target */
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->help), owned_target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->help), action_name);
  update_empty (self);
}
