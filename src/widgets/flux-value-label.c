/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-value-label.h"

#include "flux-format.h"
#include "flux-number.h"
#include "flux-pulse.h"
#include "flux-style.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define UNIT_GAP 6
#define DOUBT "?"
#define DOUBT_SCALE 1.2
#define OUTLINE_WIDTH 1.1
#define STRIKE_HEIGHT 2
#define STRIKE_OVERHANG 1
#define FADE_BEATS 14
#define FADE_BEAT_MSEC 50
#define FADE_ALPHA 0.16
#define FADE_MARGIN 4
#define FADE_RADIUS 6

struct _FluxValueLabel
{
  GtkWidget parent_instance;

  double value;
  int decimals;
  char *unit;        /* (nullable) (owned) */
  char *number;      /* (owned): the value's text */
  char *placeholder; /* (nullable) (owned) */
  FluxValueStyle style;
  int width_chars;
  int fade; /* beats that are left of it */
};

enum
{
  PROP_WIDTH_CHARS = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static const struct
{
  const char *class;
  const char *word;
} styles[] = {
  [FLUX_VALUE_GOOD] = { NULL, NULL },
  [FLUX_VALUE_UNCERTAIN] = { "uncertain", NC_ ("value", "uncertain") },
  [FLUX_VALUE_STALE] = { "stale", NC_ ("value", "stale") },
  [FLUX_VALUE_OFFLINE] = { "offline", NC_ ("value", "offline") },
  [FLUX_VALUE_BAD] = { "bad", NC_ ("value", "bad") },
};

static void fade_cb (GtkWidget *widget);

static FluxPulse fades = { .interval_msec = FADE_BEAT_MSEC, .beat = fade_cb };

G_DEFINE_FINAL_TYPE (FluxValueLabel, flux_value_label, GTK_TYPE_WIDGET)

static void
stop_fade (FluxValueLabel *self)
{
  if (self->fade > 0)
    flux_pulse_remove (&fades, GTK_WIDGET (self));
  self->fade = 0;
}

static void
fade_cb (GtkWidget *widget)
{
  FluxValueLabel *self = FLUX_VALUE_LABEL (widget);

  if (self->fade == 1)
    stop_fade (self);
  else
    self->fade--;
  gtk_widget_queue_draw (widget);
}

static void
start_fade (FluxValueLabel *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !adw_get_enable_animations (GTK_WIDGET (self)))
    return;
  if (self->fade == 0)
    flux_pulse_add (&fades, GTK_WIDGET (self));
  self->fade = FADE_BEATS;
}

static gboolean
is_missing (FluxValueLabel *self)
{
  return !isfinite (self->value);
}

static gboolean
shows_placeholder (FluxValueLabel *self)
{
  return is_missing (self) && self->placeholder != NULL;
}

/* What is written after the number; "" for nothing. Returns: (transfer full) */
static char *
get_suffix (FluxValueLabel *self)
{
  const char *unit = self->unit != NULL ? self->unit : "";

  if (shows_placeholder (self))
    return g_strdup ("");
  if (is_missing (self) || self->style != FLUX_VALUE_UNCERTAIN)
    return g_strdup (unit);
  return g_strconcat (unit, *unit != '\0' ? " " : "", DOUBT, NULL);
}

/* A layout in the plain font around the label. Returns: (transfer full) */
static PangoLayout *
create_plain_layout (FluxValueLabel *self, const char *text)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  return flux_style_create_layout (parent != NULL ? parent : GTK_WIDGET (self), text);
}

