/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-json-reader.h"
#include "flux-plant-file.h"
#include "flux-post-decoder.h"

#include <stdio.h>
#include <stdlib.h>

/* What decoding a RutOS collection of 100 records costs beside reading its JSON: decode-cost ROUNDS prints the medians,
 * in ns a record, of decoding and of reading. */

#define N_UNITS 20
#define REPEATS 200

static const struct
{
  guint number;
  const char *name;
  double value;
} registers[] = {
  { 11, "flow_rate", 0.094225 }, { 13, "level", 0.3125 },         { 15, "velocity", 0.8612 },
  { 17, "temperature", 17.4 },   { 5201, "totalizer", 152340.81 },
};

#define N_RECORDS (N_UNITS * G_N_ELEMENTS (registers))

static GBytes *
make_body (void)
{
  GString *json = g_string_new ("{\"Modbus\":[");

  for (guint i = 0; i < N_RECORDS; i++)
    {
      guint unit = i / G_N_ELEMENTS (registers), reg = i % G_N_ELEMENTS (registers);

      g_string_append_printf (
          json,
          "%s{\"timestamp\":1795424400,\"date\":\"23/11/2026 10:00:00\",\"bdate\":null,\"server_id\":%u,"
          "\"bserver_id\":%u,\"addr\":%u,\"baddr\":null,\"full_addr\":\"%u\",\"size\":10,\"data\":\"[%.6f]\","
          "\"raw_data\":null,\"server_name\":\"UNIT_%04u\",\"ip\":\"192.168.1.%u\",\"name\":\"%s\"}",
          i > 0 ? "," : "", unit, unit, registers[reg].number, 300000 + registers[reg].number, registers[reg].value,
          unit, unit, registers[reg].name);
    }
  g_string_append (json, "]}");
  return g_string_free_to_bytes (json);
}

static FluxGatewayMapping *
make_mapping (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("map");
  FluxGatewayMapping *mapping = flux_gateway_mapping_new (flux_body_names_new (), NULL, utc);

  for (guint i = 0; i < G_N_ELEMENTS (registers); i++)
    {
      FluxRegister *reg = flux_register_new (registers[i].name);

      reg->address = registers[i].number - 1;
      reg->order = FLUX_WORD_ORDER_CDAB;
      g_ptr_array_add (map->registers, reg);
    }
  for (guint i = 0; i < N_UNITS; i++)
    {
      g_autofree char *name = g_strdup_printf ("UNIT_%04u", i);
      g_autoptr (FluxUnit) unit = flux_unit_new ("gateway", name);

      unit->server_name = g_strdup (name);
      flux_gateway_mapping_add_unit (mapping, unit, map, FLUX_FLOW_UNIT_M3_PER_H);
    }
  return mapping;
}

static void
read_json (GBytes *body)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  FluxJsonReader reader;

  flux_json_reader_init (&reader, text, size, FLUX_JSON_STRICT);
  while (flux_json_reader_next (&reader) > FLUX_JSON_ERROR)
    ;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

int
main (int argc, char **argv)
{
  g_autoptr (GBytes) body = make_body ();
  g_autoptr (FluxGatewayMapping) mapping = make_mapping ();
  guint rounds = argc > 1 ? CLAMP (atoi (argv[1]), 1, 1000) : 21;
  g_autofree double *decoding = g_new (double, rounds);
  g_autofree double *reading = g_new (double, rounds);

  for (guint i = 0; i < rounds; i++)
    {
      gint64 begin = g_get_monotonic_time (), middle;

      for (guint j = 0; j < REPEATS; j++)
        read_json (body);
      middle = g_get_monotonic_time ();
      for (guint j = 0; j < REPEATS; j++)
        flux_records_free (flux_post_decode (body, mapping, NULL, G_GINT64_CONSTANT (1795428000000000)));
      reading[i] = (middle - begin) * 1000.0 / REPEATS / N_RECORDS;
      decoding[i] = (g_get_monotonic_time () - middle) * 1000.0 / REPEATS / N_RECORDS;
    }
  printf ("%.1f %.1f\n", median (decoding, rounds), median (reading, rounds));
  return 0;
}
