package linkcert

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"math/big"
	"slices"

	"github.com/emmansun/gmsm/sm2"
)

// Keys and signatures, FORMAT.md §3: ECDSA P-256, Ed25519 and SM2.

// The one accepted encoding of each algorithm (RFC 5480, GB/T 35276, RFC 8410): what precedes the
// point. The curves' last byte says "uncompressed".
var (
	p256Prefix    = unhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
	sm2Prefix     = unhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
	ed25519Prefix = unhex("302a300506032b6570032100")
)

func unhex(text string) []byte {
	data, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return data
}

// PublicKey is a SubjectPublicKeyInfo that was found to be in its one encoding and on its curve.
type PublicKey struct {
	SPKI  []byte
	ID    [32]byte // SHA-256 of SPKI
	check func(message, signature []byte) bool
}

func ParsePublicKey(spki []byte) (*PublicKey, error) {
	key := &PublicKey{SPKI: slices.Clone(spki), ID: sha256.Sum256(spki)}
	var err error
	switch {
	case len(spki) == 91 && bytes.HasPrefix(spki, p256Prefix):
		err = key.parseP256(spki[26:])
	case len(spki) == 91 && bytes.HasPrefix(spki, sm2Prefix):
		err = key.parseSM2(spki[26:])
	case len(spki) == 44 && bytes.HasPrefix(spki, ed25519Prefix):
		err = key.parseEd25519(spki[12:])
	default:
		err = errors.New("not a P-256, SM2 or Ed25519 key in the accepted encoding")
	}
	if err != nil {
		return nil, refuse("KEY_ENCODING", err.Error())
	}
	return key, nil
}

// Verify wants 64 raw bytes: r ‖ s, or Ed25519.
func (k *PublicKey) Verify(message, signature []byte) error {
	if len(signature) != 64 {
		return refuse("SIGNATURE_MALFORMED", "not 64 bytes")
	}
	if !k.check(message, signature) {
		return refuse("SIGNATURE_INVALID", hex.EncodeToString(k.ID[:]))
	}
	return nil
}

func (k *PublicKey) parseP256(point []byte) error {
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	k.check = func(message, signature []byte) bool {
		digest := sha256.Sum256(message)
		return ecdsa.VerifyASN1(key, digest[:], toASN1(signature))
	}
	return err
}

func (k *PublicKey) parseSM2(point []byte) error {
	x, y := new(big.Int).SetBytes(point[1:33]), new(big.Int).SetBytes(point[33:])
	if !sm2.P256().IsOnCurve(x, y) {
		return errors.New("not a point of the SM2 curve")
	}
	key := &ecdsa.PublicKey{Curve: sm2.P256(), X: x, Y: y}
	k.check = func(message, signature []byte) bool {
		// nil: the signer id 1234567812345678 of GB/T 32918
		return sm2.VerifyASN1WithSM2(key, nil, message, toASN1(signature))
	}
	return nil
}

// RFC 8032 §5.1: the prime, d, and the y of the points whose order divides 8.
var (
	prime      = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	curveD     = hexInt("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3")
	order8     = hexInt("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7")
	smallOrder = []*big.Int{big.NewInt(0), big.NewInt(1), new(big.Int).Sub(prime, big.NewInt(1)),
		order8, new(big.Int).Sub(prime, order8)}
)

func hexInt(text string) *big.Int { return new(big.Int).SetBytes(unhex(text)) }

func (k *PublicKey) parseEd25519(point []byte) error {
	bigEndian := slices.Clone(point)
	slices.Reverse(bigEndian)
	bigEndian[0] &= 0x7f // the sign of x
	y := new(big.Int).SetBytes(bigEndian)
	isY := func(other *big.Int) bool { return y.Cmp(other) == 0 }
	// x² = (y² - 1) / (d·y² + 1) must be a square: a/b is one exactly when a·b is.
	one, square := big.NewInt(1), new(big.Int).Mul(y, y)
	below := new(big.Int).Mul(curveD, square)
	product := new(big.Int).Mul(square.Sub(square, one), below.Add(below, one))
	if y.Cmp(prime) >= 0 || slices.ContainsFunc(smallOrder, isY) || big.Jacobi(product, prime) != 1 {
		return errors.New("not a canonical Ed25519 point of large order")
	}
	k.check = func(message, signature []byte) bool {
		return ed25519.Verify(ed25519.PublicKey(point), message, signature)
	}
	return nil
}

type ecSignature struct{ R, S *big.Int }

// toASN1 gives the DER form that the libraries want.
func toASN1(raw []byte) []byte {
	r, s := new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])
	der, _ := asn1.Marshal(ecSignature{r, s})
	return der
}

func fromASN1(der []byte) ([]byte, error) {
	var signature ecSignature
	if _, err := asn1.Unmarshal(der, &signature); err != nil {
		return nil, err
	}
	raw := signature.R.FillBytes(make([]byte, 32))
	return append(raw, signature.S.FillBytes(make([]byte, 32))...), nil
}

// Signer is a private key: *ecdsa.PrivateKey (P-256), ed25519.PrivateKey or *sm2.PrivateKey. Any
// crypto.Signer of these will do, so also one that talks to a device.
type Signer struct {
	PublicKey *PublicKey
	key       crypto.Signer
}

func NewSigner(key crypto.Signer) (*Signer, error) {
	spki, err := spkiOf(key.Public())
	if err != nil {
		return nil, err
	}
	public, err := ParsePublicKey(spki)
	return &Signer{public, key}, err
}

func spkiOf(key crypto.PublicKey) ([]byte, error) {
	if !sm2.IsSM2PublicKey(key) {
		return x509.MarshalPKIXPublicKey(key)
	}
	point, spki := key.(*ecdsa.PublicKey), slices.Clone(sm2Prefix)
	spki = append(spki, point.X.FillBytes(make([]byte, 32))...)
	return append(spki, point.Y.FillBytes(make([]byte, 32))...), nil
}

// Sign gives 64 raw bytes.
func (s *Signer) Sign(message []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(s.PublicKey.SPKI, ed25519Prefix):
		return s.key.Sign(rand.Reader, message, crypto.Hash(0))
	case bytes.HasPrefix(s.PublicKey.SPKI, sm2Prefix):
		der, err := s.key.Sign(rand.Reader, message, sm2.NewSM2SignerOption(true, nil))
		if err != nil {
			return nil, err
		}
		return fromASN1(der)
	}
	digest := sha256.Sum256(message)
	der, err := s.key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	return fromASN1(der)
}
