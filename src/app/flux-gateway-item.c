/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-item.h"

#include "flux-start-options.h"

#include <glib/gi18n.h>

struct _FluxGatewayItem
{
  GObject parent_instance;

  FluxGateway *gateway; /* (owned) */
};

enum
{
  PROP_GATEWAY = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxGatewayItem, flux_gateway_item, G_TYPE_OBJECT)

static void
flux_gateway_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxGatewayItem *self = FLUX_GATEWAY_ITEM (object);

  if (id == PROP_GATEWAY)
    g_value_set_boxed (value, self->gateway);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_gateway_item_finalize (GObject *object)
{
  FluxGatewayItem *self = FLUX_GATEWAY_ITEM (object);

  flux_gateway_unref (self->gateway);
  G_OBJECT_CLASS (flux_gateway_item_parent_class)->finalize (object);
}

static void
flux_gateway_item_class_init (FluxGatewayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = flux_gateway_item_get_property;
  object_class->finalize = flux_gateway_item_finalize;

  properties[PROP_GATEWAY] = g_param_spec_boxed ("gateway", NULL, NULL, FLUX_TYPE_GATEWAY,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
flux_gateway_item_init (FluxGatewayItem *self)
{
}

FluxGatewayItem *
flux_gateway_item_new (FluxGateway *gateway)
{
  FluxGatewayItem *self = g_object_new (FLUX_TYPE_GATEWAY_ITEM, NULL);

  self->gateway = flux_gateway_ref (gateway);
  return self;
}

FluxGateway *
flux_gateway_item_get_gateway (FluxGatewayItem *self)
{
  g_return_val_if_fail (FLUX_IS_GATEWAY_ITEM (self), NULL);
  return self->gateway;
}

const char *
flux_gateway_item_get_name (FluxGatewayItem *self)
{
  g_return_val_if_fail (FLUX_IS_GATEWAY_ITEM (self), NULL);
  if (!g_str_equal (self->gateway->name, FLUX_START_KEY_NAME))
    return self->gateway->name;
  /* Translators: the gateway that stands for the key that all gateways share, where they do not say their names */
  return C_ ("gateway", "Shared key");
}

void
flux_gateway_item_update (FluxGatewayItem *self, FluxGateway *gateway)
{
  g_return_if_fail (FLUX_IS_GATEWAY_ITEM (self));
  if (self->gateway == gateway)
    return;
  flux_gateway_ref (gateway);
  flux_gateway_unref (self->gateway);
  self->gateway = gateway;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GATEWAY]);
}
