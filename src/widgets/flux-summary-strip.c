/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-summary-strip.h"

#include "flux-format.h"
#include "flux-mark.h"
#include "flux-number.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_CELLS 4
#define HAIRLINE 1

/* The button of one severity. */
typedef struct
{
  GtkToggleButton *button;
  FluxMark *mark;
  GtkLabel *count;
  GtkLabel *word;
  guint active, unacknowledged;
} Chip;

struct _FluxSummaryStrip
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *online_cell;
  GtkWidget *alarms_cell;
  GtkWidget *flow_cell;
  GtkWidget *volume_cell;
  GtkLabel *online;
  GtkLabel *devices;
  GtkLabel *alarms_caption;
  GtkLabel *flow;
  GtkLabel *flow_unit;
  GtkLabel *flow_caption;
  GtkLabel *volume;
  GtkToggleButton *critical_chip, *warning_chip, *info_chip;
  FluxMark *critical_mark, *warning_mark, *info_mark;
  GtkLabel *critical_count, *warning_count, *info_count;
  GtkLabel *critical_word, *warning_word, *info_word;

  Chip chips[FLUX_TONE_CRITICAL + 1]; /* by tone; the grey one is not used */
  FluxTone filter;
  gboolean setting_filter;
};

enum
{
  PROP_FILTER = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

/* Where the cells of one row stand. */
typedef struct
{
  GtkWidget *cells[N_CELLS];
  guint n_cells;
} Row;

G_DEFINE_FINAL_TYPE (FluxSummaryStrip, flux_summary_strip, GTK_TYPE_WIDGET)

static gboolean
has_volume (FluxSummaryStrip *self)
{
  return gtk_widget_get_visible (self->volume_cell);
}

static void
add_cell (Row *row, GtkWidget *cell)
{
  row->cells[row->n_cells++] = cell;
}

/* All cells in one row. */
static Row
get_wide_row (FluxSummaryStrip *self)
{
  Row row = { .n_cells = 0 };

  add_cell (&row, self->online_cell);
  add_cell (&row, self->alarms_cell);
  add_cell (&row, self->flow_cell);
  if (has_volume (self))
    add_cell (&row, self->volume_cell);
  return row;
}

/* The row above the alarms where there is little width. */
static Row
get_narrow_row (FluxSummaryStrip *self)
{
  Row row = { .n_cells = 0 };

  add_cell (&row, self->online_cell);
  add_cell (&row, has_volume (self) ? self->volume_cell : self->flow_cell);
  return row;
}

static int
get_width (GtkWidget *cell, gboolean natural)
{
  int minimum_width, natural_width;

  gtk_widget_measure (cell, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, &natural_width, NULL, NULL);
  return natural ? natural_width : minimum_width;
}

static int
get_row_width (const Row *row, gboolean natural)
{
  int width = 0;

  for (guint i = 0; i < row->n_cells; i++)
    width += get_width (row->cells[i], natural) + (i > 0 ? HAIRLINE : 0);
  return width;
}

static int
get_row_height (const Row *row)
{
  int height = 0, natural;

  for (guint i = 0; i < row->n_cells; i++)
    {
      gtk_widget_measure (row->cells[i], GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }
  return height;
}

static gboolean
fits_one_row (FluxSummaryStrip *self, int width)
{
  Row row = get_wide_row (self);

  return width < 0 || width >= get_row_width (&row, TRUE);
}

static Row
get_alarms_row (FluxSummaryStrip *self)
{
  Row row = { .n_cells = 0 };

  add_cell (&row, self->alarms_cell);
  return row;
}

static void
flux_summary_strip_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  FluxSummaryStrip *self = FLUX_SUMMARY_STRIP (widget);
  Row wide = get_wide_row (self), narrow = get_narrow_row (self), alarms = get_alarms_row (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (get_row_width (&narrow, FALSE), get_row_width (&alarms, FALSE));
      *natural = MAX (get_row_width (&wide, TRUE), *minimum);
    }
  else if (fits_one_row (self, for_size))
    *minimum = *natural = get_row_height (&wide);
  else
    *minimum = *natural = get_row_height (&narrow) + HAIRLINE + get_row_height (&alarms);
}

static GtkSizeRequestMode
flux_summary_strip_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Shares what is left of @width evenly among the cells, but for the alarms, which keep their buttons together. */
static void
allocate_row (FluxSummaryStrip *self, const Row *row, int y, int width, int height)
{
  gboolean natural = get_row_width (row, TRUE) <= width;
  int left = width - get_row_width (row, natural);
  int sharing = 0, x = 0;

  for (guint i = 0; i < row->n_cells; i++)
    sharing += row->cells[i] != self->alarms_cell || row->n_cells == 1;
  for (guint i = 0; i < row->n_cells; i++)
    {
      GtkWidget *cell = row->cells[i];
      gboolean shares = cell != self->alarms_cell || row->n_cells == 1;
      int extra = shares ? left / sharing : 0;
      GtkAllocation place = { x, y, get_width (cell, natural) + extra, height };

      if (shares)
        {
          left -= extra;
          sharing--;
        }
      x += place.width + HAIRLINE;
      if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
        place.x = width - place.x - place.width;
      gtk_widget_set_child_visible (cell, TRUE);
      gtk_widget_size_allocate (cell, &place, -1);
    }
}

static void
flux_summary_strip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FluxSummaryStrip *self = FLUX_SUMMARY_STRIP (widget);
  Row row = get_wide_row (self), alarms = get_alarms_row (self);
  int row_height;

