/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-ring.h"
#include "flux-time.h"

#define NOW (G_GINT64_CONSTANT (1795521600) * FLUX_TIME_SECOND)
#define TEXT "flx_0123456789abcdef"

typedef struct
{
  const char *name;
  const char *text;      /* that is asked for; the key's is TEXT */
  gint64 expires_at;
  gint64 revoked_at;
  const char *networks[3];
  const char *address;
  gboolean found;
} FindCase;

static const FindCase find_cases[] = {
  { "in-force", TEXT, 0, 0, { NULL }, NULL, TRUE },
  { "from-anywhere", TEXT, 0, 0, { NULL }, "203.0.113.9", TRUE },
  { "other-text", "flx_0123456789abcdeg", 0, 0, { NULL }, NULL, FALSE },
  { "beginning", "flx_0123456789abcde", 0, 0, { NULL }, NULL, FALSE },
  { "with-more", TEXT "0", 0, 0, { NULL }, NULL, FALSE },
  { "other-case", "FLX_0123456789ABCDEF", 0, 0, { NULL }, NULL, FALSE },
  { "empty", "", 0, 0, { NULL }, NULL, FALSE },
  { "expires-later", TEXT, NOW + 1, 0, { NULL }, NULL, TRUE },
  { "expires-now", TEXT, NOW, 0, { NULL }, NULL, FALSE },
  { "expired", TEXT, NOW - 1, 0, { NULL }, NULL, FALSE },
  { "revoked", TEXT, 0, NOW, { NULL }, NULL, FALSE },
  { "revoked-and-not-expired", TEXT, NOW + FLUX_TIME_DAY, NOW - 1, { NULL }, NULL, FALSE },
  { "from-its-address", TEXT, 0, 0, { "10.0.0.5" }, "10.0.0.5", TRUE },
  { "from-its-network", TEXT, 0, 0, { "192.168.7.0/24", "10.0.0.0/8" }, "10.200.1.1", TRUE },
  { "from-outside", TEXT, 0, 0, { "192.168.7.0/24", "10.0.0.0/8" }, "11.0.0.1", FALSE },
  { "bound-from-unknown", TEXT, 0, 0, { "10.0.0.0/8" }, NULL, FALSE },
  { "from-an-ipv6-network", TEXT, 0, 0, { "2001:db8::/32" }, "2001:db8::5", TRUE },
  { "from-a-mapped-address", TEXT, 0, 0, { "10.0.0.0/8" }, "::ffff:10.0.0.5", TRUE },
  { "bound-and-expired", TEXT, NOW, 0, { "10.0.0.5" }, "10.0.0.5", FALSE },
};

static FluxApiKey *
new_key (const char *name, const char *text, gint64 number)
{
  FluxApiKey *key = flux_api_key_new (name, text);

  key->number = number;
  return key;
}

static void
put (FluxKeyRing *ring, FluxApiKey *key)
{
  flux_key_ring_put (ring, key);
  flux_api_key_unref (key);
}

/* The name of the key that is found. */
static char *
find (FluxKeyRing *ring, const char *text)
{
  g_autoptr (FluxApiKey) key = flux_key_ring_find (ring, text, NOW, NULL);

  return key != NULL ? g_strdup (key->name) : NULL;
}

#define assert_found(ring, text, expected) \
  G_STMT_START \
  { \
    g_autofree char *found_name = find (ring, text); \
    g_assert_cmpstr (found_name, ==, expected); \
  } \
  G_STMT_END

static void
test_find (gconstpointer data)
{
  const FindCase *test = data;
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  FluxApiKey *key = new_key ("Gateway", TEXT, 1);
  g_autoptr (GInetAddress) address = test->address != NULL ? g_inet_address_new_from_string (test->address) : NULL;
  g_autoptr (FluxApiKey) found = NULL;

  key->expires_at = test->expires_at;
  key->revoked_at = test->revoked_at;
  g_strfreev (key->addresses);
  key->addresses = g_strdupv ((char **) test->networks);
  put (ring, key);
  put (ring, new_key ("Another", "flx_fedcba9876543210", 2));

  found = flux_key_ring_find (ring, test->text, NOW, address);
  g_assert_cmpstr (found != NULL ? found->name : NULL, ==, test->found ? "Gateway" : NULL);
}

static void
test_empty (void)
{
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  g_autoptr (GPtrArray) stored = flux_key_ring_list_stored (ring);

  assert_found (ring, TEXT, NULL);
  g_assert_false (flux_key_ring_has_valid (ring, NOW));
  g_assert_cmpuint (stored->len, ==, 0);
}

