/* Documents of the library and hits of a search as JSON (docs/json.md): one shape for the commands and for /api/v1. */
#ifndef WEB_VIEW_LIBRARY_H
#define WEB_VIEW_LIBRARY_H

#include "base/json.h"
#include "domain/library.h"

void view_json_document(struct json_out *j, const struct library_doc *d);
void view_json_hit(struct json_out *j, const struct search_hit *h);
/* The members of a result but its hits: total, exact, took_us, unsearchable, cut. */
void view_json_found(struct json_out *j, const struct search_result *r);

#endif
