/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-card.h"
#include "flux-test-cards.h"
#include "flux-test-stage.h"

#include <adwaita.h>

#define NB "\302\240"
#define N_CHILDREN_MAX 16

/* Where everything on a card stands. */
typedef struct
{
  int width, height;
  guint n_children;
  struct
  {
    const char *type;
    graphene_rect_t bounds;
    gboolean is_head; /* name and age share what the mark leaves */
  } children[N_CHILDREN_MAX];
} Places;

static Places
get_places (GtkWidget *card)
{
  Places places = { gtk_widget_get_width (card), gtk_widget_get_height (card), 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (card); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      guint i = places.n_children++;

      g_assert_cmpint (i, <, N_CHILDREN_MAX);
      places.children[i].type = G_OBJECT_TYPE_NAME (child);
      places.children[i].is_head =
          gtk_widget_has_css_class (child, "heading") || gtk_widget_has_css_class (child, "age");
      g_assert_true (gtk_widget_compute_bounds (child, card, &places.children[i].bounds));
    }
  return places;
}

static void
assert_same_places (const Places *a, const Places *b)
{
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (guint i = 0; i < MIN (a->n_children, b->n_children); i++)
    {
      const graphene_rect_t *one = &a->children[i].bounds, *other = &b->children[i].bounds;

      if (g_str_equal (a->children[i].type, "FluxValueLabel"))
        g_assert_true (one->origin.x == other->origin.x && one->origin.y == other->origin.y);
      else if (a->children[i].is_head)
        g_assert_true (one->origin.y == other->origin.y && one->size.height == other->size.height);
      else
        g_assert_true (graphene_rect_equal (one, other));
    }
}

static GtkWidget *
show_card (GtkWidget **card, int width)
{
  *card = flux_device_card_new ();
  gtk_widget_set_valign (*card, GTK_ALIGN_START);
  return flux_test_stage_show (*card, width, 300);
}

static void
test_size (void)
{
  GtkWidget *card = g_object_ref_sink (flux_device_card_new ());

  for (guint i = 0; i < FLUX_TEST_N_CARDS; i++)
    {
      int minimum, natural;

      flux_test_cards_show (i, FLUX_DEVICE_CARD (card));
      gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      g_assert_cmpint (minimum, ==, 300);
      g_assert_cmpint (natural, <=, 360);
      gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, minimum, &minimum, &natural, NULL, NULL);
      g_assert_cmpint (natural, ==, 188);
    }
  g_object_unref (card);
}

