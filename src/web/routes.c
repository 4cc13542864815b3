/* The route table of the program. Access stands in the row; literal paths stand before those with parameters. */
#include "web/route.h"

#include "web/core_pages.h"

/* What a row leaves out is zero, which is the safe choice everywhere. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

const struct route web_routes[] = {
    {GET, "/static/:hash/:name", ACCESS_PUBLIC, page_asset, asset_params, .no_store = true},
    {GET, "/healthz", ACCESS_PUBLIC, page_health, .no_store = true},
    {GET, "/readyz", ACCESS_PUBLIC, page_ready, .no_store = true, .slow = true},
    {GET, "/metrics", ACCESS_METRICS, page_metrics},
    {POST, "/language", ACCESS_PUBLIC, post_language, language_params},
    {POST, "/look", ACCESS_SIGNED_IN, post_look, look_params},

    {0},
};
