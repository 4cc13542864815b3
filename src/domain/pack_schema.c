#include "domain/pack_raw.h"

#define WORD(T, member) \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER, T, member, 1, CYAML_UNLIMITED)
#define WORD_OPT(T, member) \
    CYAML_FIELD_STRING_PTR( \
        #member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, T, member, 0, CYAML_UNLIMITED)
#define ONE_OF(T, member, strings) \
    CYAML_FIELD_ENUM(#member, CYAML_FLAG_STRICT, T, member, strings, CYAML_ARRAY_LEN(strings))
#define ONE_OF_OPT(T, member, strings)                                                     \
    CYAML_FIELD_ENUM(#member, CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, T, member, strings, \
        CYAML_ARRAY_LEN(strings))
#define YES_NO(T, member) ONE_OF_OPT(T, member, yes_no)
/* NOLINTBEGIN(bugprone-macro-parentheses): member is a name */
#define WORDS(T, member, flags, min) \
    CYAML_FIELD_SEQUENCE_COUNT(      \
        #member, CYAML_FLAG_POINTER | (flags), T, member.v, member.n, &word, min, CYAML_UNLIMITED)
/* NOLINTEND(bugprone-macro-parentheses) */
#define ITEMS(T, member, entry, flags) \
    CYAML_FIELD_SEQUENCE_COUNT(        \
        #member, CYAML_FLAG_POINTER | (flags), T, member, member##_n, entry, 0, CYAML_UNLIMITED)

static const cyaml_schema_value_t word = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED)};

static const cyaml_strval_t yes_no[] = {{"yes", 1}, {"no", 0}, {"true", 1}, {"false", 0}};
static const cyaml_strval_t field_types[] = {{"text", FIELD_TEXT}, {"long", FIELD_LONG},
    {"number", FIELD_NUMBER}, {"date", FIELD_DATE}, {"tick", FIELD_TICK}, {"choice", FIELD_CHOICE}};
static const cyaml_strval_t rolls[] = {{"members", ROLL_MEMBERS}, {"committee", ROLL_COMMITTEE},
    {"group", ROLL_GROUP}, {"chosen", ROLL_CHOSEN}, {"none", ROLL_NONE}};
static const cyaml_strval_t periods[] = {{"month", PERIOD_MONTH}, {"quarter", PERIOD_QUARTER},
    {"half", PERIOD_HALF}, {"year", PERIOD_YEAR}};
static const cyaml_strval_t pers[] = {{"org", PER_ORG}, {"member", PER_MEMBER},
    {"committee_pair", PER_COMMITTEE_PAIR}, {"committee_talk", PER_COMMITTEE_TALK},
    {"member_talk", PER_MEMBER_TALK}};
static const cyaml_strval_t confidences[] = {
    {"READ", CONFIDENCE_READ}, {"RECALLED", CONFIDENCE_RECALLED}};
static const cyaml_strval_t measures[] = {{"records", MEASURE_RECORDS},
    {"present", MEASURE_PRESENT}, {"people", MEASURE_PEOPLE}, {"quantity", MEASURE_QUANTITY},
    {"hours", MEASURE_HOURS}};

static const cyaml_schema_field_t field_fields[] = {
    WORD(struct raw_field, code),
    WORD(struct raw_field, title),
    WORD_OPT(struct raw_field, hint),
    ONE_OF(struct raw_field, type, field_types),
    YES_NO(struct raw_field, required),
    WORDS(struct raw_field, choices, CYAML_FLAG_OPTIONAL, 0),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t field = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_field, field_fields)};

static const cyaml_schema_field_t quantity_fields[] = {
    WORD(struct raw_quantity, code),
    WORD(struct raw_quantity, title),
    WORD(struct raw_quantity, unit),
    WORD_OPT(struct raw_quantity, warn_above),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t quantity = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_quantity, quantity_fields)};

static const cyaml_schema_field_t kind_fields[] = {
    WORD(struct raw_kind, code),
    WORD(struct raw_kind, title),
    WORD(struct raw_kind, family),
    ONE_OF(struct raw_kind, roll, rolls),
    YES_NO(struct raw_kind, agenda),
    YES_NO(struct raw_kind, decisions),
    YES_NO(struct raw_kind, hours),
    CYAML_FIELD_ENUM("private", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct raw_kind,
        is_private, yes_no, CYAML_ARRAY_LEN(yes_no)),
    WORD_OPT(struct raw_kind, quorum),
    WORD_OPT(struct raw_kind, quorum_basis),
    ITEMS(struct raw_kind, fields, &field, CYAML_FLAG_OPTIONAL),
    ITEMS(struct raw_kind, quantities, &quantity, CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t kind = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_kind, kind_fields)};

