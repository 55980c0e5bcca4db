# From spreadsheets and readable texts to signed statements and pending batches: no network.
linkcert_library(linkcert_issuing
  SOURCES
    batch_description.cc
    batch_maker.cc
    bytes_reference.cc
    certificate_writer.cc
    csv.cc
    id_document.cc
    json_fields.cc
    json_text.cc
    key_file.cc
    number_allotment.cc
    pending_batch.cc
    person.cc
    receipt_check.cc
    report_sheet.cc
    roster.cc
    sheet_encoding.cc
    sheet_preview.cc
    sheet_problem.cc
    sheet_table.cc
    statement_builder.cc
    statement_file.cc
    statement_text.cc
    statement_view.cc
  PUBLIC linkcert_client linkcert_proto linkcert_crypto third_json third_abseil
  PRIVATE third_csv)

# The only part of the client that knows gRPC.
linkcert_library(linkcert_remote
  SOURCES
    remote.cc
    remote_log_source.cc
    remote_status.cc
  PUBLIC linkcert_client
  PRIVATE linkcert_services third_grpc)

linkcert_library(linkcert_commands
  SOURCES
    issue_command.cc
    issue_run.cc
    issue_session.cc
    issuing_options.cc
    key_command.cc
    log_command.cc
    roster_command.cc
    statement_command.cc
    statement_submit_command.cc
    trust_command.cc
  PUBLIC linkcert_issuing linkcert_remote
  PRIVATE third_cli)

add_executable(linkcert linkcert_main.cc)
target_link_libraries(linkcert PRIVATE linkcert_commands third_cli linkcert_warnings)
