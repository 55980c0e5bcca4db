package example.linkcert;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import linkcert.v1.ActGovernance.AddKey;
import linkcert.v1.ActGovernance.AuthorityKey;
import linkcert.v1.ActGovernance.Genesis;
import linkcert.v1.StatementOuterClass.Statement.ActCase;
import linkcert.v1.Terms.KeyPurpose;

/** Check 3 of FORMAT.md §7: who signed, with which right, how many people (§4). */
final class KeyRing {
  static final String AUTHORITY = "authority";

  /** A key of the file; {@code index} is of the entry that brought it in. */
  record Held(
      long index,
      String organisation,
      ByteString person,
      List<KeyPurpose> purposes,
      ByteString spki) {}

  private final Genesis genesis;
  private final Map<ByteString, Held> keys = new HashMap<>();

  /** Checks the signatures of genesis, by keys listed in it. */
  KeyRing(Part part) {
    genesis = part.as(ActCase.GENESIS).getGenesis();
    Map<ByteString, AuthorityKey> listed =
        genesis.getAuthorityKeysList().stream()
            .collect(
                Collectors.toMap(
                    key -> Formats.sha256(key.getPublicKey()), key -> key, (one, same) -> one));
    List<ByteString> signers = part.statement().getSignersList();
    for (int i = 0; i < signers.size(); i++) {
      AuthorityKey key = listed.get(signers.get(i));
      Refused.when(key == null, "SIGNER_UNKNOWN", Formats.hex(signers.get(i)));
      part.sealed().checkSignature(i, key.getPublicKey());
    }
    Set<ByteString> people =
        signers.stream().map(id -> listed.get(id).getPerson()).collect(Collectors.toSet());
    Refused.when(people.size() < genesis.getThreshold(), "THRESHOLD_NOT_MET", "genesis");
  }

  void add(Part part, String organisation) {
    AddKey act = part.as(ActCase.ADD_KEY).getAddKey();
    ByteString id = new PublicKey(act.getPublicKey()).id();
    boolean foreign = !act.getOrganisation().equals(organisation);
    Refused.when(foreign, "SIGNER_FOREIGN", "a key of " + act.getOrganisation());
    for (KeyPurpose purpose : act.getPurposesList()) {
      boolean authoritys = purpose == KeyPurpose.KEY_PURPOSE_AUTHORITY;
      boolean wrong = authoritys != organisation.equals(AUTHORITY);
      boolean receipt = purpose == KeyPurpose.KEY_PURPOSE_RECEIPT;
      Refused.when(wrong || receipt, "KEY_PURPOSE_NOT_ALLOWED", organisation);
    }
    checkNew(part, act, id);
    Refused.when(keys.containsKey(id), "KEY_ALREADY_REGISTERED", Formats.hex(id));
    Held held =
        new Held(
            part.index(), organisation, act.getPerson(), act.getPurposesList(), act.getPublicKey());
    keys.put(id, held);
  }

  /** A key proves that it is held; the authority vouches for it, genesis for its own. */
  private void checkNew(Part part, AddKey act, ByteString id) {
    List<ByteString> signers = part.statement().getSignersList();
    Refused.when(!signers.contains(id), "SIGNER_MISSING", "the new key itself");
    part.sealed().checkSignature(signers.indexOf(id), act.getPublicKey());
    boolean authoritys = act.getOrganisation().equals(AUTHORITY);
    for (AuthorityKey listed : genesis.getAuthorityKeysList()) {
      if (listed.getPublicKey().equals(act.getPublicKey())) {
        boolean same = authoritys && listed.getPerson().equals(act.getPerson());
        Refused.when(!same || signers.size() != 1, "GENESIS_INVALID", "not as genesis lists it");
        return;
      }
    }
    int people = authoritys ? genesis.getThreshold() : 1;
    checkSide(signers(part, id), AUTHORITY, KeyPurpose.KEY_PURPOSE_AUTHORITY, people);
  }

  /** The keys that signed: in the file, logged before, each signature good. */
  List<Held> signers(Part part) {
    return signers(part, ByteString.EMPTY);
  }

  private List<Held> signers(Part part, ByteString but) {
    List<Held> signers = new ArrayList<>();
    for (int i = 0; i < part.statement().getSignersCount(); i++) {
      ByteString id = part.statement().getSigners(i);
      if (id.equals(but)) {
        continue;
      }
      Held key = keys.get(id);
      boolean unknown = key == null || Long.compareUnsigned(key.index(), part.index()) >= 0;
      Refused.when(unknown, "SIGNER_UNKNOWN", Formats.hex(id));
      part.sealed().checkSignature(i, key.spki());
      signers.add(key);
    }
    return signers;
  }

  void checkSignedByAuthority(Part part) {
    checkSide(signers(part), AUTHORITY, KeyPurpose.KEY_PURPOSE_AUTHORITY, 1);
  }

  static void checkSide(List<Held> signers, String organisation, KeyPurpose purpose, int people) {
    for (Held key : signers) {
      boolean foreign = !key.organisation().equals(organisation);
      Refused.when(foreign, "SIGNER_FOREIGN", key.organisation());
      Refused.when(!key.purposes().contains(purpose), "SIGNER_PURPOSE", "entry " + key.index());
    }
    Refused.when(signers.isEmpty(), "SIGNER_MISSING", organisation);
    long persons = signers.stream().map(Held::person).distinct().count();
    String reason = organisation.equals(AUTHORITY) ? "THRESHOLD_NOT_MET" : "TWO_PEOPLE_NEEDED";
    Refused.when(persons < people, reason, organisation);
  }
}
