package example.linkcert;

import com.google.protobuf.ByteString;
import example.linkcert.Formats.Checkpoint;
import example.linkcert.Formats.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import linkcert.v1.ActGovernance.Genesis;
import linkcert.v1.ActGovernance.RegisterOrganisation;
import linkcert.v1.ActIssue.CertificateLeaf;
import linkcert.v1.ActIssue.IssueBatch;
import linkcert.v1.ActStandard.GrantAccreditation;
import linkcert.v1.CertificateFileOuterClass.CertificateFile;
import linkcert.v1.CertificateFileOuterClass.LoggedEntry;
import linkcert.v1.CertificateFileOuterClass.StatusProof;
import linkcert.v1.Entry.LogEntry;
import linkcert.v1.Entry.StatusHistory;
import linkcert.v1.StatementOuterClass.Statement.ActCase;
import linkcert.v1.Terms.KeyPurpose;

/**
 * The checks on a certificate file, FORMAT.md §7. What is left out, and answered with UNKNOWN
 * wherever it decides, stands in README.md.
 */
public final class CertificateVerifier {
  private static final Duration MAX_AGE = Duration.ofDays(30);
  private static final long SKEW_MS = 5 * 60 * 1000;

  private final CertificateFile file;
  private final ByteString genesisHash;
  private final Verdict verdict;
  private final long nowMs;

  private Genesis genesis;
  private Checkpoint checkpoint;
  private List<Part> authorityKeys;
  private List<Part> issuerKeys;
  private Part organisation;
  private Part accreditation;
  private Part unit;
  private LogEntry statusRoot; // null: none
  private RegisterOrganisation registration;
  private IssueBatch batch;
  private TreeSet<Long> askedFor; // whose status proofs the file must hold
  private boolean recent;

  /** {@code genesisHash} is SHA-256 of the registry's genesis statement: all that is trusted. */
  public static Verdict verify(ByteString file, ByteString genesisHash, Instant now) {
    Verdict verdict = new Verdict();
    try {
      Refused.when(file.size() > 1 << 20, "MESSAGE_TOO_LARGE", "certificate file");
      CertificateFile decoded = Canonical.decode(CertificateFile.getDefaultInstance(), file);
      new CertificateVerifier(decoded, genesisHash, verdict, now.toEpochMilli()).check();
    } catch (Refused refusal) {
      verdict.refuse(refusal);
    }
    return verdict;
  }

  private CertificateVerifier(
      CertificateFile file, ByteString genesisHash, Verdict verdict, long nowMs) {
    this.file = file;
    this.genesisHash = genesisHash;
    this.verdict = verdict;
    this.nowMs = nowMs;
  }

  private void check() {
    Part first = openLog();
    openEntries();
    checkOrder(first);
    checkRights(first);
    long index = checkLeaf();
    checkTime();
    if (statusRoot != null) {
      checkStatus(index);
    } else {
      boolean proofs = file.getStatusCount() > 0 || file.hasCertificateStatus();
      Refused.when(proofs, "EVIDENCE_MISSING", "status proofs without their status root");
    }
  }

  // Checks 1 and 2: the registry, its log, the entries.

  private Part openLog() {
    boolean later = file.getEpochsCount() > 0 || file.hasOriginalBatch();
    Refused.when(later, "NEWER_FORMAT", "epochs, corrections, reissues: ask linkcert-verify");
    Part first = Part.open(file.getGenesis());
    boolean trusted = first.index() == 0 && first.sealed().digest().equals(genesisHash);
    Refused.when(!trusted, "GENESIS_DIFFERS", Formats.hex(first.sealed().digest()));
    genesis = first.as(ActCase.GENESIS).getGenesis();
    Log log = new Log(genesis.getOrigin(), genesis.getLogKey());
    checkpoint = Formats.openCheckpoint(file.getCheckpoint(), log);
    Formats.verifyEntry(file.getGenesis(), checkpoint);
    return first;
  }

  private Part open(LoggedEntry logged) {
    Formats.verifyEntry(logged, checkpoint);
    Part part = Part.open(logged);
    boolean ours = part.statement().getRegistry().equals(genesisHash);
    Refused.when(!ours, "WRONG_REGISTRY", "entry " + part.index());
    return part;
  }

  private void openEntries() {
    authorityKeys = file.getAuthorityKeysList().stream().map(this::open).toList();
    organisation = open(file.getOrganisation());
    issuerKeys = file.getIssuerKeysList().stream().map(this::open).toList();
    accreditation = open(file.getAccreditation());
    unit = open(file.getBatch());
    if (file.hasStatusRoot()) {
      Formats.verifyEntry(file.getStatusRoot(), checkpoint);
      statusRoot = Formats.openEntry(file.getStatusRoot());
      Refused.when(!statusRoot.hasStatusRoot(), "ENTRY_UNEXPECTED", "no status root");
    }
  }

