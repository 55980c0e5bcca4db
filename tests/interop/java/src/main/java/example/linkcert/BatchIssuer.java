package example.linkcert;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import example.linkcert.Formats.Checkpoint;
import example.linkcert.Formats.ClaimName;
import example.linkcert.Formats.Log;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.StatusProto;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import linkcert.v1.ActIssue.CertificateLeaf;
import linkcert.v1.ActIssue.Claim;
import linkcert.v1.ActIssue.IssueBatch;
import linkcert.v1.CertificateFileOuterClass.Receipt;
import linkcert.v1.Entry.LogEntry;
import linkcert.v1.IssuanceServiceGrpc;
import linkcert.v1.IssuanceServiceOuterClass.IssueBatchRequest;
import linkcert.v1.StatementOuterClass.SignedStatement;
import linkcert.v1.StatementOuterClass.Statement;

/** Builds, signs and submits a batch, FORMAT.md §3 and §5. */
public final class BatchIssuer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private BatchIssuer() {}

  // Building.

  /**
   * What a registry gets, the statement (sealed) and the leaves, and the claims that stay with you:
   * personal data and salts. WARNING: who loses the salts has lost the certificates.
   */
  public record Batch(
      ByteString statement, List<ByteString> leaves, List<List<ByteString>> claims) {}

  static ByteString randomBytes(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  /** All ten claims; one without a value is there too, salted like the others. */
  public static List<ByteString> makeClaims(Map<ClaimName, ByteString> values) {
    List<ByteString> salts = new ArrayList<>();
    for (int i = 0; i < ClaimName.values().length; i++) {
      salts.add(randomBytes(16));
    }
    return makeClaims(values, salts);
  }

  /** For tests: each salt must be fresh. */
  static List<ByteString> makeClaims(Map<ClaimName, ByteString> values, List<ByteString> salts) {
    List<ByteString> claims = new ArrayList<>();
    for (ClaimName name : ClaimName.values()) {
      Claim.Builder claim = Claim.newBuilder().setTag(name.tag());
      claim.setSalt(salts.get(name.ordinal()));
      claim.setValue(values.getOrDefault(name, ByteString.EMPTY));
      claims.add(Canonical.encode(claim.build()));
      name.decode(claims.get(name.ordinal()));
    }
    return claims;
  }

  static ByteString makeLeaf(ByteString batch, int position, List<ByteString> claims) {
    CertificateLeaf.Builder leaf = CertificateLeaf.newBuilder().setBatch(batch);
    leaf.setPosition(position).setClaimsRoot(rootOfLeaves(claims));
    return Canonical.encode(leaf.build());
  }

  private static ByteString rootOfLeaves(List<ByteString> leaves) {
    return Formats.rootOf(leaves.stream().map(Formats::leafHash).toList());
  }

  /**
   * {@code head} has the registry, and the IssueBatch without leaf_count and leaves_root. Claims
   * are in their final order: shuffle them before, so that places tell nothing. Two people of the
   * issuer sign.
   */
  public static Batch makeBatch(
      Statement head, List<List<ByteString>> claims, List<PublicKey> signers) {
    Statement.Builder statement = head.toBuilder();
    if (statement.getStatementId().isEmpty()) {
      statement.setStatementId(randomBytes(16));
    }
    if (statement.getSignedAt() == 0) {
      statement.setSignedAt(System.currentTimeMillis());
    }
    List<ByteString> leaves = new ArrayList<>();
    for (List<ByteString> person : claims) {
      leaves.add(makeLeaf(statement.getStatementId(), leaves.size(), person));
    }
    IssueBatch.Builder act = statement.getIssueBatchBuilder();
    act.setLeafCount(leaves.size()).setLeavesRoot(rootOfLeaves(leaves));
    statement.clearSigners();
    signers.stream()
        .map(PublicKey::id)
        .sorted(ByteString.unsignedLexicographicalComparator())
        .forEach(statement::addSigners);
    return new Batch(Canonical.encode(statement.build()), leaves, claims);
  }

  // Signing.

  /** The envelope. Signatures by key id: exactly one for each signer of the statement. */
  public static ByteString seal(ByteString statement, Map<ByteString, ByteString> signatures) {
    Statement opened = Canonical.decode(Statement.getDefaultInstance(), statement);
    SignedStatement.Builder envelope = SignedStatement.newBuilder().setStatement(statement);
    for (ByteString signer : opened.getSignersList()) {
      boolean missing = !signatures.containsKey(signer);
      Refused.when(missing, "SIGNATURE_MISSING", Formats.hex(signer));
      envelope.addSignatures(signatures.get(signer));
    }
    return Canonical.encode(envelope.build());
  }

  /**
   * With all signers at hand; else let each sign {@link Formats#signingInput} where the key is, and
   * seal the signatures.
   */
  public static ByteString sign(ByteString statement, Signer... signers)
      throws GeneralSecurityException {
    Map<ByteString, ByteString> signatures = new HashMap<>();
    for (Signer signer : signers) {
      signatures.put(signer.publicKey().id(), signer.sign(Formats.signingInput(statement)));
    }
    return seal(statement, signatures);
  }

  // Submitting.

  /** Mutual TLS; all are PEM. The certificate names the firm as linkcert:organisation/ID. */
  public static ManagedChannel connect(String server, File ca, File certificate, File key)
      throws IOException {
    ChannelCredentials credentials =
        TlsChannelCredentials.newBuilder().trustManager(ca).keyManager(certificate, key).build();
    return Grpc.newChannelBuilder(server, credentials).build();
  }

  /** Without TLS, to a registry on this machine. */
  public static ManagedChannel connectToThisMachine(int port) {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
        .build();
  }

  /**
   * The receipt, checked. The same bytes may be sent again after a lost answer: they get the same
   * place in the log.
   */
  public static Receipt submit(
      Channel registry, Log log, ByteString envelope, List<ByteString> leaves) {
    IssueBatchRequest request =
        IssueBatchRequest.newBuilder().setSignedStatement(envelope).addAllLeaves(leaves).build();
    try {
      Receipt receipt =
          IssuanceServiceGrpc.newBlockingStub(registry)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .issueBatch(request);
      checkReceipt(receipt, log, envelope, leaves.size());
      return receipt;
    } catch (StatusRuntimeException error) {
      throw refusalOf(error);
    }
  }

  /** A refusal carries its stable reason as google.rpc.ErrorInfo (AIP-193). */
  private static RuntimeException refusalOf(StatusRuntimeException error) {
    for (Any detail : StatusProto.fromThrowable(error).getDetailsList()) {
      try {
        if (detail.is(ErrorInfo.class)) {
          String reason = detail.unpack(ErrorInfo.class).getReason();
          return new Refused(reason, String.valueOf(error.getStatus().getDescription()));
        }
      } catch (InvalidProtocolBufferException malformed) {
        return error;
      }
    }
    return error;
  }

  /** FORMAT.md §7: proves that these bytes are in the log, with all their leaves. */
  static void checkReceipt(Receipt receipt, Log log, ByteString envelope, int leafCount) {
    LogEntry entry = Formats.openEntry(receipt.getEntry());
    boolean ours = entry.getSignedStatement().equals(envelope);
    Refused.when(!ours, "ENTRY_UNEXPECTED", "the receipt is for another statement");
    boolean whole = receipt.getEnd() == receipt.getEntry().getIndex() + 1 + leafCount;
    Refused.when(!whole, "ENTRY_UNEXPECTED", "the receipt covers another number of entries");
    Checkpoint checkpoint = Formats.openCheckpoint(receipt.getCheckpoint(), log);
    boolean covered = Long.compareUnsigned(checkpoint.size(), receipt.getEnd()) >= 0;
    Refused.when(!covered, "CHECKPOINT_INVALID", "the checkpoint does not cover the batch");
    Formats.verifyEntry(receipt.getEntry(), checkpoint);
  }
}
