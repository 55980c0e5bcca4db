package linkcert

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	pb "linkcert.example/interop/linkcertv1"
)

// The batch of tests/vectors made again, signed, and sent to a registry on loopback.

// vectorBatch makes the vectors' batch again, with their salts, for these signers.
func vectorBatch(t *testing.T, signers ...*PublicKey) *Batch {
	vectors := read[batchVectors](t, "linkcert-batch")
	terms := Terms{Registry: read[statementVectors](t, "linkcert-statements").Registry,
		Signers: signers, StatementID: vectors.Batch}
	for _, certificate := range vectors.Certificates {
		values, salts := map[string][]byte{}, [][]byte{}
		for _, claim := range certificate.Claims {
			values[ClaimNames[claim.Tag-1]] = claim.Value
			salts = append(salts, claim.Salt)
		}
		claims, err := MakeClaims(values, salts)
		must(t, err)
		terms.Claims = append(terms.Claims, claims)
	}
	statement := vectorStatement(t)
	terms.Act, terms.SignedAt = statement.GetIssueBatch(), statement.SignedAt
	terms.Act.LeafCount, terms.Act.LeavesRoot = 0, nil
	batch, err := MakeBatch(terms)
	must(t, err)
	return batch
}

func vectorStatement(t *testing.T) *pb.Statement {
	for _, vector := range read[statementVectors](t, "linkcert-statements").Statements {
		if vector.Act == "issue_batch" {
			statement := &pb.Statement{}
			must(t, Decode(vector.Statement, statement))
			return statement
		}
	}
	t.Fatal("no batch")
	return nil
}

func TestBatchHasTheVectorsBytes(t *testing.T) {
	keys := publicKeys(t)
	batch := vectorBatch(t, keys["leader-1"], keys["leader-2"])
	for i, certificate := range read[batchVectors](t, "linkcert-batch").Certificates {
		wantBytes(t, batch.Leaves[i], certificate.Leaf, "leaf")
		for j, claim := range certificate.Claims {
			wantBytes(t, batch.Claims[i][j], claim.Claim, "claim")
		}
	}
	want, err := Encode(vectorStatement(t))
	must(t, err)
	wantBytes(t, batch.Statement, want, "statement")
}

// signedBatch is signed with an SM2 and a P-256 key, as in the vectors.
func signedBatch(t *testing.T) (*Batch, []byte) {
	first, second := vectorSigner(t, "leader-1"), vectorSigner(t, "leader-2")
	batch := vectorBatch(t, first.PublicKey, second.PublicKey)
	envelope, err := Sign(batch.Statement, first, second)
	must(t, err)
	return batch, envelope
}

func TestOwnSignaturesVerify(t *testing.T) {
	_, envelope := signedBatch(t)
	must(t, open("envelope", envelope, publicKeys(t)))
	office := vectorSigner(t, "leader-office") // Ed25519
	batch := vectorBatch(t, office.PublicKey)
	envelope, err := Sign(batch.Statement, office)
	must(t, err)
	must(t, open("envelope", envelope, publicKeys(t)))
}

func TestOneSignatureOfTwo(t *testing.T) {
	first, second := vectorSigner(t, "leader-1"), vectorSigner(t, "leader-2")
	batch := vectorBatch(t, first.PublicKey, second.PublicKey)
	_, err := Sign(batch.Statement, first)
	wantReason(t, err, "SIGNATURE_MISSING", "one of two")
}

func TestControlCharacterInAName(t *testing.T) {
	_, err := MakeClaims(map[string][]byte{"name": []byte("虚构\n")}, nil)
	wantReason(t, err, "FIELD_OUT_OF_RANGE", "newline")
}

func TestNoPlaintextToAnotherMachine(t *testing.T) {
	if _, err := Connect("registry.example:8443", nil); err == nil {
		t.Error("connected")
	}
}

// fakeRegistry is a log that holds one batch, on loopback.
type fakeRegistry struct {
	pb.UnimplementedIssuanceServiceServer
	t          *testing.T
	refuseWith string
	caller     string // as its certificate names it; empty without TLS
}

const fakeOrigin = "interop.example"

func (r *fakeRegistry) IssueBatch(ctx context.Context, request *pb.IssueBatchRequest) (*pb.Receipt,
	error) {
	if from, _ := peer.FromContext(ctx); from.AuthInfo != nil {
		if shown, ok := from.AuthInfo.(credentials.TLSInfo); ok {
			r.caller = shown.State.PeerCertificates[0].URIs[0].String()
		}
	}
	if r.refuseWith != "" {
		refused, err := status.New(codes.FailedPrecondition, "refused").WithDetails(
			&errdetails.ErrorInfo{Reason: r.refuseWith, Domain: "linkcert"})
		must(r.t, err)
		return nil, refused.Err()
	}
	statement := &pb.LogEntry_SignedStatement{SignedStatement: request.SignedStatement}
	entries := []*pb.LogEntry{{Content: statement}}
	for _, leaf := range request.Leaves {
		content := &pb.LogEntry_CertificateLeaf{CertificateLeaf: leaf}
		entries = append(entries, &pb.LogEntry{Content: content})
	}
	var encoded [][]byte
	for _, entry := range entries {
		entry.LoggedAt = 1778896801000
		data, err := Encode(entry)
		must(r.t, err)
		encoded = append(encoded, data)
	}
	return r.receipt(encoded), nil
}

