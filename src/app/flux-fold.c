/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fold.h"

struct _FluxFold
{
  GtkWidget parent_instance;

  GtkWidget *wide;   /* (nullable): a child */
  GtkWidget *narrow; /* (nullable): a child */
  int threshold;
  gboolean folded;
  guint notify_source;
};

enum
{
  PROP_WIDE = 1,
  PROP_NARROW,
  PROP_THRESHOLD,
  PROP_FOLDED,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FluxFold, flux_fold, GTK_TYPE_WIDGET)

static gboolean
notify_cb (gpointer user_data)
{
  FluxFold *self = user_data;

  self->notify_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

static void
show_right_one (FluxFold *self)
{
  if (self->wide != NULL)
    gtk_widget_set_child_visible (self->wide, !self->folded);
  if (self->narrow != NULL)
    gtk_widget_set_child_visible (self->narrow, self->folded);
}

static void
set_child (FluxFold *self, GtkWidget **child, GtkWidget *widget)
{
  g_clear_pointer (child, gtk_widget_unparent);
  *child = widget;
  if (widget != NULL)
    gtk_widget_set_parent (widget, GTK_WIDGET (self));
  show_right_one (self);
}

static GtkSizeRequestMode
flux_fold_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE; /* what is inside scrolls */
}

static void
flux_fold_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  FluxFold *self = FLUX_FOLD (widget);
  int wide_minimum = 0, wide_natural = 0;

  if (self->narrow != NULL)
    gtk_widget_measure (self->narrow, orientation, -1, minimum, natural, NULL, NULL);
  if (self->wide != NULL)
    gtk_widget_measure (self->wide, orientation, -1, &wide_minimum, &wide_natural, NULL, NULL);
  *natural = MAX (*natural, wide_natural);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MAX (*minimum, wide_minimum);
}

static void
flux_fold_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FluxFold *self = FLUX_FOLD (widget);
  gboolean folded = width < self->threshold;
  GtkWidget *child;

  if (self->folded != folded)
    {
      self->folded = folded;
      show_right_one (self);
      if (self->notify_source == 0)
        self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_cb, self, NULL);
    }
  child = folded ? self->narrow : self->wide;
  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
flux_fold_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxFold *self = FLUX_FOLD (object);

  switch (id)
    {
    case PROP_WIDE:
      g_value_set_object (value, self->wide);
      break;
    case PROP_NARROW:
      g_value_set_object (value, self->narrow);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_fold_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxFold *self = FLUX_FOLD (object);

  switch (id)
    {
    case PROP_WIDE:
      set_child (self, &self->wide, g_value_get_object (value));
      break;
    case PROP_NARROW:
      set_child (self, &self->narrow, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_fold_dispose (GObject *object)
{
  FluxFold *self = FLUX_FOLD (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->narrow, gtk_widget_unparent);
  G_OBJECT_CLASS (flux_fold_parent_class)->dispose (object);
}

static void
flux_fold_class_init (FluxFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_fold_get_property;
  object_class->set_property = flux_fold_set_property;
  object_class->dispose = flux_fold_dispose;
  widget_class->get_request_mode = flux_fold_get_request_mode;
  widget_class->measure = flux_fold_measure;
  widget_class->size_allocate = flux_fold_size_allocate;

  properties[PROP_WIDE] =
      g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
      g_param_spec_object ("narrow", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 0,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDED] =
      g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
flux_fold_init (FluxFold *self)
{
}

gboolean
flux_fold_get_folded (FluxFold *self)
{
  g_return_val_if_fail (FLUX_IS_FOLD (self), FALSE);
  return self->folded;
}
