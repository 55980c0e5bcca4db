package example.linkcert;

import java.util.Set;

/** Why bytes were refused: the same stable reasons that the registry gives (proto/reason.h). */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Set<String> OPEN = Set.of("NEWER_FORMAT", "EVIDENCE_MISSING");

  private final String reason;

  public Refused(String reason, Object detail) {
    super(detail.toString().isEmpty() ? reason : reason + ": " + detail);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  /** Leaves the question open. All other reasons say that something is wrong. */
  boolean isOpen() {
    return OPEN.contains(reason);
  }

  static void when(boolean wrong, String reason, Object detail) {
    if (wrong) {
      throw new Refused(reason, detail);
    }
  }
}