  if (fits_one_row (self, width))
    {
      allocate_row (self, &row, 0, width, height);
      return;
    }
  row = get_narrow_row (self);
  row_height = get_row_height (&row);
  gtk_widget_set_child_visible (self->flow_cell, FALSE);
  allocate_row (self, &row, 0, width, row_height);
  allocate_row (self, &alarms, row_height + HAIRLINE, width, MAX (height - row_height - HAIRLINE, 0));
}

/* A hairline before each cell but the first of its row, and above the second row. */
static void
flux_summary_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GdkRGBA color;

  flux_style_lookup_color (widget, "flux_hairline", &color);
  for (GtkWidget *cell = gtk_widget_get_first_child (widget); cell != NULL; cell = gtk_widget_get_next_sibling (cell))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_get_mapped (cell) || !gtk_widget_compute_bounds (cell, widget, &bounds))
        continue;
      if (bounds.origin.x > 0)
        gtk_snapshot_append_color (
            snapshot, &color,
            &GRAPHENE_RECT_INIT (bounds.origin.x - HAIRLINE, bounds.origin.y, HAIRLINE, bounds.size.height));
      if (bounds.origin.y > 0 && bounds.origin.x == 0)
        gtk_snapshot_append_color (
            snapshot, &color,
            &GRAPHENE_RECT_INIT (0, bounds.origin.y - HAIRLINE, gtk_widget_get_width (widget), HAIRLINE));
    }
  GTK_WIDGET_CLASS (flux_summary_strip_parent_class)->snapshot (widget, snapshot);
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static FluxMarkKind
get_mark (FluxTone severity, gboolean unacknowledged)
{
  switch (severity)
    {
    case FLUX_TONE_CRITICAL:
      return unacknowledged ? FLUX_MARK_CRITICAL : FLUX_MARK_CRITICAL_ACK;
    case FLUX_TONE_WARNING:
      return unacknowledged ? FLUX_MARK_WARNING : FLUX_MARK_WARNING_ACK;
    default:
      return unacknowledged ? FLUX_MARK_INFO : FLUX_MARK_INFO_ACK;
    }
}

/* Returns: (transfer full) */
static char *
format_count (FluxTone severity, guint count)
{
  switch (severity)
    {
    case FLUX_TONE_CRITICAL:
      return g_strdup_printf (ngettext ("%u critical alarm", "%u critical alarms", count), count);
    case FLUX_TONE_WARNING:
      return g_strdup_printf (ngettext ("%u warning", "%u warnings", count), count);
    default:
      return g_strdup_printf (ngettext ("%u alarm for information", "%u alarms for information", count), count);
    }
}

