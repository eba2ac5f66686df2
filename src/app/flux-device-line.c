/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-line.h"

#include "flux-device-words.h"
#include "flux-format.h"
#include "flux-text-line.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 12
#define GAP 12
#define MARK_SIZE 16
#define ROW_HEIGHT 33

typedef enum
{
  COLUMN_NAME,
  COLUMN_PLACE,
  COLUMN_FLOW,
  COLUMN_LEVEL,
  COLUMN_VELOCITY,
  COLUMN_TEMPERATURE,
  COLUMN_STATE,
  COLUMN_AGE,
  N_COLUMNS,
} Column;

/* Width in pixels, share of what is left over, and the width of the list from which on there is such a column. */
static const struct
{
  int width;
  int share;
  int from;
  gboolean at_end;
} columns[N_COLUMNS] = {
  [COLUMN_NAME] = { 80, 5, 0, FALSE },      [COLUMN_PLACE] = { 90, 3, 860, FALSE },
  [COLUMN_FLOW] = { 86, 0, 0, TRUE },       [COLUMN_LEVEL] = { 66, 0, 520, TRUE },
  [COLUMN_VELOCITY] = { 72, 0, 600, TRUE }, [COLUMN_TEMPERATURE] = { 64, 0, 680, TRUE },
  [COLUMN_STATE] = { 120, 3, 420, FALSE },  [COLUMN_AGE] = { 70, 0, 0, TRUE },
};

struct _FluxDeviceLine
{
  GtkWidget parent_instance;

  GtkWidget *mark;
  GtkWidget *texts[N_COLUMNS]; /* FluxTextLine, the flow a FluxValueLabel */
  char *label;
};

G_DEFINE_FINAL_TYPE (FluxDeviceLine, flux_device_line, GTK_TYPE_WIDGET)

static void
flux_device_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  FluxDeviceLine *self = FLUX_DEVICE_LINE (widget);
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = 2 * MARGIN + MARK_SIZE + 3 * GAP + columns[COLUMN_NAME].width + columns[COLUMN_FLOW].width
                            + columns[COLUMN_AGE].width;
      return;
    }
  gtk_widget_measure (self->texts[COLUMN_FLOW], GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  *minimum = *natural = MAX (ROW_HEIGHT, height + 8);
}

static void
place_child (FluxDeviceLine *self, GtkWidget *child, int x, int width, int line_width, int line_height)
{
  GtkAllocation place = { x, 0, MAX (width, 0), line_height };
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  place.height = MIN (height, line_height);
  place.y = (line_height - place.height) / 2;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    place.x = line_width - place.x - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

static void
flux_device_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FluxDeviceLine *self = FLUX_DEVICE_LINE (widget);
  int left = width - 2 * MARGIN - MARK_SIZE, shares = 0, x = MARGIN + MARK_SIZE + GAP;

  for (guint i = 0; i < N_COLUMNS; i++)
    if (width >= columns[i].from)
      {
        left -= GAP + columns[i].width;
        shares += columns[i].share;
      }
  place_child (self, self->mark, MARGIN, MARK_SIZE, width, height);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      gboolean shown = width >= columns[i].from;
      int column = columns[i].width + MAX (left, 0) * columns[i].share / MAX (shares, 1);

      gtk_widget_set_child_visible (self->texts[i], shown);
      if (!shown)
        continue;
      place_child (self, self->texts[i], x, column, width, height);
      x += column + GAP;
    }
}

static gboolean
flux_device_line_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  FluxDeviceLine *self = FLUX_DEVICE_LINE (widget);

  gtk_tooltip_set_text (tooltip, self->label);
  return self->label != NULL;
}

static void
flux_device_line_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (flux_device_line_parent_class)->dispose (object);
}

static void
flux_device_line_finalize (GObject *object)
{
  g_free (FLUX_DEVICE_LINE (object)->label);
  G_OBJECT_CLASS (flux_device_line_parent_class)->finalize (object);
}

