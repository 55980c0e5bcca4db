// Package linkcert reads, verifies and makes what docs/FORMAT.md describes. It is a worked client:
// linkcert-verify is the full verifier.
package linkcert

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	pb "linkcert.example/interop/linkcertv1"
)

const payloadType = "application/vnd.linkcert.statement.v1+protobuf"

// --- Statements and envelopes, FORMAT.md §3 ---

// SigningInput is the DSSE pre-authentication encoding (secure-systems-lab/dsse, protocol.md).
func SigningInput(statement []byte) []byte {
	head := fmt.Sprintf("DSSEv1 %d %s %d ", len(payloadType), payloadType, len(statement))
	return append([]byte(head), statement...)
}

// Sealed is an opened envelope. Signatures[i] is by the key whose id is Statement.Signers[i].
type Sealed struct {
	Bytes      []byte // the statement's, as signed
	Digest     [32]byte
	Statement  *pb.Statement
	Signatures [][]byte
}

func OpenStatement(envelope []byte) (*Sealed, error) {
	if len(envelope) > 65000 {
		return nil, refuse("MESSAGE_TOO_LARGE", "envelope")
	}
	signed, statement := &pb.SignedStatement{}, &pb.Statement{}
	if err := Decode(envelope, signed); err != nil {
		return nil, err
	}
	if err := Decode(signed.Statement, statement); err != nil {
		return nil, err
	}
	wanted, got := len(statement.Signers), len(signed.Signatures)
	if got < wanted {
		return nil, refuse("SIGNATURE_MISSING", "")
	}
	if got > wanted {
		return nil, refuse("SIGNATURE_EXTRA", "")
	}
	for _, signature := range signed.Signatures {
		if len(signature) != 64 {
			return nil, refuse("SIGNATURE_MALFORMED", "")
		}
	}
	digest := sha256.Sum256(signed.Statement)
	return &Sealed{signed.Statement, digest, statement, signed.Signatures}, nil
}

// Act is the name of the act's field, e.g. issue_batch.
func (s *Sealed) Act() string {
	message := s.Statement.ProtoReflect()
	return string(message.WhichOneof(message.Descriptor().Oneofs().ByName("act")).Name())
}

// CheckSignature says whether signer number i, whose key is given, signed.
func (s *Sealed) CheckSignature(i int, spki []byte) error {
	key, err := ParsePublicKey(spki)
	if err != nil {
		return err
	}
	if !bytes.Equal(key.ID[:], s.Statement.Signers[i]) {
		return refuse("SIGNER_UNKNOWN", "")
	}
	return key.Verify(SigningInput(s.Bytes), s.Signatures[i])
}

// --- Merkle tree, RFC 6962 §2.1 ---

func hash(prefix byte, parts ...[]byte) []byte {
	digest := sha256.Sum256(append([]byte{prefix}, bytes.Join(parts, nil)...))
	return digest[:]
}

func LeafHash(data []byte) []byte        { return hash(0, data) }
func nodeHash(left, right []byte) []byte { return hash(1, left, right) }

// RootOf gives the root over leaf hashes.
func RootOf(hashes [][]byte) []byte {
	switch len(hashes) {
	case 0:
		empty := sha256.Sum256(nil)
		return empty[:]
	case 1:
		return hashes[0]
	}
	middle := 1 << (bits.Len(uint(len(hashes)-1)) - 1)
	return nodeHash(RootOf(hashes[:middle]), RootOf(hashes[middle:]))
}

// VerifyInclusion is RFC 9162 §2.1.3.2. leaf is a leaf hash.
func VerifyInclusion(leaf []byte, index, size uint64, path [][]byte, root []byte) bool {
	if index >= size || len(leaf) != 32 {
		return false
	}
	node, last, result := index, size-1, leaf
	for _, sibling := range path {
		if last == 0 {
			return false
		}
		if node&1 == 1 || node == last {
			result = nodeHash(sibling, result)
			for node != 0 && node&1 == 0 {
				node, last = node>>1, last>>1
			}
		} else {
			result = nodeHash(result, sibling)
		}
		node, last = node>>1, last>>1
	}
	return last == 0 && bytes.Equal(result, root)
}

// VerifyConsistency is RFC 9162 §2.1.4.2: the tree of size1 is the beginning of that of size2.
func VerifyConsistency(size1, size2 uint64, root1, root2 []byte, path [][]byte) bool {
	if size1 == 0 || size1 > size2 {
		return false
	}
	if size1 == size2 {
		return len(path) == 0 && bytes.Equal(root1, root2)
	}
	if size1&(size1-1) == 0 {
		path = append([][]byte{root1}, path...)
	}
	if len(path) == 0 {
		return false
	}
	shift := bits.TrailingZeros64(size1)
	node, last := (size1-1)>>shift, (size2-1)>>shift
	before, after := path[0], path[0]
	for _, sibling := range path[1:] {
		if last == 0 {
			return false
		}
		if node&1 == 1 || node == last {
			before, after = nodeHash(sibling, before), nodeHash(sibling, after)
			for node != 0 && node&1 == 0 {
				node, last = node>>1, last>>1
			}
		} else {
			after = nodeHash(after, sibling)
		}
		node, last = node>>1, last>>1
	}
	return last == 0 && bytes.Equal(before, root1) && bytes.Equal(after, root2)
}

