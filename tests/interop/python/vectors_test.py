"""Every vector of tests/vectors that these clients cover, and what must be refused."""

import base64
import concurrent.futures
import contextlib
import hashlib
import json
import os
import pathlib
import unittest

import grpc
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from google.protobuf import any_pb2, json_format

import canonical
import formats
import issue
import keys
import verify
from refusal import Refused
from schema import (
    act_governance,
    act_issue,
    act_process,
    certificate_file,
    entry,
    error_details,
    issuance_service_grpc,
    rpc_status,
    statement,
)

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors"
PEM = "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n"


def read(name: str):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


KEYS = read("linkcert-keys")["keys"]
STATEMENTS = read("linkcert-statements")
BATCH = read("linkcert-batch")
LOG = read("linkcert-log")
FILE = read("linkcert-file")
STATUS = read("linkcert-status")
unhex = bytes.fromhex

GENESIS = unhex(STATEMENTS["registry"])
NOW_MS = LOG["entries"][-1]["logged_at"] + 1000
ISSUE_BATCH = next(s for s in STATEMENTS["statements"] if s["act"] == "issue_batch")


def public_key(name: str) -> keys.PublicKey:
    return keys.PublicKey(next(unhex(k["public_key"]) for k in KEYS if k["name"] == name))


def signer(name: str) -> keys.Signer:
    """The private scalar or seed of a vector key is SHA-256 of its `seed`."""
    key = next(k for k in KEYS if k["name"] == name)
    secret = hashlib.sha256(key["seed"].encode()).digest()
    if key["algorithm"] == "ed25519":
        return keys.Signer(ed25519.Ed25519PrivateKey.from_private_bytes(secret))
    return keys.Signer(ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1()))


def vector_file() -> certificate_file.CertificateFile:
    return formats.open_file(unhex(FILE["file"]))


def judge(data: bytes, now_ms: int = NOW_MS) -> verify.Verdict:
    return verify.verify(data, GENESIS, now_ms)


class MerkleTest(unittest.TestCase):
    def path(self, vector) -> list[bytes]:
        return [base64.b64decode(node) for node in vector["proof"] or []]

    def test_rfc6962_inclusion(self):
        for vector in read("rfc6962-inclusion")["vectors"]:
            root, leaf = (base64.b64decode(vector[name] or "") for name in ("root", "leafHash"))
            index, size, path = vector["leafIdx"], vector["treeSize"], self.path(vector)
            good = formats.verify_inclusion(leaf, index, size, path, root)
            self.assertEqual(good, not vector["wantErr"], vector["file"])

    def test_rfc6962_consistency(self):
        for vector in read("rfc6962-consistency")["vectors"]:
            root1, root2 = (base64.b64decode(vector[name] or "") for name in ("root1", "root2"))
            size1, size2, path = vector["size1"], vector["size2"], self.path(vector)
            good = formats.verify_consistency(size1, size2, root1, root2, path)
            self.assertEqual(good, not vector["wantErr"], vector["file"])


class StatementsTest(unittest.TestCase):
    def test_canonical_bytes_from_fields(self):
        for vector in STATEMENTS["statements"]:
            message = json_format.ParseDict(vector["fields"], statement.Statement())
            self.assertEqual(canonical.encode(message).hex(), vector["statement"], vector["name"])

    def test_envelopes_open(self):
        for vector in STATEMENTS["statements"]:
            opened = formats.open_statement(unhex(vector["envelope"]))
            self.assertEqual(opened.statement_bytes.hex(), vector["statement"])
            self.assertEqual(opened.digest.hex(), vector["digest"])
            self.assertEqual(opened.act, vector["act"])
            self.assertEqual([s.hex() for s in opened.signatures], vector["signatures"])
            signing_input = formats.signing_input(opened.statement_bytes)
            self.assertEqual(signing_input.hex(), vector["signing_input"])

    def test_signatures_of_all_three_algorithms(self):
        for vector in STATEMENTS["statements"]:
            opened = formats.open_statement(unhex(vector["envelope"]))
            for i, name in enumerate(vector["signers"]):
                opened.check_signature(i, public_key(name).spki)

    def test_key_ids(self):
        for vector in KEYS:
            spki = unhex(vector["public_key"])
            self.assertEqual(keys.PublicKey(spki).id.hex(), vector["key_id"])
            pem = PEM.format(base64.b64encode(spki).decode())
            self.assertEqual(keys.PublicKey.from_pem(pem).spki, spki)


