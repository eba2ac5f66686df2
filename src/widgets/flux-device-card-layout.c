/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-card-private.h"

#define MINIMUM_WIDTH 300
#define NATURAL_WIDTH 340
#define MARGIN_SIDE 14
#define MARGIN_TOP 11
#define MARK_GAP 8
#define AGE_GAP 8
#define PLACE_GAP 1
#define VALUE_GAP 7
#define BAR_GAP 6
#define MEASURES_GAP 9
#define TOTALS_GAP 2
#define FOOT_GAP 9
#define VALUE_HEIGHT 36
#define TRACE_WIDTH 118
#define TRACE_GAP 8

static int
get_height (gpointer widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
get_head_height (FluxDeviceCard *self)
{
  return MAX (MAX (get_height (self->mark), get_height (self->name)), get_height (self->age));
}

static int
get_value_height (FluxDeviceCard *self)
{
  return MAX (get_height (self->value), VALUE_HEIGHT);
}

void
flux_device_card_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  FluxDeviceCard *self = FLUX_DEVICE_CARD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }
  *minimum = *natural = MARGIN_TOP + get_head_height (self) + PLACE_GAP + get_height (self->place) + VALUE_GAP
                        + get_value_height (self) + BAR_GAP + get_height (self->bar) + MEASURES_GAP
                        + get_height (self->measures) + TOTALS_GAP + get_height (self->totals) + FOOT_GAP
                        + get_height (self->foot);
}

/* Gives @child its place on a line that begins at @y and is @line_height high, in the middle of that height. */
static void
place_child (FluxDeviceCard *self, gpointer child, int x, int y, int width, int line_height)
{
  int height = MIN (get_height (child), line_height);
  GtkAllocation place = { x, y + (line_height - height) / 2, MAX (width, 0), height };

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    place.x = gtk_widget_get_width (GTK_WIDGET (self)) - x - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

static void
place_head (FluxDeviceCard *self, int y, int inner, int height)
{
  gboolean marked = flux_mark_get_kind (self->mark) != FLUX_MARK_NONE;
  int mark_width, before, age_width = flux_text_line_get_needed_width (self->age, 0);

  gtk_widget_measure (GTK_WIDGET (self->mark), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &mark_width, NULL, NULL);
  before = marked ? mark_width + MARK_GAP : 0;
  place_child (self, self->mark, MARGIN_SIDE, y, mark_width, height);
  place_child (self, self->name, MARGIN_SIDE + before, y, inner - before - age_width - AGE_GAP, height);
  place_child (self, self->age, MARGIN_SIDE + inner - age_width, y, age_width, height);
}

static void
place_value (FluxDeviceCard *self, int y, int inner, int height)
{
  int end_width = TRACE_WIDTH;

  place_child (self, self->trace, MARGIN_SIDE + inner - TRACE_WIDTH, y, TRACE_WIDTH, VALUE_HEIGHT);
  if (self->help != NULL && gtk_widget_get_child_visible (self->help))
    {
      gtk_widget_measure (self->help, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &end_width, NULL, NULL);
      place_child (self, self->help, MARGIN_SIDE + inner - end_width, y, end_width, height);
    }
  place_child (self, self->value, MARGIN_SIDE, y, inner - end_width - TRACE_GAP, height);
}

void
flux_device_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FluxDeviceCard *self = FLUX_DEVICE_CARD (widget);
  int inner = width - 2 * MARGIN_SIDE, y = MARGIN_TOP;
  int head = get_head_height (self), value = get_value_height (self), foot = get_height (self->foot);

  place_head (self, y, inner, head);
  y += head + PLACE_GAP;
  place_child (self, self->place, MARGIN_SIDE, y, inner, get_height (self->place));
  y += get_height (self->place) + VALUE_GAP;
  place_value (self, y, inner, value);
  y += value + BAR_GAP;
  place_child (self, self->bar, MARGIN_SIDE, y, inner, get_height (self->bar));
  y += get_height (self->bar) + MEASURES_GAP;
  place_child (self, self->measures, MARGIN_SIDE, y, inner, get_height (self->measures));
  y += get_height (self->measures) + TOTALS_GAP;
  place_child (self, self->totals, MARGIN_SIDE, y, inner, get_height (self->totals));
  place_child (self, self->foot, 0, height - foot, width, foot);
}
