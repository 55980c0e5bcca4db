"""Builds, signs and submits a batch of certificates: docs/FORMAT.md §3 and §5.

    python issue.py make --genesis HEX --terms terms.json --sheet people.csv \\
        --signer anna.pem.pub --signer bo.pem.pub out      # on the HR system
    python issue.py sign --key anna.pem out                # by each signer, on their machine
    python issue.py submit --server registry.example:8443 --log-key ORIGIN+HASH+KEY \\
        --tls-ca ca.pem --tls-cert firm.pem --tls-key firm.key out

`out` has the form that `linkcert issue` uses: go on with `linkcert issue submit out` to get the
certificate files. WARNING: out/batch-1/pending.batch is the only place of the salts. Keep it.
"""

import argparse
import csv
import dataclasses
import hashlib
import os
import pathlib
import secrets
import sys
import time

import grpc
from google.protobuf import json_format

import canonical
import formats
import keys
from refusal import Refused
from schema import (
    act_issue,
    error_details,
    issuance_service,
    issuance_service_grpc,
    issuing_files,
    rpc_status,
    statement,
    statement_file,
)

# The report sheet's columns (汇总表) and the claims that come from them.
COLUMNS = (
    *("姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称", "职业技能等级"),
    *("证书编号", "发证日期", "评价机构", "发证机构"),
)
CLAIM_COLUMNS = {
    "number": "证书编号",
    "name": "姓名",
    "id_type": "证件类型",
    "id_number": "证件号码",
    "employer": "所在单位",
    "theory": "理论成绩",
    "skill": "技能成绩",
    "review": "评审成绩",
}


# --- Building ---


def make_claims(values: dict[str, bytes], salts: list[bytes] | None = None) -> list[bytes]:
    """All ten claims; one that is not in `values` is there without a value, salted like the others.
    Salts are given in tests only: each must be fresh."""
    salts = salts or [secrets.token_bytes(16) for _ in formats.CLAIMS]
    claims = []
    for tag, name in enumerate(formats.CLAIMS, start=1):
        claim = act_issue.Claim(tag=tag, salt=salts[tag - 1], value=values.get(name, b""))
        claims.append(canonical.encode(claim))
        formats.decode_claim(claims[-1], tag)
    return claims


def make_leaf(batch: bytes, position: int, claims: list[bytes]) -> bytes:
    root = formats.root_of([formats.leaf_hash(claim) for claim in claims])
    leaf = act_issue.CertificateLeaf(batch=batch, position=position, claims_root=root)
    return canonical.encode(leaf)


@dataclasses.dataclass
class Batch:
    statement_bytes: bytes
    leaves: list[bytes]  # by position
    claims: list[list[bytes]]  # by position: personal data and salts, yours to keep


def make_batch(
    registry: bytes,
    terms: act_issue.IssueBatch,
    claims: list[list[bytes]],
    signers: list[bytes],
    statement_id: bytes | None = None,
    signed_at: int | None = None,
) -> Batch:
    """`claims` are in their final order: shuffle before (`secrets.SystemRandom().shuffle`), so that
    places tell nothing. `signers` are key ids, of two people of the issuer."""
    statement_id = statement_id or secrets.token_bytes(16)
    leaves = [make_leaf(statement_id, i, person) for i, person in enumerate(claims)]
    act = act_issue.IssueBatch()
    act.CopyFrom(terms)
    act.leaf_count = len(leaves)
    act.leaves_root = formats.root_of([formats.leaf_hash(leaf) for leaf in leaves])
    made = statement.Statement(
        registry=registry,
        statement_id=statement_id,
        signed_at=signed_at or int(time.time() * 1000),
        signers=sorted(signers),
        issue_batch=act,
    )
    return Batch(canonical.encode(made), leaves, claims)


# --- Signing ---


def seal(statement_bytes: bytes, signatures: dict[bytes, bytes]) -> bytes:
    """The envelope. `signatures` by key id: exactly one for each signer of the statement."""
    opened = canonical.decode(statement.Statement, statement_bytes)
    missing = [signer.hex() for signer in opened.signers if signer not in signatures]
    if missing:
        raise Refused("SIGNATURE_MISSING", ", ".join(missing))
    in_order = [signatures[signer] for signer in opened.signers]
    return canonical.encode(
        statement.SignedStatement(statement=statement_bytes, signatures=in_order)
    )


