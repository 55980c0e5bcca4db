"""Verifies certificate files natively: docs/FORMAT.md §7, its checks 1 to 8.

    python verify.py --genesis HEX employee.linkcert

Exit code 0 valid, 1 invalid, 2 unknown. What is left out, and answered with "unknown" wherever it
decides, stands in README.md: `linkcert-verify` is the full verifier.
"""

import argparse
import dataclasses
import pathlib
import sys
import time

import canonical
import formats
import keys
import rules
from formats import Sealed
from refusal import Refused
from schema import act_issue, entry, terms

DAY_MS = rules.DAY_MS
SKEW_MS = 5 * 60 * 1000
AUTHORITY = "authority"


@dataclasses.dataclass
class Verdict:
    conclusion: str = "valid"  # valid, invalid or unknown
    reasons: list[str] = dataclasses.field(default_factory=list)
    certificate: int | None = None  # its id: log index of its leaf
    issuer: str = ""
    batch: act_issue.IssueBatch | None = None
    shown: dict[str, bytes] = dataclasses.field(default_factory=dict)
    as_of_ms: int = 0  # the answer holds as of this log time
    status_proven: bool = False  # False: valid as of issue

    def leave_open(self, refusal: Refused) -> None:
        self.reasons.append(str(refusal))
        if self.conclusion == "valid":
            self.conclusion = "unknown"

    def refuse(self, refusal: Refused) -> None:
        if refusal.reason in Refused.OPEN:
            self.leave_open(refusal)
            return
        self.reasons.append(str(refusal))
        self.conclusion = "invalid"


def verify(
    data: bytes, genesis_hash: bytes, now_ms: int | None = None, max_age_ms: int = 30 * DAY_MS
) -> Verdict:
    """`genesis_hash` is SHA-256 of the registry's genesis statement: all that must be trusted."""
    verdict = Verdict()
    now_ms = int(time.time() * 1000) if now_ms is None else now_ms
    try:
        _Verifier(data, genesis_hash, verdict).check(now_ms, max_age_ms)
    except Refused as refusal:
        verdict.refuse(refusal)
    return verdict


@dataclasses.dataclass
class _Part:
    """A statement of the file, with its place in the log."""

    index: int
    logged_at: int
    sealed: Sealed

    def act(self, name: str):
        if self.sealed.act == name:
            return getattr(self.sealed.statement, name)
        known_but_not_here = {"rotate_key", "correct_certificates", "reissue_certificates"}
        reason = "NEWER_FORMAT" if self.sealed.act in known_but_not_here else "ENTRY_UNEXPECTED"
        raise Refused(reason, f"entry {self.index}: {self.sealed.act}")


@dataclasses.dataclass
class _Key:
    index: int
    organisation: str
    person: bytes
    purposes: list[int]
    spki: bytes


