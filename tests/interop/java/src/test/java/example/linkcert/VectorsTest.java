package example.linkcert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import example.linkcert.Formats.Checkpoint;
import example.linkcert.Formats.ClaimName;
import example.linkcert.Formats.Log;
import example.linkcert.Formats.Sealed;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import linkcert.v1.ActGovernance.AddKey;
import linkcert.v1.ActGovernance.RegisterOrganisation;
import linkcert.v1.ActIssue.CertificateLeaf;
import linkcert.v1.ActProcess.OpenPublicity;
import linkcert.v1.CertificateFileOuterClass.CertificateFile;
import linkcert.v1.CertificateFileOuterClass.LoggedEntry;
import linkcert.v1.CertificateFileOuterClass.Receipt;
import linkcert.v1.CertificateFileOuterClass.StatusProof;
import linkcert.v1.Entry.LogEntry;
import linkcert.v1.Entry.StatusHistory;
import linkcert.v1.IssuanceServiceGrpc.IssuanceServiceImplBase;
import linkcert.v1.IssuanceServiceOuterClass.IssueBatchRequest;
import linkcert.v1.StatementOuterClass.Statement;
import org.junit.jupiter.api.Test;

/** Every vector of tests/vectors that this client covers, and what must be refused. */
class VectorsTest {
  private static final JsonArray KEYS = read("linkcert-keys").getAsJsonArray("keys");
  private static final JsonObject STATEMENTS = read("linkcert-statements");
  private static final JsonObject BATCH = read("linkcert-batch");
  private static final JsonObject LOG = read("linkcert-log");
  private static final JsonObject STATUS = read("linkcert-status");
  private static final JsonObject FILE = read("linkcert-file");
  private static final ByteString GENESIS = bytes(STATEMENTS, "registry");

  private static JsonObject read(String name) {
    try {
      Path path = Path.of(System.getProperty("linkcert.vectors"), name + ".json");
      return JsonParser.parseString(Files.readString(path)).getAsJsonObject();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static ByteString unhex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static ByteString bytes(JsonElement object, String member) {
    return unhex(text(object, member));
  }

  private static String text(JsonElement object, String member) {
    return object.getAsJsonObject().get(member).getAsString();
  }

  private static JsonArray list(JsonElement object, String member) {
    return object.getAsJsonObject().getAsJsonArray(member);
  }

  private static List<ByteString> hashes(JsonElement object, String member) {
    List<ByteString> hashes = new ArrayList<>();
    list(object, member).forEach(hash -> hashes.add(unhex(hash.getAsString())));
    return hashes;
  }

  private static ByteString encodeFields(JsonElement vector, Message.Builder builder)
      throws Exception {
    JsonFormat.parser().merge(vector.getAsJsonObject().get("fields").toString(), builder);
    return Canonical.encode(builder.build());
  }

  private static JsonElement find(JsonArray vectors, String member, String value) {
    for (JsonElement vector : vectors) {
      if (text(vector, member).equals(value)) {
        return vector;
      }
    }
    throw new AssertionError(value);
  }

  private static PublicKey publicKey(String name) {
    return new PublicKey(bytes(find(KEYS, "name", name), "public_key"));
  }

  /** The private scalar or seed of a vector key is SHA-256 of its seed. */
  private static Signer signer(String name) throws Exception {
    JsonElement key = find(KEYS, "name", name);
    ByteString secret = Formats.sha256(ByteString.copyFromUtf8(text(key, "seed")));
    BigInteger scalar = new BigInteger(1, secret.toByteArray());
    return switch (text(key, "algorithm")) {
      case "sm2" -> Signer.sm2(publicKey(name), scalar);
      case "p256" -> Signer.of(publicKey(name), p256(scalar));
      default -> {
        var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret.toByteArray());
        PrivateKey seed = KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        yield Signer.of(publicKey(name), seed);
      }
    };
  }

  private static PrivateKey p256(BigInteger scalar) throws Exception {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
    return KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(scalar, parameters));
  }

  private static void assertReason(String reason, Runnable refused, String what) {
    assertEquals(reason, assertThrows(Refused.class, refused::run, what).reason(), what);
  }

  // Formats.

  private static List<ByteString> path(JsonObject vector) {
    List<ByteString> path = new ArrayList<>();
    if (!vector.get("proof").isJsonNull()) {
      vector.getAsJsonArray("proof").forEach(node -> path.add(base64(node)));
    }
    return path;
  }

  private static ByteString base64(JsonElement text) {
    String value = text.isJsonNull() ? "" : text.getAsString();
    return ByteString.copyFrom(Base64.getDecoder().decode(value));
  }

