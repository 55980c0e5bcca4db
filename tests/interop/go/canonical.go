package linkcert

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	pb "linkcert.example/interop/linkcertv1"
)

// The one accepted encoding of protobuf messages and the rules of their fields, FORMAT.md §2. The
// rules stand in proto/ as options of the fields (field_rule.proto); the walk reads them there.

const maxDepth = 8

// Decode checks the bytes, then reads them into message.
func Decode(data []byte, message proto.Message) error {
	if err := CheckCanonical(message.ProtoReflect().Descriptor(), data); err != nil {
		return err
	}
	return proto.Unmarshal(data, message)
}

// Encode gives the canonical bytes: protobuf's own writer makes them in field order; what breaks
// a rule is refused.
func Encode(message proto.Message) ([]byte, error) {
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return nil, err
	}
	return data, CheckCanonical(message.ProtoReflect().Descriptor(), data)
}

// CheckCanonical refuses what is not the one accepted encoding, or breaks a field's rule.
func CheckCanonical(descriptor protoreflect.MessageDescriptor, data []byte) error {
	return checkMessage(descriptor, data, 1)
}

func checkMessage(descriptor protoreflect.MessageDescriptor, data []byte, depth int) error {
	name := string(descriptor.Name())
	if depth > maxDepth {
		return refuse("NESTING_TOO_DEEP", name)
	}
	found := map[protoreflect.FieldNumber]*values{}
	last, oneofSet := protoreflect.FieldNumber(0), false
	for rest := wire(data); len(rest) > 0; {
		tag, err := rest.varint()
		if err != nil {
			return err
		}
		if tag > math.MaxUint32 {
			return refuse("NOT_CANONICAL", name+": field tag")
		}
		number := protoreflect.FieldNumber(tag >> 3)
		field := descriptor.Fields().ByNumber(number)
		again := number == last && field != nil && field.IsList() && !isScalar(field)
		if number <= last && !again {
			return refuse("NOT_CANONICAL", name+": field out of order or repeated")
		}
		if field == nil {
			return unknown(tag, rest)
		}
		if field.ContainingOneof() != nil && oneofSet {
			return refuse("NOT_CANONICAL", name+": two members of a oneof")
		}
		last, oneofSet = number, field.ContainingOneof() != nil
		if found[number] == nil {
			found[number] = &values{}
		}
		if err := readField(field, tag&7, &rest, found[number], depth); err != nil {
			return err
		}
	}
	return checkPresence(descriptor, found, oneofSet)
}

// What one field holds: numbers of scalars, bytes of all else.
type values struct {
	numbers []uint64
	bytes   [][]byte
}

func (v *values) count() int { return len(v.numbers) + len(v.bytes) }

func (v *values) ascend() bool {
	for i := 1; i < len(v.numbers); i++ {
		if v.numbers[i] <= v.numbers[i-1] {
			return false
		}
	}
	for i := 1; i < len(v.bytes); i++ {
		if bytes.Compare(v.bytes[i], v.bytes[i-1]) <= 0 {
			return false
		}
	}
	return true
}

func readField(field protoreflect.FieldDescriptor, wireType uint64, rest *wire, into *values,
	depth int) error {
	name := string(field.FullName())
	if (wireType == 0) != (isScalar(field) && !field.IsList()) || (wireType != 0 && wireType != 2) {
		return refuse("NOT_CANONICAL", name+": another wire type")
	}
	if wireType == 0 {
		value, err := rest.varint()
		if err != nil {
			return err
		}
		if value == 0 {
			return refuse("NOT_CANONICAL", name+": default value written")
		}
		into.numbers = append(into.numbers, value)
		return checkNumber(field, value)
	}
	value, err := rest.delimited()
	if err != nil {
		return err
	}
	if isScalar(field) {
		return readPacked(field, value, into)
	}
	into.bytes = append(into.bytes, value)
	if field.Message() != nil {
		return checkMessage(field.Message(), value, depth+1)
	}
	if len(value) == 0 && !field.IsList() && field.ContainingOneof() == nil {
		return refuse("NOT_CANONICAL", name+": default value written")
	}
	return checkBytes(field, value)
}

func readPacked(field protoreflect.FieldDescriptor, packed wire, into *values) error {
	if len(packed) == 0 {
		return refuse("NOT_CANONICAL", string(field.FullName())+": empty packed field")
	}
	for len(packed) > 0 {
		value, err := packed.varint()
		if err != nil {
			return err
		}
		into.numbers = append(into.numbers, value)
		if err := checkNumber(field, value); err != nil {
			return err
		}
	}
	return nil
}

func unknown(tag uint64, rest wire) error {
	var err error
	switch tag & 7 {
	case 0:
		_, err = rest.varint()
	case 2:
		_, err = rest.delimited()
	default:
		err = refuse("NOT_CANONICAL", "a wire type that LinkCert does not use")
	}
	if err != nil {
		return err
	}
	return refuse("NEWER_FORMAT", fmt.Sprintf("field number %d", tag>>3))
}

func checkPresence(descriptor protoreflect.MessageDescriptor,
	found map[protoreflect.FieldNumber]*values, oneofSet bool) error {
	for i := range descriptor.Fields().Len() {
		field := descriptor.Fields().Get(i)
		rule, got := ruleOf(field), found[field.Number()]
		if got == nil {
			if rule.GetRequired() || rule.GetMinItems() > 0 {
				return refuse("FIELD_MISSING", string(field.FullName()))
			}
			continue
		}
		few := got.count() < int(rule.GetMinItems())
		many := field.IsList() && got.count() > int(rule.GetMaxItems())
		if few || many || (rule.GetAscending() && !got.ascend()) {
			return refuse("FIELD_OUT_OF_RANGE", string(field.FullName()))
		}
	}
	for i := range descriptor.Oneofs().Len() {
		options := descriptor.Oneofs().Get(i).Options()
		if proto.GetExtension(options, pb.E_OneRequired).(bool) && !oneofSet {
			return refuse("FIELD_MISSING", string(descriptor.Name())+": no member of the oneof")
		}
	}
	return nil
}