class _Verifier:
    def __init__(self, data: bytes, genesis_hash: bytes, verdict: Verdict):
        self.file = formats.open_file(data)
        self.genesis_hash, self.verdict = genesis_hash, verdict
        self.keys: dict[bytes, _Key] = {}

    def check(self, now_ms: int, max_age_ms: int) -> None:
        self._open_log()
        self._check_order()
        self._check_rights()
        rules.check_scope(self.grant, self.issued)
        self._check_leaf()
        rules.check_shown(self.verdict.shown, self.issued, self.registration)
        self._check_time(now_ms, max_age_ms)
        if self.file.HasField("status_root") or self.file.status:
            self._check_status()
        elif self.file.HasField("certificate_status"):
            raise Refused("EVIDENCE_MISSING", "no status root")

    # Checks 1 and 2: the registry, its log, the entries.

    def _open_log(self) -> None:
        file = self.file
        if file.epochs or file.HasField("original_batch"):
            raise Refused("NEWER_FORMAT", "epochs, corrections and reissues: ask linkcert-verify")
        self.genesis = self._open(file.genesis)
        if file.genesis.index != 0 or self.genesis.sealed.digest != self.genesis_hash:
            raise Refused("GENESIS_DIFFERS", self.genesis.sealed.digest.hex())
        self.act = self.genesis.act("genesis")
        log = formats.Log(self.act.origin, self.act.log_key)
        self.checkpoint = formats.open_checkpoint(file.checkpoint, log)
        formats.verify_entry(file.genesis, self.checkpoint)
        self.authority_keys = [self._open_included(key) for key in file.authority_keys]
        self.organisation = self._open_included(file.organisation)
        self.issuer_keys = [self._open_included(key) for key in file.issuer_keys]
        self.accreditation = self._open_included(file.accreditation)
        self.batch = self._open_included(file.batch)
        if file.HasField("status_root"):
            self.status_root = self._open_status_root(file.status_root)

    def _open(self, logged) -> _Part:
        opened = formats.open_entry(logged)
        if not opened.signed_statement:
            raise Refused("ENTRY_UNEXPECTED", f"entry {logged.index} is no statement")
        sealed = formats.open_statement(opened.signed_statement)
        return _Part(logged.index, opened.logged_at, sealed)

    def _open_included(self, logged) -> _Part:
        formats.verify_entry(logged, self.checkpoint)
        part = self._open(logged)
        if part.sealed.statement.registry != self.genesis_hash:
            raise Refused("WRONG_REGISTRY", f"entry {part.index}")
        return part

    def _open_status_root(self, logged) -> entry.LogEntry:
        formats.verify_entry(logged, self.checkpoint)
        opened = formats.open_entry(logged)
        if not opened.HasField("status_root"):
            raise Refused("ENTRY_UNEXPECTED", f"entry {logged.index} is no status root")
        return opened

    def _check_order(self) -> None:
        for listed in (self.authority_keys, self.issuer_keys):
            if any(a.index >= b.index for a, b in zip(listed, listed[1:])):
                raise Refused("ENTRY_UNEXPECTED", "keys out of order")
        parts = [self.genesis, self.organisation, self.accreditation, self.batch]
        places = [(p.index, p.logged_at) for p in parts + self.authority_keys + self.issuer_keys]
        if self.file.HasField("status_root"):
            places.append((self.file.status_root.index, self.status_root.logged_at))
        places.sort()
        for before, after in zip(places, places[1:]):
            if before[0] == after[0]:
                raise Refused("ENTRY_UNEXPECTED", f"entry {after[0]} twice")
            if before[1] > after[1]:
                raise Refused("LOG_TIME_WENT_BACK", f"entry {after[0]}")
        self.issued = self.batch.act("issue_batch")
        self.batch_end = self.batch.index + 1 + self.issued.leaf_count
        if self.checkpoint.size < self.batch_end:
            raise Refused("INCLUSION_INVALID", "the batch ends behind the checkpoint")

    # Check 3: who signed, FORMAT.md §4.

    def _check_rights(self) -> None:
        self._check_genesis_signatures()
        for part in self.authority_keys:
            self._add_key(part, AUTHORITY)
        self.registration = self.organisation.act("register_organisation")
        self.issuer, self.verdict.issuer = self.registration.organisation, self.registration.name
        self._check_signed_by_authority(self.organisation)
        for part in self.issuer_keys:
            if part.index < self.organisation.index:
                raise Refused("ORGANISATION_UNKNOWN", f"at entry {part.index}")
            self._add_key(part, self.issuer)
        self._check_accreditation()
        signers = self._signers(self.batch)
        self._check_side(signers, self.issuer, terms.KEY_PURPOSE_CERTIFICATE, people=2)
        self.signing_keys = {key.index for key in signers}
        if self.signing_keys != {part.index for part in self.issuer_keys}:
            raise Refused("ENTRY_UNEXPECTED", "a key that did not sign the batch")

    def _check_genesis_signatures(self) -> None:
        listed = {keys.PublicKey(key.public_key).id: key for key in self.act.authority_keys}
        signed = self.genesis.sealed
        for i, signer in enumerate(signed.statement.signers):
            if signer not in listed:
                raise Refused("SIGNER_UNKNOWN", signer.hex())
            signed.check_signature(i, listed[signer].public_key)
        people = {listed[signer].person for signer in signed.statement.signers}
        if len(people) < self.act.threshold:
            raise Refused("THRESHOLD_NOT_MET", f"{len(people)} people")

    def _add_key(self, part: _Part, organisation: str) -> None:
        act = part.act("add_key")
        key_id = keys.PublicKey(act.public_key).id
        if act.organisation != organisation:
            raise Refused("SIGNER_FOREIGN", f"a key of {act.organisation}")
        authoritys = [p == terms.KEY_PURPOSE_AUTHORITY for p in act.purposes]
        wrong = not all(authoritys) if organisation == AUTHORITY else any(authoritys)
        if wrong or terms.KEY_PURPOSE_RECEIPT in act.purposes:
            raise Refused("KEY_PURPOSE_NOT_ALLOWED", organisation)
        self._check_new_key(part, key_id)
        if key_id in self.keys:
            raise Refused("KEY_ALREADY_REGISTERED", key_id.hex())
        purposes = list(act.purposes)
        self.keys[key_id] = _Key(part.index, organisation, act.person, purposes, act.public_key)

    def _check_new_key(self, part: _Part, key_id: bytes) -> None:
        """A key proves that it is held; the authority vouches for it, genesis for its own."""
        act, sealed = part.act("add_key"), part.sealed
        signers = list(sealed.statement.signers)
        if key_id not in signers:
            raise Refused("SIGNER_MISSING", "the new key itself")
        sealed.check_signature(signers.index(key_id), act.public_key)
        for listed in self.act.authority_keys:
            if listed.public_key == act.public_key:
                if len(signers) != 1 or listed.person != act.person:
                    raise Refused("GENESIS_INVALID", "not as genesis lists it")
                if act.organisation != AUTHORITY:
                    raise Refused("GENESIS_INVALID", "a key of the authority")
                return
        people = self.act.threshold if act.organisation == AUTHORITY else 1
        others = self._signers(part, but=key_id)
        self._check_side(others, AUTHORITY, terms.KEY_PURPOSE_AUTHORITY, people)

    def _signers(self, part: _Part, but: bytes | None = None) -> list[_Key]:
        """The keys that signed: in the file, logged before, each signature good."""
        signers = []
        for i, key_id in enumerate(part.sealed.statement.signers):
            if key_id == but:
                continue
            key = self.keys.get(key_id)
            if key is None or key.index >= part.index:
                raise Refused("SIGNER_UNKNOWN", key_id.hex())
            part.sealed.check_signature(i, key.spki)
            signers.append(key)
        return signers

    def _check_side(self, signers: list[_Key], organisation: str, purpose: int, people: int):
        for key in signers:
            if key.organisation != organisation:
                raise Refused("SIGNER_FOREIGN", key.organisation)
            if purpose not in key.purposes:
                raise Refused("SIGNER_PURPOSE", f"entry {key.index}")
        if not signers:
            raise Refused("SIGNER_MISSING", organisation)
        if len({key.person for key in signers}) < people:
            reason = "THRESHOLD_NOT_MET" if organisation == AUTHORITY else "TWO_PEOPLE_NEEDED"
            raise Refused(reason, organisation)

    def _check_signed_by_authority(self, part: _Part) -> None:
        self._check_side(self._signers(part), AUTHORITY, terms.KEY_PURPOSE_AUTHORITY, people=1)

    def _check_accreditation(self) -> None:
        self.grant = self.accreditation.act("grant_accreditation")
        self._check_signed_by_authority(self.accreditation)
        if self.grant.organisation != self.issuer:
            raise Refused("ACCREDITATION_NOT_YOURS", self.grant.organisation)
        if self.accreditation.index < self.organisation.index:
            raise Refused("ORGANISATION_UNKNOWN", f"at entry {self.accreditation.index}")
        if self.accreditation.index > self.batch.index:
            raise Refused("ACCREDITATION_NOT_IN_FORCE", "granted after the batch")

    # Checks 5 and 6: the certificate itself.

    def _check_leaf(self) -> None:
        file, batch = self.file, self.issued
        leaf = canonical.decode(act_issue.CertificateLeaf, file.leaf)
        if leaf.batch != self.batch.sealed.statement.statement_id:
            raise Refused("LEAF_MISPLACED", "a leaf of another batch")
        if leaf.position >= batch.leaf_count:
            raise Refused("LEAF_MISPLACED", f"position {leaf.position}")
        leaf_hash, path = formats.leaf_hash(file.leaf), list(file.leaf_path)
        if not formats.verify_inclusion(
            leaf_hash, leaf.position, batch.leaf_count, path, batch.leaves_root
        ):
            raise Refused("LEAVES_ROOT_DIFFERS", f"position {leaf.position}")
        if leaf.supersedes or leaf.companion:
            raise Refused("NEWER_FORMAT", "a link to another certificate")
        # Computed, never read from the file: else it could borrow another one's standing.
        self.index = self.batch.index + 1 + leaf.position
        self.verdict.certificate, self.verdict.batch = self.index, batch
        self.verdict.shown = formats.check_claims(file.claims, leaf.claims_root)

    # Checks 7 and 8: standing and time.

    def _check_time(self, now_ms: int, max_age_ms: int) -> None:
        proven_at = self.batch.logged_at
        if self.file.HasField("status_root"):
            proven_at = self.status_root.logged_at
        self.verdict.as_of_ms = proven_at
        self.recent = now_ms - proven_at <= max_age_ms
        if proven_at - now_ms > SKEW_MS:
            self.verdict.leave_open(Refused("CLOCK_IMPLAUSIBLE", "logged after now"))
        elif not self.recent:
            self.verdict.leave_open(Refused("PROOF_TOO_OLD"))
        last_day = self.issued.valid_to
        if last_day and rules.civil_date(now_ms) > last_day:
            raise Refused("CERTIFICATE_EXPIRED", str(last_day))

    def _check_status(self) -> None:
        file = self.file
        if not file.HasField("status_root"):
            raise Refused("EVIDENCE_MISSING", "status proofs without their status root")
        if file.status_root.index < self.batch_end:
            raise Refused("ENTRY_UNEXPECTED", "the status root does not cover the batch")
        self.root = self.status_root.status_root.root
        asked_for = self.signing_keys | {self.accreditation.index, self.batch.index}
        proven = [proof.key for proof in file.status]
        if proven != sorted(set(proven)) or not set(proven) <= asked_for:
            raise Refused("ENTRY_UNEXPECTED", "a status proof that is not asked for")
        histories = {p.key: formats.check_status_proof(p, self.root) for p in file.status}
        for key in self.signing_keys & histories.keys():
            rules.check_key_standing(histories[key], self.batch.index, self.batch.logged_at)
        if self.accreditation.index in histories:
            rules.check_accreditation_standing(
                histories[self.accreditation.index],
                self.batch.index,
                self.batch.logged_at,
                self.act.rule_set.end_grace_days,
            )
        if self.batch.index in histories:
            self._check_in_force(histories[self.batch.index])
        self._check_certificate_status()
        for index in sorted(asked_for - histories.keys()):
            raise Refused("EVIDENCE_MISSING", f"no status proof of entry {index}")
        self.verdict.status_proven = True

    def _check_certificate_status(self) -> None:
        proof = self.file.certificate_status
        if not self.file.HasField("certificate_status"):
            raise Refused("EVIDENCE_MISSING", f"no status proof of entry {self.index}")
        if proof.key != self.index:
            raise Refused("ENTRY_UNEXPECTED", f"a status proof of {proof.key}")
        self._check_in_force(formats.check_status_proof(proof, self.root))

    def _check_in_force(self, history) -> None:
        refusal = rules.refusal_of_standing(history)
        if refusal is None:
            return
        # A suspension may have ended since; all else is final.
        if refusal.reason == "CERTIFICATE_SUSPENDED" and not self.recent:
            self.verdict.leave_open(refusal)
        else:
            raise refusal


def main() -> int:
    parser = argparse.ArgumentParser(description="Verifies LinkCert certificate files offline.")
    parser.add_argument("--genesis", required=True, metavar="HEX", type=bytes.fromhex)
    parser.add_argument("--now", metavar="MS", type=int, help="milliseconds since 1970 UTC")
    parser.add_argument("file", type=pathlib.Path)
    options = parser.parse_args()
    verdict = verify(options.file.read_bytes(), options.genesis, options.now)
    print(verdict.conclusion, *verdict.reasons, sep="\n  ")
    if verdict.conclusion == "valid":
        basis = "standing proven" if verdict.status_proven else "as of issue"
        print(f"  certificate {verdict.certificate} of {verdict.issuer}, {basis}")
        print(f"  {verdict.batch.occupation_name}, level {verdict.batch.level}")
        for name, value in verdict.shown.items():
            print(f"  {name}: {value.hex() if name == 'photo' else value.decode()}")
    return ("valid", "invalid", "unknown").index(verdict.conclusion)


if __name__ == "__main__":
    sys.exit(main())
