# Sheets, statement files and keys; no server.
linkcert_test(issuing_test
  SOURCES
    sheet/batch_description_test.cc
    issue/batch_maker_test.cc
    issue/batch_submission_test.cc
    issue/pending_batch_test.cc
    issue/certificate_writer_test.cc
    issue/companions_test.cc
    issue/correction_sheet_test.cc
    issue/sync_statements_test.cc
    issue/version_maker_test.cc
    sheet/id_document_test.cc
    program/issue_version_test.cc
    program/issuing_commands_test.cc
    program/report_command_test.cc
    program/tls_command_test.cc
    program/verify_sheet_test.cc
    statement/key_file_test.cc
    sheet/number_allotment_test.cc
    sheet/question_sheet_test.cc
    sheet/report_writer_test.cc
    sheet/sheet_encoding_test.cc
    sheet/sheet_preview_test.cc
    sheet/sync_sheet_test.cc
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

# The whole road with real programs: the quick start, less installing and building, and the scenes
# of the field (tests/scenes/README.md).
add_test(NAME quickstart
  COMMAND "${PROJECT_SOURCE_DIR}/deploy/quickstart" --bin $<TARGET_FILE_DIR:linkcert>)
set_tests_properties(quickstart PROPERTIES TIMEOUT 600)
foreach(scene
    01_chain
    02_03_10_tender
    04_even_panel
    05_two_certificates
    06_misspelt_name
    07_09_oversight
    08_12_16_afterwards
    11_erasure
    13_list
    14_honour
    15_assigned_numbers
    reports)
  add_test(NAME scene_${scene}
    COMMAND "${PROJECT_SOURCE_DIR}/tests/scenes/${scene}" $<TARGET_FILE_DIR:linkcert>)
  set_tests_properties(scene_${scene} PROPERTIES TIMEOUT 600)
endforeach()
