/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-columns.h"

struct _FluxColumns
{
  GtkLayoutManager parent_instance;

  int column_width;
  int spacing;
};

enum
{
  PROP_COLUMN_WIDTH = 1,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxColumns, flux_columns, GTK_TYPE_LAYOUT_MANAGER)

/* Returns: (nullable): the first child of @widget that wants a place, or the next one after @child */
static GtkWidget *
get_next (GtkWidget *widget, GtkWidget *child)
{
  do
    child = child == NULL ? gtk_widget_get_first_child (widget) : gtk_widget_get_next_sibling (child);
  while (child != NULL && !gtk_widget_should_layout (child));
  return child;
}

static int
count_children (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *child = get_next (widget, NULL); child != NULL; child = get_next (widget, child))
    n++;
  return n;
}

static gboolean
are_side_by_side (FluxColumns *self, int n, int width)
{
  return width < 0 || width >= n * self->column_width + (n - 1) * self->spacing;
}

static int
get_child_width (FluxColumns *self, int n, int width)
{
  return are_side_by_side (self, n, width) ? (width - (n - 1) * self->spacing) / MAX (n, 1) : width;
}

static GtkSizeRequestMode
flux_columns_get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of the largest child. */
static void
measure_child (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = get_next (widget, NULL); child != NULL; child = get_next (widget, child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, for_size, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
flux_columns_measure (GtkLayoutManager *layout, GtkWidget *widget, GtkOrientation orientation, int for_size,
                      int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  FluxColumns *self = FLUX_COLUMNS (layout);
  int n = count_children (widget), gaps = MAX (n - 1, 0) * self->spacing;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_child (widget, orientation, -1, minimum, natural);
      *natural = n * MAX (*natural, self->column_width) + gaps;
      return;
    }
  measure_child (widget, orientation, for_size < 0 ? -1 : get_child_width (self, n, for_size), minimum, natural);
  if (are_side_by_side (self, n, for_size))
    return;
  *minimum = *minimum * n + gaps;
  *natural = *natural * n + gaps;
}

static void
flux_columns_allocate (GtkLayoutManager *layout, GtkWidget *widget, int width, int height, int baseline)
{
  FluxColumns *self = FLUX_COLUMNS (layout);
  int n = count_children (widget), gaps = MAX (n - 1, 0) * self->spacing;
  gboolean beside = are_side_by_side (self, n, width);
  GtkAllocation place = { 0, 0, get_child_width (self, n, width), beside ? height : (height - gaps) / MAX (n, 1) };

  for (GtkWidget *child = get_next (widget, NULL); child != NULL; child = get_next (widget, child))
    {
      gtk_widget_size_allocate (child, &place, -1);
      if (beside)
        place.x += place.width + self->spacing;
      else
        place.y += place.height + self->spacing;
    }
}

static void
flux_columns_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxColumns *self = FLUX_COLUMNS (object);

  switch (id)
    {
    case PROP_COLUMN_WIDTH:
      g_value_set_int (value, self->column_width);
      break;
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_columns_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxColumns *self = FLUX_COLUMNS (object);

  switch (id)
    {
    case PROP_COLUMN_WIDTH:
      self->column_width = g_value_get_int (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
flux_columns_class_init (FluxColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_columns_get_property;
  object_class->set_property = flux_columns_set_property;
  layout_class->get_request_mode = flux_columns_get_request_mode;
  layout_class->measure = flux_columns_measure;
  layout_class->allocate = flux_columns_allocate;

  properties[PROP_COLUMN_WIDTH] = g_param_spec_int ("column-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
flux_columns_init (FluxColumns *self)
{
}
