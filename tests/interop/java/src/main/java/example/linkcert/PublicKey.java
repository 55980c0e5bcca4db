package example.linkcert;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/** Public keys, FORMAT.md §3: ECDSA P-256, Ed25519 and SM2, each in its one accepted encoding. */
public final class PublicKey {
  // RFC 5480, GB/T 35276, RFC 8410: what precedes the point. The curves' last byte says
  // "uncompressed".
  private static final ByteString P256 =
      hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
  private static final ByteString SM2 =
      hex("3059301306072a8648ce3d020106082a811ccf5501822d03420004");
  static final ByteString ED25519 = hex("302a300506032b6570032100");

  static final ECDomainParameters SM2_CURVE =
      new ECDomainParameters(GMNamedCurves.getByName("sm2p256v1"));

  // RFC 8032 §5.1: the prime, d, and the y of the points whose order divides 8.
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      new BigInteger("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3", 16);
  private static final BigInteger ORDER_8 =
      new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          PRIME.subtract(BigInteger.ONE),
          ORDER_8,
          PRIME.subtract(ORDER_8));

  private final ByteString spki;
  private final ByteString id;
  private final Verifier verifier;

  /** Refuses with KEY_ENCODING what is not in its one encoding, or off the curve. */
  public PublicKey(ByteString spki) {
    this.spki = spki;
    this.id = Formats.sha256(spki);
    try {
      this.verifier = parse(spki);
    } catch (GeneralSecurityException | IllegalArgumentException error) {
      throw new Refused("KEY_ENCODING", String.valueOf(error.getMessage()));
    }
  }

  public ByteString spki() {
    return spki;
  }

  /** SHA-256 of the SubjectPublicKeyInfo. */
  public ByteString id() {
    return id;
  }

  boolean isSm2() {
    return spki.startsWith(SM2);
  }

  boolean isEd25519() {
    return spki.startsWith(ED25519);
  }

  /** {@code signature} is 64 raw bytes: r ‖ s, or Ed25519. */
  public void verify(ByteString message, ByteString signature) {
    Refused.when(signature.size() != 64, "SIGNATURE_MALFORMED", signature.size() + " bytes");
    boolean good;
    try {
      good = verifier.verify(message.toByteArray(), signature.toByteArray());
    } catch (GeneralSecurityException error) {
      good = false; // r or s out of range
    }
    Refused.when(!good, "SIGNATURE_INVALID", Formats.hex(id));
  }

  private interface Verifier {
    boolean verify(byte[] message, byte[] signature) throws GeneralSecurityException;
  }

  private static Verifier parse(ByteString spki) throws GeneralSecurityException {
    if (spki.size() == 91 && spki.startsWith(P256)) {
      java.security.PublicKey key = load("EC", spki);
      checkOnCurve((ECPublicKey) key);
      return (message, signature) ->
          verifyWith("SHA256withECDSAinP1363Format", key, message, signature);
    }
    if (spki.size() == 91 && spki.startsWith(SM2)) {
      return sm2(spki.substring(26)); // refuses points off the curve
    }
    if (spki.size() == 44 && spki.startsWith(ED25519)) {
      checkEd25519Point(spki.substring(12));
      java.security.PublicKey key = load("Ed25519", spki);
      return (message, signature) -> verifyWith("Ed25519", key, message, signature);
    }
    throw new IllegalArgumentException("not a P-256, SM2 or Ed25519 key in the accepted encoding");
  }

  private static java.security.PublicKey load(String algorithm, ByteString spki)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(spki.toByteArray()));
  }

  private static boolean verifyWith(
      String algorithm, java.security.PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static Verifier sm2(ByteString point) {
    var key =
        new ECPublicKeyParameters(
            SM2_CURVE.getCurve().decodePoint(point.toByteArray()), SM2_CURVE);
    return (message, signature) -> {
      // The signer id is 1234567812345678 unless another is given (GB/T 32918).
      SM2Signer verifier = new SM2Signer(PlainDSAEncoding.INSTANCE);
      verifier.init(false, key);
      verifier.update(message, 0, message.length);
      return verifier.verifySignature(signature);
    };
  }

  /** The JDK does not promise it: y² = x³ + ax + b. */
  private static void checkOnCurve(ECPublicKey key) {
    ECParameterSpec curve = key.getParams();
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    BigInteger right =
        x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB()).mod(p);
    boolean on = y.pow(2).mod(p).equals(right) && x.compareTo(p) < 0 && y.compareTo(p) < 0;
    if (!on) {
      throw new IllegalArgumentException("not a point of P-256");
    }
  }

  private static void checkEd25519Point(ByteString point) {
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[i] = point.byteAt(31 - i);
    }
    bigEndian[0] &= 0x7F; // the sign of x
    BigInteger y = new BigInteger(1, bigEndian);
    // x² = (y² - 1) / (d·y² + 1) must be a square: a/b is one exactly when a·b is.
    BigInteger square = y.multiply(y).mod(PRIME);
    BigInteger product =
        square.subtract(BigInteger.ONE).multiply(D.multiply(square).add(BigInteger.ONE));
    BigInteger half = PRIME.shiftRight(1);
    boolean isSquare = product.mod(PRIME).modPow(half, PRIME).equals(BigInteger.ONE);
    if (y.compareTo(PRIME) >= 0 || SMALL_ORDER.contains(y) || !isSquare) {
      throw new IllegalArgumentException("not a canonical Ed25519 point of large order");
    }
  }

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }
}
