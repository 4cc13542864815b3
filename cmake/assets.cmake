# static/*, the front-end libraries of package-lock.json and the catalogues -> web/assets.c (see tools/embed.c).
# Included inside tz_generate_assets(target). The libraries are shared by all presets.
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
find_program(MSGFMT msgfmt REQUIRED)
tz_tool(embed)
target_link_libraries(embed PRIVATE PkgConfig::BROTLI PkgConfig::ZLIB)

set(npm ${CMAKE_SOURCE_DIR}/build/npm)
set(npm_done ${CMAKE_BINARY_DIR}/npm.done)
add_custom_command(OUTPUT ${npm_done}
  COMMAND ${CMAKE_SOURCE_DIR}/tools/npm-ci.sh ${CMAKE_SOURCE_DIR} ${npm}
  COMMAND ${CMAKE_COMMAND} -E touch ${npm_done}
  DEPENDS package.json package-lock.json tools/npm-ci.sh VERBATIM
  COMMENT "Front-end libraries")

set(assets
  app.css=${CMAKE_SOURCE_DIR}/static/app.css
  app.js=${CMAKE_SOURCE_DIR}/static/app.js
  chart.js=${CMAKE_SOURCE_DIR}/static/chart.js
  library.js=${CMAKE_SOURCE_DIR}/static/library.js
  report-edit.js=${CMAKE_SOURCE_DIR}/static/report-edit.js
  paper.css=${CMAKE_SOURCE_DIR}/static/paper.css
  paper.js=${CMAKE_SOURCE_DIR}/static/paper.js
  report-remark.js=${CMAKE_SOURCE_DIR}/static/report-remark.js
  icon.svg=${CMAKE_SOURCE_DIR}/static/icon.svg
  htmx.min.js=${npm}/node_modules/htmx.org/dist/htmx.min.js
  echarts.min.js=${npm}/node_modules/echarts/dist/echarts.common.min.js)
set(asset_files static/app.css static/app.js static/chart.js static/library.js static/report-edit.js static/paper.css static/paper.js static/report-remark.js static/icon.svg static/openapi.json)

# What follows is not served below /static/.
list(APPEND assets --private openapi.json=${CMAKE_SOURCE_DIR}/static/openapi.json)

set(catalogue)
if(EXISTS ${CMAKE_SOURCE_DIR}/po/en.po)
  set(catalogue ${CMAKE_BINARY_DIR}/generated/en.mo)
  add_custom_command(OUTPUT ${catalogue}
    COMMAND ${MSGFMT} --check-format -o ${catalogue} ${CMAKE_SOURCE_DIR}/po/en.po
    DEPENDS po/en.po VERBATIM)
  list(APPEND assets en.mo=${catalogue})
endif()

file(MAKE_DIRECTORY ${TZ_GENERATED}/web/assets)
add_custom_command(OUTPUT ${TZ_GENERATED}/web/assets.c
  COMMAND embed ${TZ_GENERATED}/web/assets ${TZ_GENERATED}/web/assets.c ${assets}
  DEPENDS embed ${asset_files} ${catalogue} ${npm_done} VERBATIM)
target_sources(${target} PRIVATE ${TZ_GENERATED}/web/assets.c)
