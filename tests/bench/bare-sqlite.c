/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The ceiling of rows a second: a bare loop that puts rows in order of time into SQLite with WAL and synchronous=FULL,
 * 1,000 a transaction. bare-sqlite FILE SECONDS prints the rows a second. */

#define ROWS_A_TRANSACTION 1000

static const char table[]
    = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE reading (time INTEGER, device INTEGER, flow REAL, totalizer REAL, temperature REAL, pressure REAL,"
      " battery REAL, signal INTEGER, PRIMARY KEY (time, device)) WITHOUT ROWID";
static const char insert[] = "INSERT INTO reading VALUES (?, ?, ?, ?, 22.3, 1.2, 95, -70) ON CONFLICT DO NOTHING";

static double
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static int
put_rows (sqlite3 *db, sqlite3_stmt *statement, long from)
{
  int result = sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

  for (long i = 0; i < ROWS_A_TRANSACTION && result == SQLITE_OK; i++)
    {
      sqlite3_bind_int64 (statement, 1, 1700000000000000 + from * 1000);
      sqlite3_bind_int64 (statement, 2, i);
      sqlite3_bind_double (statement, 3, 12.5 + i % 97);
      sqlite3_bind_double (statement, 4, 4500.25 + from + i);
      if (sqlite3_step (statement) != SQLITE_DONE)
        return SQLITE_ERROR;
      result = sqlite3_reset (statement);
    }
  return result == SQLITE_OK ? sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) : result;
}

int
main (int argc, char **argv)
{
  sqlite3 *db;
  sqlite3_stmt *statement;
  double begin, seconds;
  long rows = 0;

  if (argc != 3 || sqlite3_open (argv[1], &db) != SQLITE_OK || sqlite3_exec (db, table, NULL, NULL, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (db, insert, -1, &statement, NULL) != SQLITE_OK)
    return 1;
  seconds = atof (argv[2]);
  for (begin = get_seconds (); get_seconds () - begin < seconds; rows += ROWS_A_TRANSACTION)
    if (put_rows (db, statement, rows) != SQLITE_OK)
      return 1;
  printf ("%.0f\n", rows / (get_seconds () - begin));
  return 0;
}
