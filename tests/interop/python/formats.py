"""What is signed, hashed and proven: envelopes, Merkle trees, status map, claims, checkpoints.

Each part names its section of docs/FORMAT.md.
"""

import base64
import hashlib
import re
import struct
from typing import NamedTuple

from google.protobuf.message import Message

import keys
from canonical import decode, is_of_charset
from refusal import Refused
from schema import act_issue, certificate_file, entry, field_rule, statement

PAYLOAD_TYPE = b"application/vnd.linkcert.statement.v1+protobuf"
EMPTY = bytes(32)

# --- Statements and envelopes, FORMAT.md §3 ---


def signing_input(statement_bytes: bytes) -> bytes:
    """DSSE pre-authentication encoding (secure-systems-lab/dsse, protocol.md)."""
    parts = [b"DSSEv1", b"%d" % len(PAYLOAD_TYPE), PAYLOAD_TYPE, b"%d" % len(statement_bytes)]
    return b" ".join([*parts, statement_bytes])


class Sealed(NamedTuple):
    """An opened envelope. `signatures[i]` is by the key whose id is `statement.signers[i]`."""

    statement_bytes: bytes
    statement: Message
    signatures: list[bytes]

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.statement_bytes).digest()

    @property
    def act(self) -> str:
        return self.statement.WhichOneof("act")

    def check_signature(self, signer: int, spki: bytes) -> None:
        key = keys.PublicKey(spki)
        if key.id != self.statement.signers[signer]:
            raise Refused("SIGNER_UNKNOWN", key.id.hex())
        key.verify(signing_input(self.statement_bytes), self.signatures[signer])


def open_statement(envelope: bytes) -> Sealed:
    if len(envelope) > 65000:
        raise Refused("MESSAGE_TOO_LARGE", "envelope")
    signed = decode(statement.SignedStatement, envelope)
    opened = decode(statement.Statement, signed.statement)
    wanted, got = len(opened.signers), len(signed.signatures)
    if got != wanted:
        raise Refused("SIGNATURE_MISSING" if got < wanted else "SIGNATURE_EXTRA")
    if any(len(signature) != 64 for signature in signed.signatures):
        raise Refused("SIGNATURE_MALFORMED")
    return Sealed(signed.statement, opened, list(signed.signatures))


# --- Merkle tree, RFC 6962 §2.1 ---


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """Root over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:middle]), root_of(hashes[middle:]))


def verify_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2. `leaf` is a leaf hash."""
    if index >= size or len(leaf) != 32:
        return False
    node, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and result == root


def verify_consistency(
    size1: int, size2: int, root1: bytes, root2: bytes, path: list[bytes]
) -> bool:
    """RFC 9162 §2.1.4.2: the tree of size1 is the beginning of the tree of size2."""
    if size1 == 0 or size1 > size2:
        return False
    if size1 == size2:
        return not path and root1 == root2
    if size1 & (size1 - 1) == 0:
        path = [root1, *path]
    if not path:
        return False
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == root1 and new == root2


# --- Status map, FORMAT.md §6 ---


def map_leaf_hash(key: int, value: bytes) -> bytes:
    return hashlib.sha256(b"\x02" + struct.pack("<Q", key) + value).digest()


def check_status_proof(proof, root: bytes):
    """The StatusHistory that the proof shows; without changes when the map has no row."""
    bits = len(proof.siblings)
    end, result = proof.key, EMPTY
    if proof.HasField("other"):
        end, result = proof.other.key, map_leaf_hash(proof.other.key, proof.other.history)
        if proof.history or end == proof.key:
            raise Refused("STATUS_PROOF_INVALID", "absence by the key itself")
    elif proof.history:
        result = map_leaf_hash(proof.key, proof.history)
    elsewhere = (proof.key ^ end) & ((1 << bits) - 1)
    if elsewhere or (proof.siblings and proof.siblings[0] == EMPTY):
        raise Refused("STATUS_PROOF_INVALID", "a leaf where it does not belong")
    for i, sibling in enumerate(proof.siblings):
        right = proof.key >> (bits - 1 - i) & 1
        pair = sibling + result if right else result + sibling
        result = hashlib.sha256(b"\x03" + pair).digest()
    if result != root:
        raise Refused("STATUS_PROOF_INVALID", "another root")
    return decode_history(proof.history) if proof.history else entry.StatusHistory()


def decode_history(data: bytes):
    history = decode(entry.StatusHistory, data)
    for before, change in zip(history.changes, history.changes[1:]):
        if change.entry_index <= before.entry_index or change.logged_at < before.logged_at:
            raise Refused("FIELD_OUT_OF_RANGE", "changes are not in log order")
    return history


# --- Claims, FORMAT.md §5 ---

CLAIMS = ("number", "name", "id_type", "id_number", "photo", "employer",
          "theory", "skill", "review", "companion")  # fmt: skip
