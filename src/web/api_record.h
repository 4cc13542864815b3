/* A record from the JSON that a program sends: the names that view_json_record writes. */
#ifndef WEB_API_RECORD_H
#define WEB_API_RECORD_H

#include "base/json.h"
#include "domain/record.h"

/* {"kind","held_on","title","place","host","recorder","agenda","text","hours","year","late_why","fields":{},
   "quantities":{code: amount},"attendance":[{"person","state","reason"}],"decisions":[{"text","owner","due_on"}],
   "duties":[]}; ERR_INPUT names the member at fault. What it does not know is refused, so that nothing sent is lost. */
bool api_record_read(
    struct arena *a, const struct json *json, struct record_input *in, struct err *e);

#endif
