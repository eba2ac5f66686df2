/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-order.h"

#include "flux-device-terms.h"
#include "flux-device-words.h"

#include <math.h>
#include <stdlib.h>

/* A new alarm stands where it belongs at once; after that the cards stay put for this long. */
#define REST_MSEC 1000

struct _FluxDeviceOrder
{
  GObject parent_instance;

  FluxPlantModel *plant; /* (owned) */
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkFilter *filter; /* of filtered */
  GtkSorter *sorter; /* of sorted */
  guint sort_source; /* about to sort, or at rest after that */
  gboolean is_due;   /* something has changed during the rest */

  char *sort;
  char *site;
  char *search;
  char **words; /* of the search */
  FluxTone severity;
};

enum
{
  PROP_SORT = 1,
  PROP_SITE,
  PROP_SEARCH,
  PROP_SEVERITY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxDeviceOrder, flux_device_order, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- Sorting ------------------------------------------------------------------------------------------------------ */

typedef int (*Compare) (FluxDeviceItem *a, FluxDeviceItem *b);

static int
compare_by_name (FluxDeviceItem *a, FluxDeviceItem *b)
{
  int order = g_strcmp0 (flux_device_item_get_name_key (a), flux_device_item_get_name_key (b));

  return order != 0 ? order : g_strcmp0 (flux_device_item_get_device_id (a), flux_device_item_get_device_id (b));
}

static FluxTone
get_severity (FluxDeviceItem *item)
{
  const FluxOpenAlert *alert = flux_device_item_get_alert (item);

  return alert != NULL ? alert->tone : FLUX_TONE_GREY;
}

static int
compare_by_urgency (FluxDeviceItem *a, FluxDeviceItem *b)
{
  int order = (int) get_severity (b) - (int) get_severity (a);

  if (order == 0)
    order = flux_device_words_get_rank (a) - flux_device_words_get_rank (b);
  return order != 0 ? order : compare_by_name (a, b);
}

static int
compare_by_place (FluxDeviceItem *a, FluxDeviceItem *b)
{
  int order = g_strcmp0 (flux_device_terms_get (a)->place_key, flux_device_terms_get (b)->place_key);

  return order != 0 ? order : compare_by_name (a, b);
}

/* In SI. Returns: NaN when it has no flow that could be compared */
static double
get_flow (FluxDeviceItem *item)
{
  FluxFlowUnit unit = flux_device_item_get_device (item)->flow_unit;
  double flow = flux_device_words_get_flow (item);

  return unit == FLUX_FLOW_UNIT_UNKNOWN ? NAN : flux_flow_unit_to_si (unit, flow);
}

/* The largest first; those without one last. */
static int
compare_by_flow (FluxDeviceItem *a, FluxDeviceItem *b)
{
  double flow_a = get_flow (a), flow_b = get_flow (b);

  if (isnan (flow_a) != isnan (flow_b))
    return isnan (flow_a) ? 1 : -1;
  if (isnan (flow_a) || flow_a == flow_b)
    return compare_by_name (a, b);
  return flow_a > flow_b ? -1 : 1;
}

static const struct
{
  const char *name;
  Compare compare;
  guint changes_with; /* FluxPlantChange */
} sorts[] = {
  { "abnormal", compare_by_urgency, FLUX_PLANT_CHANGE_STATES | FLUX_PLANT_CHANGE_SETTINGS },
  { "name", compare_by_name, FLUX_PLANT_CHANGE_SETTINGS },
  { "location", compare_by_place, FLUX_PLANT_CHANGE_SETTINGS },
  { "flow", compare_by_flow, FLUX_PLANT_CHANGE_READINGS | FLUX_PLANT_CHANGE_SETTINGS },
};

static guint
find_sort (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_strcmp0 (sorts[i].name, name) == 0)
      return i;
  return 0;
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer compare)
{
  return ((Compare) compare) ((FluxDeviceItem *) a, (FluxDeviceItem *) b);
}

static gboolean rest_over (gpointer user_data);

static gboolean
sort_again (gpointer user_data)
{
  FluxDeviceOrder *self = user_data;

  self->is_due = FALSE;
  self->sort_source = g_timeout_add (REST_MSEC, rest_over, self);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  return G_SOURCE_REMOVE;
}

static gboolean
rest_over (gpointer user_data)
{
  FluxDeviceOrder *self = user_data;

  self->sort_source = 0;
  if (self->is_due)
    sort_again (self);
  return G_SOURCE_REMOVE;
}

static void
sort_soon (FluxDeviceOrder *self)
{
  if (self->sort_source != 0)
    self->is_due = TRUE;
  else
    self->sort_source = g_idle_add (sort_again, self);
}

/* --- Filtering ---------------------------------------------------------------------------------------------------- */

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  FluxDeviceOrder *self = user_data;
  const FluxDevice *device = flux_device_item_get_device (item);

  return device->retired_at == 0 && (self->severity == FLUX_TONE_GREY || self->severity == get_severity (item))
         && (*self->site == '\0' || g_strcmp0 (device->site, self->site) == 0)
         && (*self->words == NULL || flux_device_terms_match (item, (const char *const *) self->words));
}

/* --- What follows the plant --------------------------------------------------------------------------------------- */

