/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sparkline.h"

#include "flux-number.h"
#include "flux-time.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define WIDTH 118
#define HEIGHT 36
#define STEP (10 * FLUX_TIME_MINUTE)
#define MARGIN_START 1
#define MARGIN_END 6 /* room for the dot */
#define MARGIN_TOP 4
#define LINE_WIDTH 1.5
#define BEYOND_WIDTH 2
#define DOT_RADIUS 3
#define FILL_ALPHA 0.1
#define DIM_ALPHA 0.6
#define BASE_ALPHA 0.12
#define MIDNIGHT_ALPHA 0.25
#define LIMIT_ALPHA 0.6
#define LIMIT_REACH 2.5 /* a limit further away than this many times the largest value would flatten the line */

struct _FluxSparkline
{
  GtkWidget parent_instance;

  FluxDayTrace trace;
  gint64 period;
  gint64 midnight;
  double limit;
  FluxTone tone;
  gboolean dim;
  gboolean dot;
};

/* The places of the drawing in one go: steps along x, values along y. */
typedef struct
{
  double x0, step_width;
  double base, top; /* y of the smallest and the largest value */
  double smallest, largest;
  gboolean shows_limit;
} Scale;

G_DEFINE_FINAL_TYPE (FluxSparkline, flux_sparkline, GTK_TYPE_WIDGET)

static gboolean
get_value (FluxSparkline *self, guint index, double *value)
{
  return flux_day_trace_get (&self->trace, index, value) && isfinite (*value);
}

/* The smallest and largest value. Returns: %FALSE when there is none */
static gboolean
get_extent (FluxSparkline *self, double *smallest, double *largest)
{
  double value;

  *smallest = G_MAXDOUBLE;
  *largest = -G_MAXDOUBLE;
  for (guint i = 0; i < FLUX_DAY_TRACE_STEPS; i++)
    if (get_value (self, i, &value))
      {
        *smallest = MIN (*smallest, value);
        *largest = MAX (*largest, value);
      }
  return *smallest <= *largest;
}

static gboolean
make_scale (FluxSparkline *self, Scale *scale)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  if (!get_extent (self, &scale->smallest, &scale->largest) || width <= MARGIN_START + MARGIN_END
      || height <= MARGIN_TOP + 1)
    return FALSE;
  scale->shows_limit = isfinite (self->limit) && self->limit <= MAX (scale->largest, 0) * LIMIT_REACH
                       && self->limit >= MIN (scale->smallest, 0);
  scale->smallest = MIN (scale->smallest, 0);
  scale->largest = MAX (scale->largest, 0);
  if (scale->shows_limit)
    scale->largest = MAX (scale->largest, self->limit);
  if (scale->largest == scale->smallest)
    scale->largest = scale->smallest + 1;
  scale->x0 = MARGIN_START;
  scale->step_width = (width - MARGIN_START - MARGIN_END) / (FLUX_DAY_TRACE_STEPS - 1);
  scale->base = height - 1;
  scale->top = MARGIN_TOP;
  return TRUE;
}

static double
get_x (const Scale *scale, double index)
{
  return scale->x0 + index * scale->step_width;
}

static double
get_y (const Scale *scale, double value)
{
  return scale->base - (value - scale->smallest) / (scale->largest - scale->smallest) * (scale->base - scale->top);
}

/* How many steps apart two values may stand and still belong to one line. */
static guint
get_reach (FluxSparkline *self)
{
  return MAX (1, (guint) CLAMP (self->period * 5 / 2 / STEP, 0, FLUX_DAY_TRACE_STEPS));
}

/* Finds the next unbroken run of values at or after *@first. Returns: %FALSE when there is none left */
static gboolean
next_run (FluxSparkline *self, guint *first, guint *last)
{
  guint reach = get_reach (self);
  double value;

  while (*first < FLUX_DAY_TRACE_STEPS && !get_value (self, *first, &value))
    (*first)++;
  if (*first == FLUX_DAY_TRACE_STEPS)
    return FALSE;
  *last = *first;
  for (guint i = *first + 1; i < FLUX_DAY_TRACE_STEPS && i - *last <= reach; i++)
    if (get_value (self, i, &value))
      *last = i;
  return TRUE;
}

/* The line through a run; a lone value becomes a short stroke, so that it is seen. */
static void
trace_run (FluxSparkline *self, cairo_t *cr, const Scale *scale, guint first, guint last)
{
  double value;

  for (guint i = first; i <= last; i++)
    if (get_value (self, i, &value))
      cairo_line_to (cr, get_x (scale, i), get_y (scale, value));
  if (first == last)
    cairo_rel_line_to (cr, MAX (scale->step_width, 1), 0);
}

