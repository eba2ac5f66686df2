/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-links.h"

/* Small differences of either sign become small numbers: 0, -1, 1, -2, … → 0, 1, 2, 3, … */
static guint64
fold_sign (gint64 value)
{
  return ((guint64) value << 1) ^ (guint64) (value >> 63);
}

static gint64
unfold_sign (guint64 value)
{
  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

/* Both wrap around where numbers lie far apart, and so give back what was written. */
static gint64
difference (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a - (guint64) b);
}

static gint64
sum (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a + (guint64) b);
}

static void
append_number (GByteArray *bytes, guint64 value)
{
  guint8 buffer[10];
  guint n = 0;

  for (; value > 0x7f; value >>= 7)
    buffer[n++] = (value & 0x7f) | 0x80;
  buffer[n++] = value;
  g_byte_array_append (bytes, buffer, n);
}

static gboolean
read_number (const guint8 **at, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; *at < end && shift < 64; shift += 7)
    {
      guint8 byte = *(*at)++;

      if (shift == 63 && byte > 1)
        return FALSE; /* past 64 bits */
      *value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return TRUE;
    }
  return FALSE;
}

void
flux_post_links_append (FluxPostLinks *self, gint64 device, gint64 measured_at)
{
  if (self->bytes == NULL)
    self->bytes = g_byte_array_new ();
  append_number (self->bytes, fold_sign (difference (device, self->last.device)));
  append_number (self->bytes, fold_sign (difference (measured_at, self->last.measured_at)));
  self->last = (FluxPostLink) { device, measured_at };
}

GArray *
flux_post_links_read (const guint8 *bytes, gsize size)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (FluxPostLink));
  const guint8 *end = size > 0 ? bytes + size : bytes;
  FluxPostLink link = { 0 };

  while (bytes < end)
    {
      guint64 device, time;

      if (!read_number (&bytes, end, &device) || !read_number (&bytes, end, &time))
        return NULL;
      link.device = sum (link.device, unfold_sign (device));
      link.measured_at = sum (link.measured_at, unfold_sign (time));
      g_array_append_val (links, link);
    }
  return g_steal_pointer (&links);
}
