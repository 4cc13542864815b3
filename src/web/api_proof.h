/* /api/v1: the journal's newest signed head, and proofs against it, for programs that keep heads of others. */
#ifndef WEB_API_PROOF_H
#define WEB_API_PROOF_H

#include "web/request.h"

bool api_checkpoint(struct request *rq, struct response *rs, struct err *e);
bool api_inclusion(struct request *rq, struct response *rs, struct err *e);
bool api_consistency(struct request *rq, struct response *rs, struct err *e);

extern const struct param api_inclusion_params[], api_consistency_params[];

#endif