def add_signature(making: statement_file.StatementFile, signer: keys.Signer) -> None:
    """A statement file travels between the signers; it keeps signatures ascending by key id."""
    opened = canonical.decode(statement.Statement, making.statement)
    public_key = signer.public_key
    if public_key.id not in opened.signers:
        raise Refused("SIGNER_UNKNOWN", public_key.id.hex())
    signature = signer.sign(formats.signing_input(making.statement))
    made = {keys.PublicKey(s.public_key).id: s for s in making.signatures}
    made[public_key.id] = statement_file.StatementSignature(
        public_key=public_key.spki, signature=signature
    )
    ordered = [made[key_id] for key_id in sorted(made)]
    del making.signatures[:]
    making.signatures.extend(ordered)


def envelope_of(making: statement_file.StatementFile) -> bytes:
    """Checks each signature: others may have had the file in their hands."""
    signatures = {}
    for made in making.signatures:
        key = keys.PublicKey(made.public_key)
        key.verify(formats.signing_input(making.statement), made.signature)
        signatures[key.id] = made.signature
    return seal(making.statement, signatures)


# --- Submitting ---


def connect(server: str, ca: bytes | None, certificate: bytes | None, key: bytes | None):
    """Mutual TLS: `certificate` names the firm as linkcert:organisation/ID. Without `ca` there is
    no TLS, which is for a registry on this machine only."""
    options = [("grpc.max_receive_message_length", 32 << 20), ("grpc.enable_http_proxy", 0)]
    if ca is None:
        if server.rpartition(":")[0] not in ("localhost", "127.0.0.1", "[::1]"):
            raise ValueError("a registry on another machine needs TLS: --tls-ca FILE")
        return grpc.insecure_channel(server, options)
    credentials = grpc.ssl_channel_credentials(ca, key, certificate)
    return grpc.secure_channel(server, credentials, options)


def submit(channel, log: formats.Log, envelope: bytes, leaves: list[bytes]):
    """The receipt, checked. The same bytes may be sent again after a lost answer: they get the same
    place in the log."""
    stub = issuance_service_grpc.IssuanceServiceStub(channel)
    request = issuance_service.IssueBatchRequest(signed_statement=envelope, leaves=leaves)
    try:
        receipt = stub.IssueBatch(request, timeout=60)
    except grpc.RpcError as error:
        raise refusal_of(error) from error
    check_receipt(receipt, log, envelope, len(leaves))
    return receipt


def refusal_of(error: grpc.RpcError) -> Refused:
    """A refusal carries its stable reason as google.rpc.ErrorInfo (AIP-193)."""
    for name, value in error.trailing_metadata() or ():
        if name != "grpc-status-details-bin":
            continue
        for detail in rpc_status.Status.FromString(value).details:
            info = error_details.ErrorInfo()
            if detail.Unpack(info):
                return Refused(info.reason, error.details())
    return Refused(error.code().name, error.details())


def check_receipt(receipt, log: formats.Log, envelope: bytes, leaf_count: int) -> None:
    """FORMAT.md §7: the receipt proves that these bytes are in the log, with all their leaves."""
    logged = formats.open_entry(receipt.entry)
    if logged.signed_statement != envelope:
        raise Refused("ENTRY_UNEXPECTED", "the receipt is for another statement")
    if receipt.end != receipt.entry.index + 1 + leaf_count:
        raise Refused("ENTRY_UNEXPECTED", "the receipt covers another number of entries")
    checkpoint = formats.open_checkpoint(receipt.checkpoint, log)
    if checkpoint.size < receipt.end:
        raise Refused("CHECKPOINT_INVALID", "the checkpoint does not cover the batch")
    formats.verify_entry(receipt.entry, checkpoint)


# --- The command ---


