/* A QR code (ISO/IEC 18004) as SVG, by libqrencode. */
#ifndef WEB_QR_H
#define WEB_QR_H

#include "base/out.h"

/* The bytes as one code of middle correction, with its quiet zone; false (and nothing written) when they are too many
   (2,300). `title` is what a screen reader says. */
bool qr_svg(struct out *o, struct str bytes, struct str title);

#endif