  private void checkOrder(Part first) {
    for (List<Part> keys : List.of(authorityKeys, issuerKeys)) {
      for (int i = 1; i < keys.size(); i++) {
        boolean ascends = Long.compareUnsigned(keys.get(i - 1).index(), keys.get(i).index()) < 0;
        Refused.when(!ascends, "ENTRY_UNEXPECTED", "keys out of order");
      }
    }
    List<Part> all = new ArrayList<>(List.of(first, organisation, accreditation, unit));
    all.addAll(authorityKeys);
    all.addAll(issuerKeys);
    if (statusRoot != null) {
      all.add(new Part(file.getStatusRoot().getIndex(), statusRoot.getLoggedAt(), null));
    }
    all.sort(Comparator.comparing(Part::index, Long::compareUnsigned));
    for (int i = 1; i < all.size(); i++) {
      String place = "entry " + all.get(i).index();
      Refused.when(all.get(i - 1).index() == all.get(i).index(), "ENTRY_UNEXPECTED", place);
      boolean back = all.get(i - 1).loggedAt() > all.get(i).loggedAt();
      Refused.when(back, "LOG_TIME_WENT_BACK", place);
    }
    batch = unit.as(ActCase.ISSUE_BATCH).getIssueBatch();
    boolean covered = Long.compareUnsigned(checkpoint.size(), batchEnd()) >= 0;
    Refused.when(!covered, "INCLUSION_INVALID", "the batch ends behind the checkpoint");
  }

  private long batchEnd() {
    return unit.index() + 1 + batch.getLeafCount();
  }

  // Checks 3 and 4: who signed, and whether they might.

  private void checkRights(Part first) {
    KeyRing ring = new KeyRing(first);
    authorityKeys.forEach(key -> ring.add(key, KeyRing.AUTHORITY));
    registration = organisation.as(ActCase.REGISTER_ORGANISATION).getRegisterOrganisation();
    String issuer = registration.getOrganisation();
    verdict.issuer = registration.getName();
    ring.checkSignedByAuthority(organisation);
    for (Part key : issuerKeys) {
      boolean before = key.index() < organisation.index();
      Refused.when(before, "ORGANISATION_UNKNOWN", "at entry " + key.index());
      ring.add(key, issuer);
    }
    GrantAccreditation grant = checkAccreditation(ring, issuer);
    List<KeyRing.Held> signers = ring.signers(unit);
    KeyRing.checkSide(signers, issuer, KeyPurpose.KEY_PURPOSE_CERTIFICATE, 2);
    askedFor = new TreeSet<>(signers.stream().map(KeyRing.Held::index).toList());
    boolean allSigned = askedFor.size() == issuerKeys.size(); // each signer is one of them
    Refused.when(!allSigned, "ENTRY_UNEXPECTED", "a key that did not sign the batch");
    askedFor.addAll(List.of(accreditation.index(), unit.index()));
    Rules.checkScope(grant, batch);
  }

  private GrantAccreditation checkAccreditation(KeyRing ring, String issuer) {
    GrantAccreditation grant =
        accreditation.as(ActCase.GRANT_ACCREDITATION).getGrantAccreditation();
    ring.checkSignedByAuthority(accreditation);
    boolean issuers = grant.getOrganisation().equals(issuer);
    Refused.when(!issuers, "ACCREDITATION_NOT_YOURS", grant.getOrganisation());
    boolean early = accreditation.index() < organisation.index();
    Refused.when(early, "ORGANISATION_UNKNOWN", "at entry " + accreditation.index());
    boolean late = accreditation.index() > unit.index();
    Refused.when(late, "ACCREDITATION_NOT_IN_FORCE", "granted after the batch");
    return grant;
  }

  // Checks 5 and 6: the certificate itself.