  private static long number(JsonObject vector, String member) {
    return vector.get(member).getAsBigInteger().longValue();
  }

  @Test
  void inclusion() {
    for (JsonElement each : list(read("rfc6962-inclusion"), "vectors")) {
      JsonObject v = each.getAsJsonObject();
      ByteString leaf = base64(v.get("leafHash"));
      long index = number(v, "leafIdx");
      long size = number(v, "treeSize");
      boolean good = Formats.verifyInclusion(leaf, index, size, path(v), base64(v.get("root")));
      assertEquals(!v.get("wantErr").getAsBoolean(), good, text(v, "file"));
    }
  }

  @Test
  void consistency() {
    for (JsonElement each : list(read("rfc6962-consistency"), "vectors")) {
      JsonObject v = each.getAsJsonObject();
      ByteString root1 = base64(v.get("root1"));
      ByteString root2 = base64(v.get("root2"));
      long size1 = number(v, "size1");
      long size2 = number(v, "size2");
      boolean good = Formats.verifyConsistency(size1, size2, root1, root2, path(v));
      assertEquals(!v.get("wantErr").getAsBoolean(), good, text(v, "file"));
    }
  }

  @Test
  void statements() throws Exception {
    for (JsonElement v : list(STATEMENTS, "statements")) {
      assertEquals(bytes(v, "statement"), encodeFields(v, Statement.newBuilder()));
      Sealed opened = Formats.openStatement(bytes(v, "envelope"));
      assertEquals(bytes(v, "statement"), opened.bytes());
      assertEquals(bytes(v, "digest"), opened.digest());
      assertEquals(bytes(v, "signing_input"), Formats.signingInput(opened.bytes()));
      assertEquals(hashes(v, "signatures"), opened.signatures());
      assertEquals(text(v, "act"), opened.statement().getActCase().name().toLowerCase());
      for (int i = 0; i < list(v, "signers").size(); i++) {
        opened.checkSignature(i, publicKey(list(v, "signers").get(i).getAsString()).spki());
      }
    }
  }

  @Test
  void log() {
    Log log = Log.parse(text(LOG, "log_key"));
    ByteString note = ByteString.copyFromUtf8(text(LOG, "checkpoint"));
    Checkpoint checkpoint = Formats.openCheckpoint(note, log);
    assertEquals(bytes(LOG, "root"), checkpoint.root());
    for (JsonElement v : list(LOG, "entries")) {
      LoggedEntry.Builder logged = LoggedEntry.newBuilder().setEntry(bytes(v, "entry"));
      logged.setIndex(number(v.getAsJsonObject(), "index")).addAllPath(hashes(v, "path"));
      Formats.verifyEntry(logged.build(), checkpoint);
      long loggedAt = number(v.getAsJsonObject(), "logged_at");
      assertEquals(loggedAt, Formats.openEntry(logged.build()).getLoggedAt());
    }
    for (int i = 0; i < note.size(); i++) {
      ByteString bad = flip(note, i);
      assertReason("CHECKPOINT_INVALID", () -> Formats.openCheckpoint(bad, log), "byte " + i);
    }
  }

  private static ByteString flip(ByteString bytes, int at) {
    byte[] changed = bytes.toByteArray();
    changed[at] ^= 1;
    return ByteString.copyFrom(changed);
  }

  private static StatusProof proof(JsonElement vector) {
    return Canonical.decode(StatusProof.getDefaultInstance(), bytes(vector, "proof"));
  }

  @Test
  void status() throws Exception {
    ByteString root = bytes(STATUS, "root");
    for (JsonElement row : list(STATUS, "rows")) {
      ByteString history = bytes(row, "history");
      assertEquals(history, encodeFields(row, StatusHistory.newBuilder()));
      long key = number(row.getAsJsonObject(), "key");
      assertEquals(bytes(row, "leaf_hash"), Formats.mapLeafHash(key, history));
    }
    for (JsonElement v : list(STATUS, "proofs")) {
      StatusHistory history = Formats.checkStatusProof(proof(v), root);
      assertEquals(bytes(v, "history"), history.toByteString(), text(v, "what"));
    }
    for (JsonElement v : list(STATUS, "refused")) {
      Runnable check = () -> Formats.checkStatusProof(proof(v), root);
      assertReason(text(v, "reason"), check, text(v, "what"));
    }
  }

  private static final Map<String, Message> TYPES =
      Map.of(
          "AddKey", AddKey.getDefaultInstance(),
          "CertificateLeaf", CertificateLeaf.getDefaultInstance(),
          "LogEntry", LogEntry.getDefaultInstance(),
          "OpenPublicity", OpenPublicity.getDefaultInstance(),
          "RegisterOrganisation", RegisterOrganisation.getDefaultInstance());