// receipt of the first of eight entries: its path is the roots of the right halves.
func (r *fakeRegistry) receipt(entries [][]byte) *pb.Receipt {
	hashes := hashesOf(entries)
	path := [][]byte{RootOf(hashes[1:2]), RootOf(hashes[2:4]), RootOf(hashes[4:8])}
	root := base64.StdEncoding.EncodeToString(RootOf(hashes))
	text := fmt.Sprintf("%s\n%d\n%s\n", fakeOrigin, len(hashes), root)
	key := vectorSigner(r.t, "log")
	signature, err := key.Sign([]byte(text))
	must(r.t, err)
	named := append(Log{fakeOrigin, key.PublicKey.SPKI}.keyHash(), signature...)
	note := fmt.Sprintf("%s\n— %s %s\n", text, fakeOrigin, base64.StdEncoding.EncodeToString(named))
	return &pb.Receipt{Checkpoint: []byte(note), End: uint64(len(entries)),
		Entry: &pb.LoggedEntry{Entry: entries[0], Path: path}}
}

// submitTo gives what a registry that behaves so answers to the vectors' batch.
func submitTo(t *testing.T, registry *fakeRegistry, origin string) (*pb.Receipt, error) {
	return submitOver(t, registry, origin, nil)
}

func submitOver(t *testing.T, registry *fakeRegistry, origin string, caller *MutualTLS,
	options ...grpc.ServerOption) (*pb.Receipt, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	server := grpc.NewServer(options...)
	pb.RegisterIssuanceServiceServer(server, registry)
	go server.Serve(listener)
	defer server.Stop()
	connection, err := Connect(listener.Addr().String(), caller)
	must(t, err)
	defer connection.Close()
	batch, envelope := signedBatch(t)
	log := Log{origin, vectorSigner(t, "log").PublicKey.SPKI}
	return Submit(context.Background(), connection, log, envelope, batch.Leaves)
}

func TestSubmission(t *testing.T) {
	receipt, err := submitTo(t, &fakeRegistry{t: t}, fakeOrigin)
	must(t, err)
	if receipt.End != 8 {
		t.Error(receipt.End)
	}
	_, err = submitTo(t, &fakeRegistry{t: t}, "another.example")
	wantReason(t, err, "CHECKPOINT_INVALID", "a receipt of a log that we do not know")
	refusing := &fakeRegistry{t: t, refuseWith: "SCOPE_LEVEL_NOT_GRANTED"}
	_, err = submitTo(t, refusing, fakeOrigin)
	wantReason(t, err, "SCOPE_LEVEL_NOT_GRANTED", "a refused batch")
}

// The PEM files that tests/interop/run makes.
func tlsFile(t *testing.T, name string) []byte {
	data, err := os.ReadFile(filepath.Join(os.Getenv("LINKCERT_TLS"), name+".pem"))
	must(t, err)
	return data
}

func caller(t *testing.T, name string) *MutualTLS {
	return &MutualTLS{CA: tlsFile(t, "ca"), Certificate: tlsFile(t, name),
		Key: tlsFile(t, name+"-key")}
}

// overTLS is a registry that asks each caller for a certificate of its authority.
func overTLS(t *testing.T) grpc.ServerOption {
	pair, err := tls.X509KeyPair(tlsFile(t, "server"), tlsFile(t, "server-key"))
	must(t, err)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(tlsFile(t, "ca"))
	return grpc.Creds(credentials.NewTLS(&tls.Config{Certificates: []tls.Certificate{pair},
		ClientCAs: authorities, ClientAuth: tls.RequireAndVerifyClientCert}))
}

func TestSubmissionOverMutualTLS(t *testing.T) {
	registry := &fakeRegistry{t: t}
	receipt, err := submitOver(t, registry, fakeOrigin, caller(t, "firm"), overTLS(t))
	must(t, err)
	if receipt.End != 8 || registry.caller != "linkcert:organisation/suzhou-xinlian" {
		t.Error(receipt.End, registry.caller)
	}
}

func TestStrangersAreNotLetIn(t *testing.T) {
	for _, stranger := range []*MutualTLS{caller(t, "stranger"), nil} {
		if _, err := submitOver(t, &fakeRegistry{t: t}, fakeOrigin, stranger, overTLS(t)); err == nil {
			t.Error("let in")
		}
	}
	impostor := caller(t, "firm")
	impostor.CA = tlsFile(t, "stranger")
	_, err := submitOver(t, &fakeRegistry{t: t}, fakeOrigin, impostor, overTLS(t))
	if status.Code(err) != codes.Unavailable {
		t.Error("a registry of another authority was believed", err)
	}
}