_TEXT, _CODE, _DIGITS = (
    field_rule.CHARSET_TEXT, field_rule.CHARSET_CODE, field_rule.CHARSET_DIGITS
)  # fmt: skip
_CLAIM_RULES = ((_CODE, 22), (_TEXT, 256), (_DIGITS, 3), (_CODE, 32), (None, 32),
                (_TEXT, 256), (_TEXT, 32), (_TEXT, 32), (_TEXT, 32), (_CODE, 22))  # fmt: skip


def decode_claim(data: bytes, tag: int):
    claim = decode(act_issue.Claim, data)
    if claim.tag != tag:
        raise Refused("CLAIM_MISPLACED", f"tag {claim.tag} in slot {tag}")
    charset, size = _CLAIM_RULES[tag - 1]
    if claim.value and charset is None and len(claim.value) != size:
        raise Refused("FIELD_OUT_OF_RANGE", f"claim {tag}")
    if claim.value and charset is not None:
        text = claim.value.decode("utf-8", "replace")
        if (
            len(claim.value) > size
            or text.encode() != claim.value
            or not is_of_charset(charset, text)
        ):
            raise Refused("FIELD_OUT_OF_RANGE", f"claim {tag}")
    return claim


def check_claims(slots, claims_root: bytes) -> dict[str, bytes]:
    """The claims that the holder shows, by name; all slots together must give the root."""
    if len(slots) != len(CLAIMS):
        raise Refused("CLAIM_MISPLACED", f"{len(slots)} slots")
    shown, hashes = {}, []
    for tag, slot in enumerate(slots, start=1):
        if slot.WhichOneof("slot") == "hash":
            hashes.append(slot.hash)
            continue
        claim = decode_claim(slot.claim, tag)
        hashes.append(leaf_hash(slot.claim))
        if claim.value:
            shown[CLAIMS[tag - 1]] = claim.value
    if root_of(hashes) != claims_root:
        raise Refused("CLAIMS_ROOT_DIFFERS")
    return shown


# --- Checkpoints: C2SP signed-note and tlog-checkpoint, FORMAT.md §5 ---


class Checkpoint(NamedTuple):
    size: int
    root: bytes


class Log(NamedTuple):
    """Who signs checkpoints: genesis says it, and a C2SP policy as a verifier key."""

    origin: str
    spki: bytes  # Ed25519

    @property
    def key_hash(self) -> bytes:
        """signed-note: which of several keys of one name."""
        named = self.origin.encode() + b"\n\x01" + self.spki[len(keys.ED25519) :]
        return hashlib.sha256(named).digest()[:4]

    @classmethod
    def from_verifier_key(cls, text: str) -> "Log":
        """ORIGIN+HASH+BASE64, the form of signed-note."""
        origin, key_hash, key = text.split("+", 2)
        data = _base64(key)
        log = cls(origin, keys.ED25519 + data[1:])
        if data[:1] != b"\x01" or log.key_hash.hex() != key_hash:
            raise ValueError("not an Ed25519 verifier key")
        return log


def _base64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not canonical base64")
    return data


def open_checkpoint(note: bytes, log: Log) -> Checkpoint:
    """What the log signed; cosignatures by others are passed over."""
    try:
        text, signatures = _parse_note(note.decode("utf-8"))
        by_log = [s for name, s in signatures if name == log.origin and s[:4] == log.key_hash]
        if len(by_log) != 1:
            raise ValueError("not signed by the log once")
        keys.PublicKey(log.spki).verify(text.encode(), by_log[0][4:])
        return _parse_checkpoint(text, log.origin)
    except (ValueError, Refused) as error:  # also UnicodeDecodeError, binascii.Error
        raise Refused("CHECKPOINT_INVALID", str(error)) from None


def _parse_note(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text that is signed, and who signed: name, key hash ‖ signature."""
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or re.search("[\0-\t\x0b-\x1f]", note):
        raise ValueError("not a signed note")
    signatures = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch("— ([^ +]+) (.+)", line)
        if not match:
            raise ValueError("not a signature line")
        signatures.append((match[1], _base64(match[2])))
    return text + "\n", signatures


def _parse_checkpoint(text: str, origin: str) -> Checkpoint:
    name, size, root = text[:-1].split("\n")
    if name != origin or not re.fullmatch("0|[1-9][0-9]{0,19}", size) or len(_base64(root)) != 32:
        raise ValueError("not a checkpoint of this log")
    return Checkpoint(int(size), _base64(root))


def verify_entry(logged, checkpoint: Checkpoint) -> None:
    path = list(logged.path)
    if not verify_inclusion(
        leaf_hash(logged.entry), logged.index, checkpoint.size, path, checkpoint.root
    ):
        raise Refused("INCLUSION_INVALID", f"entry {logged.index}")


def open_entry(logged) -> entry.LogEntry:
    if len(logged.entry) > 65535:
        raise Refused("ENTRY_TOO_LARGE", f"entry {logged.index}")
    return decode(entry.LogEntry, logged.entry)


def open_file(data: bytes) -> certificate_file.CertificateFile:
    if len(data) > 1 << 20:
        raise Refused("MESSAGE_TOO_LARGE", "certificate file")
    return decode(certificate_file.CertificateFile, data)