  private static void open(String as, ByteString bytes) {
    if (as.equals("public_key")) {
      new PublicKey(bytes);
    } else if (!as.equals("envelope")) {
      Canonical.decode(TYPES.get(as), bytes);
    } else {
      Sealed opened = Formats.openStatement(bytes);
      for (int i = 0; i < opened.signatures().size(); i++) {
        String id = Formats.hex(opened.statement().getSigners(i));
        opened.checkSignature(i, bytes(find(KEYS, "key_id", id), "public_key"));
      }
    }
  }

  @Test
  void refused() {
    for (JsonElement v : list(read("linkcert-refused"), "refused")) {
      assertReason(
          text(v, "reason"), () -> open(text(v, "as"), bytes(v, "bytes")), text(v, "what"));
    }
  }

  // Certificate files.

  private static Instant now() {
    JsonArray entries = list(LOG, "entries");
    JsonObject newest = entries.get(entries.size() - 1).getAsJsonObject();
    return Instant.ofEpochMilli(number(newest, "logged_at") + 1000);
  }

  private static ByteString changedFile(Consumer<CertificateFile.Builder> change) {
    CertificateFile file =
        Canonical.decode(CertificateFile.getDefaultInstance(), bytes(FILE, "file"));
    CertificateFile.Builder builder = file.toBuilder();
    change.accept(builder);
    return Canonical.encode(builder.build());
  }

  private static void assertVerdict(
      Verdict.Conclusion conclusion, String reason, ByteString file, Instant now) {
    Verdict verdict = CertificateVerifier.verify(file, GENESIS, now);
    assertEquals(conclusion, verdict.conclusion(), verdict.reasons().toString());
    assertEquals(reason, verdict.reasons().isEmpty() ? "" : verdict.reasons().get(0).reason());
  }

  @Test
  void fileIsValid() throws Exception {
    ByteString file = bytes(FILE, "file");
    assertEquals(file, encodeFields(FILE, CertificateFile.newBuilder()));
    assertVerdict(Verdict.Conclusion.VALID, "", file, now());
    Verdict verdict = CertificateVerifier.verify(file, GENESIS, now());
    assertEquals(true, verdict.statusProven());
    assertEquals(number(FILE, "certificate"), verdict.certificate());
    List<Integer> tags = verdict.shown().keySet().stream().map(ClaimName::tag).toList();
    assertEquals(list(FILE, "shown_tags").toString(), tags.toString().replace(" ", ""));
  }

  @Test
  void noChangedOrCutFileIsValid() {
    ByteString file = bytes(FILE, "file");
    for (int i = 0; i < file.size(); i += 13) {
      for (ByteString bad : List.of(flip(file, i), file.substring(0, i))) {
        Verdict verdict = CertificateVerifier.verify(bad, GENESIS, now());
        assertNotEquals(Verdict.Conclusion.VALID, verdict.conclusion(), "byte " + i);
      }
    }
  }

  @Test
  void timeAndRegistry() {
    ByteString file = bytes(FILE, "file");
    Instant old = now().plus(Duration.ofDays(31));
    assertVerdict(Verdict.Conclusion.UNKNOWN, "PROOF_TOO_OLD", file, old);
    Instant early = now().minus(Duration.ofDays(1));
    assertVerdict(Verdict.Conclusion.UNKNOWN, "CLOCK_IMPLAUSIBLE", file, early);
    Verdict another = CertificateVerifier.verify(file, Formats.sha256(), now());
    assertEquals("GENESIS_DIFFERS", another.reasons().get(0).reason());
  }

  @Test
  void missingStatusProofs() {
    for (int i = 0; i < 4; i++) {
      int missing = i;
      ByteString file = changedFile(builder -> builder.removeStatus(missing));
      assertVerdict(Verdict.Conclusion.UNKNOWN, "EVIDENCE_MISSING", file, now());
    }
    ByteString none =
        changedFile(builder -> builder.clearStatus().clearStatusRoot().clearCertificateStatus());
    assertVerdict(Verdict.Conclusion.VALID, "", none, now());
    assertEquals(false, CertificateVerifier.verify(none, GENESIS, now()).statusProven());
  }

