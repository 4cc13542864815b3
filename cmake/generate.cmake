# The generators under tools/ are plain C programs, built first; what they write goes to build/…/generated.
set(TZ_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${TZ_GENERATED}/store ${TZ_GENERATED}/web)

function(tz_tool name)
  add_executable(${name} tools/${name}.c)
  target_link_libraries(${name} PRIVATE tz_flags)
endfunction()

# sql/*.sql (named statements) and sql/migrations/*.sql -> store/sql.h, store/sql.c
function(tz_generate_sql target)
  tz_tool(sqlc)
  file(GLOB statements CONFIGURE_DEPENDS sql/*.sql)
  file(GLOB migrations CONFIGURE_DEPENDS sql/migrations/*.sql)
  add_custom_command(OUTPUT ${TZ_GENERATED}/store/sql.h ${TZ_GENERATED}/store/sql.c
    COMMAND sqlc ${TZ_GENERATED}/store/sql.h ${TZ_GENERATED}/store/sql.c ${statements} ${migrations}
    DEPENDS sqlc ${statements} ${migrations} VERBATIM)
  target_sources(${target} PRIVATE ${TZ_GENERATED}/store/sql.c ${TZ_GENERATED}/store/sql.h)
endfunction()

# tpl/*.html -> web/tpl.h, web/tpl.c
function(tz_generate_templates target)
  tz_tool(tplc)
  file(GLOB templates CONFIGURE_DEPENDS tpl/*.html)
  add_custom_command(OUTPUT ${TZ_GENERATED}/web/tpl.h ${TZ_GENERATED}/web/tpl.c
    COMMAND tplc ${TZ_GENERATED}/web/tpl.h ${TZ_GENERATED}/web/tpl.c ${templates}
    DEPENDS tplc ${templates} VERBATIM)
  target_sources(${target} PRIVATE ${TZ_GENERATED}/web/tpl.c ${TZ_GENERATED}/web/tpl.h)
endfunction()

# static/* and the front-end libraries from npm, plain, gzip and brotli -> web/assets.c
function(tz_generate_assets target)
  include(cmake/assets.cmake)
endfunction()
