package example.linkcert;

import com.google.protobuf.ByteString;
import example.linkcert.Formats.ClaimName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import linkcert.v1.ActGovernance.RegisterOrganisation;
import linkcert.v1.ActIssue.IssueBatch;
import linkcert.v1.ActStandard.GrantAccreditation;
import linkcert.v1.ActStandard.ScopeItem;
import linkcert.v1.Entry.StandingState;
import linkcert.v1.Entry.StatusChange;
import linkcert.v1.Entry.StatusHistory;
import linkcert.v1.Terms.Audience;
import linkcert.v1.Terms.CertificateClass;
import linkcert.v1.Terms.NumberBlock;

/** Those rules of docs/RULES.md that a certificate file can show to be kept. */
final class Rules {
  static final long DAY_MS = 24L * 60 * 60 * 1000;

  private Rules() {}

  /** YYYYMMDD in UTC+8, no later than 9999-12-31. */
  static int civilDate(long unixMs) {
    Instant instant = Instant.ofEpochMilli(Math.min(unixMs, 253_402_271_999_000L));
    OffsetDateTime day = instant.atOffset(ZoneOffset.ofHours(8));
    return day.getYear() * 10000 + day.getMonthValue() * 100 + day.getDayOfMonth();
  }

  // The batch lies inside the accreditation: rules/scope.cc, rules/numbers.cc.

  static void checkScope(GrantAccreditation grant, IssueBatch batch) {
    boolean another = !batch.getAccreditation().equals(grant.getAccreditation());
    Refused.when(another, "ACCREDITATION_UNKNOWN", batch.getAccreditation());
    checkScopeItems(grant, batch);
    boolean covered = grant.getClassesList().contains(batch.getCertificateClass());
    Refused.when(!covered, "SCOPE_CLASS_NOT_GRANTED", batch.getCertificateClass());
    covered = grant.getRoutesList().contains(batch.getRoute());
    Refused.when(!covered, "SCOPE_ROUTE_NOT_GRANTED", batch.getRoute());
    covered = grant.getStandardsList().contains(batch.getStandard());
    Refused.when(!covered, "SCOPE_STANDARD_NOT_GRANTED", batch.getStandard());
    covered = batch.getChain().isEmpty() || batch.getChain().equals(grant.getChain());
    Refused.when(!covered, "SCOPE_CHAIN_NOT_GRANTED", batch.getChain());
    for (int day : new int[] {batch.getExamStart(), batch.getIssuedOn()}) {
      boolean late = grant.getValidTo() != 0 && day > grant.getValidTo();
      boolean outside = day < grant.getValidFrom() || late;
      Refused.when(outside, "ACCREDITATION_NOT_IN_FORCE", "on " + day);
    }
    covered = grant.getAudiencesList().contains(audienceOf(grant, batch));
    Refused.when(!covered, "SCOPE_AUDIENCE_NOT_GRANTED", audienceOf(grant, batch));
    checkNumbers(grant, batch);
  }

  private static Audience audienceOf(GrantAccreditation grant, IssueBatch batch) {
    if (!batch.getChain().isEmpty()) {
      return Audience.AUDIENCE_CHAIN;
    }
    List<String> roster = List.copyOf(batch.getRoster().getOrganisationsList());
    boolean ownStaff = roster.equals(List.of(grant.getOrganisation()));
    return ownStaff ? Audience.AUDIENCE_OWN_STAFF : Audience.AUDIENCE_PUBLIC;
  }

  /** One line of the scope covers occupation, trade and level together. */
  private static void checkScopeItems(GrantAccreditation grant, IssueBatch batch) {
    boolean occupation = false;
    boolean trade = false;
    for (ScopeItem item : grant.getScopeList()) {
      if (!item.getOccupation().equals(batch.getOccupation())) {
        continue;
      }
      occupation = true;
      if (item.getTradesCount() > 0 && !item.getTradesList().contains(batch.getTrade())) {
        continue;
      }
      trade = true;
      boolean ladder = item.getLadder().equals(batch.getLadder());
      if (ladder && item.getLevelsList().contains(batch.getLevel())) {
        return;
      }
    }
    Refused.when(!occupation, "SCOPE_OCCUPATION_NOT_GRANTED", batch.getOccupation().getCode());
    Refused.when(!trade, "SCOPE_TRADE_NOT_GRANTED", batch.getTrade());
    throw new Refused("SCOPE_LEVEL_NOT_GRANTED", batch.getLadder() + " " + batch.getLevel());
  }

  private static void checkNumbers(GrantAccreditation grant, IssueBatch batch) {
    NumberBlock numbers = batch.getNumbers();
    String prefix = numbers.getPrefix();
    if (batch.getCertificateClass() == CertificateClass.CERTIFICATE_CLASS_STATE_LEVEL) {
      boolean formed = prefix.matches(".[0-9]{14}.");
      Refused.when(!formed, "NUMBER_MALFORMED", prefix);
      boolean filed = prefix.substring(0, 13).equals(grant.getFilingCode());
      Refused.when(!filed, "NUMBER_FILING_CODE_DIFFERS", prefix);
      int year = Integer.parseInt(prefix.substring(13, 15));
      boolean sameYear = year == batch.getIssuedOn() / 10000 % 100;
      Refused.when(!sameYear, "NUMBER_YEAR_DIFFERS", prefix);
    } else {
      boolean formed = prefix.length() >= 2 && prefix.length() <= 15;
      Refused.when(!formed, "NUMBER_MALFORMED", prefix);
    }
    int end = numbers.getFirst() + numbers.getCount();
    Refused.when(end > 1_000_000, "NUMBER_MALFORMED", "runs past 999999");
    boolean outside =
        numbers.getVoidedList().stream().anyMatch(s -> s < numbers.getFirst() || s >= end);
    boolean fits = numbers.getCount() - numbers.getVoidedCount() == batch.getLeafCount();
    Refused.when(outside || !fits, "NUMBER_COUNT_DIFFERS", "");
  }