  @Test
  void partsOfAnotherCertificate() {
    StatusProof standing = proof(find(list(STATUS, "proofs"), "key", "29"));
    ByteString file = changedFile(builder -> builder.setCertificateStatus(standing));
    assertVerdict(Verdict.Conclusion.INVALID, "ENTRY_UNEXPECTED", file, now());
    JsonElement other = list(list(BATCH, "certificates").get(0), "claims").get(1);
    file = changedFile(builder -> builder.getClaimsBuilder(1).setClaim(bytes(other, "claim")));
    assertVerdict(Verdict.Conclusion.INVALID, "CLAIMS_ROOT_DIFFERS", file, now());
  }

  @Test
  void suspended() {
    JsonElement made = list(BATCH, "certificates").get(3);
    List<ByteString> path = hashes(made, "path");
    StatusProof standing = proof(find(list(STATUS, "proofs"), "key", "29"));
    ByteString file =
        changedFile(
            builder -> {
              builder.setLeaf(bytes(made, "leaf")).clearLeafPath().addAllLeafPath(path);
              builder.clearClaims().setCertificateStatus(standing);
              list(made, "claims")
                  .forEach(claim -> builder.addClaimsBuilder().setHash(bytes(claim, "hash")));
            });
    assertVerdict(Verdict.Conclusion.INVALID, "CERTIFICATE_SUSPENDED", file, now());
    Instant old = now().plus(Duration.ofDays(31));
    assertVerdict(Verdict.Conclusion.UNKNOWN, "PROOF_TOO_OLD", file, old);
  }

  // Issuing.

  /** The vectors' batch made again, with their salts. */
  private static BatchIssuer.Batch batch(PublicKey... signers) {
    List<List<ByteString>> claims = new ArrayList<>();
    for (JsonElement certificate : list(BATCH, "certificates")) {
      Map<ClaimName, ByteString> values = new HashMap<>();
      List<ByteString> salts = new ArrayList<>();
      for (JsonElement claim : list(certificate, "claims")) {
        values.put(ClaimName.values()[salts.size()], bytes(claim, "value"));
        salts.add(bytes(claim, "salt"));
      }
      claims.add(BatchIssuer.makeClaims(values, salts));
    }
    JsonElement vector = find(list(STATEMENTS, "statements"), "act", "issue_batch");
    ByteString made = bytes(vector, "statement");
    Statement.Builder head = Canonical.decode(Statement.getDefaultInstance(), made).toBuilder();
    head.clearSigners().getIssueBatchBuilder().clearLeafCount().clearLeavesRoot();
    return BatchIssuer.makeBatch(head.build(), claims, List.of(signers));
  }

  @Test
  void batchHasTheVectorsBytes() {
    BatchIssuer.Batch batch = batch(publicKey("leader-1"), publicKey("leader-2"));
    JsonArray certificates = list(BATCH, "certificates");
    for (int i = 0; i < certificates.size(); i++) {
      assertEquals(bytes(certificates.get(i), "leaf"), batch.leaves().get(i));
      JsonArray claims = list(certificates.get(i), "claims");
      for (int j = 0; j < claims.size(); j++) {
        assertEquals(bytes(claims.get(j), "claim"), batch.claims().get(i).get(j));
      }
    }
    JsonElement made = find(list(STATEMENTS, "statements"), "act", "issue_batch");
    assertEquals(bytes(made, "statement"), batch.statement());
  }

  @Test
  void ownSignaturesOfAllThreeAlgorithmsVerify() throws Exception {
    for (String second : List.of("leader-2", "leader-office")) { // P-256, Ed25519
      BatchIssuer.Batch batch = batch(publicKey("leader-1"), publicKey(second));
      open("envelope", BatchIssuer.sign(batch.statement(), signer("leader-1"), signer(second)));
    }
  }

  @Test
  void refusesToMakeWhatARegistryWouldRefuse() throws Exception {
    BatchIssuer.Batch batch = batch(publicKey("leader-1"), publicKey("leader-2"));
    Map<ByteString, ByteString> none = Map.of();
    assertReason("SIGNATURE_MISSING", () -> BatchIssuer.seal(batch.statement(), none), "none");
    ByteString name = ByteString.copyFromUtf8("虚构\n");
    Runnable make = () -> BatchIssuer.makeClaims(Map.of(ClaimName.NAME, name));
    assertReason("FIELD_OUT_OF_RANGE", make, "newline");
  }

  /** A log that holds one batch of seven, on loopback. */
  private static final class FakeRegistry extends IssuanceServiceImplBase {
    private final String refuseWith;

    FakeRegistry(String refuseWith) {
      this.refuseWith = refuseWith;
    }

