/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-api-key.h"
#include "flux-time.h"

#include <string.h>

#define NOW (1000 * FLUX_TIME_DAY)

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

static const struct
{
  const char *words;
  gboolean valid;
  FluxScope scope;
  const char *written;
} scopes[] = {
  { "ingest", TRUE, FLUX_SCOPE_INGEST, "ingest" },
  { "read", TRUE, FLUX_SCOPE_READ, "read" },
  { "manage", TRUE, FLUX_SCOPE_MANAGE, "manage" },
  { "ingest,read", TRUE, FLUX_SCOPE_INGEST | FLUX_SCOPE_READ, "ingest,read" },
  { "manage, ingest", TRUE, FLUX_SCOPE_INGEST | FLUX_SCOPE_MANAGE, "ingest,manage" },
  { "ingest read manage", TRUE, FLUX_SCOPE_ALL, "ingest,read,manage" },
  { "read,read", TRUE, FLUX_SCOPE_READ, "read" },
  { "", FALSE, 0, NULL },
  { " , ", FALSE, 0, NULL },
  { "admin", FALSE, 0, NULL },
  { "ingest,admin", FALSE, 0, NULL },
  { "Read", FALSE, 0, NULL },
  { "ingest;read", FALSE, 0, NULL },
};

static void
test_scopes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      FluxScope scope = 0;

      g_test_message ("“%s”", scopes[i].words);
      g_assert_cmpint (flux_scope_from_words (scopes[i].words, &scope), ==, scopes[i].valid);
      if (scopes[i].valid)
        {
          g_autofree char *written = flux_scope_to_words (scope);

          g_assert_cmpuint (scope, ==, scopes[i].scope);
          g_assert_cmpstr (written, ==, scopes[i].written);
        }
    }
}

static const struct
{
  const char *text;
  gboolean valid;
} texts[] = {
  { "12345678", TRUE },
  { "~!@#$%^&*()", TRUE },
  { FIFTY FIFTY FIFTY FIFTY, TRUE },
  { "", FALSE },
  { "1234567", FALSE },
  { FIFTY FIFTY FIFTY FIFTY "x", FALSE },
  { "with a space", FALSE },
  { "with\ttab", FALSE },
  { "with\nline", FALSE },
  { "schlüssel", FALSE },
  { "12345678\x7f", FALSE },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (flux_api_key_text_is_valid (texts[i].text), ==, texts[i].valid);
}

static void
test_generate (void)
{
  g_autofree char *one = flux_api_key_generate_text ();
  g_autofree char *two = flux_api_key_generate_text ();

  g_assert_true (flux_api_key_text_is_valid (one));
  g_assert_true (g_str_has_prefix (one, "flx_"));
  g_assert_cmpuint (strlen (one), ==, 4 + 64);
  g_assert_cmpstr (one, !=, two);
}

/* FIPS 180-2, B.1 */
static void
test_digest (void)
{
  const guint8 abc[FLUX_API_KEY_DIGEST_SIZE] = {
    0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
    0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
  };
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Test", "abc");

  g_assert_cmpmem (key->digest, sizeof key->digest, abc, sizeof abc);
  g_assert_true (flux_api_key_matches (key, abc));
  for (guint i = 0; i < FLUX_API_KEY_DIGEST_SIZE * 8; i++)
    {
      guint8 other[FLUX_API_KEY_DIGEST_SIZE];

      memcpy (other, abc, sizeof abc);
      other[i / 8] ^= 1 << (i % 8);
      g_assert_false (flux_api_key_matches (key, other));
    }
}

static void
test_new (void)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Plant A", "s3cret-text");
  g_autoptr (FluxApiKey) copy = flux_api_key_copy (key);

  g_assert_cmpint (key->scope, ==, FLUX_SCOPE_ALL);
  g_assert_true (key->allows_new_devices);
  g_assert_null (key->gateway_uuid);
  g_assert_true (g_uuid_string_is_valid (key->uuid));

  g_free (copy->name);
  copy->name = g_strdup ("Plant B");
  g_assert_cmpstr (key->name, ==, "Plant A");
  g_assert_cmpstr (copy->uuid, ==, key->uuid);
  g_assert_true (flux_api_key_matches (copy, key->digest));
}

