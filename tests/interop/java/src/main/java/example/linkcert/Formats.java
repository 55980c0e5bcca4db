package example.linkcert;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import linkcert.v1.ActIssue.Claim;
import linkcert.v1.CertificateFileOuterClass.ClaimSlot;
import linkcert.v1.CertificateFileOuterClass.LoggedEntry;
import linkcert.v1.CertificateFileOuterClass.StatusProof;
import linkcert.v1.Entry.LogEntry;
import linkcert.v1.Entry.StatusChange;
import linkcert.v1.Entry.StatusHistory;
import linkcert.v1.FieldRuleOuterClass.Charset;
import linkcert.v1.StatementOuterClass.SignedStatement;
import linkcert.v1.StatementOuterClass.Statement;

/**
 * What is signed, hashed and proven: envelopes, Merkle trees, status map, claims, checkpoints. Each
 * part names its section of docs/FORMAT.md.
 */
public final class Formats {
  private static final String PAYLOAD_TYPE = "application/vnd.linkcert.statement.v1+protobuf";
  private static final ByteString EMPTY = ByteString.copyFrom(new byte[32]);

  private Formats() {}

  static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  public static ByteString sha256(ByteString... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ByteString part : parts) {
        digest.update(part.asReadOnlyByteBuffer());
      }
      return ByteString.copyFrom(digest.digest());
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error); // every JDK has it
    }
  }

  private static ByteString hash(int prefix, ByteString... parts) {
    return sha256(
        ByteString.copyFrom(new byte[] {(byte) prefix}), ByteString.copyFrom(List.of(parts)));
  }

  // Statements and envelopes, FORMAT.md §3.

  /** DSSE pre-authentication encoding (secure-systems-lab/dsse, protocol.md). */
  public static ByteString signingInput(ByteString statement) {
    String head = "DSSEv1 %d %s %d ";
    head = head.formatted(PAYLOAD_TYPE.length(), PAYLOAD_TYPE, statement.size());
    return ByteString.copyFromUtf8(head).concat(statement);
  }

  /** An opened envelope. Signature i is by the key whose id is signer i of the statement. */
  public record Sealed(ByteString bytes, Statement statement, List<ByteString> signatures) {
    public ByteString digest() {
      return sha256(bytes);
    }

    public void checkSignature(int signer, ByteString spki) {
      PublicKey key = new PublicKey(spki);
      boolean another = !key.id().equals(statement.getSigners(signer));
      Refused.when(another, "SIGNER_UNKNOWN", hex(key.id()));
      key.verify(signingInput(bytes), signatures.get(signer));
    }
  }

  public static Sealed openStatement(ByteString envelope) {
    Refused.when(envelope.size() > 65000, "MESSAGE_TOO_LARGE", "envelope");
    SignedStatement signed = Canonical.decode(SignedStatement.getDefaultInstance(), envelope);
    Statement statement =
        Canonical.decode(Statement.getDefaultInstance(), signed.getStatement());
    int wanted = statement.getSignersCount();
    int got = signed.getSignaturesCount();
    Refused.when(got < wanted, "SIGNATURE_MISSING", "");
    Refused.when(got > wanted, "SIGNATURE_EXTRA", "");
    for (ByteString signature : signed.getSignaturesList()) {
      Refused.when(signature.size() != 64, "SIGNATURE_MALFORMED", "");
    }
    return new Sealed(signed.getStatement(), statement, signed.getSignaturesList());
  }

  // Merkle tree, RFC 6962 §2.1.

  public static ByteString leafHash(ByteString data) {
    return hash(0, data);
  }

  private static ByteString nodeHash(ByteString left, ByteString right) {
    return hash(1, left, right);
  }

  /** Root over leaf hashes. */
  public static ByteString rootOf(List<ByteString> hashes) {
    if (hashes.size() < 2) {
      return hashes.isEmpty() ? sha256() : hashes.get(0);
    }
    int middle = Integer.highestOneBit(hashes.size() - 1);
    return nodeHash(
        rootOf(hashes.subList(0, middle)), rootOf(hashes.subList(middle, hashes.size())));
  }

  /** RFC 9162 §2.1.3.2. {@code leaf} is a leaf hash; index and size are unsigned. */
  public static boolean verifyInclusion(
      ByteString leaf, long index, long size, List<ByteString> path, ByteString root) {
    if (Long.compareUnsigned(index, size) >= 0 || leaf.size() != 32) {
      return false;
    }
    long node = index;
    long last = size - 1;
    ByteString result = leaf;
    for (ByteString sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        result = nodeHash(sibling, result);
        while (node != 0 && (node & 1) == 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        result = nodeHash(result, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && result.equals(root);
  }

  /** RFC 9162 §2.1.4.2: the tree of size1 is the beginning of that of size2. */
  public static boolean verifyConsistency(
      long size1, long size2, ByteString root1, ByteString root2, List<ByteString> path) {
    if (size1 == 0 || Long.compareUnsigned(size1, size2) > 0) {
      return false;
    }
    if (size1 == size2) {
      return path.isEmpty() && root1.equals(root2);
    }
    List<ByteString> nodes = new ArrayList<>(path);
    if (Long.bitCount(size1) == 1) {
      nodes.add(0, root1);
    }
    if (nodes.isEmpty()) {
      return false;
    }
    int shift = Long.numberOfTrailingZeros(size1);
    long node = (size1 - 1) >>> shift;
    long last = (size2 - 1) >>> shift;
    ByteString before = nodes.get(0);
    ByteString after = nodes.get(0);
    for (ByteString sibling : nodes.subList(1, nodes.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        before = nodeHash(sibling, before);
        after = nodeHash(sibling, after);
        while (node != 0 && (node & 1) == 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        after = nodeHash(after, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && before.equals(root1) && after.equals(root2);
  }

  // Status map, FORMAT.md §6.

  public static ByteString mapLeafHash(long key, ByteString value) {
    ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, key);
    return hash(2, ByteString.copyFrom(number), value);
  }

  /** The history that the proof shows; one without changes when the map has no row. */
  public static StatusHistory checkStatusProof(StatusProof proof, ByteString root) {
    int depth = proof.getSiblingsCount();
    long end = proof.getKey();
    ByteString result = EMPTY;
    if (proof.hasOther()) {
      end = proof.getOther().getKey();
      result = mapLeafHash(end, proof.getOther().getHistory());
      boolean contradicts = !proof.getHistory().isEmpty() || end == proof.getKey();
      Refused.when(contradicts, "STATUS_PROOF_INVALID", "absence by the key itself");
    } else if (!proof.getHistory().isEmpty()) {
      result = mapLeafHash(end, proof.getHistory());
    }
    // In Java a shift by 64 is none.
    boolean elsewhere = depth > 64 || (depth > 0 && (proof.getKey() ^ end) << (64 - depth) != 0);
    boolean deeper = depth > 0 && proof.getSiblings(0).equals(EMPTY);
    Refused.when(elsewhere || deeper, "STATUS_PROOF_INVALID", "a leaf where it does not belong");
    for (int i = 0; i < depth; i++) {
      ByteString sibling = proof.getSiblings(i);
      boolean right = (proof.getKey() >>> (depth - 1 - i) & 1) == 1;
      result = right ? hash(3, sibling, result) : hash(3, result, sibling);
    }
    Refused.when(!result.equals(root), "STATUS_PROOF_INVALID", "another root");
    return proof.getHistory().isEmpty()
        ? StatusHistory.getDefaultInstance()
        : decodeHistory(proof.getHistory());
  }

  private static StatusHistory decodeHistory(ByteString bytes) {
    StatusHistory history = Canonical.decode(StatusHistory.getDefaultInstance(), bytes);
    for (int i = 1; i < history.getChangesCount(); i++) {
      StatusChange before = history.getChanges(i - 1);
      StatusChange change = history.getChanges(i);
      boolean disordered =
          Long.compareUnsigned(change.getEntryIndex(), before.getEntryIndex()) <= 0
              || change.getLoggedAt() < before.getLoggedAt();
      Refused.when(disordered, "FIELD_OUT_OF_RANGE", "changes are not in log order");
    }
    return history;
  }

  // Claims, FORMAT.md §5.

  /** By tag - 1; a claim's charset (unspecified: bytes of exactly that size) and size. */
  public enum ClaimName {
    NUMBER(Charset.CHARSET_CODE, 22),
    NAME(Charset.CHARSET_TEXT, 256),
    ID_TYPE(Charset.CHARSET_DIGITS, 3),
    ID_NUMBER(Charset.CHARSET_CODE, 32),
    PHOTO(Charset.CHARSET_UNSPECIFIED, 32),
    EMPLOYER(Charset.CHARSET_TEXT, 256),
    THEORY(Charset.CHARSET_TEXT, 32),
    SKILL(Charset.CHARSET_TEXT, 32),
    REVIEW(Charset.CHARSET_TEXT, 32),
    COMPANION(Charset.CHARSET_CODE, 22);

    private final Charset charset;
    private final int size;

    ClaimName(Charset charset, int size) {
      this.charset = charset;
      this.size = size;
    }

    int tag() {
      return ordinal() + 1;
    }

    Claim decode(ByteString bytes) {
      Claim claim = Canonical.decode(Claim.getDefaultInstance(), bytes);
      Refused.when(claim.getTag() != tag(), "CLAIM_MISPLACED", "tag " + claim.getTag());
      ByteString value = claim.getValue();
      boolean fits =
          charset == Charset.CHARSET_UNSPECIFIED
              ? value.size() == size
              : value.size() <= size
                  && value.isValidUtf8()
                  && Canonical.isOfCharset(charset, value.toStringUtf8());
      Refused.when(!value.isEmpty() && !fits, "FIELD_OUT_OF_RANGE", "claim " + tag());
      return claim;
    }
  }

  /** The claims that the holder shows; all slots together must give the root. */
  public static Map<ClaimName, ByteString> checkClaims(
      List<ClaimSlot> slots, ByteString claimsRoot) {
    ClaimName[] names = ClaimName.values();
    Refused.when(slots.size() != names.length, "CLAIM_MISPLACED", slots.size() + " slots");
    Map<ClaimName, ByteString> shown = new LinkedHashMap<>();
    List<ByteString> hashes = new ArrayList<>();
    for (ClaimName name : names) {
      ClaimSlot slot = slots.get(name.ordinal());
      if (slot.hasHash()) {
        hashes.add(slot.getHash());
        continue;
      }
      Claim claim = name.decode(slot.getClaim());
      hashes.add(leafHash(slot.getClaim()));
      if (!claim.getValue().isEmpty()) {
        shown.put(name, claim.getValue());
      }
    }
    Refused.when(!rootOf(hashes).equals(claimsRoot), "CLAIMS_ROOT_DIFFERS", "");
    return shown;
  }

  // Checkpoints: C2SP signed-note and tlog-checkpoint, FORMAT.md §5.

  /** Who signs checkpoints: genesis says it, and a C2SP policy as a verifier key. */
  public record Log(String origin, ByteString spki) {
    /** Reads ORIGIN+HASH+BASE64, the form of signed-note. */
    public static Log parse(String verifierKey) {
      String[] parts = verifierKey.split("\\+", 3);
      ByteString key = decodeBase64(parts[2]);
      Log log = new Log(parts[0], PublicKey.ED25519.concat(key.substring(1)));
      if (key.byteAt(0) != 1 || !hex(log.keyHash()).equals(parts[1])) {
        throw new IllegalArgumentException("not an Ed25519 verifier key");
      }
      return log;
    }

    /** signed-note: which of several keys of one name. */
    ByteString keyHash() {
      ByteString key = spki.substring(PublicKey.ED25519.size());
      return sha256(ByteString.copyFromUtf8(origin + "\n\u0001"), key).substring(0, 4);
    }
  }

  /** The head of a log. */
  public record Checkpoint(long size, ByteString root) {}

  private static final Pattern SIGNATURE_LINE = Pattern.compile("— ([^ +]+) (.+)");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x09\\x0b-\\x1f]");
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,19}");

  /** What the log signed; cosignatures by others are passed over. */
  public static Checkpoint openCheckpoint(ByteString note, Log log) {
    try {
      String text = openNote(note, log);
      String[] lines = text.split("\n", -1);
      boolean formed = lines.length == 4 && lines[0].equals(log.origin());
      if (!formed || !SIZE.matcher(lines[1]).matches() || decodeBase64(lines[2]).size() != 32) {
        throw new IllegalArgumentException("not a checkpoint of this log");
      }
      return new Checkpoint(Long.parseUnsignedLong(lines[1]), decodeBase64(lines[2]));
    } catch (IllegalArgumentException | Refused error) {
      throw new Refused("CHECKPOINT_INVALID", String.valueOf(error.getMessage()));
    }
  }

  /** The text that the log signed. */
  private static String openNote(ByteString bytes, Log log) {
    String note = bytes.toStringUtf8();
    int blank = note.lastIndexOf("\n\n");
    boolean plain = bytes.isValidUtf8() && !CONTROL.matcher(note).find();
    if (!plain || blank < 0 || !note.endsWith("\n") || blank + 2 == note.length()) {
      throw new IllegalArgumentException("not a signed note");
    }
    List<ByteString> byLog = new ArrayList<>();
    for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
      Matcher match = SIGNATURE_LINE.matcher(line);
      if (!match.matches()) {
        throw new IllegalArgumentException("not a signature line");
      }
      ByteString signature = decodeBase64(match.group(2));
      if (match.group(1).equals(log.origin()) && signature.startsWith(log.keyHash())) {
        byLog.add(signature.substring(4));
      }
    }
    if (byLog.size() != 1) {
      throw new IllegalArgumentException("not signed by the log once");
    }
    String text = note.substring(0, blank + 1);
    new PublicKey(log.spki()).verify(ByteString.copyFromUtf8(text), byLog.get(0));
    return text;
  }

  private static ByteString decodeBase64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("not canonical base64");
    }
    return ByteString.copyFrom(bytes);
  }

  // Entries.

  public static void verifyEntry(LoggedEntry logged, Checkpoint checkpoint) {
    boolean included =
        verifyInclusion(
            leafHash(logged.getEntry()),
            logged.getIndex(),
            checkpoint.size(),
            logged.getPathList(),
            checkpoint.root());
    Refused.when(!included, "INCLUSION_INVALID", "entry " + logged.getIndex());
  }

  public static LogEntry openEntry(LoggedEntry logged) {
    Refused.when(logged.getEntry().size() > 65535, "ENTRY_TOO_LARGE", logged.getIndex());
    return Canonical.decode(LogEntry.getDefaultInstance(), logged.getEntry());
  }
}