static void
on_plant_changed (FluxPlantModel *plant, guint changes, FluxDeviceOrder *self)
{
  if ((changes & FLUX_PLANT_CHANGE_SETTINGS) != 0
      || ((changes & FLUX_PLANT_CHANGE_STATES) != 0 && self->severity != FLUX_TONE_GREY))
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  if ((changes & sorts[find_sort (self->sort)].changes_with) != 0)
    sort_soon (self);
}

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, FluxDeviceOrder *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* --- List model --------------------------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *list)
{
  return FLUX_TYPE_DEVICE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (FLUX_DEVICE_ORDER (list)->sorted));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (FLUX_DEVICE_ORDER (list)->sorted), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
take_sort (FluxDeviceOrder *self)
{
  g_clear_handle_id (&self->sort_source, g_source_remove);
  self->is_due = FALSE;
  gtk_custom_sorter_set_sort_func (GTK_CUSTOM_SORTER (self->sorter), compare_items,
                                   (gpointer) sorts[find_sort (self->sort)].compare, NULL);
}

static void
take_text (FluxDeviceOrder *self, char **to, const char *text)
{
  g_free (*to);
  *to = g_strdup (text != NULL ? text : "");
}

static void
flux_device_order_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxDeviceOrder *self = FLUX_DEVICE_ORDER (object);

  switch (id)
    {
    case PROP_SORT:
      g_value_set_string (value, self->sort);
      break;
    case PROP_SITE:
      g_value_set_string (value, self->site);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_SEVERITY:
      g_value_set_int (value, self->severity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_device_order_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxDeviceOrder *self = FLUX_DEVICE_ORDER (object);

  switch (id)
    {
    case PROP_SORT:
      take_text (self, &self->sort, g_value_get_string (value));
      take_sort (self);
      break;
    case PROP_SITE:
      take_text (self, &self->site, g_value_get_string (value));
      gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
      break;
    case PROP_SEARCH:
      take_text (self, &self->search, g_value_get_string (value));
      g_strfreev (self->words);
      self->words = flux_device_terms_read_search (self->search);
      gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
      break;
    case PROP_SEVERITY:
      self->severity = g_value_get_int (value);
      gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_device_order_dispose (GObject *object)
{
  FluxDeviceOrder *self = FLUX_DEVICE_ORDER (object);

  g_clear_handle_id (&self->sort_source, g_source_remove);
  if (self->plant != NULL)
    g_signal_handlers_disconnect_by_data (self->plant, self);
  g_clear_object (&self->plant);
  G_OBJECT_CLASS (flux_device_order_parent_class)->dispose (object);
}

static void
flux_device_order_finalize (GObject *object)
{
  FluxDeviceOrder *self = FLUX_DEVICE_ORDER (object);

  g_signal_handlers_disconnect_by_data (self->sorted, self);
  g_object_unref (self->sorted);
  g_object_unref (self->filtered);
  g_object_unref (self->filter);
  g_object_unref (self->sorter);
  g_free (self->sort);
  g_free (self->site);
  g_free (self->search);
  g_strfreev (self->words);
  G_OBJECT_CLASS (flux_device_order_parent_class)->finalize (object);
}

static void
flux_device_order_class_init (FluxDeviceOrderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_device_order_get_property;
  object_class->set_property = flux_device_order_set_property;
  object_class->dispose = flux_device_order_dispose;
  object_class->finalize = flux_device_order_finalize;

  properties[PROP_SORT] = g_param_spec_string ("sort", NULL, NULL, "abnormal", flags);
  properties[PROP_SITE] = g_param_spec_string ("site", NULL, NULL, "", flags);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, "", flags);
  properties[PROP_SEVERITY] = g_param_spec_int ("severity", NULL, NULL, FLUX_TONE_GREY, FLUX_TONE_CRITICAL,
                                                FLUX_TONE_GREY, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
flux_device_order_init (FluxDeviceOrder *self)
{
  self->sort = g_strdup ("abnormal");
  self->site = g_strdup ("");
  self->search = g_strdup ("");
  self->words = g_new0 (char *, 1);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_items, compare_by_urgency, NULL));
  self->filtered = gtk_filter_list_model_new (NULL, g_object_ref (self->filter));
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)), g_object_ref (self->sorter));
  g_signal_connect (self->sorted, "items-changed", G_CALLBACK (on_items_changed), self);
}

FluxDeviceOrder *
flux_device_order_new (FluxPlantModel *plant)
{
  FluxDeviceOrder *self = g_object_new (FLUX_TYPE_DEVICE_ORDER, NULL);

  self->plant = g_object_ref (plant);
  gtk_filter_list_model_set_model (self->filtered, flux_plant_model_get_devices (plant));
  g_signal_connect (plant, "changed", G_CALLBACK (on_plant_changed), self);
  return self;
}

static int
compare_texts (const void *a, const void *b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

char **
flux_device_order_list_sites (FluxDeviceOrder *self)
{
  g_autoptr (GHashTable) sites = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *devices;
  g_autofree char **names = NULL;
  guint n_sites;

  g_return_val_if_fail (FLUX_IS_DEVICE_ORDER (self), NULL);
  devices = flux_plant_model_get_devices (self->plant);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (devices, i);
      const FluxDevice *device = flux_device_item_get_device (item);

      if (device->site != NULL && device->retired_at == 0)
        g_hash_table_add (sites, device->site);
    }
  names = (char **) g_hash_table_get_keys_as_array (sites, &n_sites);
  qsort (names, n_sites, sizeof *names, compare_texts);
  return g_strdupv (names);
}
