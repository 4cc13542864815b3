# Warnings and hardening for our own sources, each flag probed: gcc and clang know different ones.
include(CheckCCompilerFlag)
add_library(tz_flags INTERFACE)
target_compile_definitions(tz_flags INTERFACE _GNU_SOURCE)

function(tz_flag_if_known flag)
  string(MAKE_C_IDENTIFIER "HAS${flag}" known)
  check_c_compiler_flag("${flag}" ${known})
  if(${known})
    target_compile_options(tz_flags INTERFACE "${flag}")
  endif()
endfunction()

foreach(warning all extra pedantic shadow conversion sign-conversion format=2 vla null-dereference cast-qual
    pointer-arith undef write-strings strict-prototypes missing-prototypes switch-enum implicit-fallthrough=5
    duplicated-cond logical-op error)
  tz_flag_if_known("-W${warning}")
endforeach()
# tr() gives formats that the compiler cannot see; format_arg lets it check them all the same.
tz_flag_if_known("-Wno-format-nonliteral")

foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
  tz_flag_if_known("${flag}")
endforeach()
add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack)

if(TZ_SANITIZE)
  add_compile_options(-fsanitize=${TZ_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TZ_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(tz_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fwrapv)
  # The same sources give the same bytes, wherever they lie.
  tz_flag_if_known("-ffile-prefix-map=${PROJECT_BINARY_DIR}/=")
  tz_flag_if_known("-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
endif()