class LogTest(unittest.TestCase):
    def test_entries_are_under_the_checkpoint(self):
        log = formats.Log.from_verifier_key(LOG["log_key"])
        checkpoint = formats.open_checkpoint(LOG["checkpoint"].encode(), log)
        self.assertEqual(checkpoint, (len(LOG["entries"]), unhex(LOG["root"])))
        for vector in LOG["entries"]:
            path = [unhex(node) for node in vector["path"]]
            logged = certificate_file.LoggedEntry(
                index=vector["index"], entry=unhex(vector["entry"]), path=path
            )
            formats.verify_entry(logged, checkpoint)
            self.assertEqual(formats.open_entry(logged).logged_at, vector["logged_at"])

    def test_changed_checkpoints_are_refused(self):
        log = formats.Log.from_verifier_key(LOG["log_key"])
        note = LOG["checkpoint"].encode()
        for i in range(len(note)):
            changed = note[:i] + bytes([note[i] ^ 1]) + note[i + 1 :]
            with self.assertRaisesRegex(Refused, "CHECKPOINT_INVALID"):
                formats.open_checkpoint(changed, log)


class StatusTest(unittest.TestCase):
    ROOT = unhex(STATUS["root"])

    def proof(self, vector):
        return canonical.decode(certificate_file.StatusProof, unhex(vector["proof"]))

    def test_rows(self):
        for row in STATUS["rows"]:
            history = json_format.ParseDict(row["fields"], entry.StatusHistory())
            self.assertEqual(canonical.encode(history).hex(), row["history"])
            leaf_hash = formats.map_leaf_hash(row["key"], unhex(row["history"]))
            self.assertEqual(leaf_hash.hex(), row["leaf_hash"])

    def test_proofs(self):
        for vector in STATUS["proofs"]:
            history = formats.check_status_proof(self.proof(vector), self.ROOT)
            self.assertEqual(history.SerializeToString().hex(), vector["history"], vector["what"])

    def test_refused(self):
        for vector in STATUS["refused"]:
            with self.assertRaisesRegex(Refused, vector["reason"], msg=vector["what"]):
                formats.check_status_proof(self.proof(vector), self.ROOT)


class RefusedTest(unittest.TestCase):
    TYPES = {
        "AddKey": act_governance.AddKey,
        "CertificateLeaf": act_issue.CertificateLeaf,
        "LogEntry": entry.LogEntry,
        "OpenPublicity": act_process.OpenPublicity,
        "RegisterOrganisation": act_governance.RegisterOrganisation,
    }

    def open(self, kind: str, data: bytes) -> None:
        if kind == "public_key":
            keys.PublicKey(data)
        elif kind == "envelope":
            opened = formats.open_statement(data)
            by_id = {unhex(key["key_id"]): unhex(key["public_key"]) for key in KEYS}
            for i, key_id in enumerate(opened.statement.signers):
                opened.check_signature(i, by_id[key_id])
        else:
            canonical.decode(self.TYPES[kind], data)

    def test_refused_with_the_reason(self):
        for vector in read("linkcert-refused")["refused"]:
            with self.assertRaises(Refused, msg=vector["what"]) as refused:
                self.open(vector["as"], unhex(vector["bytes"]))
            self.assertEqual(refused.exception.reason, vector["reason"], vector["what"])


