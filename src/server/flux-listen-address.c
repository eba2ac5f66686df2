/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-listen-address.h"

#include "flux-server.h"

#include <glib/gi18n.h>
#include <string.h>

/* Connections that the kernel keeps while this program is busy: a whole plant after a power cut. */
#define BACKLOG 1024

static const char *
skip_scheme (const char *text, gboolean *is_https)
{
  *is_https = g_str_has_prefix (text, "https://");
  if (*is_https)
    return text + strlen ("https://");
  return g_str_has_prefix (text, "http://") ? text + strlen ("http://") : text;
}

static gboolean
read_port (const char *text, guint16 *port)
{
  gsize digits = strspn (text, "0123456789");
  guint64 number;

  if (digits == 0 || digits > 5 || (text[digits] != '\0' && !g_str_equal (text + digits, "/")))
    return FALSE;
  number = g_ascii_strtoull (text, NULL, 10);
  *port = number;
  return number <= G_MAXUINT16;
}

/* "localhost" and "*" are understood; other names would need a resolver, and could mean several addresses. */
static GInetAddress *
read_host (const char *host)
{
  g_autofree char *bare = NULL;

  if (g_str_equal (host, "localhost"))
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  if (g_str_equal (host, "*"))
    return g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  if (*host != '[')
    return g_inet_address_new_from_string (host);
  if (host[strlen (host) - 1] != ']')
    return NULL;
  bare = g_strndup (host + 1, strlen (host) - 2);
  return g_inet_address_new_from_string (bare);
}

FluxListenAddress *
flux_listen_address_parse (const char *text, GError **error)
{
  g_autoptr (FluxListenAddress) self = g_new0 (FluxListenAddress, 1);
  const char *host = skip_scheme (text, &self->is_https);
  const char *colon = strrchr (host, ':');
  g_autoptr (GInetAddress) address = NULL;
  guint16 port;

  if (colon != NULL && colon > host && read_port (colon + 1, &port))
    {
      self->host = g_strndup (host, colon - host);
      address = read_host (self->host);
    }
  if (address == NULL)
    {
      g_set_error (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_ADDRESS,
                   _ ("“%s” is no address to listen at. Use [http://|https://]ADDRESS:PORT, such as 127.0.0.1:3000 or "
                      "http://0.0.0.0:3000"),
                   text);
      return NULL;
    }
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && *self->host != '[')
    {
      char *bracketed = g_strdup_printf ("[%s]", self->host);

      g_free (self->host);
      self->host = bracketed;
    }
  self->socket_address = g_inet_socket_address_new (address, port);
  return g_steal_pointer (&self);
}

void
flux_listen_address_free (FluxListenAddress *self)
{
  g_clear_object (&self->socket_address);
  g_free (self->host);
  g_free (self);
}

GSocket *
flux_listen_address_open (const FluxListenAddress *self, char **url, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (self->socket_address), G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, &cause);

  if (socket != NULL)
    {
      g_socket_set_blocking (socket, FALSE);
      g_socket_set_listen_backlog (socket, BACKLOG);
      if (g_socket_bind (socket, self->socket_address, TRUE, &cause) && g_socket_listen (socket, &cause))
        bound = g_socket_get_local_address (socket, &cause);
    }
  if (bound == NULL)
    {
      guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (self->socket_address));

      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        g_set_error (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_IN_USE,
                     _ ("Port %u on %s is taken by another program. End it, or choose another port"), port, self->host);
      else
        g_set_error (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_FAILED,
                     _ ("It is not possible to listen at port %u on %s: %s. Choose another address or port"), port,
                     self->host, cause->message);
      return NULL;
    }
  *url = g_strdup_printf ("%s://%s:%u", self->is_https ? "https" : "http", self->host,
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return g_steal_pointer (&socket);
}
