package example.linkcert;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/** A private key with its public one. Gives 64 raw bytes: r ‖ s, or Ed25519. */
public interface Signer {
  PublicKey publicKey();

  ByteString sign(ByteString message) throws GeneralSecurityException;

  /** P-256 or Ed25519. Any JDK provider's key will do, so also a PKCS #11 device's. */
  static Signer of(PublicKey publicKey, PrivateKey key) {
    String algorithm = publicKey.isEd25519() ? "Ed25519" : "SHA256withECDSAinP1363Format";
    return of(
        publicKey,
        message -> {
          Signature signer = Signature.getInstance(algorithm);
          signer.initSign(key);
          signer.update(message);
          return signer.sign();
        });
  }

  /** SM2 with SM3, by Bouncy Castle. */
  static Signer sm2(PublicKey publicKey, BigInteger scalar) {
    return of(
        publicKey,
        message -> {
          SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
          signer.init(true, new ECPrivateKeyParameters(scalar, PublicKey.SM2_CURVE));
          signer.update(message, 0, message.length);
          try {
            return signer.generateSignature();
          } catch (CryptoException error) {
            throw new GeneralSecurityException(error);
          }
        });
  }

  private static Signer of(PublicKey publicKey, Signing signing) {
    return new Signer() {
      @Override
      public PublicKey publicKey() {
        return publicKey;
      }

      @Override
      public ByteString sign(ByteString message) throws GeneralSecurityException {
        return ByteString.copyFrom(signing.sign(message.toByteArray()));
      }
    };
  }

  /** What a library does with a key. */
  interface Signing {
    byte[] sign(byte[] message) throws GeneralSecurityException;
  }
}
