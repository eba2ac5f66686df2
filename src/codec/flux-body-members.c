/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-body-members.h"

#include <string.h>

typedef struct
{
  const char *name;
  gsize length;
  int role;
} Member;

#define MEMBER(name, role) { name, sizeof name - 1, role }

/* RutOS names its members so when the installer chooses none (Data to Server, JSON format); ID, TS, ST and VR are the
 * default template of the data sender before RutOS 7.5; ts, values and d are what ThingsBoard and its kin take. */
static const Member members[] = {
  MEMBER ("d", FLUX_MEMBER_VALUES_IF_OBJECT),
  MEMBER ("ID", FLUX_ROLE_UNIT),
  MEMBER ("ST", FLUX_ROLE_ADDRESS),
  MEMBER ("TS", FLUX_ROLE_TIME),
  MEMBER ("VR", FLUX_ROLE_VALUE),
  MEMBER ("fw", FLUX_MEMBER_GATEWAY),
  MEMBER ("ip", FLUX_ROLE_IP),
  MEMBER ("rx", FLUX_MEMBER_GATEWAY),
  MEMBER ("ts", FLUX_ROLE_TIME),
  MEMBER ("tx", FLUX_MEMBER_GATEWAY),
  MEMBER ("mac", FLUX_MEMBER_GATEWAY),
  MEMBER ("addr", FLUX_ROLE_ADDRESS),
  MEMBER ("data", FLUX_ROLE_VALUE),
  MEMBER ("date", FLUX_MEMBER_LOCAL_TIME),
  MEMBER ("ecio", FLUX_MEMBER_GATEWAY),
  MEMBER ("imei", FLUX_MEMBER_GATEWAY),
  MEMBER ("imsi", FLUX_MEMBER_GATEWAY),
  MEMBER ("name", FLUX_ROLE_REQUEST),
  MEMBER ("rscp", FLUX_MEMBER_GATEWAY),
  MEMBER ("rsrp", FLUX_MEMBER_GATEWAY),
  MEMBER ("rsrq", FLUX_MEMBER_GATEWAY),
  MEMBER ("rssi", FLUX_MEMBER_SIGNAL),
  MEMBER ("sinr", FLUX_MEMBER_GATEWAY),
  MEMBER ("size", FLUX_MEMBER_IGNORED),
  MEMBER ("time", FLUX_ROLE_TIME),
  MEMBER ("baddr", FLUX_MEMBER_IGNORED),
  MEMBER ("batch", FLUX_MEMBER_GATEWAY),
  MEMBER ("bdate", FLUX_MEMBER_IGNORED),
  MEMBER ("hwver", FLUX_MEMBER_GATEWAY),
  MEMBER ("iccid", FLUX_MEMBER_GATEWAY),
  MEMBER ("state", FLUX_MEMBER_STATE),
  MEMBER ("value", FLUX_ROLE_VALUE),
  MEMBER ("cellid", FLUX_MEMBER_GATEWAY),
  MEMBER ("maceth", FLUX_MEMBER_GATEWAY),
  MEMBER ("serial", FLUX_MEMBER_GATEWAY),
  MEMBER ("values", FLUX_ROLE_VALUE),
  MEMBER ("address", FLUX_ROLE_ADDRESS),
  MEMBER ("netstate", FLUX_MEMBER_GATEWAY),
  MEMBER ("metadata", FLUX_MEMBER_METADATA),
  MEMBER ("operator", FLUX_MEMBER_GATEWAY),
  MEMBER ("opernum", FLUX_MEMBER_GATEWAY),
  MEMBER ("raw_data", FLUX_MEMBER_IGNORED),
  MEMBER ("alarm_id", FLUX_MEMBER_ALARM),
  MEMBER ("conntype", FLUX_MEMBER_GATEWAY),
  MEMBER ("latitude", FLUX_MEMBER_GATEWAY),
  MEMBER ("simstate", FLUX_MEMBER_GATEWAY),
  MEMBER ("connstate", FLUX_MEMBER_GATEWAY),
  MEMBER ("full_addr", FLUX_MEMBER_FULL_ADDRESS),
  MEMBER ("longitude", FLUX_MEMBER_GATEWAY),
  MEMBER ("server_id", FLUX_ROLE_SERVER_ID),
  MEMBER ("timestamp", FLUX_ROLE_TIME),
  MEMBER ("bserver_id", FLUX_ROLE_SERVER_ID),
  MEMBER ("fix_status", FLUX_MEMBER_GATEWAY),
  MEMBER ("local_time", FLUX_MEMBER_GATEWAY),
  MEMBER ("satellites", FLUX_MEMBER_GATEWAY),
  MEMBER ("server_name", FLUX_ROLE_SERVER_NAME),
  MEMBER ("date_iso_8601", FLUX_MEMBER_ISO_TIME),
  MEMBER ("time_iso_8601", FLUX_MEMBER_GATEWAY),
};

/* Bytes of a name that a site may give a role. */
#define OWN_NAME_MAX 200

#define N_BUCKETS 256

/* A hundred records have a thousand members: a bucket by length and two of the characters holds one name, hardly ever
 * two. */
static guint
get_bucket (const char *name, gsize length)
{
  return (length * 31 + (guint8) name[0] * 7 + (guint8) name[length - 1] + (guint8) name[length / 2] * 3) % N_BUCKETS;
}

static const guint8 *
get_buckets (void)
{
  static guint8 buckets[N_BUCKETS]; /* index in members + 1 of the first of its bucket; next ones follow by probing */
  static gsize is_made;

  if (g_once_init_enter (&is_made))
    {
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          guint bucket = get_bucket (members[i].name, members[i].length);

          while (buckets[bucket] != 0)
            bucket = (bucket + 1) % N_BUCKETS;
          buckets[bucket] = i + 1;
        }
      g_once_init_leave (&is_made, 1);
    }
  return buckets;
}

static int
find_standard (const char *name, gsize length)
{
  const guint8 *buckets = get_buckets ();

  for (guint bucket = get_bucket (name, length); buckets[bucket] != 0; bucket = (bucket + 1) % N_BUCKETS)
    {
      const Member *member = &members[buckets[bucket] - 1];

      if (member->length == length && memcmp (member->name, name, length) == 0)
        return member->role;
    }
  return FLUX_MEMBER_UNKNOWN;
}

static int
find_own (const FluxBodyNames *names, const char *name, gsize length)
{
  char text[OWN_NAME_MAX + 1];

  if (length > OWN_NAME_MAX)
    return FLUX_MEMBER_UNKNOWN;
  memcpy (text, name, length);
  text[length] = '\0';
  return GPOINTER_TO_INT (g_hash_table_lookup (names->roles, text));
}

int
flux_body_member_get_role (const FluxBodyNames *names, const char *name, gsize length)
{
  int role = FLUX_MEMBER_UNKNOWN;
  FluxField field;

  if (length == 0)
    return FLUX_MEMBER_UNKNOWN;
  if (names != NULL && g_hash_table_size (names->roles) > 0)
    role = find_own (names, name, length);
  if (role == FLUX_MEMBER_UNKNOWN)
    role = find_standard (name, length);
  if (role != FLUX_MEMBER_UNKNOWN)
    return role;
  if (flux_field_from_name (name, length, &field))
    return FLUX_BODY_ROLE_OF_FIELD (field);
  return flux_field_name_matches (name, length, "deviceid") ? FLUX_ROLE_DEVICE : FLUX_MEMBER_UNKNOWN;
}
