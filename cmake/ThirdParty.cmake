# Third-party libraries, all from Debian 12, as INTERFACE targets with bare -l names: the same
# target then links shared libraries normally and archives under -static (linkcert-verify).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Protobuf MODULE REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)

add_library(third_abseil INTERFACE)
pkg_check_modules(ABSL REQUIRED absl_statusor absl_status absl_strings absl_str_format
                  absl_flat_hash_map absl_flat_hash_set absl_span absl_time)
target_link_libraries(third_abseil INTERFACE ${ABSL_LDFLAGS})

add_library(third_protobuf INTERFACE)
target_link_libraries(third_protobuf INTERFACE -lprotobuf Threads::Threads third_abseil)

add_library(third_openssl INTERFACE)
target_link_libraries(third_openssl INTERFACE -lcrypto Threads::Threads)

# Not gRPC::grpc++: it adds -pthread to whoever compiles with it, and the precompiled header of the
# tests is built without.
add_library(third_grpc INTERFACE)
target_link_libraries(third_grpc INTERFACE -lgrpc++ -lgrpc -lgpr third_protobuf)

add_library(third_rocksdb INTERFACE)
target_link_libraries(third_rocksdb INTERFACE RocksDB::rocksdb-shared)

# Headers only, both in the compiler's own include path: targets so that users stand in one table.
add_library(third_json INTERFACE)
add_library(third_cli INTERFACE)

add_library(third_csv INTERFACE)
target_link_libraries(third_csv INTERFACE -lcsv)

add_library(third_grpc_reflection INTERFACE)
target_link_libraries(third_grpc_reflection INTERFACE -lgrpc++_reflection third_grpc)

add_library(third_spdlog INTERFACE)
target_link_libraries(third_spdlog INTERFACE -lspdlog -lfmt)
target_compile_definitions(third_spdlog INTERFACE
  SPDLOG_COMPILED_LIB SPDLOG_SHARED_LIB SPDLOG_FMT_EXTERNAL)