static const char *
get_word (FluxTone severity, guint count)
{
  switch (severity)
    {
    case FLUX_TONE_CRITICAL:
      /* Translators: stands behind the number of critical alarms, on a button: "1 critical" */
      return ngettext ("critical", "critical", count);
    case FLUX_TONE_WARNING:
      /* Translators: stands behind the number of warnings, on a button: "4 warnings" */
      return ngettext ("warning", "warnings", count);
    default:
      /* Translators: stands behind the number of alarms for information, on a button: "2 info" */
      return ngettext ("info", "info", count);
    }
}

/* What a screen reader says for a button: "4 warnings, 1 not acknowledged". Returns: (transfer full) */
static char *
format_chip_label (FluxTone severity, guint active, guint unacknowledged)
{
  g_autofree char *count = format_count (severity, active);
  g_autofree char *rest = NULL;

  if (unacknowledged == 0)
    return g_steal_pointer (&count);
  rest = g_strdup_printf (ngettext ("%u not acknowledged", "%u not acknowledged", unacknowledged), unacknowledged);
  /* Translators: how many alarms there are, and how many of them wait: "4 warnings, 1 not acknowledged" */
  return g_strdup_printf (C_ ("alarms", "%s, %s"), count, rest);
}

static void
update_alarms_caption (FluxSummaryStrip *self)
{
  guint unacknowledged = 0, active = 0;
  g_autofree char *caption = NULL;

  for (FluxTone tone = FLUX_TONE_INFO; tone <= FLUX_TONE_CRITICAL; tone++)
    {
      active += self->chips[tone].active;
      unacknowledged += self->chips[tone].unacknowledged;
    }
  if (unacknowledged > 0)
    caption = g_strdup_printf (
        ngettext ("Active alarms, %u not acknowledged", "Active alarms, %u not acknowledged", unacknowledged),
        unacknowledged);
  set_text (self->alarms_caption, caption != NULL ? caption
                                  : active > 0    ? _ ("Active alarms, all acknowledged")
                                                  : _ ("No active alarms"));
}

static void
chip_toggled_cb (FluxSummaryStrip *self, GtkToggleButton *button)
{
  FluxTone filter = FLUX_TONE_GREY;

  if (self->setting_filter)
    return;
  for (FluxTone tone = FLUX_TONE_INFO; tone <= FLUX_TONE_CRITICAL; tone++)
    if (self->chips[tone].button == button && gtk_toggle_button_get_active (button))
      filter = tone;
  flux_summary_strip_set_filter (self, filter);
}

static void
flux_summary_strip_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_FILTER:
      g_value_set_int (value, FLUX_SUMMARY_STRIP (object)->filter);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
flux_summary_strip_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_FILTER:
      flux_summary_strip_set_filter (FLUX_SUMMARY_STRIP (object), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
flux_summary_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (flux_summary_strip_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/widgets/flux-summary-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, online_cell);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, alarms_cell);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, flow_cell);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, volume_cell);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, online);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, devices);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, alarms_caption);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, flow);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, flow_unit);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, flow_caption);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, volume);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, critical_chip);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, warning_chip);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, info_chip);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, critical_mark);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, warning_mark);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, info_mark);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, critical_count);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, warning_count);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, info_count);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, critical_word);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, warning_word);
  gtk_widget_class_bind_template_child (widget_class, FluxSummaryStrip, info_word);
  gtk_widget_class_bind_template_callback (widget_class, chip_toggled_cb);
}

