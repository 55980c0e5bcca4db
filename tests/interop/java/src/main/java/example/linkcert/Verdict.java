package example.linkcert;

import com.google.protobuf.ByteString;
import example.linkcert.Formats.ClaimName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import linkcert.v1.ActIssue.IssueBatch;

/** The answer on one certificate file. */
public final class Verdict {
  /** Unknown is never a soft "invalid". */
  public enum Conclusion {
    VALID,
    INVALID,
    UNKNOWN
  }

  private Conclusion conclusion = Conclusion.VALID;
  private final List<Refused> reasons = new ArrayList<>();
  // Set by the verifier as it goes.
  long certificate;
  String issuer = "";
  IssueBatch batch = IssueBatch.getDefaultInstance();
  Map<ClaimName, ByteString> shown = Map.of();
  long asOfMs;
  boolean statusProven;

  void refuse(Refused refusal) {
    if (refusal.isOpen()) {
      leaveOpen(refusal);
    } else {
      reasons.add(refusal);
      conclusion = Conclusion.INVALID;
    }
  }

  void leaveOpen(Refused refusal) {
    reasons.add(refusal);
    if (conclusion == Conclusion.VALID) {
      conclusion = Conclusion.UNKNOWN;
    }
  }

  public Conclusion conclusion() {
    return conclusion;
  }

  public List<Refused> reasons() {
    return reasons;
  }

  /** The certificate's id: log index of its leaf. */
  public long certificate() {
    return certificate;
  }

  public String issuer() {
    return issuer;
  }

  public IssueBatch batch() {
    return batch;
  }

  /** The claims that the holder shows. */
  public Map<ClaimName, ByteString> shown() {
    return shown;
  }

  /** The answer holds as of this log time. */
  public long asOfMs() {
    return asOfMs;
  }

  /** False: valid as of issue. */
  public boolean statusProven() {
    return statusProven;
  }
}
