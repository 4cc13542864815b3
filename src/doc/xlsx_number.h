/* Numbers of a workbook as text: dates by the cell's number format, other numbers as they are stored. */
#ifndef DOC_XLSX_NUMBER_H
#define DOC_XLSX_NUMBER_H

#include "base/arena.h"

enum xlsx_format {
    XLSX_PLAIN,
    XLSX_DATE,
    XLSX_TIME,
    XLSX_DATE_TIME
};

/* What a built-in number format shows (ECMA-376 part 1, 18.8.30, with those of Chinese Excel). */
enum xlsx_format xlsx_format_builtin(int64_t id);
/* What a format code as `yyyy"年"m"月"` shows. */
enum xlsx_format xlsx_format_code(struct str code);
/* "2023-07-01", "2023-07-01 09:30", "09:30:15" for dates; 18 digits stay 18 digits. `stored` that is no number is
   given back as it is. */
struct str xlsx_number(
    struct arena *a, struct str stored, enum xlsx_format format, bool since_1904);

#endif
