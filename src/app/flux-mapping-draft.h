/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-mapping.h"
#include "flux-mapping-seen.h"

G_BEGIN_DECLS

/* What a person is about to confirm when units of a gateway are mapped: what was seen of them, what is proposed, what
 * is chosen, what is wrong with it, and the changes that it makes. Widgets only show it. No GTK. Main context. */

typedef enum
{
  FLUX_MAPPING_DEVICE, /* its device_id */
  FLUX_MAPPING_SERVER_NAME,
  FLUX_MAPPING_SERVER_ID,
  FLUX_MAPPING_IP,
  FLUX_MAPPING_ALIAS,
  FLUX_MAPPING_MAP_NAME,
} FluxMappingText;

#define FLUX_MAPPING_N_TEXTS (FLUX_MAPPING_MAP_NAME + 1)

/* What a register of the table is. Below: a #FluxField. */
#define FLUX_MAPPING_OTHER FLUX_N_FIELDS
#define FLUX_MAPPING_LEFT_OUT (FLUX_N_FIELDS + 1)

/**
 * FluxMappingRow:
 * @reg: (owned): as it would be stored; do not change it but by the functions below
 * @is_left_out: it is not part of the map
 * @scale: (owned): as it is typed
 * @seen: (nullable) (owned): the raw value in the post, as text; %NULL: the post has none
 * @has_result: whether @result is there
 * @result: what would be kept, in the field's own unit, the flow in its device's
 * @fault: (nullable) (owned): why the value would be bad, as the codec says it
 */
typedef struct
{
  FluxRegister *reg;
  gboolean is_left_out;
  char *scale;
  char *seen;
  gboolean has_result;
  double result;
  char *fault;
} FluxMappingRow;

typedef enum
{
  FLUX_MAP_CHOICE_SAME,    /* as another unit of the draft */
  FLUX_MAP_CHOICE_NONE,    /* its posts name the fields */
  FLUX_MAP_CHOICE_STORED,
  FLUX_MAP_CHOICE_PROFILE,
  FLUX_MAP_CHOICE_SEEN,    /* a new one, of what was seen */
} FluxMapChoiceKind;

typedef struct _FluxMappingUnit FluxMappingUnit;

/**
 * FluxMapChoice:
 * @map: (nullable) (owned)
 * @same: (nullable) (transfer none): for %FLUX_MAP_CHOICE_SAME
 * @n_matched: @n_implausible: see #FluxMapProposal; 0 where it was not proposed
 */
typedef struct
{
  FluxMapChoiceKind kind;
  FluxRegisterMap *map;
  FluxMappingUnit *same;
  guint n_matched;
  guint n_implausible;
} FluxMapChoice;

/**
 * FluxMappingUnit:
 * @seen: (nullable) (owned): %NULL when no post says anything of it
 * @known: (nullable) (owned): the stored unit that is changed; %NULL: one is added
 * @is_included: whether it is stored on confirming
 * @is_saved: it was
 * @texts: (owned): as they are typed, never %NULL
 * @choices: (element-type FluxMapChoice) (owned): the best first
 * @choice: index of the one that is chosen
 * @form: @zeros_are_real: of the map
 * @rows: (element-type FluxMappingRow) (owned): of the map, then what was seen besides
 */
struct _FluxMappingUnit
{
  FluxSeenUnit *seen;
  FluxUnit *known;
  gboolean is_included;
  gboolean is_saved;
  char *texts[FLUX_MAPPING_N_TEXTS];
  GPtrArray *choices;
  guint choice;
  FluxValueForm form;
  gboolean zeros_are_real;
  GPtrArray *rows;
};

/**
 * FluxMappingPlace:
 * @units: @maps: @devices: of the whole plant (element-type FluxUnit, FluxRegisterMap, FluxDevice)
 * @body: (nullable): of the post that is looked at, unwrapped
 * @device_hint: (nullable): what its header or query said
 * @unit_uuid: (nullable): only this known unit is changed
 * @now: µs UTC
 *
 * Where the draft is made. The members are borrowed by flux_mapping_draft_new(), which takes references.
 */
typedef struct
{
  FluxGateway *gateway;
  GPtrArray *units;
  GPtrArray *maps;
  GPtrArray *devices;
  GBytes *body;
  const char *device_hint;
  const char *unit_uuid;
  gint64 now;
} FluxMappingPlace;

/**
 * FluxMappingDraft:
 * @gateway: (owned)
 * @names: (owned): how its bodies name things, as chosen
 * @members: (element-type FluxSeenMember) (owned): of the site's own template; empty where none is asked for
 * @roles: (array) (owned): what each member is
 * @asks_position: values come without an address
 * @units: (element-type FluxMappingUnit) (owned): those that the post leaves to be mapped
 */
