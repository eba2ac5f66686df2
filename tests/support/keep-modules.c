/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Linked into address sanitizer builds: a module that was loaded stays mapped to the end, so that the stacks in a leak
 * report keep their names and tests/support/lsan.supp can match them. */

int dlclose (void *handle);

int
dlclose (void *handle)
{
  return 0;
}
