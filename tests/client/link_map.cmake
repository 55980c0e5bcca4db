# Fails if the link map at MAP names an archive or object of gRPC or RocksDB.
if(NOT EXISTS "${MAP}")
  message(FATAL_ERROR "no link map ${MAP}: build linkcert-verify first")
endif()
file(STRINGS "${MAP}" forbidden REGEX "grpc|rocksdb" LIMIT_COUNT 5)
if(forbidden)
  message(FATAL_ERROR "linkcert-verify links what it must not:\n${forbidden}")
endif()