/* The unit, and the sign of an uncertain value in bold. Returns: (transfer full) */
static PangoLayout *
create_suffix_layout (FluxValueLabel *self)
{
  g_autofree char *suffix = get_suffix (self);
  PangoLayout *layout = create_plain_layout (self, suffix);
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoAttribute *bold, *large;

  if (!g_str_has_suffix (suffix, DOUBT))
    return layout;
  attributes = pango_attr_list_new ();
  bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  large = pango_attr_scale_new (DOUBT_SCALE);
  bold->start_index = large->start_index = strlen (suffix) - strlen (DOUBT);
  pango_attr_list_insert (attributes, bold);
  pango_attr_list_insert (attributes, large);
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

/* Returns: (transfer full) */
static PangoLayout *
create_number_layout (FluxValueLabel *self)
{
  if (shows_placeholder (self))
    return create_plain_layout (self, self->placeholder);
  return flux_style_create_layout (GTK_WIDGET (self), self->number);
}

static int
get_text_width (FluxValueLabel *self)
{
  g_autoptr (PangoLayout) number = create_number_layout (self);
  g_autoptr (PangoLayout) suffix = create_suffix_layout (self);
  int number_width, suffix_width;

  pango_layout_get_pixel_size (number, &number_width, NULL);
  pango_layout_get_pixel_size (suffix, &suffix_width, NULL);
  return number_width + (suffix_width > 0 ? UNIT_GAP + suffix_width : 0);
}

static void
update_label (FluxValueLabel *self)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  const char *word = flux_value_style_get_word (self->style);

  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self)) == GTK_ACCESSIBLE_ROLE_PRESENTATION)
    return;
  text = flux_format_with_unit (self->value, self->decimals, self->unit != NULL ? self->unit : "");
  if (is_missing (self))
    label = g_strdup (self->placeholder != NULL ? self->placeholder : C_ ("value", "no value"));
  else if (*word != '\0')
    /* Translators: a value and how much it can be relied on, such as "83.25 m³/h, stale" */
    label = g_strdup_printf (C_ ("value", "%s, %s"), text, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label != NULL ? label : text,
                                  -1);
}

static void
update_look (FluxValueLabel *self)
{
  if (self->width_chars < 0)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_label (self);
}

static void
snapshot_fade (FluxValueLabel *self, GtkSnapshot *snapshot, int text_width)
{
  GskRoundedRect outline;
  GdkRGBA color;
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (-FADE_MARGIN, 0, text_width + 2 * FADE_MARGIN, gtk_widget_get_height (GTK_WIDGET (self)));

  flux_style_lookup_color (GTK_WIDGET (self), "flux_fg", &color);
  color.alpha *= FADE_ALPHA * self->fade / FADE_BEATS;
  gsk_rounded_rect_init_from_rect (&outline, &bounds, FADE_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_outlined (GtkSnapshot *snapshot, PangoLayout *layout, const GdkRGBA *color)
{
  int width, height;
  cairo_t *cr;

  pango_layout_get_pixel_size (layout, &width, &height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-2, -2, width + 4, height + 4));
  pango_cairo_layout_path (cr, layout);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, OUTLINE_WIDTH);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
snapshot_number (FluxValueLabel *self, GtkSnapshot *snapshot, PangoLayout *layout)
{
  GdkRGBA color;
  int width;

  flux_style_get_color (GTK_WIDGET (self), &color);
  if (self->style == FLUX_VALUE_OFFLINE && !is_missing (self))
    {
      snapshot_outlined (snapshot, layout, &color);
      return;
    }
  gtk_snapshot_append_layout (snapshot, layout, &color);
  if (self->style != FLUX_VALUE_BAD || is_missing (self))
    return;
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (-STRIKE_OVERHANG,
                                                  pango_layout_get_baseline (layout) / PANGO_SCALE * 0.68f,
                                                  width + 2 * STRIKE_OVERHANG, STRIKE_HEIGHT));
}

static void
flux_value_label_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FluxValueLabel *self = FLUX_VALUE_LABEL (widget);
  g_autoptr (PangoLayout) number = create_number_layout (self);
  g_autoptr (PangoLayout) suffix = create_suffix_layout (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int text_width = get_text_width (self), number_width, number_height;
  float scale = text_width > width ? (float) width / text_width : 1;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int drop = (pango_layout_get_baseline (number) - pango_layout_get_baseline (suffix)) / PANGO_SCALE;
  GdkRGBA dim;

  flux_style_lookup_color (widget, "flux_dim", &dim);
  pango_layout_get_pixel_size (number, &number_width, &number_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (mirrored ? width - text_width * scale : 0, height * (1 - scale) / 2));
  gtk_snapshot_scale (snapshot, scale, scale);
  if (self->fade > 0)
    snapshot_fade (self, snapshot, text_width);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (height - number_height) / 2));
  snapshot_number (self, snapshot, number);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (number_width + UNIT_GAP, drop));
  gtk_snapshot_append_layout (snapshot, suffix, &dim);
  gtk_snapshot_restore (snapshot);
}

static void
flux_value_label_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  FluxValueLabel *self = FLUX_VALUE_LABEL (widget);
  g_autoptr (PangoLayout) digit = flux_style_create_layout (widget, "0");
  int digit_width, height;

  pango_layout_get_pixel_size (digit, &digit_width, &height);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = height;
      *minimum_baseline = *natural_baseline = pango_layout_get_baseline (digit) / PANGO_SCALE;
      return;
    }
  *natural = self->width_chars >= 0 ? self->width_chars * digit_width : get_text_width (self);
  *minimum = *natural / 2;
}