static void
flux_summary_strip_class_init (FluxSummaryStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = flux_summary_strip_dispose;
  object_class->get_property = flux_summary_strip_get_property;
  object_class->set_property = flux_summary_strip_set_property;
  widget_class->measure = flux_summary_strip_measure;
  widget_class->get_request_mode = flux_summary_strip_get_request_mode;
  widget_class->size_allocate = flux_summary_strip_size_allocate;
  widget_class->snapshot = flux_summary_strip_snapshot;

  properties[PROP_FILTER] = g_param_spec_int ("filter", NULL, NULL, FLUX_TONE_GREY, FLUX_TONE_CRITICAL, FLUX_TONE_GREY,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "summarystrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
flux_summary_strip_init (FluxSummaryStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->chips[FLUX_TONE_CRITICAL] =
      (Chip){ self->critical_chip, self->critical_mark, self->critical_count, self->critical_word, 0, 0 };
  self->chips[FLUX_TONE_WARNING] =
      (Chip){ self->warning_chip, self->warning_mark, self->warning_count, self->warning_word, 0, 0 };
  self->chips[FLUX_TONE_INFO] = (Chip){ self->info_chip, self->info_mark, self->info_count, self->info_word, 0, 0 };
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Summary"), -1);
  flux_summary_strip_set_online (self, 0, 0);
  for (FluxTone tone = FLUX_TONE_INFO; tone <= FLUX_TONE_CRITICAL; tone++)
    flux_summary_strip_set_alarms (self, tone, 0, 0);
  flux_summary_strip_set_flow (self, NAN, "", 0, 0);
}

GtkWidget *
flux_summary_strip_new (void)
{
  return g_object_new (FLUX_TYPE_SUMMARY_STRIP, NULL);
}

void
flux_summary_strip_set_online (FluxSummaryStrip *self, guint online, guint devices)
{
  g_autofree char *figure = NULL;
  g_autofree char *of = NULL;
  g_autofree char *all = NULL;

  g_return_if_fail (FLUX_IS_SUMMARY_STRIP (self));
  figure = flux_number_format (online, 0);
  all = flux_number_format (devices, 0);
  /* Translators: stands behind the number of devices that are online: "10 of 12" */
  of = g_strdup_printf (C_ ("devices", "of %s"), all);
  set_text (self->online, figure);
  set_text (self->devices, of);
}

void
flux_summary_strip_set_alarms (FluxSummaryStrip *self, FluxTone severity, guint active, guint unacknowledged)
{
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;
  Chip *chip;

  g_return_if_fail (FLUX_IS_SUMMARY_STRIP (self));
  g_return_if_fail (severity > FLUX_TONE_GREY && severity <= FLUX_TONE_CRITICAL);
  chip = &self->chips[severity];
  chip->active = active;
  chip->unacknowledged = unacknowledged;
  count = flux_number_format (active, 0);
  label = format_chip_label (severity, active, unacknowledged);
  set_text (chip->count, count);
  set_text (chip->word, get_word (severity, active));
  flux_mark_set_kind (chip->mark, get_mark (severity, unacknowledged > 0));
  if (active == 0)
    gtk_widget_add_css_class (GTK_WIDGET (chip->button), "none");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (chip->button), "none");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  update_alarms_caption (self);
}

void
flux_summary_strip_set_flow (FluxSummaryStrip *self, double flow, const char *unit, guint meters, guint devices)
{
  g_autofree char *figure = NULL;
  g_autofree char *caption = NULL;

  g_return_if_fail (FLUX_IS_SUMMARY_STRIP (self));
  figure = flux_number_format (flow, fabs (flow) < 100 ? 1 : 0);
  caption =
      /* Translators: how many of all meters are part of the sum of the flow */
      g_strdup_printf (ngettext ("Flow now, %u of %u meter", "Flow now, %u of %u meters", devices), meters, devices);
  set_text (self->flow, figure);
  set_text (self->flow_unit, isfinite (flow) ? unit : "");
  set_text (self->flow_caption, caption);
}

void
flux_summary_strip_set_volume (FluxSummaryStrip *self, double volume)
{
  g_autofree char *figure = NULL;

  g_return_if_fail (FLUX_IS_SUMMARY_STRIP (self));
  gtk_widget_set_visible (self->volume_cell, isfinite (volume));
  if (!isfinite (volume))
    return;
  figure = flux_number_format (volume, fabs (volume) < 100 ? 1 : 0);
  set_text (self->volume, figure);
}

FluxTone
flux_summary_strip_get_filter (FluxSummaryStrip *self)
{
  g_return_val_if_fail (FLUX_IS_SUMMARY_STRIP (self), FLUX_TONE_GREY);
  return self->filter;
}

void
flux_summary_strip_set_filter (FluxSummaryStrip *self, FluxTone severity)
{
  g_return_if_fail (FLUX_IS_SUMMARY_STRIP (self));
  self->setting_filter = TRUE;
  for (FluxTone tone = FLUX_TONE_INFO; tone <= FLUX_TONE_CRITICAL; tone++)
    gtk_toggle_button_set_active (self->chips[tone].button, tone == severity);
  self->setting_filter = FALSE;
  if (self->filter == severity)
    return;
  self->filter = severity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}