class CertificateFileTest(unittest.TestCase):
    def test_valid(self):
        verdict = judge(unhex(FILE["file"]))
        self.assertEqual((verdict.conclusion, verdict.reasons), ("valid", []))
        self.assertEqual(verdict.certificate, FILE["certificate"])
        self.assertTrue(verdict.status_proven)
        tags = [formats.CLAIMS.index(name) + 1 for name in verdict.shown]
        self.assertEqual(tags, FILE["shown_tags"])

    def test_canonical_bytes_from_fields(self):
        message = json_format.ParseDict(FILE["fields"], certificate_file.CertificateFile())
        self.assertEqual(canonical.encode(message).hex(), FILE["file"])

    def test_no_changed_byte_is_valid(self):
        data = unhex(FILE["file"])
        for i in range(0, len(data), 29):
            changed = data[:i] + bytes([data[i] ^ 1]) + data[i + 1 :]
            self.assertNotEqual(judge(changed).conclusion, "valid", f"byte {i}")

    def test_no_part_of_the_file_is_valid(self):
        data = unhex(FILE["file"])
        for size in range(0, len(data), 97):
            self.assertNotEqual(judge(data[:size]).conclusion, "valid", f"{size} bytes")

    def test_another_registry(self):
        verdict = verify.verify(unhex(FILE["file"]), bytes(32), NOW_MS)
        self.assertRegex(verdict.reasons[0], "GENESIS_DIFFERS")
        self.assertEqual(verdict.conclusion, "invalid")

    def test_too_old_is_unknown(self):
        verdict = judge(unhex(FILE["file"]), NOW_MS + 31 * verify.DAY_MS)
        self.assertEqual((verdict.conclusion, verdict.reasons), ("unknown", ["PROOF_TOO_OLD"]))

    def test_logged_in_the_future_is_unknown(self):
        verdict = judge(unhex(FILE["file"]), NOW_MS - verify.DAY_MS)
        self.assertEqual(verdict.conclusion, "unknown")

    def test_each_missing_status_proof_is_unknown(self):
        for i in range(4):
            file = vector_file()
            del file.status[i]
            verdict = judge(canonical.encode(file))
            self.assertEqual(verdict.conclusion, "unknown")
            self.assertRegex(verdict.reasons[0], "EVIDENCE_MISSING")

    def test_without_status_root_it_is_valid_as_of_issue(self):
        file = vector_file()
        for name in ("status_root", "status", "certificate_status"):
            file.ClearField(name)
        verdict = judge(canonical.encode(file))
        self.assertEqual((verdict.conclusion, verdict.status_proven), ("valid", False))

    def test_another_certificates_standing_is_refused(self):
        file = vector_file()
        proof = next(p for p in STATUS["proofs"] if p["key"] not in (0, FILE["certificate"]))
        file.certificate_status.ParseFromString(unhex(proof["proof"]))
        verdict = judge(canonical.encode(file))
        self.assertRegex(verdict.reasons[0], "ENTRY_UNEXPECTED")
        self.assertEqual(verdict.conclusion, "invalid")

    def suspended(self) -> bytes:
        """The file of a certificate that was suspended, made from the vectors."""
        file, made = vector_file(), BATCH["certificates"][3]
        file.leaf, file.leaf_path[:] = unhex(made["leaf"]), [unhex(node) for node in made["path"]]
        del file.claims[:]
        for claim in made["claims"]:
            file.claims.add(hash=unhex(claim["hash"]))
        proof = next(p for p in STATUS["proofs"] if p["ends_in"] == "key" and p["key"] == 29)
        file.certificate_status.ParseFromString(unhex(proof["proof"]))
        return canonical.encode(file)

    def test_suspended(self):
        verdict = judge(self.suspended())
        self.assertRegex(verdict.reasons[0], "CERTIFICATE_SUSPENDED")
        self.assertEqual(verdict.conclusion, "invalid")

    def test_an_old_suspension_is_unknown(self):
        verdict = judge(self.suspended(), NOW_MS + 31 * verify.DAY_MS)
        self.assertEqual(verdict.conclusion, "unknown")

    def test_a_claim_of_another_certificate_is_refused(self):
        file = vector_file()
        file.claims[1].claim = unhex(BATCH["certificates"][0]["claims"][1]["claim"])
        self.assertRegex(judge(canonical.encode(file)).reasons[0], "CLAIMS_ROOT_DIFFERS")


