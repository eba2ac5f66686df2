/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-range-bar.h"

#include "flux-number.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 14
#define TRACK_HEIGHT 4
#define TRACK_INSET 3 /* room for half a dot at the ends */
#define TRACK_ALPHA 0.13
#define BAND_ALPHA 0.34 /* over the track */
#define TICK_WIDTH 2
#define TICK_HEIGHT 10
#define TICK_ALPHA 0.8
#define DOT_RADIUS 4
#define HALO 1
#define HOLLOW_WIDTH 1.5f
#define FIGURES_GAP 11
#define MINIMUM_WIDTH 60

struct _FluxRangeBar
{
  GtkWidget parent_instance;

  double minimum, maximum;
  double low, high;
  double value;
  FluxDot dot;
  FluxTone tone;
  char *figures; /* (nullable) (owned): the range as text */
};

G_DEFINE_FINAL_TYPE (FluxRangeBar, flux_range_bar, GTK_TYPE_WIDGET)

static gboolean
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static gboolean
has_range (FluxRangeBar *self)
{
  return isfinite (self->minimum) && isfinite (self->maximum) && self->minimum < self->maximum;
}

/* Whole ends are written without decimals, others with as many as two digits of the span need. */
static int
get_decimals (FluxRangeBar *self)
{
  double span = self->maximum - self->minimum;

  if (self->minimum == floor (self->minimum) && self->maximum == floor (self->maximum))
    return 0;
  return CLAMP (1 - (int) floor (log10 (span)), 1, 6);
}

static void
update_figures (FluxRangeBar *self)
{
  g_autofree char *minimum = NULL;
  g_autofree char *maximum = NULL;

  g_clear_pointer (&self->figures, g_free);
  if (!has_range (self))
    return;
  minimum = flux_number_format (self->minimum, get_decimals (self));
  maximum = flux_number_format (self->maximum, get_decimals (self));
  /* Translators: the smallest and the largest value that an instrument can show */
  self->figures = g_strdup_printf (C_ ("range", "%s … %s"), minimum, maximum);
}

static void
update_meter (FluxRangeBar *self)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (gtk_accessible_get_accessible_role (accessible) == GTK_ACCESSIBLE_ROLE_PRESENTATION || !has_range (self))
    return;
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, self->minimum,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, self->maximum, -1);
  if (isfinite (self->value))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, self->value, -1);
}

/* Where @value stands on a track of @width. */
static float
get_position (FluxRangeBar *self, double value, float width)
{
  return TRACK_INSET + CLAMP ((value - self->minimum) / (self->maximum - self->minimum), 0, 1) * width;
}

static gboolean
is_inside (FluxRangeBar *self, double value)
{
  return isfinite (value) && value >= self->minimum && value <= self->maximum;
}

static void
snapshot_round (GtkSnapshot *snapshot, float x, float y, float width, float height, const GdkRGBA *color)
{
  GskRoundedRect outline;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, width, height);

  gsk_rounded_rect_init_from_rect (&outline, &bounds, height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_circle (GtkSnapshot *snapshot, float x, float y, float radius, const GdkRGBA *color)
{
  snapshot_round (snapshot, x - radius, y - radius, 2 * radius, 2 * radius, color);
}

static void
snapshot_tick (FluxRangeBar *self, GtkSnapshot *snapshot, double limit, float width, float y, const GdkRGBA *fg)
{
  GdkRGBA color = *fg;

  if (!is_inside (self, limit))
    return;
  color.alpha *= TICK_ALPHA;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (roundf (get_position (self, limit, width)) - TICK_WIDTH / 2,
                                                  y - TICK_HEIGHT / 2, TICK_WIDTH, TICK_HEIGHT));
}

/* The normal band reaches from the low to the high limit; where one is unknown, to the end of the range. */
static void
snapshot_band (FluxRangeBar *self, GtkSnapshot *snapshot, float width, float y, const GdkRGBA *fg)
{
  float from = isfinite (self->low) ? get_position (self, self->low, width) : TRACK_INSET;
  float to = isfinite (self->high) ? get_position (self, self->high, width) : TRACK_INSET + width;
  GdkRGBA color = *fg;

  if (!(from < to) || (!isfinite (self->low) && !isfinite (self->high)))
    return;
  color.alpha *= BAND_ALPHA;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (from, y - TRACK_HEIGHT / 2, to - from, TRACK_HEIGHT));
}

