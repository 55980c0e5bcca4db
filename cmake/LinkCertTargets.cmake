# Compile settings of our own code, and the two functions that declare its targets.
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(LINKCERT_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")
option(LINKCERT_FUZZ "Build the libFuzzer targets" OFF)

find_program(LINKCERT_MOLD mold)
if(LINKCERT_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(LINKCERT_SANITIZE)
  # vptr, null and alignment checks double the compile time of gRPC files and found nothing there.
  add_compile_options(-fsanitize=${LINKCERT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LINKCERT_SANITIZE})
  if(LINKCERT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=vptr,null,alignment -fno-sanitize-recover=undefined)
  endif()
endif()
if(LINKCERT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_library(linkcert_settings INTERFACE)
target_include_directories(linkcert_settings INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_features(linkcert_settings INTERFACE cxx_std_20)
add_library(linkcert_warnings INTERFACE)
target_compile_options(linkcert_warnings INTERFACE -Wall -Wextra -Werror)

# linkcert_library(NAME SOURCES … [PUBLIC …] [PRIVATE …])
# PUBLIC lists what stands in a header of the library, PRIVATE the rest.
function(linkcert_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC linkcert_settings ${ARG_PUBLIC}
                                PRIVATE linkcert_warnings ${ARG_PRIVATE})
endfunction()

# linkcert_test(NAME SOURCES … LIBRARIES …): one GoogleTest program, each TEST a ctest of its own.
function(linkcert_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE linkcert_warnings ${ARG_LIBRARIES} GTest::gmock_main)
  target_precompile_headers(${name} REUSE_FROM linkcert_test_pch)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