// --- Status map, FORMAT.md §6 ---

func MapLeafHash(key uint64, value []byte) []byte {
	return hash(2, binary.LittleEndian.AppendUint64(nil, key), value)
}

// CheckStatusProof gives the history that the proof shows; one without changes when the map has
// no row.
func CheckStatusProof(proof *pb.StatusProof, root []byte) (*pb.StatusHistory, error) {
	empty := make([]byte, 32)
	depth, end, result := len(proof.Siblings), proof.Key, empty
	switch {
	case proof.Other != nil:
		end, result = proof.Other.Key, MapLeafHash(proof.Other.Key, proof.Other.History)
		if len(proof.History) > 0 || end == proof.Key {
			return nil, refuse("STATUS_PROOF_INVALID", "absence by the key itself")
		}
	case len(proof.History) > 0:
		result = MapLeafHash(proof.Key, proof.History)
	}
	elsewhere := depth > 64 || (proof.Key^end)<<(64-depth) != 0
	if elsewhere || (depth > 0 && bytes.Equal(proof.Siblings[0], empty)) {
		return nil, refuse("STATUS_PROOF_INVALID", "a leaf where it does not belong")
	}
	for i, sibling := range proof.Siblings {
		if proof.Key>>(depth-1-i)&1 == 1 {
			result = hash(3, sibling, result)
		} else {
			result = hash(3, result, sibling)
		}
	}
	if !bytes.Equal(result, root) {
		return nil, refuse("STATUS_PROOF_INVALID", "another root")
	}
	if len(proof.History) == 0 {
		return &pb.StatusHistory{}, nil
	}
	return decodeHistory(proof.History)
}

func decodeHistory(data []byte) (*pb.StatusHistory, error) {
	history := &pb.StatusHistory{}
	if err := Decode(data, history); err != nil {
		return nil, err
	}
	for i, change := range history.Changes[1:] {
		before := history.Changes[i]
		if change.EntryIndex <= before.EntryIndex || change.LoggedAt < before.LoggedAt {
			return nil, refuse("FIELD_OUT_OF_RANGE", "changes are not in log order")
		}
	}
	return history, nil
}

// --- Claims, FORMAT.md §5 ---

// ClaimNames by tag - 1.
var ClaimNames = []string{"number", "name", "id_type", "id_number", "photo", "employer",
	"theory", "skill", "review", "companion"}

var claimRules = []struct {
	charset pb.Charset // unspecified: bytes of exactly size
	size    int
}{
	{pb.Charset_CHARSET_CODE, 22}, {pb.Charset_CHARSET_TEXT, 256},
	{pb.Charset_CHARSET_DIGITS, 3}, {pb.Charset_CHARSET_CODE, 32},
	{pb.Charset_CHARSET_UNSPECIFIED, 32}, {pb.Charset_CHARSET_TEXT, 256},
	{pb.Charset_CHARSET_TEXT, 32}, {pb.Charset_CHARSET_TEXT, 32},
	{pb.Charset_CHARSET_TEXT, 32}, {pb.Charset_CHARSET_CODE, 22},
}

func decodeClaim(data []byte, tag int) (*pb.Claim, error) {
	claim := &pb.Claim{}
	if err := Decode(data, claim); err != nil {
		return nil, err
	}
	if int(claim.Tag) != tag {
		return nil, refuse("CLAIM_MISPLACED", fmt.Sprintf("tag %d in slot %d", claim.Tag, tag))
	}
	rule, value := claimRules[tag-1], claim.Value
	fits := len(value) <= rule.size && utf8.Valid(value) && isOfCharset(rule.charset, string(value))
	if rule.charset == pb.Charset_CHARSET_UNSPECIFIED {
		fits = len(value) == rule.size
	}
	if len(value) > 0 && !fits {
		return nil, refuse("FIELD_OUT_OF_RANGE", fmt.Sprintf("claim %d", tag))
	}
	return claim, nil
}

// CheckClaims gives the claims that the holder shows, by name; all slots together must give the
// root.
func CheckClaims(slots []*pb.ClaimSlot, claimsRoot []byte) (map[string][]byte, error) {
	if len(slots) != len(ClaimNames) {
		return nil, refuse("CLAIM_MISPLACED", fmt.Sprintf("%d slots", len(slots)))
	}
	shown, hashes := map[string][]byte{}, [][]byte{}
	for i, slot := range slots {
		if hidden := slot.GetHash(); hidden != nil {
			hashes = append(hashes, hidden)
			continue
		}
		claim, err := decodeClaim(slot.GetClaim(), i+1)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, LeafHash(slot.GetClaim()))
		if len(claim.Value) > 0 {
			shown[ClaimNames[i]] = claim.Value
		}
	}
	if !bytes.Equal(RootOf(hashes), claimsRoot) {
		return nil, refuse("CLAIMS_ROOT_DIFFERS", "")
	}
	return shown, nil
}

