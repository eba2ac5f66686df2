/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fuzz-target.h"

#include "flux-post-decoder.h"
#include "flux-test-record-rules.h"
#include "flux-test-sample-plant.h"

#define MOST_MAPPINGS 3

/* Nothing mapped, a gateway with maps, positions and members of its own, and one that is known by its bodies. */
static FluxGatewayMapping **
get_mappings (void)
{
  static FluxGatewayMapping *mappings[MOST_MAPPINGS];

  if (mappings[1] == NULL)
    {
      mappings[1] = flux_test_sample_plant_get_mapping ("TRB245");
      mappings[2] = flux_test_sample_plant_get_mapping ("Other vendor");
    }
  return mappings;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (bytes, size);
  g_autofree char *member = flux_post_find_member (body, "imei");

  for (guint i = 0; i < MOST_MAPPINGS; i++)
    {
      g_autoptr (FluxRecords) records
          = flux_post_decode (body, get_mappings ()[i], i == 1 ? "NIVUS_01" : NULL, FLUX_TEST_SAMPLE_ARRIVAL);

      flux_test_records_keep_rules (records);
    }
  return 0;
}
