package linkcert

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	pb "linkcert.example/interop/linkcertv1"
)

// Every vector of tests/vectors (its README.md) that this client covers, and what must be refused.

// hexBytes are hexadecimal in JSON.
type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

func raw(list []hexBytes) [][]byte {
	var out [][]byte
	for _, one := range list {
		out = append(out, one)
	}
	return out
}

func read[T any](t *testing.T, name string) (vectors T) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("LINKCERT_VECTORS"), name+".json"))
	if err == nil {
		err = json.Unmarshal(data, &vectors)
	}
	must(t, err)
	return vectors
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantReason(t *testing.T, err error, reason, what string) {
	t.Helper()
	if ReasonOf(err) != reason {
		t.Errorf("%s: got %v, want %s", what, err, reason)
	}
}

func wantBytes(t *testing.T, got, want []byte, what string) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got %x, want %x", what, got, want)
	}
}

type keyVectors struct {
	Keys []struct {
		Name, Algorithm, Seed string
		PublicKey             hexBytes `json:"public_key"`
		KeyID                 hexBytes `json:"key_id"`
	}
}

// publicKeys by name and by raw key id.
func publicKeys(t *testing.T) map[string]*PublicKey {
	keys := map[string]*PublicKey{}
	for _, vector := range read[keyVectors](t, "linkcert-keys").Keys {
		key, err := ParsePublicKey(vector.PublicKey)
		must(t, err)
		wantBytes(t, key.ID[:], vector.KeyID, vector.Name)
		keys[vector.Name], keys[string(key.ID[:])] = key, key
	}
	return keys
}

// vectorSigner: the private scalar or seed of a vector key is SHA-256 of its seed.
func vectorSigner(t *testing.T, name string) *Signer {
	for _, vector := range read[keyVectors](t, "linkcert-keys").Keys {
		if vector.Name != name {
			continue
		}
		secret := sha256.Sum256([]byte(vector.Seed))
		var signer *Signer
		var err error
		switch vector.Algorithm {
		case "ed25519":
			signer, err = NewSigner(ed25519.NewKeyFromSeed(secret[:]))
		case "sm2":
			signer, err = NewSigner(sm2Key(secret[:]))
		default:
			key, parseErr := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret[:])
			must(t, parseErr)
			signer, err = NewSigner(key)
		}
		must(t, err)
		wantBytes(t, signer.PublicKey.SPKI, vector.PublicKey, name)
		return signer
	}
	t.Fatal(name)
	return nil
}

func sm2Key(scalar []byte) *sm2.PrivateKey {
	key := &sm2.PrivateKey{}
	key.Curve, key.D = sm2.P256(), new(big.Int).SetBytes(scalar)
	key.X, key.Y = key.Curve.ScalarBaseMult(scalar)
	return key
}

type statementVectors struct {
	Registry   hexBytes
	Statements []struct {
		Name, Act                   string
		Fields                      json.RawMessage
		Statement, Digest, Envelope hexBytes
		SigningInput                hexBytes `json:"signing_input"`
		Signers                     []string
		Signatures                  []hexBytes
	}
}

func TestStatements(t *testing.T) {
	keys := publicKeys(t)
	for _, vector := range read[statementVectors](t, "linkcert-statements").Statements {
		message := &pb.Statement{}
		must(t, protojson.Unmarshal(vector.Fields, message))
		encoded, err := Encode(message)
		must(t, err)
		wantBytes(t, encoded, vector.Statement, vector.Name)
		opened, err := OpenStatement(vector.Envelope)
		must(t, err)
		wantBytes(t, opened.Bytes, vector.Statement, vector.Name)
		wantBytes(t, opened.Digest[:], vector.Digest, vector.Name)
		wantBytes(t, SigningInput(opened.Bytes), vector.SigningInput, vector.Name)
		if opened.Act() != vector.Act {
			t.Errorf("%s: act %s", vector.Name, opened.Act())
		}
		for i, signer := range vector.Signers {
			wantBytes(t, opened.Signatures[i], vector.Signatures[i], vector.Name)
			must(t, opened.CheckSignature(i, keys[signer].SPKI))
		}
	}
}

type merkleVectors struct {
	Vectors []struct {
		LeafIdx, TreeSize, Size1, Size2 uint64
		Root, LeafHash, Root1, Root2    []byte
		Proof                           [][]byte
		WantErr                         bool
		File                            string
	}
}

func TestInclusion(t *testing.T) {
	for _, v := range read[merkleVectors](t, "rfc6962-inclusion").Vectors {
		if VerifyInclusion(v.LeafHash, v.LeafIdx, v.TreeSize, v.Proof, v.Root) == v.WantErr {
			t.Error(v.File)
		}
	}
}

