"""The one accepted encoding of protobuf messages and the rules of their fields: FORMAT.md §2.

The rules stand in proto/ as options of the fields (field_rule.proto); the walk reads them there.
"""

import datetime
import re

from google.protobuf.descriptor import FieldDescriptor as Field
from google.protobuf.message import Message

from refusal import Refused
from schema import field_rule

MAX_DEPTH = 8
_SCALARS = {Field.TYPE_UINT32: 2**32 - 1, Field.TYPE_UINT64: 2**64 - 1,
            Field.TYPE_BOOL: 1, Field.TYPE_ENUM: 2**31 - 1}  # fmt: skip
_PATTERNS = {
    field_rule.CHARSET_ID: r"[a-z0-9-]{3,40}",
    field_rule.CHARSET_DIGITS: r"[0-9]+",
    field_rule.CHARSET_CODE: r"[A-Z0-9-]+",
    field_rule.CHARSET_OCCUPATION: r"[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}",
    field_rule.CHARSET_ORIGIN: r"[A-Za-z0-9./:_-]+",
    field_rule.CHARSET_REFERENCE: r"[A-Za-z0-9._/-]+",
}
_HIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES = " \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class _Reader:
    """Takes the two wire forms that LinkCert uses off the front of bytes, strictly."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def more(self) -> bool:
        return self.at < len(self.data)

    def varint(self) -> int:
        value = 0
        for shift in range(0, 64, 7):
            if not self.more():
                break
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if (byte == 0 and shift > 0) or value >= 2**64:
                    break
                return value
        raise Refused("NOT_CANONICAL", "broken varint")

    def delimited(self) -> bytes:
        size = self.varint()
        if size > len(self.data) - self.at:
            raise Refused("NOT_CANONICAL", "cut short")
        self.at += size
        return self.data[self.at - size : self.at]


def is_of_charset(charset: int, text: str) -> bool:
    if charset != field_rule.CHARSET_TEXT:
        return re.fullmatch(_PATTERNS[charset], text, re.ASCII) is not None
    if not text or text[0] in _SPACES or text[-1] in _SPACES or _HIDDEN.search(text):
        return False
    return not any(ord(c) & 0xFFFE == 0xFFFE for c in text)  # noncharacters


def is_civil_date(number: int) -> bool:
    try:
        return datetime.date(number // 10000, number // 100 % 100, number % 100).year >= 1900
    except ValueError:
        return False


def _check_number(field, rule, value: int) -> None:
    if value > _SCALARS[field.type]:
        raise Refused("NOT_CANONICAL", f"{field.full_name}: over the type's range")
    if field.type == Field.TYPE_ENUM:
        if value not in field.enum_type.values_by_number:
            raise Refused("NEWER_FORMAT", f"{field.full_name}: enum value {value}")
        if value == 0:
            raise Refused("FIELD_OUT_OF_RANGE", f"{field.full_name}: unspecified")
    fits = value >= rule.min and (rule.max == 0 or value <= rule.max)
    if not fits or (rule.date and not is_civil_date(value)):
        raise Refused("FIELD_OUT_OF_RANGE", field.full_name)


def _check_value(field, rule, value: bytes, depth: int) -> None:
    if field.type == Field.TYPE_MESSAGE:
        check_canonical(field.message_type, value, depth + 1)
        return
    if len(value) < rule.size or len(value) > (rule.size or rule.max_size):
        raise Refused("FIELD_OUT_OF_RANGE", f"{field.full_name}: size {len(value)}")
    if field.type == Field.TYPE_STRING:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("NOT_CANONICAL", f"{field.full_name}: not UTF-8") from None
        if not is_of_charset(rule.charset, text):
            raise Refused("FIELD_OUT_OF_RANGE", f"{field.full_name}: charset")


def _read_field(field, rule, reader: _Reader, depth: int) -> list:
    """The values that one occurrence of a field on the wire holds."""
    if field.type not in _SCALARS:
        value = reader.delimited()
        if not value and field.type != Field.TYPE_MESSAGE and not _in_oneof(field):
            if not field.is_repeated:
                raise Refused("NOT_CANONICAL", f"{field.full_name}: default value written")
        _check_value(field, rule, value, depth)
        return [value]
    if not field.is_repeated:
        value = reader.varint()
        if value == 0:
            raise Refused("NOT_CANONICAL", f"{field.full_name}: default value written")
        _check_number(field, rule, value)
        return [value]
    packed, values = _Reader(reader.delimited()), []
    while packed.more():
        values.append(packed.varint())
        _check_number(field, rule, values[-1])
    if not values:
        raise Refused("NOT_CANONICAL", f"{field.full_name}: empty packed field")
    return values


def _in_oneof(field) -> bool:
    return field.containing_oneof is not None


def _unknown(tag: int, reader: _Reader) -> Refused:
    if tag & 7 not in (0, 2) or tag >= 2**32:
        return Refused("NOT_CANONICAL", "a wire type that LinkCert does not use")
    reader.delimited() if tag & 7 == 2 else reader.varint()
    return Refused("NEWER_FORMAT", f"field number {tag >> 3}")


def check_canonical(descriptor, data: bytes, depth: int = 1) -> None:
    """Refuses what is not the one accepted encoding, or breaks a field's rule."""
    if depth > MAX_DEPTH:
        raise Refused("NESTING_TOO_DEEP", descriptor.name)
    reader, found, last = _Reader(data), {}, 0
    while reader.more():
        tag = reader.varint()
        number, wire = tag >> 3, tag & 7
        field = descriptor.fields_by_number.get(number)
        listed = field is not None and field.is_repeated and field.type not in _SCALARS
        if number < last or number == 0 or (number == last and not listed):
            raise Refused("NOT_CANONICAL", f"{descriptor.name}: field out of order or repeated")
        if field is None:
            raise _unknown(tag, reader)
        if wire != (0 if field.type in _SCALARS and not field.is_repeated else 2):
            raise Refused("NOT_CANONICAL", f"{field.full_name}: another wire type")
        rule = field.GetOptions().Extensions[field_rule.rule]
        found.setdefault(number, []).extend(_read_field(field, rule, reader, depth))
        last = number
        if sum(_in_oneof(descriptor.fields_by_number[n]) for n in found) > 1:
            raise Refused("NOT_CANONICAL", f"{descriptor.name}: two members of a oneof")
    for field in descriptor.fields:
        _check_presence(field, found.get(field.number, []))
    for oneof in descriptor.oneofs:
        required = oneof.GetOptions().Extensions[field_rule.one_required]
        if required and not any(field.number in found for field in oneof.fields):
            raise Refused("FIELD_MISSING", f"{descriptor.name}: no member of the oneof")


def _check_presence(field, values: list) -> None:
    rule = field.GetOptions().Extensions[field_rule.rule]
    if not values and (rule.required or rule.min_items):
        raise Refused("FIELD_MISSING", field.full_name)
    if not field.is_repeated or not values:
        return
    ascends = all(a < b for a, b in zip(values, values[1:]))
    if not rule.min_items <= len(values) <= rule.max_items or (rule.ascending and not ascends):
        raise Refused("FIELD_OUT_OF_RANGE", field.full_name)


def decode(message_type: type[Message], data: bytes) -> Message:
    check_canonical(message_type.DESCRIPTOR, data)
    return message_type.FromString(data)


def encode(message: Message) -> bytes:
    """The canonical bytes: protobuf's own writer gives them; what breaks a rule is refused."""
    data = message.SerializeToString(deterministic=True)
    check_canonical(message.DESCRIPTOR, data)
    return data