/* One card goes through every state, back to the first: nothing on it moves. */
static void
test_no_jump (gconstpointer width)
{
  GtkWidget *card, *window = show_card (&card, GPOINTER_TO_INT (width));
  Places places, now;

  flux_test_cards_show (0, FLUX_DEVICE_CARD (card));
  flux_test_stage_settle (card);
  places = get_places (card);
  for (guint i = 1; i <= FLUX_TEST_N_CARDS; i++)
    {
      g_test_message ("%s", flux_test_cards_get_name (i % FLUX_TEST_N_CARDS));
      flux_test_cards_show (i % FLUX_TEST_N_CARDS, FLUX_DEVICE_CARD (card));
      flux_test_stage_settle (card);
      now = get_places (card);
      assert_same_places (&places, &now);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Everything that is drawn lies inside, nothing over something else; the foot ends the card. */
static void
test_places (void)
{
  GtkWidget *card, *window = show_card (&card, 300);
  Places places;
  graphene_rect_t inside = GRAPHENE_RECT_INIT (0, 0, 300, 188);

  flux_test_cards_show (0, FLUX_DEVICE_CARD (card));
  flux_test_stage_settle (card);
  places = get_places (card);
  for (guint i = 0; i < places.n_children; i++)
    {
      g_assert_true (graphene_rect_contains_rect (&inside, &places.children[i].bounds));
      for (guint j = 0; j < i; j++)
        {
          graphene_rect_t both;

          if (graphene_rect_intersection (&places.children[i].bounds, &places.children[j].bounds, &both))
            g_assert_cmpfloat (both.size.width * both.size.height, <=, 0);
        }
    }
  g_assert_cmpfloat (places.children[places.n_children - 1].bounds.origin.y
                         + places.children[places.n_children - 1].bounds.size.height,
                     ==, 188);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_label (void)
{
  static const char *const labels[FLUX_TEST_N_CARDS] = {
    "Zulauf Kläranlage, Kläranlage · NIVUS_01, flow 612.4" NB "m³/h, 2 s ago, "
    "Warning: flow above 550 m³/h for 1 h 5 min",
    "RÜB Nordpark, Becken Nord · NIVUS_04, flow 184.0" NB "l/s, 14 s ago, Critical, acknowledged 14:12 by K. Brandt",
    "Pumpwerk Mühlgraben, Mühlgraben · NIVUS_07, flow 38.6" NB "l/s, offline, 5 h ago, "
    "Offline since 09:12 · gateway answers",
    "Regenüberlauf Bahnhof, Altstadt · NIVUS_05, flow 812.7" NB "l/s, bad, 9 s ago, "
    "Bad value: flow outside the sensor range",
    "Erlenbach oberhalb, Erlenbach · NIVUS_06, flow 268" NB "l/s, stale, 12 min ago, "
    "Stale: last value 12 min ago, due every 5 min",
    "RRB Südring, Süd · NIVUS_09, flow 21.3" NB "l/s, 21 s ago, Maintenance until 16:00 · M. Weber",
    "Sammler Ost, TRB246 Ost, unit 9 · NIVUS_12, No value yet, 31 s ago, New: 5 registers wait for their meaning",
    "Ablauf Kläranlage, Kläranlage · NIVUS_02, flow 548.9" NB "m³/h, 6 s ago",
    "Hauptsammler West, Weststadt · NIVUS_03, flow 318.2" NB "m³/h, 11 s ago",
    "Drossel Altstadt, Altstadt · NIVUS_08, flow 24.1" NB "l/s, uncertain, 4 s ago",
    "Wehr Stadtmühle, Stadtmühle · NIVUS_10, flow 1204.6" NB "l/s, 40 s ago",
    "Schacht Lindenstraße, Lindenstraße · NIVUS_11, flow 3.72" NB "l/s, 8 s ago",
  };
  const char *description = "level 0.407" NB "m, temperature 12.1" NB "°C, totalizer 77310.9" NB "m³, battery 71" NB "%"
                            ", signal −77" NB "dBm, today 212 m³";
  GtkWidget *card, *window = show_card (&card, 320);

  gtk_test_accessible_assert_role (card, GTK_ACCESSIBLE_ROLE_GROUP);
  for (guint i = 0; i < FLUX_TEST_N_CARDS; i++)
    {
      flux_test_cards_show (i, FLUX_DEVICE_CARD (card));
      flux_test_stage_settle (card);
      gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, labels[i]);
    }
  flux_test_cards_show (3, FLUX_DEVICE_CARD (card));
  flux_test_stage_settle (card);
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Without a sentence the mark's word is said. */
static void
test_label_of_mark (void)
{
  GtkWidget *card, *window = show_card (&card, 320);

  flux_device_card_set_name (FLUX_DEVICE_CARD (card), "Main inlet");
  flux_device_card_set_value (FLUX_DEVICE_CARD (card), 83.25, 2, "m³/h", FLUX_VALUE_GOOD);
  flux_device_card_set_mark (FLUX_DEVICE_CARD (card), FLUX_MARK_WARNING_ACK);
  flux_test_stage_settle (card);
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Main inlet, flow 83.25" NB "m³/h, Warning, acknowledged");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, flux_device_card_new ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  flux_test_cards_show (gtk_list_item_get_position (item), FLUX_DEVICE_CARD (gtk_list_item_get_child (item)));
}

/* The cell of a grid takes the focus, so it has to have the card's words. */
static void
test_label_of_cell (void)
{
  static const char *const names[] = { "0", NULL };
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (gtk_string_list_new (names))));
  GtkWidget *grid = gtk_grid_view_new (model, factory), *window, *cell;
  const char *label = "Zulauf Kläranlage, Kläranlage · NIVUS_01, flow 612.4" NB "m³/h, 2 s ago, "
                      "Warning: flow above 550 m³/h for 1 h 5 min";

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  window = flux_test_stage_show (grid, 400, 300);
  cell = gtk_widget_get_first_child (grid);
  g_assert_true (FLUX_IS_DEVICE_CARD (gtk_widget_get_first_child (cell)));
  g_assert_true (gtk_widget_get_focusable (cell));
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
hash_look (GtkWidget *card)
{
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize stride = 4 * gtk_widget_get_width (card), size = stride * gtk_widget_get_height (card);
  guchar *pixels = g_malloc (size);

  flux_test_stage_settle (card);
  picture = flux_test_stage_render (card);
  gdk_texture_download (picture, pixels, stride);
  bytes = g_bytes_new_take (pixels, size);
  return g_bytes_hash (bytes);
}

/* A recycled card shows its new device as a fresh one would, whatever it showed before. */
static void
test_recycling (void)
{
  GtkWidget *card, *window = show_card (&card, 320);
  guint fresh[FLUX_TEST_N_CARDS];

  for (guint i = 0; i < FLUX_TEST_N_CARDS; i++)
    {
      GtkWidget *other, *other_window = show_card (&other, 320);

      flux_test_cards_show (i, FLUX_DEVICE_CARD (other));
      fresh[i] = hash_look (other);
      gtk_window_destroy (GTK_WINDOW (other_window));
    }
  for (guint i = 0; i < FLUX_TEST_N_CARDS; i++)
    for (guint step = 1; step < FLUX_TEST_N_CARDS; step += 4)
      {
        flux_test_cards_show ((i + step) % FLUX_TEST_N_CARDS, FLUX_DEVICE_CARD (card));
        flux_test_cards_show (i, FLUX_DEVICE_CARD (card));
        g_assert_cmpuint (hash_look (card), ==, fresh[i]);
      }
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_button (GtkWidget *card)
{
  for (GtkWidget *child = gtk_widget_get_first_child (card); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      return child;
  return NULL;
}

static void
note_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  char **noted = user_data;

  g_free (*noted);
  *noted = g_variant_dup_string (target, NULL);
}

static gboolean
is_noted (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static void
test_help (void)
{
  static const double none[FLUX_N_FIELDS] = { 0 };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("map", G_VARIANT_TYPE_STRING);
  g_autofree char *noted = NULL;
  GtkWidget *widget, *window = show_card (&widget, 320), *button;
  FluxDeviceCard *card = FLUX_DEVICE_CARD (widget);

  g_signal_connect (action, "activate", G_CALLBACK (note_cb), &noted);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
  gtk_widget_insert_action_group (window, "device", G_ACTION_GROUP (actions));
  g_assert_null (find_button (widget));
  flux_device_card_set_help (card, "Map registers…", "device.map", g_variant_new_string ("NIVUS_12"));
  flux_test_stage_settle (widget);
  button = find_button (widget);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_cmpint (gtk_widget_get_height (button), <=, 36);
  gtk_widget_activate (button);
  flux_test_stage_wait (is_noted, &noted);
  g_assert_cmpstr (noted, ==, "NIVUS_12");

  /* With the first value of any quantity it goes. */
  flux_device_card_set_measures (card, FLUX_FIELD_BIT (FLUX_FIELD_LEVEL), none);
  flux_test_stage_settle (widget);
  g_assert_false (gtk_widget_get_mapped (button));
  flux_device_card_clear (card);
  flux_test_stage_settle (widget);
  g_assert_false (gtk_widget_get_mapped (button));
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint n_measured;

static void
measure_cb (GtkWidget *widget,
            GtkOrientation orientation,
            int for_size,
            int *minimum,
            int *natural,
            int *minimum_baseline,
            int *natural_baseline)
{
  n_measured++;
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
allocate_cb (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

/* Nothing that happens to a device makes its card ask the page for a new layout, until the button comes. */
static void
test_no_layout (void)
{
  GtkWidget *page = adw_bin_new (), *card = flux_device_card_new (), *window;

  gtk_widget_set_layout_manager (page, gtk_custom_layout_new (NULL, measure_cb, allocate_cb));
  adw_bin_set_child (ADW_BIN (page), card);
  window = flux_test_stage_show (page, 320, 200);
  n_measured = 0;
  for (guint i = 0; i < FLUX_TEST_N_CARDS; i++)
    if (i != FLUX_TEST_CARDS_NEW)
      {
        flux_test_cards_show (i, FLUX_DEVICE_CARD (card));
        flux_test_stage_settle (card);
        flux_device_card_set_age (FLUX_DEVICE_CARD (card), "a very long time ago", TRUE);
        flux_test_stage_settle (card);
        g_test_message ("%s", flux_test_cards_get_name (i));
        g_assert_cmpuint (n_measured, ==, 0);
      }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  g_test_add_func ("/device-card/size", test_size);
  g_test_add_data_func ("/device-card/no-jump/narrow", GINT_TO_POINTER (300), test_no_jump);
  g_test_add_data_func ("/device-card/no-jump/phone", GINT_TO_POINTER (336), test_no_jump);
  g_test_add_data_func ("/device-card/no-jump/wide", GINT_TO_POINTER (380), test_no_jump);
  g_test_add_func ("/device-card/places", test_places);
  g_test_add_func ("/device-card/label", test_label);
  g_test_add_func ("/device-card/label-of-mark", test_label_of_mark);
  g_test_add_func ("/device-card/label-of-cell", test_label_of_cell);
  g_test_add_func ("/device-card/recycling", test_recycling);
  g_test_add_func ("/device-card/help", test_help);
  g_test_add_func ("/device-card/no-layout", test_no_layout);
  return g_test_run ();
}
