/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-pair.h"

#include "flux-server.h"

#include <glib/gi18n.h>
#include <gnutls/gnutls.h>
#include <string.h>

static gboolean
check_pair (char *certificate, char *key, GError **error)
{
  const gnutls_datum_t certificate_datum = { (unsigned char *) certificate, strlen (certificate) };
  const gnutls_datum_t key_datum = { (unsigned char *) key, strlen (key) };
  gnutls_certificate_credentials_t credentials;
  int result = gnutls_certificate_allocate_credentials (&credentials);

  if (result == GNUTLS_E_SUCCESS)
    {
      result = gnutls_certificate_set_x509_key_mem (credentials, &certificate_datum, &key_datum, GNUTLS_X509_FMT_PEM);
      gnutls_certificate_free_credentials (credentials);
    }
  if (result < 0)
    g_set_error_literal (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_CERTIFICATE, gnutls_strerror (result));
  return result >= 0;
}

static GTlsCertificate *
read_pair (const char *certificate_file, const char *key_file, GError **error)
{
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;

  if (!g_file_get_contents (certificate_file, &certificate, NULL, error)
      || !g_file_get_contents (key_file, &key, NULL, error) || !check_pair (certificate, key, error))
    return NULL;
  both = g_strconcat (certificate, "\n", key, NULL);
  return g_tls_certificate_new_from_pem (both, -1, error);
}

GTlsCertificate *
flux_key_pair_read (const char *certificate_file, const char *key_file, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GTlsCertificate *certificate = read_pair (certificate_file, key_file, &cause);

  if (certificate == NULL)
    g_set_error (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_CERTIFICATE,
                 _ ("The certificate %s with the key %s cannot be used: %s. Check that both are PEM files of one pair"),
                 certificate_file, key_file, cause->message);
  return certificate;
}