typedef struct
{
  FluxGateway *gateway;
  FluxBodyNames *names;
  GPtrArray *members;
  int *roles;
  gboolean asks_position;
  GPtrArray *units;

  /*< private >*/
  GPtrArray *known_units;
  GPtrArray *maps;
  GPtrArray *devices;
  GBytes *body;
  char *device_hint;
  char *unit_uuid;
  gint64 now;
} FluxMappingDraft;

FluxMappingDraft *flux_mapping_draft_new (const FluxMappingPlace *place);
void flux_mapping_draft_free (FluxMappingDraft *self);

/* --- Choosing ----------------------------------------------------------------------------------------------------- */

/* Says what a member is. The units are found anew; those that are still there keep what was chosen for them. */
void flux_mapping_draft_set_role (FluxMappingDraft *self, guint member, int role);
void flux_mapping_draft_set_by_position (FluxMappingDraft *self, gboolean by_position);

/* The others end with the rows' values found anew. */
void flux_mapping_draft_set_text (FluxMappingDraft *self, FluxMappingUnit *unit, FluxMappingText text,
                                  const char *typed);
void flux_mapping_draft_choose_map (FluxMappingDraft *self, FluxMappingUnit *unit, guint choice);

/* Of the whole map. */
void flux_mapping_draft_set_form (FluxMappingDraft *self, FluxMappingUnit *unit, FluxValueForm form);

/* A field, %FLUX_MAPPING_OTHER or %FLUX_MAPPING_LEFT_OUT. */
guint flux_mapping_row_get_meaning (const FluxMappingRow *row);
void flux_mapping_draft_set_meaning (FluxMappingDraft *self, FluxMappingRow *row, guint meaning);

/* Of one that is no field. */
void flux_mapping_draft_set_name (FluxMappingDraft *self, FluxMappingRow *row, const char *name);
void flux_mapping_draft_set_type (FluxMappingDraft *self, FluxMappingRow *row, FluxRegisterType type);
void flux_mapping_draft_set_order (FluxMappingDraft *self, FluxMappingRow *row, FluxWordOrder order);
void flux_mapping_draft_set_scale (FluxMappingDraft *self, FluxMappingRow *row, const char *typed);
void flux_mapping_draft_set_unit (FluxMappingDraft *self, FluxMappingRow *row, const char *word);

/* --- Asking ------------------------------------------------------------------------------------------------------- */

/* How the posts call @unit: "NIVUS_01", "unit 4", "192.168.1.11". Returns: (transfer full) */
char *flux_mapping_unit_describe (const FluxMappingUnit *unit);

const FluxMapChoice *flux_mapping_unit_get_choice (const FluxMappingUnit *unit);

/* The unit whose table says what @unit's registers are: itself, or the one that it has the map of. */
FluxMappingUnit *flux_mapping_unit_get_table (FluxMappingUnit *unit);

/* The stored device that is typed. Returns: (transfer none) (nullable): %NULL: it would be new */
FluxDevice *flux_mapping_draft_find_device (const FluxMappingDraft *self, const FluxMappingUnit *unit);

/* The devices that may be chosen. Returns: (transfer none) */
guint flux_mapping_draft_count_devices (const FluxMappingDraft *self);
FluxDevice *flux_mapping_draft_get_device (const FluxMappingDraft *self, guint index);

/* Whether the table says something else than the map that was chosen. */
gboolean flux_mapping_draft_is_edited (const FluxMappingDraft *self, const FluxMappingUnit *unit);

/* How many other units of the plant would get @unit's map changed as well. */
guint flux_mapping_draft_count_sharers (const FluxMappingDraft *self, const FluxMappingUnit *unit);

/* What is wrong as one translated sentence; %NULL when it will do. */
const char *flux_mapping_draft_judge_text (const FluxMappingDraft *self, const FluxMappingUnit *unit,
                                           FluxMappingText text);
const char *flux_mapping_draft_judge_row (const FluxMappingDraft *self, const FluxMappingUnit *unit,
                                          const FluxMappingRow *row);

/* Whether there is something to store, and nothing wrong with any of it. */
gboolean flux_mapping_draft_is_complete (const FluxMappingDraft *self);

/* --- Storing ------------------------------------------------------------------------------------------------------ */

void flux_mapping_change_free (FluxMappingChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxMappingChange, flux_mapping_change_free)

/* The first change that is still to be stored, once the draft is complete: one unit with its device and map, with the
 * first the gateway's names as well. @unit: (out) (transfer none) (nullable): whose it is.
 * Returns: (transfer full) (nullable): %NULL: nothing is left */
FluxMappingChange *flux_mapping_draft_make_change (const FluxMappingDraft *self, FluxMappingUnit **unit);

/* What flux_mapping_draft_make_change() gave is stored. @unit: (nullable) */
void flux_mapping_draft_take_saved (FluxMappingDraft *self, FluxMappingUnit *unit, const FluxMappingChange *change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxMappingDraft, flux_mapping_draft_free)

G_END_DECLS
