/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-http-client.h"

#include <string.h>

#include "flux-test-peer.h"

/* A certificate for 127.0.0.1 that nobody has signed but itself, good until 2126; its key is no secret. */
static const char self_signed[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjNRO+NVXeEDsEIYg\n"
    "EcyqucbSPFZLsHwtoY08VUoRwQ+hRANCAASzSMbTgsw2S0Azt8pvjDyNzgW1boNV\n"
    "R+8vzFJqmWex6YfgWR1h3rJXfPCE0pFNRr0dLDuTwJdnfjjpcCNqT1BF\n"
    "-----END PRIVATE KEY-----\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBjzCCATagAwIBAgIUI2asSVIhJzsetdELWkN5AOAHAPkwCgYIKoZIzj0EAwIw\n"
    "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNDIzNTAwMVoYDzIxMjYxMDMx\n"
    "MjM1MDAxWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAASzSMbTgsw2S0Azt8pvjDyNzgW1boNVR+8vzFJqmWex6YfgWR1h3rJX\n"
    "fPCE0pFNRr0dLDuTwJdnfjjpcCNqT1BFo2QwYjAdBgNVHQ4EFgQUMVoAbwn4G3h4\n"
    "Tkm0PukdlJuti7YwHwYDVR0jBBgwFoAUMVoAbwn4G3h4Tkm0PukdlJuti7YwDwYD\n"
    "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0cAMEQC\n"
    "IAupxOtlMaDvbG2qJ/mBSAo6Iq0cBZw6cLivajyp0WvQAiALWtvuu8lyVxTJNrqZ\n"
    "Qkw/E0hJ46jjVHGsZ8e6OmN/rQ==\n"
    "-----END CERTIFICATE-----\n";

/* What the peer has seen. Its thread writes it; the test reads it after an answer. */
typedef struct
{
  int n_requests;
  int n_open;
  int most_open;
} Seen;

static void answer_after_a_while (SoupServerMessage *message, Seen *seen);

static void
answer_echo (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strdup_printf ("%s %s %s %.*s", soup_server_message_get_method (message),
                                           soup_message_headers_get_one (headers, "Content-Type"),
                                           soup_message_headers_get_one (headers, "x-api-key"), (int) body->length,
                                           body->data);

  flux_test_peer_answer (message, 200, text);
}

static void
answer_too_much (SoupServerMessage *message)
{
  g_autofree char *text = g_malloc (FLUX_HTTP_ANSWER_MAX + 2);

  memset (text, 'x', FLUX_HTTP_ANSWER_MAX + 1);
  text[FLUX_HTTP_ANSWER_MAX + 1] = '\0';
  flux_test_peer_answer (message, 200, text);
}

static void
on_request (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Seen *seen = user_data;

  g_atomic_int_inc (&seen->n_requests);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Location", "/echo");
  if (g_str_has_prefix (path, "/status/"))
    flux_test_peer_answer (message, g_ascii_strtoull (path + strlen ("/status/"), NULL, 10), "said");
  else if (g_str_equal (path, "/echo"))
    answer_echo (message);
  else if (g_str_equal (path, "/busy"))
    {
      soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After", "17");
      flux_test_peer_answer (message, 503, NULL);
    }
  else if (g_str_equal (path, "/too-much"))
    answer_too_much (message);
  else if (g_str_equal (path, "/never"))
    soup_server_message_pause (message);
  else if (g_str_equal (path, "/hang-up"))
    flux_test_peer_hang_up (message, NULL);
  else if (g_str_equal (path, "/cut-short"))
    flux_test_peer_hang_up (message, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
  else if (g_str_equal (path, "/no-http"))
    flux_test_peer_hang_up (message, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
  else
    answer_after_a_while (message, seen);
}

/* For counting the requests that are open at once: each stays so for a turn of the peer's loop. */
static gboolean
on_while_over (gpointer user_data)
{
  SoupServerMessage *message = user_data;
  Seen *seen = g_object_get_data (G_OBJECT (message), "seen");

  seen->n_open--;
  flux_test_peer_answer (message, 200, "said");
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
answer_after_a_while (SoupServerMessage *message, Seen *seen)
{
  GSource *source = g_timeout_source_new (5);

  seen->n_open++;
  seen->most_open = MAX (seen->most_open, seen->n_open);
  g_object_set_data (G_OBJECT (message), "seen", seen);
  soup_server_message_pause (message);
  g_source_set_callback (source, on_while_over, g_object_ref (message), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

/* An answer as it came back. */
typedef struct
{
  int n_back;
  FluxHttpAnswer *answer;
  GError *error;
} Back;

static void
back_clear (Back *back)
{
  g_clear_pointer (&back->answer, flux_http_answer_free);
  g_clear_error (&back->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Back, back_clear)

static void
on_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Back *back = user_data;

  back_clear (back);
  back->answer = flux_http_client_post_finish (FLUX_HTTP_CLIENT (source), result, &back->error);
  g_assert_true ((back->answer == NULL) == (back->error != NULL));
  back->n_back++;
}

static gboolean
is_back (gpointer user_data)
{
  return ((Back *) user_data)->n_back > 0;
}

static void
post_async (FluxHttpClient *client, const char *url, GCancellable *cancellable, Back *back)
{
  const char *headers[] = { "x-api-key", "a-key", NULL };
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);

  flux_http_client_post_async (client, url, headers, "application/json", body, cancellable, on_back, back);
}

static void
post (FluxHttpClient *client, const char *base, const char *path, Back *back)
{
  g_autofree char *url = g_strconcat (base, path, NULL);

  back->n_back = 0;
  post_async (client, url, NULL, back);
  flux_test_wait (is_back, back);
}

static void
assert_body (const FluxHttpAnswer *answer, const char *expected)
{
  gsize size;
  const char *body = g_bytes_get_data (answer->body, &size);

  g_assert_cmpmem (body, size, expected, strlen (expected));
}

typedef struct
{
  const char *name;
  const char *path;
  guint status;
  const char *body;
} AnswerCase;

static const AnswerCase answer_cases[] = {
  { "ok", "/status/200", 200, "said" },
  { "accepted", "/status/202", 202, "said" },
  { "moved", "/status/301", 301, "said" },
  { "see-other", "/status/303", 303, "said" },
  { "moved-with-body", "/status/307", 307, "said" },
  { "bad-request", "/status/400", 400, "said" },
  { "unauthorized", "/status/401", 401, "said" },
  { "not-found", "/status/404", 404, "said" },
  { "disk-full", "/status/507", 507, "said" },
  { "no-body", "/busy", 503, "" },
  { "what-was-sent", "/echo", 200, "POST application/json a-key {\"a\":1}" },
};

static void
test_answer (gconstpointer data)
{
  const AnswerCase *test = data;
  Seen seen = { 0 };
  g_autoptr (FluxTestPeer) peer = flux_test_peer_new (on_request, &seen, NULL);
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_auto (Back) back = { 0 };

  post (client, flux_test_peer_get_url (peer), test->path, &back);

  g_assert_no_error (back.error);
  g_assert_cmpuint (back.answer->status, ==, test->status);
  g_assert_cmpuint (back.answer->retry_after_seconds, ==, test->status == 503 ? 17 : 0);
  assert_body (back.answer, test->body);
  g_assert_cmpint (g_atomic_int_get (&seen.n_requests), ==, 1); /* no redirect was followed */
}

typedef struct
{
  const char *name;
  const char *path;
  int code; /* of FLUX_NET_ERROR */
} ErrorCase;

static const ErrorCase error_cases[] = {
  { "hang-up", "/hang-up", FLUX_NET_ERROR_UNREACHABLE },
  { "cut-short", "/cut-short", FLUX_NET_ERROR_UNREACHABLE },
  { "never", "/never", FLUX_NET_ERROR_TIMEOUT },
  { "no-http", "/no-http", FLUX_NET_ERROR_FAILED },
  { "too-much", "/too-much", FLUX_NET_ERROR_FAILED },
};

static void
test_error (gconstpointer data)
{
  const ErrorCase *test = data;
  Seen seen = { 0 };
  g_autoptr (FluxTestPeer) peer = flux_test_peer_new (on_request, &seen, NULL);
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_auto (Back) back = { 0 };

  if (test->code == FLUX_NET_ERROR_TIMEOUT)
    flux_http_client_set_deadline (client, 100);
  post (client, flux_test_peer_get_url (peer), test->path, &back);
  g_assert_error (back.error, FLUX_NET_ERROR, test->code);

  /* The next one is not spoiled by it. */
  flux_http_client_set_deadline (client, FLUX_HTTP_DEADLINE_DEFAULT_MSEC);
  post (client, flux_test_peer_get_url (peer), "/status/200", &back);
  g_assert_no_error (back.error);
}

typedef struct
{
  const char *name;
  const char *url;
} AddressCase;

static const AddressCase address_cases[] = {
  { "empty", "" },
  { "words", "no address" },
  { "no-scheme", "127.0.0.1:3000" },
  { "no-host", "http://" },
  { "ftp", "ftp://127.0.0.1/" },
  { "file", "file:///etc/hostname" },
  { "bad-port", "http://127.0.0.1:x/" },
};

static void
test_address (gconstpointer data)
{
  const AddressCase *test = data;
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_auto (Back) back = { 0 };

  post (client, test->url, "", &back);
  g_assert_error (back.error, FLUX_NET_ERROR, FLUX_NET_ERROR_ADDRESS);
}

static void
test_refused (void)
{
  FluxTestPeer *peer = flux_test_peer_new (on_request, NULL, NULL);
  g_autofree char *url = g_strdup (flux_test_peer_get_url (peer));
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_auto (Back) back = { 0 };

  flux_test_peer_free (peer);
  post (client, url, "/echo", &back);
  g_assert_error (back.error, FLUX_NET_ERROR, FLUX_NET_ERROR_UNREACHABLE);
}

static void
test_tls_untrusted (void)
{
  Seen seen = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_auto (Back) back = { 0 };
  g_autoptr (FluxTestPeer) peer = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("GIO has no TLS here: install glib-networking");
      return;
    }
  certificate = g_tls_certificate_new_from_pem (self_signed, -1, &error);
  g_assert_no_error (error);
  peer = flux_test_peer_new (on_request, &seen, certificate);
  post (client, flux_test_peer_get_url (peer), "/echo", &back);
  g_assert_error (back.error, FLUX_NET_ERROR, FLUX_NET_ERROR_TLS);
  g_assert_cmpint (g_atomic_int_get (&seen.n_requests), ==, 0);
}

static gboolean
has_requests (gpointer user_data)
{
  Seen *seen = user_data;

  /* The peer's thread does not wake this one up. */
  g_main_context_wakeup (NULL);
  return g_atomic_int_get (&seen->n_requests) > 0;
}

static void
test_cancel (void)
{
  Seen seen = { 0 };
  g_autoptr (FluxTestPeer) peer = flux_test_peer_new (on_request, &seen, NULL);
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = g_strconcat (flux_test_peer_get_url (peer), "/never", NULL);
  g_auto (Back) back = { 0 };

  post_async (client, url, cancellable, &back);
  flux_test_wait (has_requests, &seen);
  g_cancellable_cancel (cancellable);
  flux_test_wait (is_back, &back);
  g_assert_error (back.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_before (void)
{
  Seen seen = { 0 };
  g_autoptr (FluxTestPeer) peer = flux_test_peer_new (on_request, &seen, NULL);
  g_autoptr (FluxHttpClient) client = flux_http_client_new (2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = g_strconcat (flux_test_peer_get_url (peer), "/never", NULL);
  g_auto (Back) back = { 0 };

  g_cancellable_cancel (cancellable);
  post_async (client, url, cancellable, &back);
  flux_test_wait (is_back, &back);
  g_assert_error (back.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_client_dropped (void)
{
  Seen seen = { 0 };
  g_autoptr (FluxTestPeer) peer = flux_test_peer_new (on_request, &seen, NULL);
  FluxHttpClient *client = flux_http_client_new (2);
  g_autofree char *url = g_strconcat (flux_test_peer_get_url (peer), "/status/200", NULL);
  g_auto (Back) back = { 0 };

  post_async (client, url, NULL, &back);
  g_object_unref (client); /* the request keeps it */
  flux_test_wait (is_back, &back);
  g_assert_no_error (back.error);
}

static gboolean
are_ten_back (gpointer user_data)
{
  return ((Back *) user_data)->n_back == 10;
}

static void
test_connection_limit (gconstpointer data)
{
  guint limit = GPOINTER_TO_UINT (data);
  Seen seen = { 0 };
  FluxTestPeer *peer = flux_test_peer_new (on_request, &seen, NULL);
  g_autoptr (FluxHttpClient) client = flux_http_client_new (limit);
  g_autofree char *url = g_strconcat (flux_test_peer_get_url (peer), "/a-while", NULL);
  g_auto (Back) back = { 0 };

  for (int i = 0; i < 10; i++)
    post_async (client, url, NULL, &back);
  flux_test_wait (are_ten_back, &back);
  flux_test_peer_free (peer);
  g_assert_cmpint (seen.n_requests, ==, 10);
  g_assert_cmpint (seen.most_open, <=, limit);
  g_assert_cmpint (seen.most_open, >=, 1);
}

static void
add (const char *group, const char *name, gconstpointer data, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/net/http-client/%s/%s", group, name);

  g_test_add_data_func (path, data, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (answer_cases); i++)
    add ("answer", answer_cases[i].name, &answer_cases[i], test_answer);
  for (guint i = 0; i < G_N_ELEMENTS (error_cases); i++)
    add ("error", error_cases[i].name, &error_cases[i], test_error);
  for (guint i = 0; i < G_N_ELEMENTS (address_cases); i++)
    add ("address", address_cases[i].name, &address_cases[i], test_address);
  add ("connections", "one", GUINT_TO_POINTER (1), test_connection_limit);
  add ("connections", "three", GUINT_TO_POINTER (3), test_connection_limit);
  g_test_add_func ("/net/http-client/error/refused", test_refused);
  g_test_add_func ("/net/http-client/error/tls-untrusted", test_tls_untrusted);
  g_test_add_func ("/net/http-client/cancel/under-way", test_cancel);
  g_test_add_func ("/net/http-client/cancel/before", test_cancelled_before);
  g_test_add_func ("/net/http-client/client-dropped", test_client_dropped);
  return g_test_run ();
}