  private long checkLeaf() {
    CertificateLeaf leaf = Canonical.decode(CertificateLeaf.getDefaultInstance(), file.getLeaf());
    boolean ours = leaf.getBatch().equals(unit.statement().getStatementId());
    boolean inside = leaf.getPosition() < batch.getLeafCount();
    Refused.when(!ours || !inside, "LEAF_MISPLACED", "position " + leaf.getPosition());
    ByteString hash = Formats.leafHash(file.getLeaf());
    List<ByteString> path = file.getLeafPathList();
    int count = batch.getLeafCount();
    boolean leads =
        Formats.verifyInclusion(hash, leaf.getPosition(), count, path, batch.getLeavesRoot());
    Refused.when(!leads, "LEAVES_ROOT_DIFFERS", "position " + leaf.getPosition());
    boolean linked = leaf.getSupersedes() != 0 || leaf.getCompanion() != 0;
    Refused.when(linked, "NEWER_FORMAT", "a link to another certificate");
    // Computed, never read from the file: else it could borrow another one's standing.
    verdict.certificate = unit.index() + 1 + leaf.getPosition();
    verdict.batch = batch;
    verdict.shown = Formats.checkClaims(file.getClaimsList(), leaf.getClaimsRoot());
    Rules.checkShown(verdict.shown, batch, registration);
    return verdict.certificate;
  }

  // Checks 7 and 8: time and standing.

  private void checkTime() {
    long proven = statusRoot == null ? unit.loggedAt() : statusRoot.getLoggedAt();
    verdict.asOfMs = proven;
    recent = nowMs - proven <= MAX_AGE.toMillis();
    if (proven - nowMs > SKEW_MS) {
      verdict.leaveOpen(new Refused("CLOCK_IMPLAUSIBLE", "logged after now"));
    } else if (!recent) {
      verdict.leaveOpen(new Refused("PROOF_TOO_OLD", ""));
    }
    boolean expired = batch.getValidTo() != 0 && Rules.civilDate(nowMs) > batch.getValidTo();
    Refused.when(expired, "CERTIFICATE_EXPIRED", batch.getValidTo());
  }

  private void checkStatus(long index) {
    boolean covers = Long.compareUnsigned(file.getStatusRoot().getIndex(), batchEnd()) >= 0;
    Refused.when(!covers, "ENTRY_UNEXPECTED", "the status root does not cover the batch");
    ByteString root = statusRoot.getStatusRoot().getRoot();
    Map<Long, StatusHistory> histories = new HashMap<>();
    long last = -1;
    for (StatusProof proof : file.getStatusList()) {
      boolean wanted = askedFor.contains(proof.getKey()) && proof.getKey() > last;
      Refused.when(!wanted, "ENTRY_UNEXPECTED", "a status proof of " + proof.getKey());
      last = proof.getKey();
      histories.put(last, Formats.checkStatusProof(proof, root));
      checkStanding(last, histories.get(last));
    }
    Refused.when(!file.hasCertificateStatus(), "EVIDENCE_MISSING", "status of entry " + index);
    StatusProof proof = file.getCertificateStatus();
    boolean another = proof.getKey() != index;
    Refused.when(another, "ENTRY_UNEXPECTED", "a status proof of " + proof.getKey());
    checkInForce(Formats.checkStatusProof(proof, root));
    for (long wanted : askedFor) {
      Refused.when(!histories.containsKey(wanted), "EVIDENCE_MISSING", "status of " + wanted);
    }
    verdict.statusProven = true;
  }

  private void checkStanding(long index, StatusHistory history) {
    if (index == unit.index()) {
      checkInForce(history);
    } else if (index == accreditation.index()) {
      int graceDays = genesis.getRuleSet().getEndGraceDays();
      Rules.checkAccreditationStanding(history, unit.index(), unit.loggedAt(), graceDays);
    } else {
      Rules.checkKeyStanding(history, unit.index(), unit.loggedAt());
    }
  }

  private void checkInForce(StatusHistory history) {
    Refused refusal = Rules.refusalOfStanding(history);
    if (refusal == null) {
      return;
    }
    // A suspension in a proof that is too old may have ended since; all else is final.
    if (!refusal.reason().equals("CERTIFICATE_SUSPENDED") || recent) {
      throw refusal;
    }
    verdict.leaveOpen(refusal);
  }

  /** GENESIS_HEX FILE.linkcert: exit code 0 valid, 1 invalid, 2 unknown. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: CertificateVerifier GENESIS_HEX FILE.linkcert");
      System.exit(2);
    }
    ByteString trusted = ByteString.copyFrom(HexFormat.of().parseHex(arguments[0]));
    ByteString bytes = ByteString.copyFrom(Files.readAllBytes(Path.of(arguments[1])));
    Verdict verdict = verify(bytes, trusted, Instant.now());
    System.out.println(verdict.conclusion());
    verdict.reasons().forEach(reason -> System.out.println("  " + reason.getMessage()));
    if (verdict.conclusion() == Verdict.Conclusion.VALID) {
      String basis = verdict.statusProven() ? "standing proven" : "as of issue";
      System.out.printf(
          "  certificate %d of %s, %s%n", verdict.certificate(), verdict.issuer(), basis);
    }
    System.exit(verdict.conclusion().ordinal());
  }
}
