"""The messages and services of proto/, generated at run time into a temporary directory.

Your own build would rather run protoc once:
    python -m grpc_tools.protoc -I proto --python_out gen --grpc_python_out gen \\
        proto/linkcert/v1/*.proto proto/google/rpc/*.proto
"""

import atexit
import importlib
import pathlib
import shutil
import sys
import tempfile

from grpc_tools import protoc

PROTO = pathlib.Path(__file__).resolve().parents[3] / "proto"


def _generate() -> str:
    out = tempfile.mkdtemp(prefix="linkcert-proto-")
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    well_known = pathlib.Path(protoc.__file__).parent / "_proto"
    sources = [*PROTO.glob("linkcert/v1/*.proto"), *PROTO.glob("google/rpc/*.proto")]
    options = [f"-I{PROTO}", f"-I{well_known}", f"--python_out={out}", f"--grpc_python_out={out}"]
    if protoc.main(["protoc", *options, *map(str, sources)]) != 0:
        raise RuntimeError("protoc refused proto/")
    return out


sys.path.insert(0, _generate())


def _module(name: str):
    return importlib.import_module(name)


act_governance = _module("linkcert.v1.act_governance_pb2")
act_issue = _module("linkcert.v1.act_issue_pb2")
act_process = _module("linkcert.v1.act_process_pb2")
certificate_file = _module("linkcert.v1.certificate_file_pb2")
entry = _module("linkcert.v1.entry_pb2")
error_details = _module("google.rpc.error_details_pb2")
field_rule = _module("linkcert.v1.field_rule_pb2")
issuance_service = _module("linkcert.v1.issuance_service_pb2")
issuance_service_grpc = _module("linkcert.v1.issuance_service_pb2_grpc")
issuing_files = _module("linkcert.v1.issuing_files_pb2")
rpc_status = _module("google.rpc.status_pb2")
statement = _module("linkcert.v1.statement_pb2")
statement_file = _module("linkcert.v1.statement_file_pb2")
terms = _module("linkcert.v1.terms_pb2")
