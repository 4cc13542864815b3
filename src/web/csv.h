/* CSV (RFC 4180) for spreadsheets: UTF-8 with a mark so that Excel and WPS read Chinese, and a cell that would be taken
   for a formula begins with an apostrophe. */
#ifndef WEB_CSV_H
#define WEB_CSV_H

#include "base/out.h"

void csv_begin(struct out *o);
/* One row. */
void csv_row(struct out *o, const struct str *cells, size_t n);

#endif
