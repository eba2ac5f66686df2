/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-card-private.h"

#include "flux-format.h"

#include <glib/gi18n.h>
#include <math.h>

/* What the description names beside the flow. */
static const FluxField described[] = {
  FLUX_FIELD_LEVEL,     FLUX_FIELD_VELOCITY,      FLUX_FIELD_PRESSURE,        FLUX_FIELD_TEMPERATURE,
  FLUX_FIELD_TOTALIZER, FLUX_FIELD_BATTERY_LEVEL, FLUX_FIELD_SIGNAL_STRENGTH,
};

static gboolean
has_field (FluxDeviceCard *self, FluxField field)
{
  return (self->fields & FLUX_FIELD_BIT (field)) != 0;
}

char *
flux_device_card_format_field (FluxDeviceCard *self, FluxField field)
{
  return has_field (self, field) ? flux_format_quantity (field, FLUX_FLOW_UNIT_UNKNOWN, self->values[field]) : NULL;
}

gboolean
flux_device_card_is_empty (FluxDeviceCard *self)
{
  if (isfinite (self->flow))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (described); i++)
    if (has_field (self, described[i]) && isfinite (self->values[described[i]]))
      return FALSE;
  return TRUE;
}

char *
flux_device_card_make_label (FluxDeviceCard *self)
{
  GString *label = g_string_new (flux_text_line_get_text (self->name, 0));
  const char *place = flux_text_line_get_text (self->place, 0), *age = flux_text_line_get_text (self->age, 0);
  const char *reliance = flux_value_style_get_word (self->style);
  g_autofree char *flow = flux_format_with_unit (self->flow, self->flow_decimals, self->unit != NULL ? self->unit : "");

  if (place != NULL)
    g_string_append_printf (label, ", %s", place);
  if (flux_device_card_is_empty (self))
    g_string_append_printf (label, ", %s", _ ("No value yet"));
  else if (isfinite (self->flow))
    g_string_append_printf (label, ", %s %s", flux_format_get_name (FLUX_FIELD_FLOW_RATE), flow);
  if (isfinite (self->flow) && *reliance != '\0')
    g_string_append_printf (label, ", %s", reliance);
  if (age != NULL)
    g_string_append_printf (label, ", %s", age);
  if (self->band != FLUX_BAND_NONE && self->sentence != NULL)
    g_string_append_printf (label, ", %s", self->sentence);
  else if (flux_mark_get_kind (self->mark) != FLUX_MARK_NONE)
    g_string_append_printf (label, ", %s", flux_mark_kind_get_word (flux_mark_get_kind (self->mark)));
  return g_string_free (label, FALSE);
}

char *
flux_device_card_make_description (FluxDeviceCard *self)
{
  GString *description = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (described); i++)
    {
      g_autofree char *text = flux_device_card_format_field (self, described[i]);

      if (text != NULL && isfinite (self->values[described[i]]))
        g_string_append_printf (description, "%s%s %s", description->len > 0 ? ", " : "",
                                flux_format_get_name (described[i]), text);
    }
  if (self->today != NULL)
    g_string_append_printf (description, "%s%s", description->len > 0 ? ", " : "", self->today);
  return g_string_free (description, FALSE);
}