static const struct
{
  const char *name;
  gint64 expires; /* µs from NOW; 0: never */
  gint64 revoked;
  const char *networks;
  const char *address; /* NULL: unknown */
  gboolean valid;
} uses[] = {
  { "plain", 0, 0, "", "192.0.2.7", TRUE },
  { "address-unknown", 0, 0, "", NULL, TRUE },
  { "expires-later", 1, 0, "", NULL, TRUE },
  { "expired-long-ago", -FLUX_TIME_DAY, 0, "", NULL, FALSE },
  { "revoked", 0, -1, "", NULL, FALSE },
  { "revoked-from-later-on", 0, 1, "", NULL, TRUE },
  { "revoked-before-it-expires", 1, -1, "", NULL, FALSE },
  { "address", 0, 0, "192.0.2.7", "192.0.2.7", TRUE },
  { "other-address", 0, 0, "192.0.2.7", "192.0.2.8", FALSE },
  { "bound-but-unknown", 0, 0, "192.0.2.7", NULL, FALSE },
  { "network", 0, 0, "10.0.0.0/8", "10.255.0.1", TRUE },
  { "outside", 0, 0, "10.0.0.0/8", "11.0.0.1", FALSE },
  { "odd-prefix", 0, 0, "10.16.0.0/12", "10.31.255.255", TRUE },
  { "outside-odd-prefix", 0, 0, "10.16.0.0/12", "10.32.0.0", FALSE },
  { "second-network", 0, 0, "192.0.2.0/24 10.0.0.0/8", "10.1.2.3", TRUE },
  { "everywhere", 0, 0, "0.0.0.0/0", "203.0.113.9", TRUE },
  { "ipv6", 0, 0, "2001:db8::/32", "2001:db8:1::7", TRUE },
  { "outside-ipv6", 0, 0, "2001:db8::/32", "2001:db9::7", FALSE },
  { "ipv4-network-ipv6-address", 0, 0, "0.0.0.0/0", "2001:db8::7", FALSE },
  { "ipv6-network-ipv4-address", 0, 0, "::/0", "10.1.2.3", FALSE },
  { "ipv4-through-an-ipv6-socket", 0, 0, "10.0.0.0/8", "::ffff:10.1.2.3", TRUE },
  { "outside-through-an-ipv6-socket", 0, 0, "10.0.0.0/8", "::ffff:11.1.2.3", FALSE },
  { "loopback", 0, 0, "127.0.0.0/8 ::1", "::1", TRUE },
  { "network-that-is-none", 0, 0, "example.org", "192.0.2.7", FALSE },
};

static void
test_use (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Test", "s3cret-text");
  g_autoptr (GInetAddress) address = NULL;

  if (uses[i].address != NULL)
    address = g_inet_address_new_from_string (uses[i].address);
  g_strfreev (key->addresses);
  key->addresses = *uses[i].networks != '\0' ? g_strsplit (uses[i].networks, " ", -1) : g_new0 (char *, 1);
  key->expires_at = uses[i].expires != 0 ? NOW + uses[i].expires : 0;
  key->revoked_at = uses[i].revoked != 0 ? NOW + uses[i].revoked : 0;
  g_assert_cmpint (flux_api_key_is_valid_at (key, NOW, address), ==, uses[i].valid);
}

static void
test_moment (void)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Test", "s3cret-text");

  key->expires_at = NOW;
  g_assert_true (flux_api_key_is_valid_at (key, NOW - 1, NULL));
  g_assert_false (flux_api_key_is_valid_at (key, NOW, NULL));
}

static void
test_networks (void)
{
  const char *const good[] = { "192.0.2.7", "10.0.0.0/8", "0.0.0.0/0", "::1", "2001:db8::/32", "::/0" };
  const char *const bad[] = { "", "example.org", "10.0.0.0/33", "10.0.0.1/8", "10.0.0", "10.0.0.0/", "::1/129",
                              "10.0.0.0/4294967295", "10.0.0.0/-1", "*" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (flux_api_key_network_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (flux_api_key_network_is_valid (bad[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api-key/scopes", test_scopes);
  g_test_add_func ("/api-key/texts", test_texts);
  g_test_add_func ("/api-key/generate", test_generate);
  g_test_add_func ("/api-key/digest", test_digest);
  g_test_add_func ("/api-key/new", test_new);
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autofree char *path = g_strconcat ("/api-key/use/", uses[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_use);
    }
  g_test_add_func ("/api-key/moment", test_moment);
  g_test_add_func ("/api-key/networks", test_networks);
  return g_test_run ();
}