static void
snapshot_dot (FluxRangeBar *self, GtkSnapshot *snapshot, float width, float y)
{
  GdkRGBA color, card;
  float x;

  if (self->dot == FLUX_DOT_NONE || !isfinite (self->value))
    return;
  flux_style_get_tone_color (GTK_WIDGET (self), self->tone, self->dot == FLUX_DOT_HOLLOW ? "flux_dim" : "flux_fg",
                             &color);
  flux_style_lookup_color (GTK_WIDGET (self), "flux_card", &card);
  x = get_position (self, self->value, width);
  snapshot_circle (snapshot, x, y, DOT_RADIUS + HALO, &card);
  snapshot_circle (snapshot, x, y, DOT_RADIUS, &color);
  if (self->dot == FLUX_DOT_HOLLOW)
    snapshot_circle (snapshot, x, y, DOT_RADIUS - HOLLOW_WIDTH, &card);
}

/* Returns: how much of the width the figures take */
static int
snapshot_figures (FluxRangeBar *self, GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width, height;
  GdkRGBA color;

  if (self->figures == NULL)
    return 0;
  layout = flux_style_create_layout (GTK_WIDGET (self), self->figures);
  pango_layout_get_pixel_size (layout, &width, &height);
  flux_style_get_color (GTK_WIDGET (self), &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gtk_widget_get_width (GTK_WIDGET (self)) - width,
                                                          (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  return width + FIGURES_GAP;
}

static void
flux_range_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FluxRangeBar *self = FLUX_RANGE_BAR (widget);
  int figures = snapshot_figures (self, snapshot);
  float width = gtk_widget_get_width (widget) - (figures > 0 ? figures : TRACK_INSET) - TRACK_INSET;
  float y = gtk_widget_get_height (widget) / 2;
  GdkRGBA fg, track;

  if (width < TRACK_HEIGHT)
    return;
  flux_style_lookup_color (widget, "flux_fg", &fg);
  track = fg;
  track.alpha *= TRACK_ALPHA;
  snapshot_round (snapshot, TRACK_INSET, y - TRACK_HEIGHT / 2, width, TRACK_HEIGHT, &track);
  if (!has_range (self))
    return;
  snapshot_band (self, snapshot, width, y, &fg);
  snapshot_tick (self, snapshot, self->low, width, y, &fg);
  snapshot_tick (self, snapshot, self->high, width, y, &fg);
  snapshot_dot (self, snapshot, width, y);
}

static void
flux_range_bar_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MINIMUM_WIDTH : HEIGHT;
}

static void
flux_range_bar_finalize (GObject *object)
{
  g_free (FLUX_RANGE_BAR (object)->figures);
  G_OBJECT_CLASS (flux_range_bar_parent_class)->finalize (object);
}

static void
flux_range_bar_class_init (FluxRangeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_range_bar_finalize;
  widget_class->measure = flux_range_bar_measure;
  widget_class->snapshot = flux_range_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "rangebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
flux_range_bar_init (FluxRangeBar *self)
{
  self->minimum = self->maximum = self->low = self->high = self->value = NAN;
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
}

GtkWidget *
flux_range_bar_new (void)
{
  return g_object_new (FLUX_TYPE_RANGE_BAR, NULL);
}

void
flux_range_bar_set_range (FluxRangeBar *self, double minimum, double maximum)
{
  g_return_if_fail (FLUX_IS_RANGE_BAR (self));
  if (is_same (self->minimum, minimum) && is_same (self->maximum, maximum))
    return;
  self->minimum = minimum;
  self->maximum = maximum;
  update_figures (self);
  update_meter (self);
}

void
flux_range_bar_set_limits (FluxRangeBar *self, double low, double high)
{
  g_return_if_fail (FLUX_IS_RANGE_BAR (self));
  if (is_same (self->low, low) && is_same (self->high, high))
    return;
  self->low = low;
  self->high = high;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
flux_range_bar_set_value (FluxRangeBar *self, double value, FluxDot dot, FluxTone tone)
{
  g_return_if_fail (FLUX_IS_RANGE_BAR (self));
  if (is_same (self->value, value) && self->dot == dot && self->tone == tone)
    return;
  self->value = value;
  self->dot = dot;
  self->tone = tone;
  update_meter (self);
}
