/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device.h"

#include <string.h>

#define TEN "NIVUS_0123"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define TEN_UMLAUTS "äöüÄÖÜßéèê"
#define HUNDRED_UMLAUTS \
  TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS TEN_UMLAUTS \
    TEN_UMLAUTS

#define TEXT(text) text, sizeof text - 1

static const struct
{
  const char *name;
  const char *id;
  gsize length;
  gboolean valid;
} ids[] = {
  { "usual", TEXT ("NIVUS_01"), TRUE },
  { "one-character", TEXT ("7"), TRUE },
  { "spaces", TEXT ("RÜB Nordpark 4"), TRUE },
  { "marks", TEXT ("a'b\"c;--%/\\{}"), TRUE },
  { "beyond-the-basic-plane", TEXT ("\xf0\x9f\x92\xa7"), TRUE },
  { "longest", TEXT (HUNDRED), TRUE },
  { "longest-of-umlauts", TEXT (HUNDRED_UMLAUTS), TRUE },
  { "part-of-a-text", "NIVUS_01\n", 8, TRUE },
  { "empty", TEXT (""), FALSE },
  { "too-long", TEXT (HUNDRED "x"), FALSE },
  { "too-long-of-umlauts", TEXT (HUNDRED_UMLAUTS "ä"), FALSE },
  { "newline", TEXT ("NIVUS\n01"), FALSE },
  { "tab", TEXT ("NIVUS\t01"), FALSE },
  { "nul", TEXT ("NIVUS\0" "01"), FALSE },
  { "delete", TEXT ("NIVUS\x7f"), FALSE },
  { "c1-control", TEXT ("NIVUS\xc2\x85"), FALSE },
  { "latin-1", TEXT ("R\xdc" "B"), FALSE },
  { "cut-off", TEXT ("R\xc3"), FALSE },
  { "surrogate", TEXT ("\xed\xa0\x80"), FALSE },
  { "overlong", TEXT ("\xc0\xaf"), FALSE },
};

static void
test_id (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpint (flux_device_id_is_valid (ids[i].id, ids[i].length), ==, ids[i].valid);
}

static void
test_new (void)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  g_autoptr (FluxDevice) other = flux_device_new ("NIVUS_01");

  g_assert_cmpstr (device->device_id, ==, "NIVUS_01");
  g_assert_cmpstr (device->name, ==, "NIVUS_01");
  g_assert_cmpstr (device->type, ==, "nivus_flow_transmitter");
  g_assert_cmpint (device->status, ==, FLUX_DEVICE_STATUS_ACTIVE);
  g_assert_cmpint (device->flow_unit, ==, FLUX_FLOW_UNIT_M3_PER_H);
  g_assert_cmpint (device->offline_after_seconds, ==, 15 * 60);
  g_assert_cmpint (device->confirmed_at, ==, 0);
  g_assert_cmpuint (g_strv_length (device->tags), ==, 0);
  g_assert_true (g_uuid_string_is_valid (device->uuid));
  g_assert_cmpstr (device->uuid, !=, other->uuid);
}

static void
test_copy (void)
{
  const char *const tags[] = { "inlet", "night", NULL };
  g_autoptr (FluxDevice) copy = NULL;

  {
    g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");

    g_strfreev (device->tags);
    device->tags = g_strdupv ((char **) tags);
    device->location = g_strdup ("Plant A");
    device->number = 12;
    copy = flux_device_copy (device);
    g_assert_cmpstr (copy->uuid, ==, device->uuid);

    g_free (copy->name);
    copy->name = g_strdup ("Main inlet");
    g_assert_cmpstr (device->name, ==, "NIVUS_01");
  }
  g_assert_cmpstr (copy->device_id, ==, "NIVUS_01");
  g_assert_cmpstr (copy->location, ==, "Plant A");
  g_assert_cmpint (copy->number, ==, 12);
  g_assert_null (copy->site);
  g_assert_true (g_strv_equal ((const char *const *) copy->tags, tags));
}

static void
test_boxed (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, FLUX_TYPE_DEVICE);
  g_value_take_boxed (&value, flux_device_new ("NIVUS_01"));
  g_assert_cmpstr (((FluxDevice *) g_value_get_boxed (&value))->device_id, ==, "NIVUS_01");
}

static void
test_status_words (void)
{
  const char *const words[] = { "active", "inactive", "maintenance", "error" };
  const char *const no_words[] = { NULL, "", "Active", "online", "active " };
  FluxDeviceStatus status = FLUX_DEVICE_STATUS_ERROR;

  for (guint i = 0; i < G_N_ELEMENTS (no_words); i++)
    {
      g_assert_false (flux_device_status_from_word (no_words[i], &status));
      g_assert_cmpint (status, ==, FLUX_DEVICE_STATUS_ERROR);
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_assert_true (flux_device_status_from_word (words[i], &status));
      g_assert_cmpstr (flux_device_status_to_word (status), ==, words[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *path = g_strconcat ("/device/id/", ids[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_id);
    }
  g_test_add_func ("/device/new", test_new);
  g_test_add_func ("/device/copy", test_copy);
  g_test_add_func ("/device/boxed", test_boxed);
  g_test_add_func ("/device/status-words", test_status_words);
  return g_test_run ();
}
