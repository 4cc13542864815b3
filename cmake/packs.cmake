# packs/*.yaml -> domain/packs.c, the packs inside the program. Run as a script (cmake -P) it writes that file.
if(CMAKE_SCRIPT_MODE_FILE)
  set(arrays "")
  set(rows "")
  set(n 0)
  foreach(pack ${PACKS})
    get_filename_component(name ${pack} NAME_WE)
    file(READ ${pack} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
    string(APPEND arrays "static const unsigned char pack_${n}[] = {\n${bytes}0};\n")
    string(APPEND rows "    {str_lit(\"${name}\"), {(const char *)pack_${n}, sizeof(pack_${n}) - 1}},\n")
    math(EXPR n "${n} + 1")
  endforeach()
  file(WRITE ${OUT} "#include \"domain/pack.h\"\n\n${arrays}
static const struct pack_source packs[] = {\n${rows}};

size_t
pack_shipped(const struct pack_source **list)
{
    *list = packs;
    return sizeof(packs) / sizeof(packs[0]);
}
")
  return()
endif()

function(tz_generate_packs target)
  file(GLOB packs CONFIGURE_DEPENDS packs/*.yaml)
  list(SORT packs)
  file(MAKE_DIRECTORY ${TZ_GENERATED}/domain)
  add_custom_command(OUTPUT ${TZ_GENERATED}/domain/packs.c
    COMMAND ${CMAKE_COMMAND} "-DPACKS=${packs}" -DOUT=${TZ_GENERATED}/domain/packs.c
      -P ${CMAKE_SOURCE_DIR}/cmake/packs.cmake
    DEPENDS ${packs} ${CMAKE_SOURCE_DIR}/cmake/packs.cmake VERBATIM)
  target_sources(${target} PRIVATE ${TZ_GENERATED}/domain/packs.c)
endfunction()
