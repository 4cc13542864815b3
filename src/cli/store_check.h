/* What check and verify have in common: saying what house_prove found. */
#ifndef CLI_STORE_CHECK_H
#define CLI_STORE_CHECK_H

#include "cli/call.h"
#include "domain/house_proof.h"

void store_check_say(struct call *c, const struct house_proof *p);
void store_check_json(struct json_out *j, const struct house_proof *p); /* members of an object */

#endif