class IssueTest(unittest.TestCase):
    def claims(self, certificate) -> list[bytes]:
        values = {formats.CLAIMS[c["tag"] - 1]: unhex(c["value"]) for c in certificate["claims"]}
        return issue.make_claims(values, [unhex(c["salt"]) for c in certificate["claims"]])

    def batch(self, *signers: keys.PublicKey) -> issue.Batch:
        fields = {**ISSUE_BATCH["fields"]["issue_batch"]}
        fields.pop("leaf_count"), fields.pop("leaves_root")
        act = json_format.ParseDict(fields, act_issue.IssueBatch())
        claims = [self.claims(certificate) for certificate in BATCH["certificates"]]
        signed_at = int(ISSUE_BATCH["fields"]["signed_at"])
        ids = [key.id for key in signers]
        return issue.make_batch(GENESIS, act, claims, ids, unhex(BATCH["batch"]), signed_at)

    def test_claims_leaves_and_statement_have_the_vectors_bytes(self):
        batch = self.batch(public_key("leader-1"), public_key("leader-2"))
        for i, certificate in enumerate(BATCH["certificates"]):
            self.assertEqual([c.hex() for c in batch.claims[i]], [
                claim["claim"] for claim in certificate["claims"]
            ])  # fmt: skip
            self.assertEqual(batch.leaves[i].hex(), certificate["leaf"])
        self.assertEqual(batch.statement_bytes.hex(), ISSUE_BATCH["statement"])

    def test_vector_signatures_make_the_vectors_envelope(self):
        signatures = map(unhex, ISSUE_BATCH["signatures"])
        by_id = dict(zip((public_key(name).id for name in ISSUE_BATCH["signers"]), signatures))
        envelope = issue.seal(unhex(ISSUE_BATCH["statement"]), by_id)
        self.assertEqual(envelope.hex(), ISSUE_BATCH["envelope"])

    def signed(self) -> tuple[issue.Batch, bytes]:
        signers = [signer("leader-2"), signer("leader-office")]
        batch = self.batch(*(s.public_key for s in signers))
        making = issue.statement_file.StatementFile(statement=batch.statement_bytes)
        for one in signers:
            issue.add_signature(making, one)
        return batch, issue.envelope_of(making)

    def test_own_signatures_verify(self):
        _, envelope = self.signed()
        opened = formats.open_statement(envelope)
        for i, key_id in enumerate(opened.statement.signers):
            name = next(k["name"] for k in KEYS if unhex(k["key_id"]) == key_id)
            opened.check_signature(i, public_key(name).spki)

    def test_one_signature_of_two_is_refused(self):
        batch = self.batch(public_key("leader-2"), public_key("leader-office"))
        making = issue.statement_file.StatementFile(statement=batch.statement_bytes)
        issue.add_signature(making, signer("leader-2"))
        with self.assertRaisesRegex(Refused, "SIGNATURE_MISSING"):
            issue.envelope_of(making)

    def test_a_control_character_in_a_name_is_refused(self):
        with self.assertRaisesRegex(Refused, "FIELD_OUT_OF_RANGE: claim 2"):
            issue.make_claims({"name": "虚构\n".encode()})

    def test_submission(self):
        batch, envelope = self.signed()
        registry = _Registry(envelope)
        with registry.serve() as channel:
            receipt = issue.submit(channel, registry.log, envelope, batch.leaves)
        self.assertEqual(registry.request.signed_statement, envelope)
        self.assertEqual(list(registry.request.leaves), batch.leaves)
        self.assertEqual(receipt.end, 1 + len(batch.leaves))

    def test_a_receipt_of_a_log_that_we_do_not_know_is_refused(self):
        batch, envelope = self.signed()
        registry = _Registry(envelope)
        another = formats.Log("another.example", registry.log.spki)
        with registry.serve() as channel, self.assertRaisesRegex(Refused, "CHECKPOINT_INVALID"):
            issue.submit(channel, another, envelope, batch.leaves)

    def test_a_refused_batch_tells_the_reason(self):
        batch, envelope = self.signed()
        registry = _Registry(envelope, refuse_with="SCOPE_LEVEL_NOT_GRANTED")
        with registry.serve() as channel, self.assertRaisesRegex(Refused, "SCOPE_LEVEL"):
            issue.submit(channel, registry.log, envelope, batch.leaves)

    def test_submission_over_mutual_tls(self):
        batch, envelope = self.signed()
        registry = _Registry(envelope)
        with registry.serve(caller("firm")) as channel:
            receipt = issue.submit(channel, registry.log, envelope, batch.leaves)
        self.assertEqual(receipt.end, 1 + len(batch.leaves))
        self.assertEqual(registry.caller, b"linkcert:organisation/suzhou-xinlian")

    def test_strangers_are_not_let_in(self):
        batch, envelope = self.signed()
        ca, certificate, key = caller("firm")
        of_another_authority = (tls_file("stranger"), certificate, key)
        for stranger in caller("stranger"), (ca, None, None), of_another_authority:
            registry = _Registry(envelope)
            with registry.serve(stranger) as channel, self.assertRaisesRegex(Refused, "UNAVAIL"):
                issue.submit(channel, registry.log, envelope, batch.leaves)
            self.assertIsNone(registry.request)

    def test_no_plaintext_to_another_machine(self):
        with self.assertRaisesRegex(ValueError, "needs TLS"):
            issue.connect("registry.example:8443", None, None, None)


