/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-random.h"

#include <errno.h>
#include <sys/random.h>

void
flux_random_fill (guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0)
    {
      gssize got = getrandom (bytes, n_bytes, 0);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        g_error ("The kernel gives no random bytes: %s", g_strerror (errno));
      bytes += got;
      n_bytes -= got;
    }
}

char *
flux_random_hex (gsize n_bytes)
{
  static const char digits[] = "0123456789abcdef";
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  char *text = g_malloc (2 * n_bytes + 1);

  flux_random_fill (bytes, n_bytes);
  for (gsize i = 0; i < n_bytes; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 15];
    }
  text[2 * n_bytes] = '\0';
  return text;
}

char *
flux_random_uuid (void)
{
  guint8 b[16];

  flux_random_fill (b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40; /* RFC 9562, 5.4: version 4 */
  b[8] = (b[8] & 0x3f) | 0x80; /* and the variant */
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2],
                          b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}