static void
flux_device_line_class_init (FluxDeviceLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = flux_device_line_dispose;
  object_class->finalize = flux_device_line_finalize;
  widget_class->measure = flux_device_line_measure;
  widget_class->size_allocate = flux_device_line_size_allocate;
  widget_class->query_tooltip = flux_device_line_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "deviceline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
flux_device_line_init (FluxDeviceLine *self)
{
  self->mark = flux_mark_new (FLUX_MARK_NONE);
  gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self->texts[i] = i == COLUMN_FLOW ? g_object_new (FLUX_TYPE_VALUE_LABEL, "width-chars", 0, "accessible-role",
                                                        GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL)
                                        : flux_text_line_new ();
      if (i != COLUMN_FLOW && columns[i].at_end)
        flux_text_line_set_n_places (FLUX_TEXT_LINE (self->texts[i]), 2);
      if (columns[i].at_end)
        gtk_widget_add_css_class (self->texts[i], "numeric");
      gtk_widget_add_css_class (self->texts[i], i == COLUMN_NAME || i == COLUMN_FLOW ? "heading" : "flux-small");
      gtk_widget_set_parent (self->texts[i], GTK_WIDGET (self));
    }
  gtk_widget_add_css_class (self->texts[COLUMN_PLACE], "flux-dim");
  gtk_widget_add_css_class (self->texts[COLUMN_AGE], "age");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
flux_device_line_new (void)
{
  return g_object_new (FLUX_TYPE_DEVICE_LINE, NULL);
}

static void
show_text (FluxDeviceLine *self, Column column, const char *text)
{
  flux_text_line_set (FLUX_TEXT_LINE (self->texts[column]), columns[column].at_end ? 1 : 0, text, NULL);
}

/* A quantity that the unit does not have leaves its column empty; one that is missing is shown as missing. */
static void
show_quantity (FluxDeviceLine *self, Column column, const FluxDeviceFace *face, FluxField field)
{
  g_autofree char *text = (face->fields & FLUX_FIELD_BIT (field)) != 0
                              ? flux_format_quantity (field, FLUX_FLOW_UNIT_UNKNOWN, face->values[field])
                              : NULL;

  show_text (self, column, text);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What is not normal, in fewer words than on a card. Returns: (transfer full) (nullable) */
static char *
make_state (FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  if (face->sentence == NULL || flux_device_item_get_alert (item) != NULL)
    return g_strdup (face->sentence);
  return flux_device_words_make_state (item, now, zone);
}

/* The row of a list has the focus, so that it must say what it holds. */
static gboolean
is_list_item (GtkWidget *widget)
{
  return widget != NULL
         && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_LIST_ITEM;
}

void
flux_device_line_show (GtkWidget *line, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now, GTimeZone *zone)
{
  FluxDeviceLine *self = FLUX_DEVICE_LINE (line);
  g_autofree char *age = face->measured_at != 0 ? flux_format_age (now, face->measured_at, zone) : NULL;
  g_autofree char *label = flux_device_words_make_label (item, now, zone);
  g_autofree char *state = make_state (item, face, now, zone);

  flux_mark_set_kind (FLUX_MARK (self->mark), face->mark);
  show_text (self, COLUMN_NAME, flux_device_item_get_device (item)->name);
  show_text (self, COLUMN_PLACE, face->place);
  flux_value_label_set_value (FLUX_VALUE_LABEL (self->texts[COLUMN_FLOW]), face->flow, face->decimals,
                              isfinite (face->flow) ? face->unit : NULL);
  flux_value_label_set_style (FLUX_VALUE_LABEL (self->texts[COLUMN_FLOW]), face->style);
  show_quantity (self, COLUMN_LEVEL, face, FLUX_FIELD_LEVEL);
  show_quantity (self, COLUMN_VELOCITY, face, FLUX_FIELD_VELOCITY);
  show_quantity (self, COLUMN_TEMPERATURE, face, FLUX_FIELD_TEMPERATURE);
  show_text (self, COLUMN_STATE, state);
  show_text (self, COLUMN_AGE, age);
  set_class (line, "old", face->is_old);
  if (g_strcmp0 (self->label, label) == 0)
    return;
  g_free (self->label);
  self->label = g_steal_pointer (&label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
  if (is_list_item (gtk_widget_get_parent (line)))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (line)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->label, -1);
}