    @Override
    public void issueBatch(IssueBatchRequest request, StreamObserver<Receipt> answer) {
      if (!refuseWith.isEmpty()) {
        Any detail = Any.pack(ErrorInfo.newBuilder().setReason(refuseWith).build());
        var refused = com.google.rpc.Status.newBuilder().addDetails(detail);
        refused.setCode(Code.FAILED_PRECONDITION_VALUE);
        answer.onError(StatusProto.toStatusRuntimeException(refused.build()));
        return;
      }
      try {
        answer.onNext(receipt(request));
        answer.onCompleted();
      } catch (Exception error) {
        answer.onError(error);
      }
    }

    private static Receipt receipt(IssueBatchRequest request) throws Exception {
      LogEntry.Builder entry = LogEntry.newBuilder().setLoggedAt(1);
      ByteString first =
          Canonical.encode(entry.setSignedStatement(request.getSignedStatement()).build());
      List<ByteString> all = new ArrayList<>(List.of(Formats.leafHash(first)));
      for (ByteString leaf : request.getLeavesList()) {
        all.add(Formats.leafHash(Canonical.encode(entry.setCertificateLeaf(leaf).build())));
      }
      LoggedEntry.Builder logged = LoggedEntry.newBuilder().setEntry(first);
      for (int half = 1; half < all.size(); half *= 2) { // eight: the roots of the right halves
        logged.addPath(Formats.rootOf(all.subList(half, 2 * half)));
      }
      Log log = new Log("interop.example", publicKey("log").spki());
      Base64.Encoder base64 = Base64.getEncoder();
      String root = base64.encodeToString(Formats.rootOf(all).toByteArray());
      String text = "%s\n%d\n%s\n".formatted(log.origin(), all.size(), root);
      ByteString signature = signer("log").sign(ByteString.copyFromUtf8(text));
      String named = base64.encodeToString(log.keyHash().concat(signature).toByteArray());
      String note = "%s\n— %s %s\n".formatted(text, log.origin(), named);
      Receipt.Builder receipt = Receipt.newBuilder().setEntry(logged).setEnd(all.size());
      return receipt.setCheckpoint(ByteString.copyFromUtf8(note)).build();
    }
  }

  private static Receipt submitTo(FakeRegistry registry, String origin) throws Exception {
    return submitOver(
        InsecureServerCredentials.create(), registry, origin, BatchIssuer::connectToThisMachine);
  }

  /** How a client reaches a registry at a port of this machine. */
  private interface Connection {
    ManagedChannel to(int port) throws IOException;
  }

  private static Receipt submitOver(
      ServerCredentials asked, FakeRegistry registry, String origin, Connection connection)
      throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0), asked)
            .addService(registry)
            .build()
            .start();
    ManagedChannel channel = connection.to(server.getPort());
    try {
      BatchIssuer.Batch batch = batch(publicKey("leader-1"), publicKey("leader-2"));
      ByteString envelope =
          BatchIssuer.sign(batch.statement(), signer("leader-1"), signer("leader-2"));
      Log log = new Log(origin, publicKey("log").spki());
      return BatchIssuer.submit(channel, log, envelope, batch.leaves());
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  @Test
  void submission() throws Exception {
    assertEquals(8, submitTo(new FakeRegistry(""), "interop.example").getEnd());
    Refused unknown =
        assertThrows(Refused.class, () -> submitTo(new FakeRegistry(""), "another.example"));
    assertEquals("CHECKPOINT_INVALID", unknown.reason());
    FakeRegistry refusing = new FakeRegistry("SCOPE_LEVEL_NOT_GRANTED");
    Refused refused = assertThrows(Refused.class, () -> submitTo(refusing, "interop.example"));
    assertEquals("SCOPE_LEVEL_NOT_GRANTED", refused.reason());
  }

  /** The PEM files that tests/interop/run makes. */
  private static File tls(String name) {
    return new File(System.getenv("LINKCERT_TLS"), name + ".pem");
  }

  /** To a registry that asks each caller for a certificate of its authority. */
  private static Receipt submitOverTls(String authority, String caller) throws Exception {
    ServerCredentials asked =
        TlsServerCredentials.newBuilder()
            .keyManager(tls("server"), tls("server-key"))
            .trustManager(tls("ca"))
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build();
    Connection connection =
        port ->
            BatchIssuer.connect(
                "127.0.0.1:" + port, tls(authority), tls(caller), tls(caller + "-key"));
    return submitOver(asked, new FakeRegistry(""), "interop.example", connection);
  }

  @Test
  void submissionOverMutualTls() throws Exception {
    assertEquals(8, submitOverTls("ca", "firm").getEnd());
    assertThrows(StatusRuntimeException.class, () -> submitOverTls("ca", "stranger"));
    assertThrows(StatusRuntimeException.class, () -> submitOverTls("stranger", "firm"));
  }
}