  // What the holder shows fits the batch: FORMAT.md §7 check 6.

  static void checkShown(
      Map<ClaimName, ByteString> shown, IssueBatch batch, RegisterOrganisation registration) {
    if (shown.containsKey(ClaimName.NUMBER)) {
      checkNumber(shown.get(ClaimName.NUMBER).toStringUtf8(), batch.getNumbers());
    }
    if (!shown.containsKey(ClaimName.EMPLOYER)) {
      return;
    }
    // Another firm's printed name cannot be mapped to an id: it is the issuer's word.
    List<String> roster = List.copyOf(batch.getRoster().getOrganisationsList());
    String issuer = registration.getOrganisation();
    String employer = shown.get(ClaimName.EMPLOYER).toStringUtf8();
    boolean isIssuers = employer.equals(registration.getName());
    boolean onRoster = roster.contains(employer) || (isIssuers && roster.contains(issuer));
    boolean issuersAlone = roster.equals(List.of(issuer));
    boolean wrong = !onRoster && (isIssuers || issuersAlone);
    Refused.when(wrong, "CLAIM_EMPLOYER_NOT_ON_ROSTER", "");
  }

  private static void checkNumber(String number, NumberBlock block) {
    String prefix = block.getPrefix();
    boolean ours = number.startsWith(prefix) && number.length() == prefix.length() + 6;
    Refused.when(!ours, "CLAIM_NUMBER_OUTSIDE_BLOCK", "another prefix");
    String digits = number.substring(prefix.length());
    Refused.when(!digits.matches("[0-9]{6}"), "NUMBER_MALFORMED", "");
    int serial = Integer.parseInt(digits);
    int end = block.getFirst() + block.getCount();
    boolean outside = serial < block.getFirst() || serial >= end;
    boolean voided = block.getVoidedList().contains(serial);
    Refused.when(outside || voided, "CLAIM_NUMBER_OUTSIDE_BLOCK", digits);
  }

  // Standing: rules/standing.cc.

  private static String by(StatusChange change) {
    return "by entry " + change.getEntryIndex();
  }

  /** Of a batch or a certificate, now; null = in force. */
  static Refused refusalOfStanding(StatusHistory history) {
    if (history.getChangesCount() == 0) {
      return null;
    }
    StatusChange last = history.getChanges(history.getChangesCount() - 1);
    return switch (last.getState()) {
      case STANDING_STATE_IN_FORCE -> null;
      case STANDING_STATE_SUSPENDED -> new Refused("CERTIFICATE_SUSPENDED", by(last));
      case STANDING_STATE_SUPERSEDED -> new Refused("CERTIFICATE_SUPERSEDED", by(last));
      case STANDING_STATE_VOIDED -> new Refused("BATCH_VOIDED", by(last));
      default -> new Refused("CERTIFICATE_REVOKED", by(last));
    };
  }

  /** Not ended before the batch; not stolen by then, by what is known now (R22). */
  static void checkKeyStanding(StatusHistory history, long batchIndex, long batchLoggedAt) {
    for (StatusChange change : history.getChangesList()) {
      boolean stolen = change.getState() == StandingState.STANDING_STATE_COMPROMISED;
      boolean byThen = change.getSince() <= batchLoggedAt;
      Refused.when(stolen && byThen, "KEY_COMPROMISED", by(change));
    }
    for (StatusChange change : history.getChangesList()) {
      boolean before = Long.compareUnsigned(change.getEntryIndex(), batchIndex) < 0;
      Refused.when(before, "SIGNER_KEY_ENDED", by(change));
    }
  }

  /** In force at the batch, or ended no longer before it than the grace (R05). */
  static void checkAccreditationStanding(
      StatusHistory history, long batchIndex, long batchLoggedAt, int graceDays) {
    StandingState inForce = StandingState.STANDING_STATE_IN_FORCE;
    List<StatusChange> before =
        history.getChangesList().stream()
            .filter(change -> Long.compareUnsigned(change.getEntryIndex(), batchIndex) < 0)
            .toList();
    if (before.isEmpty() || before.get(before.size() - 1).getState() == inForce) {
      return;
    }
    StatusChange last = before.get(before.size() - 1);
    boolean usable = before.size() == 1 || before.get(before.size() - 2).getState() == inForce;
    boolean ended = last.getState() == StandingState.STANDING_STATE_ENDED;
    int lastDay = civilDate(last.getLoggedAt() + graceDays * DAY_MS);
    boolean inGrace = ended && usable && civilDate(batchLoggedAt) <= lastDay;
    Refused.when(!inGrace, "ACCREDITATION_NOT_IN_FORCE", by(last));
  }
}
