/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-two-columns.h"

struct _FluxTwoColumns
{
  GtkWidget parent_instance;

  GtkWidget *first;  /* (nullable): a child */
  GtkWidget *second; /* (nullable): a child */
  int threshold;
  int spacing;
};

enum
{
  PROP_FIRST = 1,
  PROP_SECOND,
  PROP_THRESHOLD,
  PROP_SPACING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FluxTwoColumns, flux_two_columns, GTK_TYPE_WIDGET)

static gboolean
is_shown (GtkWidget *child)
{
  return child != NULL && gtk_widget_should_layout (child);
}

static gboolean
is_side_by_side (FluxTwoColumns *self, int width)
{
  return is_shown (self->first) && is_shown (self->second) && width >= self->threshold;
}

static void
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  if (is_shown (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
measure_width (FluxTwoColumns *self, int *minimum, int *natural)
{
  int first_minimum, first_natural, second_minimum, second_natural;

  measure_child (self->first, GTK_ORIENTATION_HORIZONTAL, -1, &first_minimum, &first_natural);
  measure_child (self->second, GTK_ORIENTATION_HORIZONTAL, -1, &second_minimum, &second_natural);
  *minimum = MAX (first_minimum, second_minimum);
  *natural = MAX (2 * MAX (first_natural, second_natural) + self->spacing, *minimum);
}

static void
measure_height (FluxTwoColumns *self, int width, int *minimum, int *natural)
{
  int first_minimum, first_natural, second_minimum, second_natural;

  if (width < 0)
    measure_width (self, &width, natural);
  if (is_side_by_side (self, width))
    {
      int half = (width - self->spacing) / 2;

      measure_child (self->first, GTK_ORIENTATION_VERTICAL, half, &first_minimum, &first_natural);
      measure_child (self->second, GTK_ORIENTATION_VERTICAL, half, &second_minimum, &second_natural);
      *minimum = MAX (first_minimum, second_minimum);
      *natural = MAX (first_natural, second_natural);
      return;
    }
  measure_child (self->first, GTK_ORIENTATION_VERTICAL, width, &first_minimum, &first_natural);
  measure_child (self->second, GTK_ORIENTATION_VERTICAL, width, &second_minimum, &second_natural);
  *minimum = first_minimum + self->spacing + second_minimum;
  *natural = first_natural + self->spacing + second_natural;
}

static GtkSizeRequestMode
flux_two_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
flux_two_columns_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  FluxTwoColumns *self = FLUX_TWO_COLUMNS (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    measure_height (self, for_size, minimum, natural);
}

static void
flux_two_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FluxTwoColumns *self = FLUX_TWO_COLUMNS (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int first_height, minimum;

  if (is_side_by_side (self, width))
    {
      int half = (width - self->spacing) / 2;
      GtkAllocation start = { 0, 0, half, height }, end = { width - half, 0, half, height };

      gtk_widget_size_allocate (self->first, mirrored ? &end : &start, -1);
      gtk_widget_size_allocate (self->second, mirrored ? &start : &end, -1);
      return;
    }
  measure_child (self->first, GTK_ORIENTATION_VERTICAL, width, &minimum, &first_height);
  if (is_shown (self->first))
    gtk_widget_size_allocate (self->first, &(GtkAllocation){ 0, 0, width, first_height }, -1);
  first_height += self->spacing;
  if (is_shown (self->second))
    gtk_widget_size_allocate (self->second, &(GtkAllocation){ 0, first_height, width, MAX (height - first_height, 0) },
                              -1);
}

static void
set_child (FluxTwoColumns *self, GtkWidget **child, GtkWidget *widget)
{
  g_clear_pointer (child, gtk_widget_unparent);
  *child = widget;
  if (widget != NULL)
    gtk_widget_insert_before (widget, GTK_WIDGET (self), child == &self->first ? self->second : NULL);
}

static void
flux_two_columns_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxTwoColumns *self = FLUX_TWO_COLUMNS (object);

  switch (id)
    {
    case PROP_FIRST:
      set_child (self, &self->first, g_value_get_object (value));
      break;
    case PROP_SECOND:
      set_child (self, &self->second, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_two_columns_dispose (GObject *object)
{
  FluxTwoColumns *self = FLUX_TWO_COLUMNS (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (flux_two_columns_parent_class)->dispose (object);
}

static void
flux_two_columns_class_init (FluxTwoColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = flux_two_columns_set_property;
  object_class->dispose = flux_two_columns_dispose;
  widget_class->get_request_mode = flux_two_columns_get_request_mode;
  widget_class->measure = flux_two_columns_measure;
  widget_class->size_allocate = flux_two_columns_size_allocate;

  properties[PROP_FIRST] =
      g_param_spec_object ("first", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SECOND] =
      g_param_spec_object ("second", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_THRESHOLD] =
      g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPACING] =
      g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
flux_two_columns_init (FluxTwoColumns *self)
{
}