def tls_file(name: str) -> bytes:
    """The PEM files that tests/interop/run makes."""
    return (pathlib.Path(os.environ["LINKCERT_TLS"]) / f"{name}.pem").read_bytes()


def caller(name: str) -> tuple[bytes, bytes, bytes]:
    return tls_file("ca"), tls_file(name), tls_file(f"{name}-key")


class _Registry(issuance_service_grpc.IssuanceServiceServicer):
    """A log that holds one statement, on loopback."""

    def __init__(self, envelope: bytes, refuse_with: str = ""):
        self.log = formats.Log("interop.example", signer("log").public_key.spki)
        self.envelope, self.refuse_with, self.request = envelope, refuse_with, None
        self.caller = None  # as its certificate names it

    @contextlib.contextmanager
    def serve(self, tls=(None, None, None)):
        """A channel to it, over mutual TLS if the caller shows (CA, certificate, key)."""
        server = grpc.server(concurrent.futures.ThreadPoolExecutor(1))
        issuance_service_grpc.add_IssuanceServiceServicer_to_server(self, server)
        if tls[0] is None:
            port = server.add_insecure_port("127.0.0.1:0")
        else:
            pair = [(tls_file("server-key"), tls_file("server"))]
            asked = grpc.ssl_server_credentials(pair, tls_file("ca"), require_client_auth=True)
            port = server.add_secure_port("127.0.0.1:0", asked)
        server.start()
        try:
            with issue.connect(f"127.0.0.1:{port}", *tls) as channel:
                yield channel
        finally:
            server.stop(None).wait()

    def IssueBatch(self, request, context):
        self.request = request
        self.caller = next(iter(context.peer_identities() or []), None)
        if self.refuse_with:
            detail = any_pb2.Any()
            detail.Pack(error_details.ErrorInfo(reason=self.refuse_with, domain="linkcert"))
            status = rpc_status.Status(details=[detail]).SerializeToString()
            context.set_trailing_metadata((("grpc-status-details-bin", status),))
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "refused")
        return self.receipt(request)

    def receipt(self, request):
        statement_entry = entry.LogEntry(logged_at=NOW_MS, signed_statement=self.envelope)
        leaves = [entry.LogEntry(logged_at=NOW_MS, certificate_leaf=x) for x in request.leaves]
        entries = [canonical.encode(one) for one in [statement_entry, *leaves]]
        hashes = [formats.leaf_hash(one) for one in entries]
        path, rest = [], hashes
        while len(rest) > 1:  # of the first leaf: its way is always the left half
            middle = 1 << (len(rest) - 1).bit_length() - 1
            path.insert(0, formats.root_of(rest[middle:]))
            rest = rest[:middle]
        root = base64.b64encode(formats.root_of(hashes)).decode()
        text = f"{self.log.origin}\n{len(entries)}\n{root}\n"
        signature = self.log.key_hash + signer("log").sign(text.encode())
        note = f"{text}\n— {self.log.origin} {base64.b64encode(signature).decode()}\n"
        logged = certificate_file.LoggedEntry(entry=entries[0], path=path)
        return certificate_file.Receipt(checkpoint=note.encode(), entry=logged, end=len(entries))


if __name__ == "__main__":
    unittest.main()
