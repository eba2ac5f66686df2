/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-text-line.h"

#include "flux-style.h"

#define GAP 12
#define ICON_SIZE 16
#define ICON_GAP 4

struct _FluxTextLine
{
  GtkWidget parent_instance;

  guint n_places;
  gboolean bold;
  char *texts[FLUX_TEXT_LINE_PLACES];            /* (nullable) (owned) */
  const char *icon_names[FLUX_TEXT_LINE_PLACES]; /* (nullable): interned */
};

G_DEFINE_FINAL_TYPE (FluxTextLine, flux_text_line, GTK_TYPE_WIDGET)

/* Returns: (transfer full) */
static PangoLayout *
create_layout (FluxTextLine *self, guint place)
{
  PangoLayout *layout = flux_style_create_layout (GTK_WIDGET (self), self->texts[place]);
  g_autoptr (PangoFontDescription) font = NULL;

  if (!self->bold)
    return layout;
  font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (layout)));
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  return layout;
}

static int
get_icon_width (FluxTextLine *self, guint place)
{
  return self->icon_names[place] != NULL ? ICON_SIZE + ICON_GAP : 0;
}

/* The most that the text in @place may take of @width: of two, the last one goes first; more share evenly. */
static int
get_room (FluxTextLine *self, guint place, int width)
{
  if (self->n_places > 2)
    return (width - (int) (self->n_places - 1) * GAP / 2) / (int) self->n_places;
  if (self->n_places == 1 || place == 1)
    return width;
  return width - flux_text_line_get_needed_width (self, 1) - GAP;
}

static void
snapshot_place (FluxTextLine *self, GtkSnapshot *snapshot, guint place, const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PangoLayout) layout = create_layout (self, place);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int icon_width = get_icon_width (self, place), room = get_room (self, place, width) - icon_width;
  int text_width, text_height;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float x, text_x;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (text_width > room)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, MAX (room, 0) * PANGO_SCALE);
      text_width = MAX (room, 0);
    }
  x = self->n_places == 1 ? 0 : (width - icon_width - text_width) * (float) place / (self->n_places - 1);
  if (mirrored)
    x = width - x - icon_width - text_width;
  text_x = mirrored ? x : x + icon_width;
  if (icon_width > 0)
    flux_style_snapshot_icon (widget, snapshot, self->icon_names[place], ICON_SIZE,
                              mirrored ? x + text_width + ICON_GAP : x, (height - ICON_SIZE) / 2, color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (text_x, (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
flux_text_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FluxTextLine *self = FLUX_TEXT_LINE (widget);
  GdkRGBA color;

  flux_style_get_color (widget, &color);
  for (guint i = 0; i < self->n_places; i++)
    if (self->texts[i] != NULL)
      snapshot_place (self, snapshot, i, &color);
}

static void
flux_text_line_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  g_autoptr (PangoLayout) layout = NULL;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  layout = flux_style_create_layout (widget, "0");
  pango_layout_get_pixel_size (layout, NULL, natural);
  *minimum = *natural;
}

static void
flux_text_line_finalize (GObject *object)
{
  FluxTextLine *self = FLUX_TEXT_LINE (object);

  for (guint i = 0; i < FLUX_TEXT_LINE_PLACES; i++)
    g_free (self->texts[i]);
  G_OBJECT_CLASS (flux_text_line_parent_class)->finalize (object);
}

static void
flux_text_line_class_init (FluxTextLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_text_line_finalize;
  widget_class->measure = flux_text_line_measure;
  widget_class->snapshot = flux_text_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "textline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
flux_text_line_init (FluxTextLine *self)
{
  self->n_places = 1;
}

GtkWidget *
flux_text_line_new (void)
{
  return g_object_new (FLUX_TYPE_TEXT_LINE, NULL);
}

void
flux_text_line_set_n_places (FluxTextLine *self, guint n_places)
{
  g_return_if_fail (FLUX_IS_TEXT_LINE (self));
  g_return_if_fail (n_places >= 1 && n_places <= FLUX_TEXT_LINE_PLACES);
  if (self->n_places == n_places)
    return;
  self->n_places = n_places;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
flux_text_line_set_bold (FluxTextLine *self, gboolean bold)
{
  g_return_if_fail (FLUX_IS_TEXT_LINE (self));
  if (self->bold == bold)
    return;
  self->bold = bold;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
flux_text_line_set (FluxTextLine *self, guint place, const char *text, const char *icon_name)
{
  g_return_if_fail (FLUX_IS_TEXT_LINE (self));
  g_return_if_fail (place < FLUX_TEXT_LINE_PLACES);
  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (self->texts[place], text) == 0 && g_strcmp0 (self->icon_names[place], icon_name) == 0)
    return;
  g_free (self->texts[place]);
  self->texts[place] = g_strdup (text);
  self->icon_names[place] = g_intern_string (icon_name);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
flux_text_line_get_text (FluxTextLine *self, guint place)
{
  g_return_val_if_fail (FLUX_IS_TEXT_LINE (self), NULL);
  g_return_val_if_fail (place < FLUX_TEXT_LINE_PLACES, NULL);
  return self->texts[place];
}

int
flux_text_line_get_needed_width (FluxTextLine *self, guint place)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  g_return_val_if_fail (FLUX_IS_TEXT_LINE (self), 0);
  if (self->texts[place] == NULL)
    return 0;
  layout = create_layout (self, place);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + get_icon_width (self, place);
}