def read_sheet(path: pathlib.Path) -> list[tuple[int, list[str], list[bytes]]]:
    """Line, the eleven cells and the claims of each person. Numbers stand in the sheet already."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    people = []
    for line, row in enumerate(rows, start=2):
        row["证件号码"] = row["证件号码"].upper()
        values = {claim: (row.get(name) or "").encode() for claim, name in CLAIM_COLUMNS.items()}
        try:
            claims = make_claims(values)
        except Refused as refusal:
            raise Refused(refusal.reason, f"line {line}: {refusal.detail}") from None
        people.append((line, [row[name] or "" for name in COLUMNS], claims))
    return people


def make(options) -> None:
    terms = json_format.Parse(options.terms.read_text(encoding="utf-8"), act_issue.IssueBatch())
    people = read_sheet(options.sheet)
    secrets.SystemRandom().shuffle(people)
    signers = [keys.PublicKey.from_pem(path.read_text()).id for path in options.signer]
    batch = make_batch(options.genesis, terms, [claims for _, _, claims in people], signers)
    pending = issuing_files.PendingBatch(
        statement_digest=hashlib.sha256(batch.statement_bytes).digest()
    )
    for leaf, (line, cells, claims) in zip(batch.leaves, people):
        pending.certificates.add(leaf=leaf, claims=claims, line=line, cells=cells)
    making = statement_file.StatementFile(statement=batch.statement_bytes)
    directory = options.directory / "batch-1"
    directory.mkdir(mode=0o700, parents=True)
    _write(directory / "pending.batch", pending.SerializeToString())
    _write(directory / "batch.statement", canonical.encode(making))


def sign(options) -> None:
    path = options.directory / "batch-1" / "batch.statement"
    making = canonical.decode(statement_file.StatementFile, path.read_bytes())
    passphrase = os.environ.get("LINKCERT_PASSPHRASE", "").encode() or None
    add_signature(making, keys.Signer.from_pem(options.key.read_bytes(), passphrase))
    _write(path, canonical.encode(making))


def submit_command(options) -> None:
    directory = options.directory / "batch-1"
    making = canonical.decode(
        statement_file.StatementFile, (directory / "batch.statement").read_bytes()
    )
    pending = issuing_files.PendingBatch.FromString((directory / "pending.batch").read_bytes())
    tls = [
        path.read_bytes() if path else None
        for path in (options.tls_ca, options.tls_cert, options.tls_key)
    ]
    with connect(options.server, *tls) as channel:
        leaves = [certificate.leaf for certificate in pending.certificates]
        receipt = submit(channel, options.log_key, envelope_of(making), leaves)
    _write(directory / "receipt", receipt.SerializeToString())
    print(
        f"logged as entry {receipt.entry.index}: certificates {receipt.entry.index + 1} to", end=""
    )
    print(f" {receipt.end - 1}")


def _write(path: pathlib.Path, data: bytes) -> None:
    """Durably and whole, readable by the owner only."""
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds, signs and submits a batch.")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("make")
    command.add_argument("--genesis", required=True, metavar="HEX", type=bytes.fromhex)
    command.add_argument("--terms", required=True, type=pathlib.Path, help="IssueBatch as JSON")
    command.add_argument("--sheet", required=True, type=pathlib.Path, help="CSV, 11 columns")
    command.add_argument("--signer", action="append", required=True, type=pathlib.Path)
    command.set_defaults(run=make)
    command = commands.add_parser("sign")
    command.add_argument("--key", required=True, type=pathlib.Path)
    command.set_defaults(run=sign)
    command = commands.add_parser("submit")
    command.add_argument("--server", required=True, metavar="HOST:PORT")
    parse_log = formats.Log.from_verifier_key
    command.add_argument("--log-key", required=True, type=parse_log, help="as in the policy")
    for flag in ("--tls-ca", "--tls-cert", "--tls-key"):
        command.add_argument(flag, type=pathlib.Path, metavar="FILE")
    command.set_defaults(run=submit_command)
    for command in commands.choices.values():
        command.add_argument("directory", type=pathlib.Path)
    options = parser.parse_args()
    try:
        options.run(options)
    except (Refused, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
