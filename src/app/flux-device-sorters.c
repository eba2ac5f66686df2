/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-sorters.h"

#include "flux-device-terms.h"
#include "flux-device-words.h"

#include <math.h>

static GtkOrdering
order (double a, double b)
{
  return a < b ? GTK_ORDERING_SMALLER : a > b ? GTK_ORDERING_LARGER : GTK_ORDERING_EQUAL;
}

static int
by_id (FluxDeviceItem *a, FluxDeviceItem *b)
{
  return g_strcmp0 (flux_device_terms_get (a)->id_key, flux_device_terms_get (b)->id_key);
}

static int
by_state (FluxDeviceItem *a, FluxDeviceItem *b)
{
  return flux_device_words_get_rank (a) - flux_device_words_get_rank (b);
}

static int
by_name (FluxDeviceItem *a, FluxDeviceItem *b)
{
  return g_strcmp0 (flux_device_item_get_name_key (a), flux_device_item_get_name_key (b));
}

static int
by_place (FluxDeviceItem *a, FluxDeviceItem *b)
{
  return g_strcmp0 (flux_device_terms_get (a)->place_key, flux_device_terms_get (b)->place_key);
}

/* In m³/s, so that units can be compared. A flow of unknown unit comes before those, one that is missing before all. */
static void
get_flow (FluxDeviceItem *item, int *class, double *flow)
{
  FluxFlowUnit unit = flux_device_item_get_device (item)->flow_unit;

  *flow = flux_device_words_get_flow (item);
  *class = !isfinite (*flow) ? 0 : unit == FLUX_FLOW_UNIT_UNKNOWN ? 1 : 2;
  if (*class == 2)
    *flow = flux_flow_unit_to_si (unit, *flow);
}

static int
by_flow (FluxDeviceItem *a, FluxDeviceItem *b)
{
  int class_a, class_b;
  double flow_a, flow_b;

  get_flow (a, &class_a, &flow_a);
  get_flow (b, &class_b, &flow_b);
  return class_a != class_b ? class_a - class_b : class_a == 0 ? 0 : order (flow_a, flow_b);
}

static int
by_seen (FluxDeviceItem *a, FluxDeviceItem *b)
{
  return order (flux_device_item_get_snapshot (a)->seen_at, flux_device_item_get_snapshot (b)->seen_at);
}

typedef int (*Compare) (FluxDeviceItem *a, FluxDeviceItem *b);

static const struct
{
  Compare compare;
  gboolean is_live;
} sorters[FLUX_N_DEVICE_COLUMNS] = {
  [FLUX_DEVICE_COLUMN_STATE] = { by_state, TRUE }, [FLUX_DEVICE_COLUMN_NAME] = { by_name },
  [FLUX_DEVICE_COLUMN_ID] = { by_id },             [FLUX_DEVICE_COLUMN_PLACE] = { by_place },
  [FLUX_DEVICE_COLUMN_FLOW] = { by_flow, TRUE },   [FLUX_DEVICE_COLUMN_SEEN] = { by_seen, TRUE },
};

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer compare)
{
  int result = ((Compare) compare) ((FluxDeviceItem *) a, (FluxDeviceItem *) b);

  return result != 0 ? result : by_id ((FluxDeviceItem *) a, (FluxDeviceItem *) b);
}

/* --- By gateway: the only one that has to look something up ------------------------------------------------------- */

static const char *
get_gateway_name (FluxPlantModel *plant, FluxDeviceItem *item)
{
  const char *uuid = flux_device_item_get_device (item)->gateway_uuid;
  FluxGatewayItem *gateway = uuid != NULL ? flux_plant_model_find_gateway (plant, uuid) : NULL;

  return gateway != NULL ? flux_gateway_item_get_name (gateway) : "";
}

static int
compare_gateways_cb (gconstpointer a, gconstpointer b, gpointer plant)
{
  int result = 0;

  if (g_strcmp0 (flux_device_item_get_device ((FluxDeviceItem *) a)->gateway_uuid,
                 flux_device_item_get_device ((FluxDeviceItem *) b)->gateway_uuid)
      != 0)
    result = g_utf8_collate (get_gateway_name (plant, (FluxDeviceItem *) a),
                             get_gateway_name (plant, (FluxDeviceItem *) b));
  return result != 0 ? result : by_id ((FluxDeviceItem *) a, (FluxDeviceItem *) b);
}

GtkSorter *
flux_device_sorters_make (FluxPlantModel *plant, FluxDeviceColumn column)
{
  if (column == FLUX_DEVICE_COLUMN_GATEWAY)
    return GTK_SORTER (gtk_custom_sorter_new (compare_gateways_cb, g_object_ref (plant), g_object_unref));
  return GTK_SORTER (gtk_custom_sorter_new (compare_cb, sorters[column].compare, NULL));
}

gboolean
flux_device_sorters_is_live (FluxDeviceColumn column)
{
  return sorters[column].is_live;
}
