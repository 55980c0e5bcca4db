"""Keys and signatures, FORMAT.md §3: ECDSA P-256, Ed25519 and SM2.

`cryptography` has no SM2. Verifying needs no secret, so the few lines of curve arithmetic here will
do; signing with SM2 needs a constant-time implementation: use `linkcert statement sign` or an HSM.
"""

import base64
import hashlib
import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric import utils as ec_signature

from refusal import Refused

# The one accepted encoding of each algorithm (RFC 5480, GB/T 35276, RFC 8410): what precedes the
# point. The curves' last byte says "uncompressed".
P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
SM2 = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
ED25519 = bytes.fromhex("302a300506032b6570032100")


class PublicKey:
    def __init__(self, spki: bytes):
        """Refuses with KEY_ENCODING what is not in its one encoding, or off the curve."""
        self.spki, self.id = spki, hashlib.sha256(spki).digest()
        try:
            self._verify = _parse(spki)
        except ValueError as error:
            raise Refused("KEY_ENCODING", str(error)) from None

    @classmethod
    def from_pem(cls, pem: str) -> "PublicKey":
        """By hand: `cryptography` refuses to load SM2 keys."""
        body = re.search("-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----", pem)
        if body is None:
            raise Refused("KEY_ENCODING", "not a public key PEM")
        return cls(base64.b64decode(body[1]))

    def verify(self, message: bytes, signature: bytes) -> None:
        """`signature` is 64 raw bytes: r ‖ s, or Ed25519."""
        if len(signature) != 64:
            raise Refused("SIGNATURE_MALFORMED", f"{len(signature)} bytes")
        try:
            self._verify(message, signature)
        except InvalidSignature:
            raise Refused("SIGNATURE_INVALID", self.id.hex()) from None


def _parse(spki: bytes):
    if spki.startswith(P256) and len(spki) == 91:
        return _p256(spki[26:])
    if spki.startswith(SM2) and len(spki) == 91:
        return Sm2Verifier(spki[27:]).verify
    if spki.startswith(ED25519) and len(spki) == 44:
        return _ed25519(spki[12:])
    raise ValueError("not a P-256, SM2 or Ed25519 key in the accepted encoding")


def _p256(point: bytes):
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)

    def verify(message: bytes, signature: bytes) -> None:
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        key.verify(ec_signature.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))

    return verify


# RFC 8032 §5.1; y of the points whose order divides 8.
_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = {0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8}


def _ed25519(point: bytes):
    y = int.from_bytes(point, "little") & (2**255 - 1)
    # x² = (y² - 1) / (d·y² + 1) must be a square: a/b is one exactly when a·b is.
    square = (y * y - 1) * (_D * y * y + 1) % _PRIME
    if y >= _PRIME or y in _SMALL_ORDER or pow(square, (_PRIME - 1) // 2, _PRIME) != 1:
        raise ValueError("not a canonical Ed25519 point of large order")
    key = ed25519.Ed25519PublicKey.from_public_bytes(point)
    return lambda message, signature: key.verify(signature, message)


class Sm2Verifier:
    """SM2 with SM3, GB/T 32918.2 §7; curve parameters of GB/T 32918.5."""

    P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
    A = P - 3
    B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
    N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
    G = (
        0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
        0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
    )
    ID = b"1234567812345678"

    def __init__(self, point: bytes):
        x, y = (int.from_bytes(half, "big") for half in (point[:32], point[32:]))
        if max(x, y) >= self.P or (y * y - x**3 - self.A * x - self.B) % self.P:
            raise ValueError("not a point of the SM2 curve")
        self.point = (x, y)
        numbers = (self.A, self.B, *self.G, x, y)
        parameters = b"".join(number.to_bytes(32, "big") for number in numbers)
        self.z = _sm3((8 * len(self.ID)).to_bytes(2, "big") + self.ID + parameters)

    def verify(self, message: bytes, signature: bytes) -> None:
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        e, t = int.from_bytes(_sm3(self.z + message), "big"), (r + s) % self.N
        if not 1 <= r < self.N or not 1 <= s < self.N or t == 0:
            raise InvalidSignature
        end = self._add(self._times(s, self.G), self._times(t, self.point))
        if end is None or (e + end[0]) % self.N != r:
            raise InvalidSignature

    def _add(self, a, b):
        if a is None or b is None:
            return a or b
        if a[0] == b[0] and (a[1] + b[1]) % self.P == 0:
            return None
        if a == b:
            slope = (3 * a[0] ** 2 + self.A) * pow(2 * a[1], -1, self.P)
        else:
            slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, self.P)
        x = (slope**2 - a[0] - b[0]) % self.P
        return x, (slope * (a[0] - x) - a[1]) % self.P

    def _times(self, factor: int, point):
        result = None
        for bit in bin(factor)[2:]:
            result = self._add(result, result)
            if bit == "1":
                result = self._add(result, point)
        return result


def _sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


class Signer:
    """A private key of `cryptography`: P-256 or Ed25519."""

    def __init__(self, private_key):
        self._key = private_key
        self.public_key = PublicKey(
            private_key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )

    @classmethod
    def from_pem(cls, pem: bytes, passphrase: bytes | None) -> "Signer":
        try:
            return cls(serialization.load_pem_private_key(pem, passphrase))
        except UnsupportedAlgorithm:
            raise Refused("KEY_ENCODING", "only P-256 and Ed25519 keys sign here") from None

    def sign(self, message: bytes) -> bytes:
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(message)
        der = self._key.sign(message, ec.ECDSA(hashes.SHA256()))
        r, s = ec_signature.decode_dss_signature(der)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
