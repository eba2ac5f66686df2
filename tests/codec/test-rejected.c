/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-rejected.h"

#define FLOW "{\"flow_rate\":{\"value\":\"x\",\"reason\":\"wrong type\"}}"
#define FLOW_NUMBER "{\"flow_rate\":{\"value\":8.3,\"reason\":\"conflict\"}}"
#define LEVEL "{\"level\":{\"value\":[1,{\"}\":2}],\"reason\":\"wrong type\"}}"
#define FLOW_AND_LEVEL                                                                                                 \
  "{\"flow_rate\":{\"value\":\"x\",\"reason\":\"wrong type\"},\"level\":{\"value\":[1,{\"}\":2}],\"reason\":\"wrong "  \
  "type\"}}"

static const struct
{
  const char *name;
  const char *kept;
  const char *more;
  const char *merged;
} merges[] = {
  { "nothing", NULL, NULL, NULL },
  { "first", FLOW, NULL, FLOW },
  { "second", NULL, FLOW, FLOW },
  { "both", FLOW, LEVEL, FLOW_AND_LEVEL },
  { "same", FLOW, FLOW, FLOW },
  { "kept-stays", FLOW, FLOW_NUMBER, FLOW },
  { "only-new", FLOW, FLOW_AND_LEVEL, FLOW_AND_LEVEL },
  { "empty-first", "{}", FLOW, FLOW },
  { "empty-second", FLOW, "{}", FLOW },
  { "both-empty", "{}", "{}", "{}" },
};

static void
test_merge (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *merged = flux_rejected_merge (merges[i].kept, merges[i].more);

  g_assert_cmpstr (merged, ==, merges[i].merged);
}

static const struct
{
  const char *name;
  const char *rejected;
  const char *field;
  double value;
  gboolean has;
} numbers[] = {
  { "nothing", NULL, "flow_rate", 8.3, FALSE },
  { "number", FLOW_NUMBER, "flow_rate", 8.3, TRUE },
  { "other-number", FLOW_NUMBER, "flow_rate", 8.4, FALSE },
  { "other-field", FLOW_NUMBER, "flow", 8.3, FALSE },
  { "longer-field", FLOW_NUMBER, "flow_rates", 8.3, FALSE },
  { "text", FLOW, "flow_rate", 8.3, FALSE },
  { "array", LEVEL, "level", 1, FALSE },
  { "second-member", "{\"a\":{\"value\":1,\"reason\":\"x\"},\"b\":{\"value\":2,\"reason\":\"y\"}}", "b", 2, TRUE },
  { "value-last", "{\"a\":{\"reason\":\"value\",\"value\":1}}", "a", 1, TRUE },
  { "no-value", "{\"a\":{\"reason\":\"x\"}}", "a", 0, FALSE },
  { "no-entry", "{\"a\":7}", "a", 7, FALSE },
  { "large", "{\"a\":{\"value\":1e400,\"reason\":\"out of range\"}}", "a", 1e308, FALSE },
  { "empty", "{}", "a", 0, FALSE },
};

static void
test_has_number (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpint (flux_rejected_has_number (numbers[i].rejected, numbers[i].field, numbers[i].value), ==,
                   numbers[i].has);
}

static void
test_new_number (void)
{
  g_autofree char *rejected = flux_rejected_new_number ("flow_rate", 8.3, "conflict");
  g_autofree char *whole = flux_rejected_new_number ("signal_strength", -67, "say \"why\"");

  g_assert_cmpstr (rejected, ==, FLOW_NUMBER);
  g_assert_true (flux_rejected_has_number (rejected, "flow_rate", 8.3));
  g_assert_cmpstr (whole, ==, "{\"signal_strength\":{\"value\":-67,\"reason\":\"say \\\"why\\\"\"}}");
}

static const struct
{
  const char *name;
  const char *rejected;
  const char *reasons;
} reasons[] = {
  { "nothing", NULL, NULL },
  { "empty", "{}", "{}" },
  { "one", FLOW, "{\"flow_rate\":\"wrong type\"}" },
  { "two", FLOW_AND_LEVEL, "{\"flow_rate\":\"wrong type\",\"level\":\"wrong type\"}" },
  { "escaped", "{\"a\":{\"value\":1,\"reason\":\"a \\\"b\\\"\"}}", "{\"a\":\"a \\\"b\\\"\"}" },
  { "no-reason", "{\"a\":{\"value\":1}}", "{\"a\":null}" },
  { "reason-no-text", "{\"a\":{\"value\":1,\"reason\":2}}", "{\"a\":null}" },
  { "no-entry", "{\"a\":[1],\"b\":{\"reason\":\"c\"}}", "{\"a\":null,\"b\":\"c\"}" },
};

static void
test_reasons (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *found = flux_rejected_get_reasons (reasons[i].rejected);

  g_assert_cmpstr (found, ==, reasons[i].reasons);
}

#define ADD_CASES(table, func)                                                                                         \
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)                                                                     \
    {                                                                                                                  \
      g_autofree char *path = g_strconcat ("/rejected/" #table "/", table[i].name, NULL);                              \
                                                                                                                       \
      g_test_add_data_func (path, GUINT_TO_POINTER (i), func);                                                         \
    }

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_CASES (merges, test_merge);
  ADD_CASES (numbers, test_has_number);
  ADD_CASES (reasons, test_reasons);
  g_test_add_func ("/rejected/new-number", test_new_number);
  return g_test_run ();
}