/* While a key is rotated the old and the new one are both in force, until the old one expires. */
static void
test_rotation (void)
{
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  FluxApiKey *old = new_key ("Old", TEXT, 1);
  g_autoptr (FluxApiKey) before = NULL;
  g_autoptr (FluxApiKey) after = NULL;

  old->expires_at = NOW + FLUX_TIME_HOUR;
  put (ring, old);
  put (ring, new_key ("New", "flx_fedcba9876543210", 2));
  assert_found (ring, TEXT, "Old");
  assert_found (ring, "flx_fedcba9876543210", "New");

  before = flux_key_ring_find (ring, TEXT, NOW + FLUX_TIME_HOUR - 1, NULL);
  after = flux_key_ring_find (ring, TEXT, NOW + FLUX_TIME_HOUR, NULL);
  g_assert_nonnull (before);
  g_assert_null (after);
}

/* A key with the same uuid takes the place of the one before, whatever its text. */
static void
test_put_again (void)
{
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  g_autoptr (FluxApiKey) key = new_key ("Before", TEXT, 1);
  FluxApiKey *changed = flux_api_key_copy (key);

  flux_key_ring_put (ring, key);
  g_free (changed->name);
  changed->name = g_strdup ("After");
  flux_api_key_digest ("flx_fedcba9876543210", changed->digest);
  put (ring, changed);

  assert_found (ring, TEXT, NULL);
  assert_found (ring, "flx_fedcba9876543210", "After");
}

/* What is stored is replaced; a start key, number 0, stays in force, also beside a stored one with its text. */
static void
test_replace_stored (void)
{
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_api_key_unref);
  g_autoptr (GPtrArray) stored = NULL;
  FluxApiKey *revoked = new_key ("Stored start", "flx_start_0123456789", 8);

  put (ring, new_key ("Start", "flx_start_0123456789", 0));
  put (ring, new_key ("Gone", TEXT, 1));
  revoked->revoked_at = NOW;
  g_ptr_array_add (keys, new_key ("Kept", "flx_fedcba9876543210", 7));
  g_ptr_array_add (keys, revoked);
  flux_key_ring_replace_stored (ring, keys);

  assert_found (ring, "flx_start_0123456789", "Start");
  assert_found (ring, TEXT, NULL);
  assert_found (ring, "flx_fedcba9876543210", "Kept");

  g_ptr_array_set_size (keys, 0);
  flux_key_ring_replace_stored (ring, keys);
  assert_found (ring, "flx_fedcba9876543210", NULL);
  assert_found (ring, "flx_start_0123456789", "Start");
  stored = flux_key_ring_list_stored (ring);
  g_assert_cmpuint (stored->len, ==, 0);
}

static const struct
{
  const char *name;
  gint64 number;
  gint64 expires_at;
  gint64 revoked_at;
  gboolean is_valid;
  gboolean is_listed;
} states[] = {
  { "start", 0, 0, 0, TRUE, FALSE },
  { "stored", 1, 0, 0, TRUE, TRUE },
  { "expires-later", 1, NOW + 1, 0, TRUE, TRUE },
  { "expired", 1, NOW, 0, FALSE, TRUE },
  { "revoked", 1, 0, NOW - 1, FALSE, TRUE },
};

static void
test_state (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  FluxApiKey *key = new_key ("Key", TEXT, states[i].number);
  g_autoptr (GPtrArray) stored = NULL;

  key->expires_at = states[i].expires_at;
  key->revoked_at = states[i].revoked_at;
  put (ring, key);
  stored = flux_key_ring_list_stored (ring);
  g_assert_cmpint (flux_key_ring_has_valid (ring, NOW), ==, states[i].is_valid);
  g_assert_cmpuint (stored->len, ==, states[i].is_listed);
}

/* --- Threads ------------------------------------------------------------------------------------------------------ */

#define N_ROUNDS 2000

static gpointer
find_again_and_again (gpointer ring)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      assert_found (ring, "flx_start_0123456789", "Start");
      assert_found (ring, "flx_never_was_in_force", NULL);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (FluxKeyRing) ring = flux_key_ring_new ();
  GThread *threads[3];

  put (ring, new_key ("Start", "flx_start_0123456789", 0));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("find", find_again_and_again, ring);
  for (guint i = 0; i < N_ROUNDS / 10; i++)
    {
      g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_api_key_unref);

      g_ptr_array_add (keys, new_key ("Stored", TEXT, i + 1));
      flux_key_ring_replace_stored (ring, keys);
      assert_found (ring, TEXT, "Stored");
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (find_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/key-ring/find/", find_cases[i].name, NULL);

      g_test_add_data_func (path, &find_cases[i], test_find);
    }
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *path = g_strconcat ("/key-ring/state/", states[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_state);
    }
  g_test_add_func ("/key-ring/empty", test_empty);
  g_test_add_func ("/key-ring/rotation", test_rotation);
  g_test_add_func ("/key-ring/put-again", test_put_again);
  g_test_add_func ("/key-ring/replace-stored", test_replace_stored);
  g_test_add_func ("/key-ring/threads", test_threads);
  return g_test_run ();
}
