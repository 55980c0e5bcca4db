"""Why bytes were refused: the same stable reasons that the registry gives (proto/reason.h)."""


class Refused(Exception):
    # What leaves a question open. All other reasons say that something is wrong.
    OPEN = frozenset({"NEWER_FORMAT", "EVIDENCE_MISSING"})

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail
