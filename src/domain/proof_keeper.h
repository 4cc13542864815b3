/* While the server runs, a day's checkpoint is made by itself: at the start, and looked after every ten minutes. */
#ifndef DOMAIN_PROOF_KEEPER_H
#define DOMAIN_PROOF_KEEPER_H

#include "domain/house.h"

struct proof_keeper;

/* A thread of its own; the first look is done before close returns. Failures are logged and tried again. */
struct proof_keeper *proof_keeper_open(struct house *house);
void proof_keeper_close(struct proof_keeper *keeper);

#endif
