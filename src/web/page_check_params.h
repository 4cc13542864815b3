/* What every row of the check's pages is told: which text, and what of the findings is shown. Only for its own files. */
#ifndef WEB_PAGE_CHECK_PARAMS_H
#define WEB_PAGE_CHECK_PARAMS_H

#include "web/request.h"

extern const char *const check_froms[];
extern const char *const check_groups[];

#define CHECK_LOOK                                                     \
    {.name = "from", .type = PARAM_ENUM, .values = check_froms},       \
        {.name = "version", .type = PARAM_ID, .label = N_("版本")},    \
        {.name = "doc", .type = PARAM_ID, .label = N_("材料")},        \
        {.name = "group", .type = PARAM_ENUM, .values = check_groups}, \
        {.name = "kind", .type = PARAM_TEXT, .max = 60},               \
    {                                                                  \
        .name = "open", .type = PARAM_BOOL                             \
    }

#endif
