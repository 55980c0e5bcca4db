package linkcert

import "errors"

// Refusal says why bytes were refused, with the stable reasons of the registry (proto/reason.h).
type Refusal struct {
	Reason string // e.g. NOT_CANONICAL
	Detail string // for people
}

func (r *Refusal) Error() string {
	if r.Detail == "" {
		return r.Reason
	}
	return r.Reason + ": " + r.Detail
}

func refuse(reason, detail string) error { return &Refusal{reason, detail} }

// ReasonOf gives the stable reason of an error, "" if it has none.
func ReasonOf(err error) string {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal.Reason
	}
	return ""
}

// isOpen tells what leaves a question open. All other reasons say that something is wrong.
func isOpen(err error) bool {
	reason := ReasonOf(err)
	return reason == "NEWER_FORMAT" || reason == "EVIDENCE_MISSING"
}