static void
set_source (cairo_t *cr, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

static void
draw_fill (FluxSparkline *self, cairo_t *cr, const Scale *scale, const GdkRGBA *color)
{
  guint last;

  set_source (cr, color, FILL_ALPHA);
  for (guint first = 0; next_run (self, &first, &last); first = last + 1)
    {
      cairo_move_to (cr, get_x (scale, first), scale->base);
      trace_run (self, cr, scale, first, last);
      cairo_line_to (cr, get_x (scale, last) + (first == last ? MAX (scale->step_width, 1) : 0), scale->base);
      cairo_close_path (cr);
    }
  cairo_fill (cr);
}

static void
draw_line (FluxSparkline *self, cairo_t *cr, const Scale *scale)
{
  guint last;

  for (guint first = 0; next_run (self, &first, &last); first = last + 1)
    {
      cairo_new_sub_path (cr);
      trace_run (self, cr, scale, first, last);
    }
  cairo_stroke (cr);
}

/* The line, and over it the part beyond the limit in the alarm's colour. */
static void
draw_lines (FluxSparkline *self, cairo_t *cr, const Scale *scale, const GdkRGBA *color)
{
  GdkRGBA tone;

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, LINE_WIDTH);
  set_source (cr, color, self->dim ? DIM_ALPHA : 1);
  draw_line (self, cr, scale);
  if (self->tone == FLUX_TONE_GREY || !scale->shows_limit)
    return;
  flux_style_get_tone_color (GTK_WIDGET (self), self->tone, "flux_line", &tone);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), get_y (scale, self->limit));
  cairo_clip (cr);
  cairo_set_line_width (cr, BEYOND_WIDTH);
  set_source (cr, &tone, 1);
  draw_line (self, cr, scale);
  cairo_restore (cr);
}

static void
draw_dot (FluxSparkline *self, cairo_t *cr, const Scale *scale)
{
  double value;
  GdkRGBA color;
  guint i = FLUX_DAY_TRACE_STEPS;

  while (i > 0 && !get_value (self, i - 1, &value))
    i--;
  if (!self->dot || i == 0)
    return;
  flux_style_get_tone_color (GTK_WIDGET (self), self->tone, "flux_line", &color);
  set_source (cr, &color, 1);
  cairo_arc (cr, get_x (scale, i - 1), get_y (scale, value), DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_frame (FluxSparkline *self, cairo_t *cr, const Scale *scale)
{
  static const double dash[] = { 4, 2 };
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double midnight = (double) (self->midnight - flux_day_trace_get_time (&self->trace, 0)) / STEP;
  GdkRGBA fg;

  flux_style_lookup_color (GTK_WIDGET (self), "flux_fg", &fg);
  cairo_set_line_width (cr, 1);
  set_source (cr, &fg, BASE_ALPHA);
  cairo_rectangle (cr, 0, height - 1, width, 1);
  cairo_fill (cr);
  if (self->midnight != 0 && midnight >= 0 && midnight < FLUX_DAY_TRACE_STEPS)
    {
      set_source (cr, &fg, MIDNIGHT_ALPHA);
      cairo_rectangle (cr, floor (get_x (scale, midnight)), 0, 1, height);
      cairo_fill (cr);
    }
  if (scale->shows_limit)
    {
      set_source (cr, &fg, LIMIT_ALPHA);
      cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
      cairo_move_to (cr, 0, floor (get_y (scale, self->limit)) + 0.5);
      cairo_rel_line_to (cr, width, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

static void
flux_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FluxSparkline *self = FLUX_SPARKLINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA color;
  Scale scale;
  cairo_t *cr;

  if (!make_scale (self, &scale))
    return;
  flux_style_lookup_color (widget, "flux_line", &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw_fill (self, cr, &scale, &color);
  draw_frame (self, cr, &scale);
  draw_lines (self, cr, &scale, &color);
  draw_dot (self, cr, &scale);
  cairo_destroy (cr);
}

static void
flux_sparkline_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
update_label (FluxSparkline *self)
{
  g_autofree char *label = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  double smallest, largest;

  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self)) == GTK_ACCESSIBLE_ROLE_PRESENTATION)
    return;
  if (get_extent (self, &smallest, &largest))
    {
      from = flux_number_format (smallest, 1);
      to = flux_number_format (largest, 1);
      /* Translators: the smallest and the largest value of the last 24 hours */
      label = g_strdup_printf (_ ("Last 24 hours: %s to %s"), from, to);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : _ ("Last 24 hours: no values"), -1);
}

static void
flux_sparkline_class_init (FluxSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = flux_sparkline_measure;
  widget_class->snapshot = flux_sparkline_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
flux_sparkline_init (FluxSparkline *self)
{
  self->limit = NAN;
}

GtkWidget *
flux_sparkline_new (void)
{
  return g_object_new (FLUX_TYPE_SPARKLINE, NULL);
}

void
flux_sparkline_set_trace (FluxSparkline *self, const FluxDayTrace *trace, gint64 period)
{
  static const FluxDayTrace empty;

  g_return_if_fail (FLUX_IS_SPARKLINE (self));
  if (trace == NULL)
    trace = &empty;
  if (self->period == period && memcmp (&self->trace, trace, sizeof *trace) == 0)
    return;
  self->trace = *trace;
  self->period = period;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
flux_sparkline_set_limit (FluxSparkline *self, double limit)
{
  g_return_if_fail (FLUX_IS_SPARKLINE (self));
  if (self->limit == limit || (isnan (self->limit) && isnan (limit)))
    return;
  self->limit = limit;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
flux_sparkline_set_midnight (FluxSparkline *self, gint64 midnight)
{
  g_return_if_fail (FLUX_IS_SPARKLINE (self));
  if (self->midnight == midnight)
    return;
  self->midnight = midnight;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
flux_sparkline_set_look (FluxSparkline *self, FluxTone tone, gboolean dim, gboolean dot)
{
  g_return_if_fail (FLUX_IS_SPARKLINE (self));
  if (self->tone == tone && self->dim == dim && self->dot == dot)
    return;
  self->tone = tone;
  self->dim = dim;
  self->dot = dot;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