static const cyaml_schema_field_t duty_fields[] = {
    WORD(struct raw_duty, code),
    WORD(struct raw_duty, title),
    WORD(struct raw_duty, basis),
    WORD_OPT(struct raw_duty, evidence),
    WORD_OPT(struct raw_duty, who),
    ONE_OF(struct raw_duty, confidence, confidences),
    ONE_OF(struct raw_duty, demanded, yes_no),
    ONE_OF(struct raw_duty, on, yes_no),
    WORD_OPT(struct raw_duty, off_why),
    WORDS(struct raw_duty, org_kinds, CYAML_FLAG_DEFAULT, 1),
    ONE_OF(struct raw_duty, period, periods),
    ONE_OF_OPT(struct raw_duty, per, pers),
    WORD(struct raw_duty, count),
    WORD_OPT(struct raw_duty, hours),
    WORDS(struct raw_duty, kinds, CYAML_FLAG_OPTIONAL, 0),
    WORDS(struct raw_duty, may_kinds, CYAML_FLAG_OPTIONAL, 0),
    WORD_OPT(struct raw_duty, where_field),
    WORD_OPT(struct raw_duty, where_value),
    WORD_OPT(struct raw_duty, one_of),
    WORD_OPT(struct raw_duty, due_days_after),
    WORD_OPT(struct raw_duty, valid_from),
    WORD_OPT(struct raw_duty, valid_to),
    WORDS(struct raw_duty, when, CYAML_FLAG_OPTIONAL, 0),
    WORD_OPT(struct raw_duty, when_text),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t duty = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_duty, duty_fields)};

static const cyaml_schema_field_t figure_fields[] = {
    WORD(struct raw_figure, code),
    WORD(struct raw_figure, title),
    WORD(struct raw_figure, unit),
    WORD(struct raw_figure, definition),
    ONE_OF(struct raw_figure, measure, measures),
    WORDS(struct raw_figure, kinds, CYAML_FLAG_DEFAULT, 1),
    WORDS(struct raw_figure, words, CYAML_FLAG_OPTIONAL, 0),
    WORD_OPT(struct raw_figure, quantity),
    WORD_OPT(struct raw_figure, where_field),
    WORD_OPT(struct raw_figure, where_value),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t figure = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_figure, figure_fields)};

static const cyaml_schema_field_t part_fields[] = {
    WORD_OPT(struct raw_part, section),
    WORD_OPT(struct raw_part, heading),
    WORD_OPT(struct raw_part, text),
    WORD_OPT(struct raw_part, records),
    WORDS(struct raw_part, kinds, CYAML_FLAG_OPTIONAL, 0),
    WORD_OPT(struct raw_part, where_field),
    WORD_OPT(struct raw_part, where_value),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t part = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_part, part_fields)};

static const cyaml_strval_t report_pers[] = {
    {"year", REPORT_PER_YEAR}, {"quarter", REPORT_PER_QUARTER}, {"record", REPORT_PER_RECORD}};
static const cyaml_schema_field_t report_fields[] = {
    WORD(struct raw_report, code),
    WORD(struct raw_report, title),
    WORD_OPT(struct raw_report, report_title),
    WORD_OPT(struct raw_report, length),
    ONE_OF_OPT(struct raw_report, per, report_pers),
    WORDS(struct raw_report, kinds, CYAML_FLAG_OPTIONAL, 0),
    ITEMS(struct raw_report, parts, &part, CYAML_FLAG_DEFAULT),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t report = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_report, report_fields)};

static const cyaml_schema_field_t event_fields[] = {
    WORD(struct raw_event, words),
    WORD(struct raw_event, on),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t event = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_event, event_fields)};

static const cyaml_schema_field_t pack_fields[] = {
    WORD(struct raw_pack, name),
    WORD(struct raw_pack, version),
    WORD(struct raw_pack, title),
    WORD(struct raw_pack, root_kind_hint),
    WORD(struct raw_pack, late_entry_days),
    WORD_OPT(struct raw_pack, report_title),
    WORD_OPT(struct raw_pack, report_length),
    WORD_OPT(struct raw_pack, report_duty),
    WORDS(struct raw_pack, org_kinds, CYAML_FLAG_DEFAULT, 1),
    WORDS(struct raw_pack, posts, CYAML_FLAG_OPTIONAL, 0),
    WORDS(struct raw_pack, committee_posts, CYAML_FLAG_OPTIONAL, 0),
    WORDS(struct raw_pack, memberships, CYAML_FLAG_OPTIONAL, 0),
    WORDS(struct raw_pack, flags, CYAML_FLAG_OPTIONAL, 0),
    ITEMS(struct raw_pack, kinds, &kind, CYAML_FLAG_DEFAULT),
    ITEMS(struct raw_pack, duties, &duty, CYAML_FLAG_OPTIONAL),
    ITEMS(struct raw_pack, figures, &figure, CYAML_FLAG_OPTIONAL),
    ITEMS(struct raw_pack, report, &part, CYAML_FLAG_OPTIONAL),
    ITEMS(struct raw_pack, reports, &report, CYAML_FLAG_OPTIONAL),
    ITEMS(struct raw_pack, events, &event, CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t *
pack_schema(void)
{
    static const cyaml_schema_value_t pack = {
        CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_pack, pack_fields)};
    return &pack;
}
