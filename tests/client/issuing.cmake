# Sheets, statement files and keys; no server.
linkcert_test(issuing_test
  SOURCES
    sheet/batch_description_test.cc
    issue/batch_maker_test.cc
    issue/batch_submission_test.cc
    issue/pending_batch_test.cc
    issue/certificate_writer_test.cc
    issue/version_maker_test.cc
    sheet/id_document_test.cc
    program/issuing_commands_test.cc
    program/tls_command_test.cc
    program/verify_sheet_test.cc
    statement/key_file_test.cc
    sheet/number_allotment_test.cc
    sheet/question_sheet_test.cc
    sheet/sheet_encoding_test.cc
    sheet/sheet_preview_test.cc
    statement/statement_builder_test.cc
    statement/statement_file_test.cc
  LIBRARIES linkcert_commands linkcert_test_memory_log third_cli)

# gRPC's own flags (-pthread) do not go with the shared precompiled header.
add_executable(remote_test)
target_sources(remote_test PRIVATE
  remote/remote_rows_test.cc
  remote/remote_status_test.cc
  remote/remote_watch_test.cc)
target_link_libraries(remote_test PRIVATE linkcert_warnings linkcert_remote linkcert_services
                                          GTest::gmock_main)
gtest_discover_tests(remote_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)

# The whole road with real programs: the quick start, less installing and building.
add_test(NAME quickstart
  COMMAND "${PROJECT_SOURCE_DIR}/deploy/quickstart" --bin $<TARGET_FILE_DIR:linkcert>)
add_test(NAME scenes
  COMMAND "${PROJECT_SOURCE_DIR}/tests/scenes/play_scenes" $<TARGET_FILE_DIR:linkcert>)
add_test(NAME scene_callers
  COMMAND "${PROJECT_SOURCE_DIR}/tests/scenes/play_callers" $<TARGET_FILE_DIR:linkcert>)
add_test(NAME scene_vault
  COMMAND "${PROJECT_SOURCE_DIR}/tests/scenes/play_vault" $<TARGET_FILE_DIR:linkcert>)
add_test(NAME scene_tender
  COMMAND "${PROJECT_SOURCE_DIR}/tests/scenes/play_tender" $<TARGET_FILE_DIR:linkcert>)
add_test(NAME scene_sheet
  COMMAND "${PROJECT_SOURCE_DIR}/tests/scenes/play_sheet" $<TARGET_FILE_DIR:linkcert>)
set_tests_properties(quickstart scenes scene_callers scene_sheet scene_tender scene_vault
                     PROPERTIES TIMEOUT 600)