func TestConsistency(t *testing.T) {
	for _, v := range read[merkleVectors](t, "rfc6962-consistency").Vectors {
		if VerifyConsistency(v.Size1, v.Size2, v.Root1, v.Root2, v.Proof) == v.WantErr {
			t.Error(v.File)
		}
	}
}

type logVectors struct {
	LogKey     string `json:"log_key"`
	Root       hexBytes
	Checkpoint string
	Entries    []struct {
		Index    uint64
		LoggedAt uint64 `json:"logged_at"`
		Entry    hexBytes
		Path     []hexBytes
	}
}

func TestLog(t *testing.T) {
	vectors := read[logVectors](t, "linkcert-log")
	log, err := ParseVerifierKey(vectors.LogKey)
	must(t, err)
	checkpoint, err := OpenCheckpoint([]byte(vectors.Checkpoint), log)
	must(t, err)
	wantBytes(t, checkpoint.Root, vectors.Root, "root")
	for _, v := range vectors.Entries {
		logged := &pb.LoggedEntry{Index: v.Index, Entry: v.Entry, Path: raw(v.Path)}
		must(t, VerifyEntry(logged, checkpoint))
		entry, err := OpenEntry(logged)
		must(t, err)
		if entry.LoggedAt != v.LoggedAt {
			t.Errorf("entry %d: logged at %d", v.Index, entry.LoggedAt)
		}
	}
	for i := range vectors.Checkpoint {
		changed := []byte(vectors.Checkpoint)
		changed[i] ^= 1
		_, err := OpenCheckpoint(changed, log)
		wantReason(t, err, "CHECKPOINT_INVALID", fmt.Sprintf("byte %d", i))
	}
}

type statusVectors struct {
	Root hexBytes
	Rows []struct {
		Key      uint64
		Fields   json.RawMessage
		History  hexBytes
		LeafHash hexBytes `json:"leaf_hash"`
	}
	Proofs []struct {
		What, EndsIn   string
		Key            uint64
		History, Proof hexBytes
	}
	Refused []struct {
		What, Reason string
		Proof        hexBytes
	}
}

func TestStatus(t *testing.T) {
	vectors := read[statusVectors](t, "linkcert-status")
	for _, row := range vectors.Rows {
		history := &pb.StatusHistory{}
		must(t, protojson.Unmarshal(row.Fields, history))
		encoded, err := Encode(history)
		must(t, err)
		wantBytes(t, encoded, row.History, "history")
		wantBytes(t, MapLeafHash(row.Key, row.History), row.LeafHash, "leaf hash")
	}
	for _, vector := range vectors.Proofs {
		proof := &pb.StatusProof{}
		must(t, Decode(vector.Proof, proof))
		history, err := CheckStatusProof(proof, vectors.Root)
		must(t, err)
		encoded, err := proto.Marshal(history)
		must(t, err)
		wantBytes(t, encoded, vector.History, vector.What)
	}
	for _, vector := range vectors.Refused {
		proof := &pb.StatusProof{}
		must(t, Decode(vector.Proof, proof))
		_, err := CheckStatusProof(proof, vectors.Root)
		wantReason(t, err, vector.Reason, vector.What)
	}
}

func TestRefused(t *testing.T) {
	type vectors struct {
		Refused []struct {
			What, As, Reason string
			Bytes            hexBytes
		}
	}
	keys := publicKeys(t)
	for _, vector := range read[vectors](t, "linkcert-refused").Refused {
		wantReason(t, open(vector.As, vector.Bytes, keys), vector.Reason, vector.What)
	}
}

// open reads bytes as what a refused vector says they are.
func open(as string, data []byte, keys map[string]*PublicKey) error {
	messages := map[string]proto.Message{
		"AddKey":               &pb.AddKey{},
		"CertificateLeaf":      &pb.CertificateLeaf{},
		"LogEntry":             &pb.LogEntry{},
		"OpenPublicity":        &pb.OpenPublicity{},
		"RegisterOrganisation": &pb.RegisterOrganisation{},
	}
	switch as {
	case "public_key":
		_, err := ParsePublicKey(data)
		return err
	case "envelope":
		opened, err := OpenStatement(data)
		if err != nil {
			return err
		}
		for i, id := range opened.Statement.Signers {
			if err := opened.CheckSignature(i, keys[string(id)].SPKI); err != nil {
				return err
			}
		}
		return nil
	}
	return Decode(data, messages[as])
}
