# From spreadsheets and readable texts to signed statements and pending batches: no network.
linkcert_library(linkcert_issuing
  SOURCES
    sheet/answer_columns.cc
    sheet/batch_description.cc
    issue/batch_maker.cc
    issue/batch_submission.cc
    statement/bytes_reference.cc
    issue/certificate_writer.cc
    issue/companions.cc
    issue/correction_sheet.cc
    issue/issued_certificate.cc
    sheet/csv.cc
    sheet/id_document.cc
    statement/json_fields.cc
    statement/json_text.cc
    statement/key_file.cc
    sheet/number_allotment.cc
    issue/own_certificate.cc
    issue/pending_batch.cc
    issue/pending_check.cc
    sheet/person.cc
    sheet/question_sheet.cc
    issue/receipt_check.cc
    issue/result_sheet.cc
    sheet/report_sheet.cc
    sheet/report_writer.cc
    sheet/roster.cc
    sheet/sheet_encoding.cc
    sheet/sheet_preview.cc
    sheet/sheet_problem.cc
    sheet/sheet_table.cc
    statement/statement_builder.cc
    statement/statement_file.cc
    statement/statement_text.cc
    statement/statement_view.cc
    issue/sync_statements.cc
    sheet/sync_sheet.cc
    issue/version_maker.cc
  PUBLIC linkcert_client linkcert_proto linkcert_crypto third_json third_abseil
  PRIVATE third_csv)

# The only part of the client that knows gRPC.
linkcert_library(linkcert_remote
  SOURCES
    remote/remote.cc
    remote/remote_lists.cc
    remote/remote_log_source.cc
    remote/remote_standing.cc
    remote/remote_status.cc
    remote/remote_vault.cc
    remote/remote_verification.cc
  PUBLIC linkcert_client
  PRIVATE linkcert_services third_grpc)

linkcert_library(linkcert_commands
  SOURCES
    program/issue_command.cc
    program/issue_prepare.cc
    program/issue_run.cc
    program/issue_session.cc
    program/issue_show.cc
    program/issue_version_command.cc
    program/issuing_options.cc
    program/key_command.cc
    program/log_command.cc
    program/report_command.cc
    program/report_run.cc
    program/reasons_command.cc
    program/list_command.cc
    program/receipt_create_command.cc
    program/refresh_command.cc
    program/registry_check.cc
    program/roster_command.cc
    program/row_request.cc
    program/statement_command.cc
    program/statistics_command.cc
    program/statement_submit_command.cc
    program/tls_command.cc
    program/trust_command.cc
    program/vault_command.cc
    program/watch_command.cc
    program/verify_sheet_command.cc
    program/verify_sheet_run.cc
  PUBLIC linkcert_issuing linkcert_remote
  PRIVATE third_cli)

# CLI11 is most of what there is to compile in a command.
target_precompile_headers(linkcert_commands PRIVATE <CLI/CLI.hpp>)
add_executable(linkcert program/linkcert_main.cc)
target_link_libraries(linkcert PRIVATE linkcert_commands third_cli linkcert_warnings)