// --- Checkpoints: C2SP signed-note and tlog-checkpoint, FORMAT.md §5 ---

// Log says who signs checkpoints: genesis names it, and a C2SP policy does as a verifier key.
type Log struct {
	Origin string
	SPKI   []byte // Ed25519
}

// ParseVerifierKey reads ORIGIN+HASH+BASE64, the form of signed-note.
func ParseVerifierKey(text string) (Log, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return Log{}, errors.New("not a verifier key")
	}
	key, err := decodeBase64(parts[2])
	if err != nil || len(key) != 33 || key[0] != 1 {
		return Log{}, errors.New("not an Ed25519 verifier key")
	}
	log := Log{parts[0], append(slices.Clone(ed25519Prefix), key[1:]...)}
	if fmt.Sprintf("%x", log.keyHash()) != parts[1] {
		return Log{}, errors.New("the key hash does not fit")
	}
	return log, nil
}

// keyHash tells which of several keys of one name (signed-note).
func (l Log) keyHash() []byte {
	named := append([]byte(l.Origin+"\n\x01"), l.SPKI[len(ed25519Prefix):]...)
	digest := sha256.Sum256(named)
	return digest[:4]
}

type Checkpoint struct {
	Size uint64
	Root []byte
}

var (
	signatureLine = regexp.MustCompile(`^— ([^ +]+) (.+)$`)
	controls      = regexp.MustCompile(`[\x00-\x09\x0b-\x1f]`)
)

// OpenCheckpoint gives what the log signed; cosignatures by others are passed over.
func OpenCheckpoint(note []byte, log Log) (Checkpoint, error) {
	text, signature, err := parseNote(string(note), log)
	if err != nil {
		return Checkpoint{}, refuse("CHECKPOINT_INVALID", err.Error())
	}
	key, err := ParsePublicKey(log.SPKI)
	if err == nil {
		err = key.Verify([]byte(text), signature)
	}
	if err != nil {
		return Checkpoint{}, refuse("CHECKPOINT_INVALID", err.Error())
	}
	return parseCheckpoint(text, log.Origin)
}

// parseNote gives the text that is signed and the log's one signature.
func parseNote(note string, log Log) (string, []byte, error) {
	blank := strings.LastIndex(note, "\n\n")
	if blank < 0 || !strings.HasSuffix(note, "\n") || !utf8.ValidString(note) ||
		controls.MatchString(note) {
		return "", nil, errors.New("not a signed note")
	}
	var byLog [][]byte
	for _, line := range strings.Split(strings.TrimSuffix(note[blank+2:], "\n"), "\n") {
		match := signatureLine.FindStringSubmatch(line)
		if match == nil {
			return "", nil, errors.New("not a signature line")
		}
		signature, err := decodeBase64(match[2])
		if err != nil {
			return "", nil, err
		}
		if match[1] == log.Origin && bytes.HasPrefix(signature, log.keyHash()) {
			byLog = append(byLog, signature[4:])
		}
	}
	if len(byLog) != 1 {
		return "", nil, errors.New("not signed by the log once")
	}
	return note[:blank+1], byLog[0], nil
}

func parseCheckpoint(text, origin string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != 3 || lines[0] != origin {
		return Checkpoint{}, refuse("CHECKPOINT_INVALID", "not a checkpoint of this log")
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	root, rootErr := decodeBase64(lines[2])
	if err != nil || strconv.FormatUint(size, 10) != lines[1] || rootErr != nil || len(root) != 32 {
		return Checkpoint{}, refuse("CHECKPOINT_INVALID", "size or root")
	}
	return Checkpoint{size, root}, nil
}

func decodeBase64(text string) ([]byte, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(data) != text {
		return nil, errors.New("not canonical base64")
	}
	return data, nil
}

// --- Entries ---

func VerifyEntry(logged *pb.LoggedEntry, checkpoint Checkpoint) error {
	leaf := LeafHash(logged.Entry)
	if VerifyInclusion(leaf, logged.Index, checkpoint.Size, logged.Path, checkpoint.Root) {
		return nil
	}
	return refuse("INCLUSION_INVALID", fmt.Sprintf("entry %d", logged.Index))
}

func OpenEntry(logged *pb.LoggedEntry) (*pb.LogEntry, error) {
	if len(logged.Entry) > 65535 {
		return nil, refuse("ENTRY_TOO_LARGE", fmt.Sprintf("entry %d", logged.Index))
	}
	entry := &pb.LogEntry{}
	return entry, Decode(logged.Entry, entry)
}
