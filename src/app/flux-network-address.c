/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-network-address.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

/* Returns: (transfer full) (nullable): the host of @url as an address */
static GInetAddress *
get_host (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL)
    return NULL;
  if (g_str_equal (g_uri_get_host (uri), "localhost"))
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  if (g_str_equal (g_uri_get_host (uri), "*"))
    return g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  return g_inet_address_new_from_string (g_uri_get_host (uri));
}

/* The address that packets leave from; nothing is sent to find it. Returns: (transfer full) (nullable) */
static GInetAddress *
find_route (GSocketFamily family)
{
  const char *far = family == G_SOCKET_FAMILY_IPV6 ? "2001:db8::1" : "192.0.2.1"; /* of nobody: RFC 3849, RFC 5737 */
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) to = g_inet_socket_address_new_from_string (far, 9);
  g_autoptr (GSocketAddress) from = NULL;

  if (socket == NULL || !g_socket_connect (socket, to, NULL, NULL))
    return NULL;
  from = g_socket_get_local_address (socket, NULL);
  return from != NULL ? g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (from))) : NULL;
}

/* The first address of an interface that is up, where there is no way out. Returns: (transfer full) (nullable) */
static GInetAddress *
find_interface (GSocketFamily family)
{
  GInetAddress *found = NULL;
  struct ifaddrs *all;

  if (getifaddrs (&all) != 0)
    return NULL;
  for (struct ifaddrs *at = all; at != NULL && found == NULL; at = at->ifa_next)
    {
      g_autoptr (GSocketAddress) address = NULL;

      if (at->ifa_addr == NULL || at->ifa_addr->sa_family != (int) family || (at->ifa_flags & IFF_UP) == 0
          || (at->ifa_flags & IFF_LOOPBACK) != 0)
        continue;
      address = g_socket_address_new_from_native (at->ifa_addr, family == G_SOCKET_FAMILY_IPV6
                                                                    ? sizeof (struct sockaddr_in6)
                                                                    : sizeof (struct sockaddr_in));
      if (address != NULL)
        found = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
    }
  freeifaddrs (all);
  return found;
}

gboolean
flux_network_address_is_on_network (const char *url)
{
  g_autoptr (GInetAddress) host = get_host (url);

  return host != NULL && !g_inet_address_get_is_loopback (host);
}

char *
flux_network_address_for_gateways (const char *url)
{
  g_autoptr (GInetAddress) host = get_host (url);
  g_autoptr (GInetAddress) own = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;
  GSocketFamily family;

  if (host == NULL || !g_inet_address_get_is_any (host))
    return g_strdup (url);
  family = g_inet_address_get_family (host);
  own = find_route (family);
  if (own == NULL || g_inet_address_get_is_loopback (own))
    {
      g_clear_object (&own);
      own = find_interface (family);
    }
  if (own == NULL)
    own = g_inet_address_new_loopback (family);
  text = g_inet_address_to_string (own);
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, text, g_uri_get_port (uri), g_uri_get_path (uri),
                     NULL, NULL);
}
