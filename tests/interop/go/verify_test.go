package linkcert

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	pb "linkcert.example/interop/linkcertv1"
)

// The certificate file of tests/vectors, and what must not pass for it.

type fileVector struct {
	Certificate uint64
	ShownTags   []int `json:"shown_tags"`
	Fields      json.RawMessage
	File        hexBytes
}

// case of a file: its bytes and what it is judged with.
type fileCase struct {
	data    []byte
	options Options
}

func vectorFile(t *testing.T) fileCase {
	entries := read[logVectors](t, "linkcert-log").Entries
	newest := time.UnixMilli(int64(entries[len(entries)-1].LoggedAt))
	genesis := read[statementVectors](t, "linkcert-statements").Registry
	options := Options{Genesis: genesis, Now: newest.Add(time.Second)}
	return fileCase{read[fileVector](t, "linkcert-file").File, options}
}

// changed is the vector file after change.
func changed(t *testing.T, change func(file *pb.CertificateFile)) fileCase {
	made, file := vectorFile(t), &pb.CertificateFile{}
	must(t, Decode(made.data, file))
	change(file)
	var err error
	made.data, err = Encode(file)
	must(t, err)
	return made
}

func wantVerdict(t *testing.T, made fileCase, conclusion, reason string) {
	t.Helper()
	verdict := Verify(made.data, made.options)
	if verdict.Conclusion != conclusion {
		t.Errorf("got %s %v, want %s", verdict.Conclusion, verdict.Reasons, conclusion)
	}
	if reason != "" && (len(verdict.Reasons) == 0 || ReasonOf(verdict.Reasons[0]) != reason) {
		t.Errorf("got %v, want %s", verdict.Reasons, reason)
	}
}

func TestFileIsValid(t *testing.T) {
	vector, made := read[fileVector](t, "linkcert-file"), vectorFile(t)
	verdict := Verify(made.data, made.options)
	if verdict.Conclusion != Valid || !verdict.StatusProven {
		t.Fatal(verdict.Conclusion, verdict.Reasons)
	}
	if verdict.Certificate != vector.Certificate || len(verdict.Shown) != len(vector.ShownTags) {
		t.Error(verdict.Certificate, verdict.Shown)
	}
	for _, tag := range vector.ShownTags {
		if verdict.Shown[ClaimNames[tag-1]] == nil {
			t.Errorf("claim %d is not shown", tag)
		}
	}
	message := &pb.CertificateFile{}
	must(t, protojson.Unmarshal(vector.Fields, message))
	encoded, err := Encode(message)
	must(t, err)
	wantBytes(t, encoded, vector.File, "from fields")
}

func TestNoChangedOrCutFileIsValid(t *testing.T) {
	made := vectorFile(t)
	for i := 0; i < len(made.data); i += 7 {
		bad := bytes.Clone(made.data)
		bad[i] ^= 1
		for _, data := range [][]byte{bad, made.data[:i]} {
			if Verify(data, made.options).Conclusion == Valid {
				t.Errorf("byte %d", i)
			}
		}
	}
}

func TestAnotherRegistry(t *testing.T) {
	made := vectorFile(t)
	made.options.Genesis = make([]byte, 32)
	wantVerdict(t, made, Invalid, "GENESIS_DIFFERS")
}

func TestTime(t *testing.T) {
	made := vectorFile(t)
	made.options.Now = made.options.Now.AddDate(0, 0, 31)
	wantVerdict(t, made, Unknown, "PROOF_TOO_OLD")
	made.options.Now = made.options.Now.AddDate(0, 0, -32)
	wantVerdict(t, made, Unknown, "CLOCK_IMPLAUSIBLE")
}

func TestMissingStatusProofs(t *testing.T) {
	for i := range 4 {
		made := changed(t, func(file *pb.CertificateFile) {
			file.Status = append(file.Status[:i], file.Status[i+1:]...)
		})
		wantVerdict(t, made, Unknown, "EVIDENCE_MISSING")
	}
	none := changed(t, func(file *pb.CertificateFile) {
		file.Status, file.StatusRoot, file.CertificateStatus = nil, nil, nil
	})
	wantVerdict(t, none, Valid, "")
	if Verify(none.data, none.options).StatusProven {
		t.Error("valid as of issue only")
	}
}

type batchVectors struct {
	Batch        hexBytes
	Certificates []struct {
		Leaf   hexBytes
		Path   []hexBytes
		Claims []struct {
			Tag                      int
			Salt, Value, Claim, Hash hexBytes
		}
	}
}

func statusProof(t *testing.T, key uint64) *pb.StatusProof {
	for _, vector := range read[statusVectors](t, "linkcert-status").Proofs {
		if vector.Key == key {
			proof := &pb.StatusProof{}
			must(t, Decode(vector.Proof, proof))
			return proof
		}
	}
	t.Fatal(key)
	return nil
}

func TestAnotherCertificatesStanding(t *testing.T) {
	made := changed(t, func(file *pb.CertificateFile) { file.CertificateStatus = statusProof(t, 29) })
	wantVerdict(t, made, Invalid, "ENTRY_UNEXPECTED")
}

func TestAnotherCertificatesClaim(t *testing.T) {
	other := read[batchVectors](t, "linkcert-batch").Certificates[0].Claims[1].Claim
	made := changed(t, func(file *pb.CertificateFile) {
		file.Claims[1] = &pb.ClaimSlot{Slot: &pb.ClaimSlot_Claim{Claim: other}}
	})
	wantVerdict(t, made, Invalid, "CLAIMS_ROOT_DIFFERS")
}

// The file of a certificate that was suspended, made from the vectors.
func TestSuspended(t *testing.T) {
	certificate := read[batchVectors](t, "linkcert-batch").Certificates[3]
	made := changed(t, func(file *pb.CertificateFile) {
		file.Leaf, file.LeafPath = certificate.Leaf, raw(certificate.Path)
		file.CertificateStatus = statusProof(t, 29)
		for i, claim := range certificate.Claims {
			file.Claims[i] = &pb.ClaimSlot{Slot: &pb.ClaimSlot_Hash{Hash: claim.Hash}}
		}
	})
	wantVerdict(t, made, Invalid, "CERTIFICATE_SUSPENDED")
	made.options.Now = made.options.Now.AddDate(0, 0, 31)
	wantVerdict(t, made, Unknown, "PROOF_TOO_OLD")
}
