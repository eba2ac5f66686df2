/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-members.h"

#include "flux-format.h"

#include <glib/gi18n.h>

typedef struct
{
  guint member;
  void (*chosen) (guint member, int role, gpointer user_data);
  gpointer user_data;
} Choice;

static const struct
{
  int role;
  const char *word;
} roles[] = {
  { FLUX_ROLE_NONE, NC_ ("member", "Nothing that is needed") },
  { FLUX_ROLE_SERVER_NAME, NC_ ("member", "Name of the unit") },
  { FLUX_ROLE_SERVER_ID, NC_ ("member", "Modbus id of the unit") },
  { FLUX_ROLE_UNIT, NC_ ("member", "Name or id of the unit") },
  { FLUX_ROLE_IP, NC_ ("member", "Address of the unit") },
  { FLUX_ROLE_DEVICE, NC_ ("member", "Device, by its id here") },
  { FLUX_ROLE_ADDRESS, NC_ ("member", "Number of the register") },
  { FLUX_ROLE_REQUEST, NC_ ("member", "Name of the request") },
  { FLUX_ROLE_VALUE, NC_ ("member", "Value, or several") },
  { FLUX_ROLE_TIME, NC_ ("member", "Time of the measurement") },
};

/* What a gateway's post may be, then the fields. */
static int
get_role (guint selected)
{
  return selected < G_N_ELEMENTS (roles) ? roles[selected].role
                                         : FLUX_BODY_ROLE_OF_FIELD (selected - G_N_ELEMENTS (roles));
}

static guint
find_role (int role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles) + FLUX_N_FIELDS; i++)
    if (get_role (i) == role)
      return i;
  return 0;
}

char *
flux_mapping_members_describe (int role)
{
  if (role >= FLUX_ROLE_FIELD)
    /* Translators: %s is a quantity, such as “level”, whose value a member of a post is by itself */
    return g_strdup_printf (_ ("Value of the %s"), flux_format_get_name (role - FLUX_ROLE_FIELD));
  return g_strdup (g_dpgettext2 (NULL, "member", roles[find_role (role)].word));
}

static GtkStringList *
list_roles (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (roles) + FLUX_N_FIELDS; i++)
    gtk_string_list_take (list, flux_mapping_members_describe (get_role (i)));
  return list;
}

static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, gpointer data)
{
  const Choice *choice = data;
  guint selected = adw_combo_row_get_selected (row);

  if (selected != GTK_INVALID_LIST_POSITION)
    choice->chosen (choice->member, get_role (selected), choice->user_data);
}

static void
free_choice (gpointer choice, GClosure *closure)
{
  g_free (choice);
}

static GtkWidget *
make_row (const FluxSeenMember *member, int role)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = list_roles ();
  g_autofree char *title = g_markup_escape_text (member->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (member->value, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_role (role));
  return row;
}

void
flux_mapping_members_fill (AdwPreferencesGroup *group, const FluxMappingDraft *draft,
                           void (*chosen) (guint member, int role, gpointer user_data), gpointer user_data)
{
  for (guint i = 0; i < draft->members->len; i++)
    {
      GtkWidget *row = make_row (g_ptr_array_index (draft->members, i), draft->roles[i]);
      Choice *choice = g_new0 (Choice, 1);

      choice->member = i;
      choice->chosen = chosen;
      choice->user_data = user_data;
      g_signal_connect_data (row, "notify::selected", G_CALLBACK (selected_cb), choice, free_choice, 0);
      adw_preferences_group_add (group, row);
    }
}
