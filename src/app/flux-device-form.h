/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-plant-model.h"

G_BEGIN_DECLS

/* What a person can set about a device, as texts of a form. The plant is asked for what the texts refer to: ids that
 * are taken, gateways by their name. Main context. */

typedef enum
{
  FLUX_DEVICE_FORM_ID, /* of a new device only */
  FLUX_DEVICE_FORM_NAME,
  FLUX_DEVICE_FORM_DESCRIPTION,
  FLUX_DEVICE_FORM_SITE,
  FLUX_DEVICE_FORM_PLACE,
  FLUX_DEVICE_FORM_TAGS,
  FLUX_DEVICE_FORM_TIME_ZONE,
  FLUX_DEVICE_FORM_GATEWAY,
  FLUX_DEVICE_FORM_PERIOD,
  FLUX_DEVICE_FORM_LIMIT,
} FluxDeviceFormField;

#define FLUX_DEVICE_FORM_N_FIELDS (FLUX_DEVICE_FORM_LIMIT + 1)

/* The field's text. Returns: (transfer full): never %NULL */
char *flux_device_form_read (FluxPlantModel *plant, const FluxDevice *device, FluxDeviceFormField field);

/* Returns: what is wrong with @text as a translated sentence; %NULL when it will do */
const char *flux_device_form_judge (FluxPlantModel *plant, FluxDeviceFormField field, const char *text);

/* Puts a text that will do into @device, which nobody else has yet. */
void flux_device_form_write (FluxPlantModel *plant, FluxDevice *device, FluxDeviceFormField field, const char *text);

/* What may be chosen in @field: sites that there are, time zones, gateways. Returns: (transfer full) (nullable): of
 * GtkStringObject; %NULL when the field is free text */
GListModel *flux_device_form_list_choices (FluxPlantModel *plant, FluxDeviceFormField field);

G_END_DECLS
