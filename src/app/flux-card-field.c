/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-card-field.h"

#define CARD_MIN 300
#define CARD_MAX 380
#define GAP 12
#define MARGIN 18
#define MARGIN_NARROW 12
#define NARROW_BELOW 640

struct _FluxCardField
{
  GtkWidget parent_instance;

  GtkWidget *strip_clamp;
  GtkWidget *stack;
  GtkWidget *cards_clamp;
  GtkWidget *cards_scroller;
  GtkWidget *lines_scroller;
  GtkWidget *strip; /* (nullable): children of those above */
  GtkWidget *cards; /* (nullable) */
  GtkWidget *lines; /* (nullable) */

  int n_columns;
  int margin;
  guint fit_source;
};

enum
{
  PROP_STRIP = 1,
  PROP_CARDS,
  PROP_LINES,
  PROP_DENSE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxCardField, flux_card_field, GTK_TYPE_WIDGET)

/* --- Fitting ------------------------------------------------------------------------------------------------------ */

/* A cell has half the gap around its card, so that the outer margin is that much smaller around the grid. */
static int
get_grid_margin (FluxCardField *self)
{
  return self->margin - GAP / 2;
}

static int
count_columns (FluxCardField *self, int width)
{
  return MAX ((width - 2 * get_grid_margin (self)) / (CARD_MIN + GAP), 1);
}

static void
set_clamp (GtkWidget *clamp, int size)
{
  g_object_set (clamp, "maximum-size", size, "tightening-threshold", size, NULL);
}

static gboolean
fit (gpointer user_data)
{
  FluxCardField *self = user_data;
  int size = self->n_columns * (CARD_MAX + GAP) + 2 * get_grid_margin (self);

  self->fit_source = 0;
  if (self->cards != NULL)
    gtk_grid_view_set_max_columns (GTK_GRID_VIEW (self->cards), self->n_columns);
  set_clamp (self->strip_clamp, size - 2 * self->margin);
  set_clamp (self->cards_clamp, size);
  gtk_widget_set_margin_start (self->strip_clamp, self->margin);
  gtk_widget_set_margin_end (self->strip_clamp, self->margin);
  if (self->margin == MARGIN_NARROW)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  return G_SOURCE_REMOVE;
}

static void
flux_card_field_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FluxCardField *self = FLUX_CARD_FIELD (widget);
  int margin = width < NARROW_BELOW ? MARGIN_NARROW : MARGIN, n_columns, strip;

  if (margin != self->margin)
    self->n_columns = 0;
  self->margin = margin;
  n_columns = count_columns (self, width);
  /* Children must not change their size while they are given one. */
  if (n_columns != self->n_columns && self->fit_source == 0)
    self->fit_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit, self, NULL);
  self->n_columns = n_columns;

  gtk_widget_measure (self->strip_clamp, GTK_ORIENTATION_VERTICAL, width, &strip, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->strip_clamp, &(GtkAllocation) { 0, 0, width, strip }, -1);
  gtk_widget_size_allocate (self->stack, &(GtkAllocation) { 0, strip, width, MAX (height - strip, 0) }, -1);
}

static GtkSizeRequestMode
flux_card_field_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE; /* what is inside scrolls */
}

static void
flux_card_field_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  FluxCardField *self = FLUX_CARD_FIELD (widget);
  int strip, strip_natural;

  gtk_widget_measure (self->stack, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->strip_clamp, orientation, -1, &strip, &strip_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum += strip;
      *natural += strip_natural;
      return;
    }
  *minimum = MAX (MAX (*minimum, strip), CARD_MIN + GAP + 2 * (MARGIN_NARROW - GAP / 2));
  *natural = MAX (MAX (*natural, strip_natural), *minimum);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_card_field_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxCardField *self = FLUX_CARD_FIELD (object);

  switch (id)
    {
    case PROP_STRIP:
      g_value_set_object (value, self->strip);
      break;
    case PROP_CARDS:
      g_value_set_object (value, self->cards);
      break;
    case PROP_LINES:
      g_value_set_object (value, self->lines);
      break;
    case PROP_DENSE:
      g_value_set_boolean (value, gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->lines_scroller);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_card_field_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxCardField *self = FLUX_CARD_FIELD (object);

  switch (id)
    {
    case PROP_STRIP:
      self->strip = g_value_get_object (value);
      adw_clamp_set_child (ADW_CLAMP (self->strip_clamp), self->strip);
      break;
    case PROP_CARDS:
      self->cards = g_value_get_object (value);
      adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (self->cards_clamp), self->cards);
      break;
    case PROP_LINES:
      self->lines = g_value_get_object (value);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->lines_scroller), self->lines);
      break;
    case PROP_DENSE:
      gtk_stack_set_visible_child (GTK_STACK (self->stack),
                                   g_value_get_boolean (value) ? self->lines_scroller : self->cards_scroller);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_card_field_dispose (GObject *object)
{
  FluxCardField *self = FLUX_CARD_FIELD (object);

  g_clear_handle_id (&self->fit_source, g_source_remove);
  g_clear_pointer (&self->strip_clamp, gtk_widget_unparent);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (flux_card_field_parent_class)->dispose (object);
}

static void
flux_card_field_class_init (FluxCardFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_card_field_get_property;
  object_class->set_property = flux_card_field_set_property;
  object_class->dispose = flux_card_field_dispose;
  widget_class->get_request_mode = flux_card_field_get_request_mode;
  widget_class->measure = flux_card_field_measure;
  widget_class->size_allocate = flux_card_field_size_allocate;

  properties[PROP_STRIP] = g_param_spec_object ("strip", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CARDS] = g_param_spec_object ("cards", NULL, NULL, GTK_TYPE_GRID_VIEW, flags);
  properties[PROP_LINES] = g_param_spec_object ("lines", NULL, NULL, GTK_TYPE_LIST_VIEW, flags);
  properties[PROP_DENSE] = g_param_spec_boolean ("dense", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "cardfield");
}

static GtkWidget *
make_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

static void
flux_card_field_init (FluxCardField *self)
{
  self->margin = MARGIN;
  self->strip_clamp = adw_clamp_new ();
  self->cards_clamp = adw_clamp_scrollable_new ();
  self->cards_scroller = make_scroller (self->cards_clamp);
  self->lines_scroller = make_scroller (NULL);
  self->stack = gtk_stack_new ();
  gtk_widget_add_css_class (self->lines_scroller, "lines");
  gtk_widget_set_overflow (self->lines_scroller, GTK_OVERFLOW_HIDDEN);
  gtk_stack_add_child (GTK_STACK (self->stack), self->cards_scroller);
  gtk_stack_add_child (GTK_STACK (self->stack), self->lines_scroller);
  gtk_widget_set_parent (self->strip_clamp, GTK_WIDGET (self));
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}
