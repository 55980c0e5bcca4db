package example.linkcert;

import example.linkcert.Formats.Sealed;
import java.util.Set;
import linkcert.v1.CertificateFileOuterClass.LoggedEntry;
import linkcert.v1.Entry.LogEntry;
import linkcert.v1.StatementOuterClass.Statement;
import linkcert.v1.StatementOuterClass.Statement.ActCase;

/** A statement of a certificate file, with its place in the log. */
record Part(long index, long loggedAt, Sealed sealed) {
  private static final Set<ActCase> LATER =
      Set.of(ActCase.ROTATE_KEY, ActCase.CORRECT_CERTIFICATES, ActCase.REISSUE_CERTIFICATES);

  static Part open(LoggedEntry logged) {
    LogEntry entry = Formats.openEntry(logged);
    boolean none = !entry.hasSignedStatement();
    Refused.when(none, "ENTRY_UNEXPECTED", "no statement: entry " + logged.getIndex());
    Sealed sealed = Formats.openStatement(entry.getSignedStatement());
    return new Part(logged.getIndex(), entry.getLoggedAt(), sealed);
  }

  /** The statement, whose act is of the kind that its place asks for. */
  Statement as(ActCase wanted) {
    ActCase act = statement().getActCase();
    Refused.when(LATER.contains(act), "NEWER_FORMAT", act + ": ask linkcert-verify");
    Refused.when(act != wanted, "ENTRY_UNEXPECTED", "entry " + index + ": " + act);
    return statement();
  }

  Statement statement() {
    return sealed.statement();
  }
}