static void
flux_value_label_unmap (GtkWidget *widget)
{
  stop_fade (FLUX_VALUE_LABEL (widget));
  GTK_WIDGET_CLASS (flux_value_label_parent_class)->unmap (widget);
}

static void
flux_value_label_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_WIDTH_CHARS:
      g_value_set_int (value, FLUX_VALUE_LABEL (object)->width_chars);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
flux_value_label_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_WIDTH_CHARS:
      flux_value_label_set_width_chars (FLUX_VALUE_LABEL (object), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
flux_value_label_finalize (GObject *object)
{
  FluxValueLabel *self = FLUX_VALUE_LABEL (object);

  g_free (self->unit);
  g_free (self->number);
  g_free (self->placeholder);
  G_OBJECT_CLASS (flux_value_label_parent_class)->finalize (object);
}

static void
flux_value_label_class_init (FluxValueLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = flux_value_label_finalize;
  object_class->get_property = flux_value_label_get_property;
  object_class->set_property = flux_value_label_set_property;
  widget_class->measure = flux_value_label_measure;
  widget_class->snapshot = flux_value_label_snapshot;
  widget_class->unmap = flux_value_label_unmap;

  properties[PROP_WIDTH_CHARS] =
      g_param_spec_int ("width-chars", NULL, NULL, -1, 100, -1, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "valuelabel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
flux_value_label_init (FluxValueLabel *self)
{
  self->value = NAN;
  self->width_chars = -1;
  self->number = g_strdup (FLUX_NUMBER_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self), "missing");
}

GtkWidget *
flux_value_label_new (void)
{
  return g_object_new (FLUX_TYPE_VALUE_LABEL, NULL);
}

void
flux_value_label_set_value (FluxValueLabel *self, double value, int decimals, const char *unit)
{
  g_autofree char *number = NULL;
  gboolean was_missing, same_number;

  g_return_if_fail (FLUX_IS_VALUE_LABEL (self));
  was_missing = is_missing (self);
  if (((was_missing && !isfinite (value)) || (self->value == value && self->decimals == decimals))
      && g_strcmp0 (self->unit, unit) == 0)
    return;
  number = flux_number_format (value, decimals);
  same_number = g_str_equal (number, self->number);
  self->value = value;
  self->decimals = decimals;
  if (g_strcmp0 (self->unit, unit) != 0)
    {
      g_free (self->unit);
      self->unit = g_strdup (unit);
    }
  else if (same_number)
    return;
  g_free (self->number);
  self->number = g_steal_pointer (&number);
  if (is_missing (self) && !was_missing)
    gtk_widget_add_css_class (GTK_WIDGET (self), "missing");
  else if (!is_missing (self) && was_missing)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "missing");
  else if (!same_number)
    start_fade (self);
  update_look (self);
}

void
flux_value_label_set_style (FluxValueLabel *self, FluxValueStyle style)
{
  g_return_if_fail (FLUX_IS_VALUE_LABEL (self));
  if (self->style == style)
    return;
  if (styles[self->style].class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), styles[self->style].class);
  if (styles[style].class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), styles[style].class);
  self->style = style;
  update_look (self);
}

void
flux_value_label_set_placeholder (FluxValueLabel *self, const char *text)
{
  g_return_if_fail (FLUX_IS_VALUE_LABEL (self));
  if (g_strcmp0 (self->placeholder, text) == 0)
    return;
  g_free (self->placeholder);
  self->placeholder = g_strdup (text);
  update_look (self);
}

void
flux_value_label_clear (FluxValueLabel *self)
{
  g_return_if_fail (FLUX_IS_VALUE_LABEL (self));
  stop_fade (self);
  flux_value_label_set_value (self, NAN, 0, NULL);
}

void
flux_value_label_set_width_chars (FluxValueLabel *self, int n_chars)
{
  g_return_if_fail (FLUX_IS_VALUE_LABEL (self));
  if (self->width_chars == n_chars)
    return;
  self->width_chars = n_chars;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

const char *
flux_value_style_get_word (FluxValueStyle style)
{
  return styles[style].word == NULL ? "" : g_dpgettext2 (NULL, "value", styles[style].word);
}
