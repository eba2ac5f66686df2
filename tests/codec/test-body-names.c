/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-body-names.h"

static const struct
{
  int role;
  const char *word;
} roles[] = {
  { FLUX_ROLE_SERVER_NAME, "server_name" },
  { FLUX_ROLE_SERVER_ID, "server_id" },
  { FLUX_ROLE_UNIT, "unit" },
  { FLUX_ROLE_IP, "ip" },
  { FLUX_ROLE_DEVICE, "device" },
  { FLUX_ROLE_ADDRESS, "address" },
  { FLUX_ROLE_REQUEST, "request" },
  { FLUX_ROLE_VALUE, "value" },
  { FLUX_ROLE_TIME, "time" },
  { FLUX_BODY_ROLE_OF_FIELD (FLUX_FIELD_FLOW_RATE), "flow_rate" },
  { FLUX_BODY_ROLE_OF_FIELD (FLUX_FIELD_VELOCITY), "velocity" },
};

static void
test_roles (void)
{
  int role;

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_assert_cmpstr (flux_body_role_to_word (roles[i].role), ==, roles[i].word);
      g_assert_true (flux_body_role_from_word (roles[i].word, &role));
      g_assert_cmpint (role, ==, roles[i].role);
    }
  g_assert_null (flux_body_role_to_word (FLUX_ROLE_NONE));
  g_assert_null (flux_body_role_to_word (FLUX_ROLE_FIELD + FLUX_N_FIELDS));
  g_assert_null (flux_body_role_to_word (-1));
  g_assert_false (flux_body_role_from_word (NULL, &role));
  g_assert_false (flux_body_role_from_word ("", &role));
  g_assert_false (flux_body_role_from_word ("Time", &role));
}

/* What it is written as; NULL where nothing is set. */
static const struct
{
  const char *text;
  const char *written;
} round_trips[] = {
  { NULL, NULL },
  { "{}", NULL },
  { "{\"members\":{},\"by_position\":false,\"identity\":null}", NULL },
  { "{\"by_position\":true}", "{\"by_position\":true}" },
  { "{ \"members\": {\"V\":\"value\", \"TS\":\"time\", \"N\":\"server_name\"} }",
    "{\"members\":{\"N\":\"server_name\",\"TS\":\"time\",\"V\":\"value\"}}" },
  { "{\"members\":{\"Durchfluß\":\"flow_rate\"},\"by_position\":true,"
    "\"identity\":{\"member\":\"imei\",\"value\":\"860000000000002\"}}",
    "{\"members\":{\"Durchfluß\":\"flow_rate\"},\"by_position\":true,"
    "\"identity\":{\"member\":\"imei\",\"value\":\"860000000000002\"}}" },
};

static void
test_round_trips (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (round_trips); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FluxBodyNames) names = flux_body_names_from_text (round_trips[i].text, &error);
      g_autofree char *written = NULL;

      g_assert_no_error (error);
      written = flux_body_names_to_text (names);
      g_assert_cmpstr (written, ==, round_trips[i].written);
    }
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxBodyNames) names = flux_body_names_from_text (round_trips[5].text, &error);

  g_assert_no_error (error);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (names->roles, "Durchfluß")), ==,
                   FLUX_BODY_ROLE_OF_FIELD (FLUX_FIELD_FLOW_RATE));
  g_assert_true (names->by_position);
  g_assert_cmpstr (names->identity_member, ==, "imei");
  g_assert_cmpstr (names->identity_value, ==, "860000000000002");
}

#define ROLES                                                                                                          \
  "server_name, server_id, unit, ip, device, address, request, value, time, flow_rate, totalizer, temperature, "       \
  "pressure, battery_level, signal_strength, level, velocity"

static const struct
{
  const char *text;
  const char *sentence; /* NULL: any */
} faults[] = {
  { "", NULL },
  { "{", NULL },
  { "[]", "The file must be a JSON object" },
  { "{\"member\":{}}", "member is no known member. It may be one of: members, by_position, identity" },
  { "{\"members\":[]}", "members must be an object" },
  { "{\"members\":{\"N\":\"name\"}}", "members.N must be one of: " ROLES },
  { "{\"members\":{\"N\":null}}", "members.N must be one of: " ROLES },
  { "{\"members\":{\"N\":5}}", "members.N must be text in quotes" },
  { "{\"members\":{\"\":\"time\"}}", "members: a name must have 1 to 100 characters without control characters" },
  { "{\"by_position\":\"yes\"}", "by_position must be true or false" },
  { "{\"identity\":\"imei\"}", "identity must be an object" },
  { "{\"identity\":{\"member\":\"imei\"}}", "identity.value is missing" },
  { "{\"identity\":{\"value\":\"1\"}}", "identity.member is missing" },
  { "{\"identity\":{\"member\":\"imei\",\"value\":1}}",
    "identity.value must be text of 1 to 100 characters without control characters" },
  { "{\"identity\":{\"member\":\"imei\",\"value\":\"1\",\"is\":2}}",
    "identity.is is no known member. It may be one of: member, value" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", faults[i].text);
      g_assert_null (flux_body_names_from_text (faults[i].text, &error));
      g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
      if (faults[i].sentence != NULL)
        g_assert_cmpstr (error->message, ==, faults[i].sentence);
    }
}

static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("{\"members\":{");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= 100; i++)
    g_string_append_printf (text, "%s\"m%u\":\"value\"", i > 0 ? "," : "", i);
  g_string_append (text, "}}");
  g_assert_null (flux_body_names_from_text (text->str, &error));
  g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body-names/roles", test_roles);
  g_test_add_func ("/body-names/round-trips", test_round_trips);
  g_test_add_func ("/body-names/members", test_members);
  g_test_add_func ("/body-names/faults", test_faults);
  g_test_add_func ("/body-names/too-many", test_too_many);
  return g_test_run ();
}
