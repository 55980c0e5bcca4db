"""Those rules of docs/RULES.md that a certificate file can show to be kept."""

import datetime

from refusal import Refused
from schema import entry, terms

DAY_MS = 24 * 60 * 60 * 1000


def civil_date(unix_ms: int) -> int:
    """YYYYMMDD in UTC+8, no later than 9999-12-31."""
    utc8 = datetime.timezone(datetime.timedelta(hours=8))
    last_ms = 253_402_271_999_000
    day = datetime.datetime.fromtimestamp(min(unix_ms, last_ms) / 1000, utc8)
    return int(day.strftime("%Y%m%d"))


# --- The batch lies inside the accreditation: rules/scope.cc, rules/numbers.cc ---


def check_scope(grant, batch) -> None:
    if batch.accreditation != grant.accreditation:
        raise Refused("ACCREDITATION_UNKNOWN", batch.accreditation)
    _check_scope_items(grant, batch)
    if batch.certificate_class not in grant.classes:
        raise Refused("SCOPE_CLASS_NOT_GRANTED")
    if batch.route not in grant.routes:
        raise Refused("SCOPE_ROUTE_NOT_GRANTED")
    if batch.standard not in grant.standards:
        raise Refused("SCOPE_STANDARD_NOT_GRANTED", batch.standard)
    if batch.chain and batch.chain != grant.chain:
        raise Refused("SCOPE_CHAIN_NOT_GRANTED", batch.chain)
    for day in (batch.exam_start, batch.issued_on):
        if day < grant.valid_from or (grant.valid_to and day > grant.valid_to):
            raise Refused("ACCREDITATION_NOT_IN_FORCE", f"on {day}")
    own_staff = list(batch.roster.organisations) == [grant.organisation]
    outside_chain = terms.AUDIENCE_OWN_STAFF if own_staff else terms.AUDIENCE_PUBLIC
    if (terms.AUDIENCE_CHAIN if batch.chain else outside_chain) not in grant.audiences:
        raise Refused("SCOPE_AUDIENCE_NOT_GRANTED")
    _check_numbers(grant, batch)


def _check_scope_items(grant, batch) -> None:
    """One line of the scope covers occupation, trade and level together."""
    items = [item for item in grant.scope if item.occupation == batch.occupation]
    if not items:
        raise Refused("SCOPE_OCCUPATION_NOT_GRANTED", batch.occupation.code)
    items = [item for item in items if not item.trades or batch.trade in item.trades]
    if not items:
        raise Refused("SCOPE_TRADE_NOT_GRANTED", batch.trade)
    if not any(i.ladder == batch.ladder and batch.level in i.levels for i in items):
        raise Refused("SCOPE_LEVEL_NOT_GRANTED", f"{batch.ladder} {batch.level}")


def _check_numbers(grant, batch) -> None:
    numbers, prefix = batch.numbers, batch.numbers.prefix
    if batch.certificate_class == terms.CERTIFICATE_CLASS_STATE_LEVEL:
        if len(prefix) != 16 or not prefix[1:15].isdigit():
            raise Refused("NUMBER_MALFORMED", prefix)
        if prefix[:13] != grant.filing_code:
            raise Refused("NUMBER_FILING_CODE_DIFFERS", prefix)
        if prefix[13:15] != f"{batch.issued_on // 10000 % 100:02}":
            raise Refused("NUMBER_YEAR_DIFFERS", prefix)
    elif not 2 <= len(prefix) <= 15:
        raise Refused("NUMBER_MALFORMED", prefix)
    end = numbers.first + numbers.count
    if end > 1_000_000:
        raise Refused("NUMBER_MALFORMED", "runs past 999999")
    outside = any(not numbers.first <= serial < end for serial in numbers.voided)
    if outside or numbers.count - len(numbers.voided) != batch.leaf_count:
        raise Refused("NUMBER_COUNT_DIFFERS")


# --- What the holder shows fits the batch: FORMAT.md §7 check 6 ---


def check_shown(shown: dict[str, bytes], batch, registration) -> None:
    if "number" in shown:
        _check_number(shown["number"].decode(), batch.numbers)
    # Another firm's printed name cannot be mapped to an id: it is the issuer's word.
    roster, issuer = list(batch.roster.organisations), registration.organisation
    employer = shown.get("employer", b"").decode()
    is_issuers = employer == registration.name
    if not employer or employer in roster or (is_issuers and issuer in roster):
        return
    if is_issuers or roster == [issuer]:
        raise Refused("CLAIM_EMPLOYER_NOT_ON_ROSTER")


def _check_number(number: str, numbers) -> None:
    prefix, serial = number[:-6], number[-6:]
    if prefix != numbers.prefix:
        raise Refused("CLAIM_NUMBER_OUTSIDE_BLOCK", "another prefix")
    if not serial.isdigit():
        raise Refused("NUMBER_MALFORMED")
    inside = numbers.first <= int(serial) < numbers.first + numbers.count
    if not inside or int(serial) in numbers.voided:
        raise Refused("CLAIM_NUMBER_OUTSIDE_BLOCK", serial)


# --- Standing: rules/standing.cc ---

_STANDING = {
    entry.STANDING_STATE_SUSPENDED: "CERTIFICATE_SUSPENDED",
    entry.STANDING_STATE_SUPERSEDED: "CERTIFICATE_SUPERSEDED",
    entry.STANDING_STATE_VOIDED: "BATCH_VOIDED",
}


def refusal_of_standing(history) -> Refused | None:
    """Of a batch or a certificate, now."""
    if not history.changes or history.changes[-1].state == entry.STANDING_STATE_IN_FORCE:
        return None
    last = history.changes[-1]
    reason = _STANDING.get(last.state, "CERTIFICATE_REVOKED")
    return Refused(reason, f"by entry {last.entry_index}")


def check_key_standing(history, batch_index: int, batch_logged_at: int) -> None:
    """Not ended before the batch; not stolen by then, by what is known now (R22)."""
    for change in history.changes:
        stolen = change.state == entry.STANDING_STATE_COMPROMISED
        if stolen and change.since <= batch_logged_at:
            raise Refused("KEY_COMPROMISED", f"by entry {change.entry_index}")
    for change in history.changes:
        if change.entry_index < batch_index:
            raise Refused("SIGNER_KEY_ENDED", f"by entry {change.entry_index}")


def check_accreditation_standing(
    history, batch_index: int, batch_logged_at: int, grace_days: int
) -> None:
    """In force at the batch, or ended no longer before it than the grace (R05)."""
    before = [change for change in history.changes if change.entry_index < batch_index]
    if not before or before[-1].state == entry.STANDING_STATE_IN_FORCE:
        return
    usable = len(before) == 1 or before[-2].state == entry.STANDING_STATE_IN_FORCE
    ended = before[-1].state == entry.STANDING_STATE_ENDED
    last_day = civil_date(before[-1].logged_at + grace_days * DAY_MS)
    if not (ended and usable and civil_date(batch_logged_at) <= last_day):
        raise Refused("ACCREDITATION_NOT_IN_FORCE", f"by entry {before[-1].entry_index}")