func ruleOf(field protoreflect.FieldDescriptor) *pb.FieldRule {
	return proto.GetExtension(field.Options(), pb.E_Rule).(*pb.FieldRule)
}

func isScalar(field protoreflect.FieldDescriptor) bool {
	switch field.Kind() {
	case protoreflect.MessageKind, protoreflect.StringKind, protoreflect.BytesKind:
		return false
	}
	return true
}

func checkNumber(field protoreflect.FieldDescriptor, value uint64) error {
	name, rule := string(field.FullName()), ruleOf(field)
	largest := map[protoreflect.Kind]uint64{
		protoreflect.BoolKind:   1,
		protoreflect.EnumKind:   math.MaxInt32,
		protoreflect.Uint32Kind: math.MaxUint32,
		protoreflect.Uint64Kind: math.MaxUint64,
	}[field.Kind()]
	if value > largest {
		return refuse("NOT_CANONICAL", name+": over the type's range")
	}
	if field.Kind() == protoreflect.EnumKind {
		if field.Enum().Values().ByNumber(protoreflect.EnumNumber(value)) == nil {
			return refuse("NEWER_FORMAT", fmt.Sprintf("%s: enum value %d", name, value))
		}
		if value == 0 {
			return refuse("FIELD_OUT_OF_RANGE", name+": unspecified")
		}
	}
	over := rule.GetMax() != 0 && value > rule.GetMax()
	if over || value < rule.GetMin() || (rule.GetDate() && !isCivilDate(value)) {
		return refuse("FIELD_OUT_OF_RANGE", name)
	}
	return nil
}

func checkBytes(field protoreflect.FieldDescriptor, value []byte) error {
	name, rule := string(field.FullName()), ruleOf(field)
	size := uint32(len(value))
	if size < rule.GetSize() || size > max(rule.GetSize(), rule.GetMaxSize()) {
		return refuse("FIELD_OUT_OF_RANGE", fmt.Sprintf("%s: size %d", name, size))
	}
	if field.Kind() != protoreflect.StringKind {
		return nil
	}
	if !utf8.Valid(value) {
		return refuse("NOT_CANONICAL", name+": not UTF-8")
	}
	if !isOfCharset(rule.GetCharset(), string(value)) {
		return refuse("FIELD_OUT_OF_RANGE", name+": charset")
	}
	return nil
}

// YYYYMMDD of the years 1900-9999.
func isCivilDate(number uint64) bool {
	_, err := time.Parse("20060102", fmt.Sprintf("%08d", number))
	return err == nil && number >= 19000101
}

var (
	charsets = map[pb.Charset]*regexp.Regexp{
		pb.Charset_CHARSET_ID:         regexp.MustCompile(`^[a-z0-9-]{3,40}$`),
		pb.Charset_CHARSET_DIGITS:     regexp.MustCompile(`^[0-9]+$`),
		pb.Charset_CHARSET_CODE:       regexp.MustCompile(`^[A-Z0-9-]+$`),
		pb.Charset_CHARSET_OCCUPATION: regexp.MustCompile(`^\d-\d\d-\d\d-\d\d$`),
		pb.Charset_CHARSET_ORIGIN:     regexp.MustCompile(`^[A-Za-z0-9./:_-]+$`),
		pb.Charset_CHARSET_REFERENCE:  regexp.MustCompile(`^[A-Za-z0-9._/-]+$`),
	}
	hidden = regexp.MustCompile(`[\x00-\x1f\x7f-\x{9f}\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{200b}` +
		`\x{200e}\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{206f}\x{3164}` +
		`\x{fdd0}-\x{fdef}\x{feff}\x{ffa0}\x{fff9}-\x{fffb}\x{e0000}-\x{e007f}]`)
	spaceAtEnd = regexp.MustCompile(`^[ \x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]|` +
		`[ \x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]$`)
)

func isOfCharset(charset pb.Charset, text string) bool {
	if charset != pb.Charset_CHARSET_TEXT {
		return charsets[charset] != nil && charsets[charset].MatchString(text)
	}
	isNoncharacter := func(r rune) bool { return r&0xfffe == 0xfffe }
	return text != "" && !hidden.MatchString(text) && !spaceAtEnd.MatchString(text) &&
		!strings.ContainsFunc(text, isNoncharacter)
}

// wire takes the two wire forms that LinkCert uses off the front of bytes, strictly.
type wire []byte

func (w *wire) varint() (uint64, error) {
	value := uint64(0)
	for i, b := range (*w)[:min(len(*w), 10)] {
		value |= uint64(b&0x7f) << (7 * i)
		if b >= 0x80 {
			continue
		}
		if (b == 0 && i > 0) || (i == 9 && b > 1) {
			break
		}
		*w = (*w)[i+1:]
		return value, nil
	}
	return 0, refuse("NOT_CANONICAL", "broken varint")
}

func (w *wire) delimited() ([]byte, error) {
	size, err := w.varint()
	if err != nil {
		return nil, err
	}
	if size > uint64(len(*w)) {
		return nil, refuse("NOT_CANONICAL", "cut short")
	}
	value := slices.Clip((*w)[:size])
	*w = (*w)[size:]
	return value, nil
}
