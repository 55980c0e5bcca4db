package linkcert

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	pb "linkcert.example/interop/linkcertv1"
)

// Building, signing and submitting a batch, FORMAT.md §3 and §5.

// --- Building ---

// randomBytes never fails: crypto/rand.Read ends the program instead.
func randomBytes(size int) []byte {
	data := make([]byte, size)
	rand.Read(data)
	return data
}

// MakeClaims makes all ten claims; one that is not in values is there without a value, salted like
// the others. Salts are given in tests only: each must be fresh.
func MakeClaims(values map[string][]byte, salts [][]byte) ([][]byte, error) {
	var claims [][]byte
	for i, name := range ClaimNames {
		salt := randomBytes(16)
		if salts != nil {
			salt = salts[i]
		}
		claim, err := Encode(&pb.Claim{Tag: uint32(i + 1), Salt: salt, Value: values[name]})
		if err != nil {
			return nil, err
		}
		if _, err := decodeClaim(claim, i+1); err != nil {
			return nil, err
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

func MakeLeaf(batch []byte, position uint32, claims [][]byte) ([]byte, error) {
	root := RootOf(hashesOf(claims))
	return Encode(&pb.CertificateLeaf{Batch: batch, Position: position, ClaimsRoot: root})
}

func hashesOf(leaves [][]byte) [][]byte {
	var hashes [][]byte
	for _, leaf := range leaves {
		hashes = append(hashes, LeafHash(leaf))
	}
	return hashes
}

// Batch is what a registry gets, Statement sealed and Leaves, and the Claims that stay with you:
// personal data and salts. WARNING: who loses the salts has lost the certificates.
type Batch struct {
	Statement []byte     // to be signed
	Leaves    [][]byte   // by position
	Claims    [][][]byte // by position
}

// Terms of a batch. Claims are in their final order: shuffle them before, so that places tell
// nothing. StatementID and SignedAt are for tests; zero means fresh ones.
type Terms struct {
	Registry    []byte         // SHA-256 of the genesis statement
	Act         *pb.IssueBatch // without leaf_count and leaves_root
	Claims      [][][]byte
	Signers     []*PublicKey // of two people of the issuer
	StatementID []byte
	SignedAt    uint64
}

func MakeBatch(terms Terms) (*Batch, error) {
	id, signedAt := terms.StatementID, terms.SignedAt
	if id == nil {
		id = randomBytes(16)
	}
	if signedAt == 0 {
		signedAt = uint64(time.Now().UnixMilli())
	}
	batch := &Batch{Claims: terms.Claims}
	for i, claims := range terms.Claims {
		leaf, err := MakeLeaf(id, uint32(i), claims)
		if err != nil {
			return nil, err
		}
		batch.Leaves = append(batch.Leaves, leaf)
	}
	act := proto.CloneOf(terms.Act)
	act.LeafCount, act.LeavesRoot = uint32(len(batch.Leaves)), RootOf(hashesOf(batch.Leaves))
	statement := &pb.Statement{Registry: terms.Registry, StatementId: id, SignedAt: signedAt,
		Act: &pb.Statement_IssueBatch{IssueBatch: act}}
	for _, signer := range terms.Signers {
		statement.Signers = append(statement.Signers, signer.ID[:])
	}
	slices.SortFunc(statement.Signers, bytes.Compare)
	var err error
	batch.Statement, err = Encode(statement)
	return batch, err
}

// --- Signing ---

// Seal makes the envelope. signatures by key id: exactly one for each signer of the statement.
func Seal(statement []byte, signatures map[[32]byte][]byte) ([]byte, error) {
	opened, envelope := &pb.Statement{}, &pb.SignedStatement{Statement: statement}
	if err := Decode(statement, opened); err != nil {
		return nil, err
	}
	for _, signer := range opened.Signers {
		signature := signatures[[32]byte(signer)]
		if signature == nil {
			return nil, refuse("SIGNATURE_MISSING", fmt.Sprintf("%x", signer))
		}
		envelope.Signatures = append(envelope.Signatures, signature)
	}
	return Encode(envelope)
}

// Sign seals a statement with all its signers at hand; else let each make its own signature over
// SigningInput where the key is, and Seal them.
func Sign(statement []byte, signers ...*Signer) ([]byte, error) {
	signatures := map[[32]byte][]byte{}
	for _, signer := range signers {
		signature, err := signer.Sign(SigningInput(statement))
		if err != nil {
			return nil, err
		}
		signatures[signer.PublicKey.ID] = signature
	}
	return Seal(statement, signatures)
}

// --- Submitting ---

// MutualTLS is what a caller shows: its certificate names the firm as linkcert:organisation/ID.
// All are PEM.
type MutualTLS struct{ CA, Certificate, Key []byte }

// Connect opens a channel. Without TLS only to a registry on this machine.
func Connect(server string, with *MutualTLS) (*grpc.ClientConn, error) {
	transport := insecure.NewCredentials()
	host, _, err := net.SplitHostPort(server)
	switch {
	case err != nil:
		return nil, err
	case with != nil:
		if transport, err = with.credentials(); err != nil {
			return nil, err
		}
	case host != "localhost" && !net.ParseIP(host).IsLoopback():
		return nil, errors.New("a registry on another machine needs TLS")
	}
	size := grpc.MaxCallRecvMsgSize(32 << 20)
	return grpc.NewClient(server, grpc.WithTransportCredentials(transport), grpc.WithNoProxy(),
		grpc.WithDefaultCallOptions(size))
}

func (m *MutualTLS) credentials() (credentials.TransportCredentials, error) {
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(m.CA) {
		return nil, errors.New("no authority's certificate")
	}
	pair, err := tls.X509KeyPair(m.Certificate, m.Key)
	config := &tls.Config{RootCAs: authorities, Certificates: []tls.Certificate{pair}}
	return credentials.NewTLS(config), err
}

// Submit gives the receipt, checked. The same bytes may be sent again after a lost answer: they
// get the same place in the log.
func Submit(ctx context.Context, registry grpc.ClientConnInterface, log Log, envelope []byte,
	leaves [][]byte) (*pb.Receipt, error) {
	request := &pb.IssueBatchRequest{SignedStatement: envelope, Leaves: leaves}
	receipt, err := pb.NewIssuanceServiceClient(registry).IssueBatch(ctx, request)
	if err != nil {
		return nil, refusalOf(err)
	}
	return receipt, CheckReceipt(receipt, log, envelope, len(leaves))
}

// A refusal carries its stable reason as google.rpc.ErrorInfo (AIP-193).
func refusalOf(err error) error {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return refuse(info.Reason, status.Convert(err).Message())
		}
	}
	return err
}

// CheckReceipt says whether these bytes are in the log, with all their leaves, FORMAT.md §7.
func CheckReceipt(receipt *pb.Receipt, log Log, envelope []byte, leafCount int) error {
	logged := receipt.GetEntry()
	entry, err := OpenEntry(logged)
	if err != nil {
		return err
	}
	if !bytes.Equal(entry.GetSignedStatement(), envelope) {
		return refuse("ENTRY_UNEXPECTED", "the receipt is for another statement")
	}
	if receipt.End != logged.Index+1+uint64(leafCount) {
		return refuse("ENTRY_UNEXPECTED", "the receipt covers another number of entries")
	}
	checkpoint, err := OpenCheckpoint(receipt.Checkpoint, log)
	if err != nil {
		return err
	}
	if checkpoint.Size < receipt.End {
		return refuse("CHECKPOINT_INVALID", "the checkpoint does not cover the batch")
	}
	return VerifyEntry(logged, checkpoint)
}
