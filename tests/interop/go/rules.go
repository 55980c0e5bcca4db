package linkcert

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	pb "linkcert.example/interop/linkcertv1"
)

// Those rules of docs/RULES.md that a certificate file can show to be kept.

const dayMs = 24 * 60 * 60 * 1000

// civilDate gives YYYYMMDD in UTC+8.
func civilDate(unixMs uint64) uint32 {
	utc8 := time.FixedZone("UTC+8", 8*60*60)
	day := time.UnixMilli(int64(min(unixMs, 253402271999000))).In(utc8)
	return uint32(day.Year()*10000 + int(day.Month())*100 + day.Day())
}

// --- The batch lies inside the accreditation: rules/scope.cc, rules/numbers.cc ---

func checkScope(grant *pb.GrantAccreditation, batch *pb.IssueBatch) error {
	if batch.Accreditation != grant.Accreditation {
		return refuse("ACCREDITATION_UNKNOWN", batch.Accreditation)
	}
	if err := checkScopeItems(grant, batch); err != nil {
		return err
	}
	switch {
	case !slices.Contains(grant.Classes, batch.CertificateClass):
		return refuse("SCOPE_CLASS_NOT_GRANTED", "")
	case !slices.Contains(grant.Routes, batch.Route):
		return refuse("SCOPE_ROUTE_NOT_GRANTED", "")
	case !slices.Contains(grant.Standards, batch.Standard):
		return refuse("SCOPE_STANDARD_NOT_GRANTED", batch.Standard)
	case batch.Chain != "" && batch.Chain != grant.Chain:
		return refuse("SCOPE_CHAIN_NOT_GRANTED", batch.Chain)
	}
	for _, day := range []uint32{batch.ExamStart, batch.IssuedOn} {
		if day < grant.ValidFrom || (grant.ValidTo != 0 && day > grant.ValidTo) {
			return refuse("ACCREDITATION_NOT_IN_FORCE", fmt.Sprintf("on %d", day))
		}
	}
	if !slices.Contains(grant.Audiences, audienceOf(grant, batch)) {
		return refuse("SCOPE_AUDIENCE_NOT_GRANTED", "")
	}
	return checkNumbers(grant, batch)
}

func audienceOf(grant *pb.GrantAccreditation, batch *pb.IssueBatch) pb.Audience {
	if batch.Chain != "" {
		return pb.Audience_AUDIENCE_CHAIN
	}
	if slices.Equal(batch.Roster.Organisations, []string{grant.Organisation}) {
		return pb.Audience_AUDIENCE_OWN_STAFF
	}
	return pb.Audience_AUDIENCE_PUBLIC
}

// One line of the scope covers occupation, trade and level together.
func checkScopeItems(grant *pb.GrantAccreditation, batch *pb.IssueBatch) error {
	occupation, trade := false, false
	for _, item := range grant.Scope {
		if !proto.Equal(item.Occupation, batch.Occupation) {
			continue
		}
		occupation = true
		if len(item.Trades) > 0 && !slices.Contains(item.Trades, batch.Trade) {
			continue
		}
		trade = true
		if item.Ladder == batch.Ladder && slices.Contains(item.Levels, batch.Level) {
			return nil
		}
	}
	switch {
	case !occupation:
		return refuse("SCOPE_OCCUPATION_NOT_GRANTED", batch.Occupation.Code)
	case !trade:
		return refuse("SCOPE_TRADE_NOT_GRANTED", batch.Trade)
	}
	return refuse("SCOPE_LEVEL_NOT_GRANTED", fmt.Sprintf("%s %d", batch.Ladder, batch.Level))
}

func checkNumbers(grant *pb.GrantAccreditation, batch *pb.IssueBatch) error {
	numbers, prefix := batch.Numbers, batch.Numbers.Prefix
	state := batch.CertificateClass == pb.CertificateClass_CERTIFICATE_CLASS_STATE_LEVEL
	if state {
		switch {
		case len(prefix) != 16 || !isDigits(prefix[1:15]):
			return refuse("NUMBER_MALFORMED", prefix)
		case prefix[:13] != grant.FilingCode:
			return refuse("NUMBER_FILING_CODE_DIFFERS", prefix)
		case prefix[13:15] != fmt.Sprintf("%02d", batch.IssuedOn/10000%100):
			return refuse("NUMBER_YEAR_DIFFERS", prefix)
		}
	} else if len(prefix) < 2 || len(prefix) > 15 {
		return refuse("NUMBER_MALFORMED", prefix)
	}
	end := numbers.First + numbers.Count
	if end > 1_000_000 {
		return refuse("NUMBER_MALFORMED", "runs past 999999")
	}
	isOutside := func(serial uint32) bool { return serial < numbers.First || serial >= end }
	used := int(numbers.Count) - len(numbers.Voided)
	if slices.ContainsFunc(numbers.Voided, isOutside) || used != int(batch.LeafCount) {
		return refuse("NUMBER_COUNT_DIFFERS", "")
	}
	return nil
}

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// --- What the holder shows fits the batch: FORMAT.md §7 check 6 ---

func checkShown(shown map[string][]byte, batch *pb.IssueBatch,
	registration *pb.RegisterOrganisation) error {
	if number := string(shown["number"]); number != "" {
		if err := checkNumberInBlock(number, batch.Numbers); err != nil {
			return err
		}
	}
	// Another firm's printed name cannot be mapped to an id: it is the issuer's word.
	roster, issuer := batch.Roster.Organisations, registration.Organisation
	employer := string(shown["employer"])
	isIssuers := employer == registration.Name
	onRoster := slices.Contains(roster, employer) || (isIssuers && slices.Contains(roster, issuer))
	if employer == "" || onRoster {
		return nil
	}
	if isIssuers || slices.Equal(roster, []string{issuer}) {
		return refuse("CLAIM_EMPLOYER_NOT_ON_ROSTER", "")
	}
	return nil
}

func checkNumberInBlock(number string, block *pb.NumberBlock) error {
	digits, found := strings.CutPrefix(number, block.Prefix)
	if !found || len(digits) != 6 {
		return refuse("CLAIM_NUMBER_OUTSIDE_BLOCK", "another prefix")
	}
	if !isDigits(digits) {
		return refuse("NUMBER_MALFORMED", "")
	}
	value, err := strconv.ParseUint(digits, 10, 32)
	serial := uint32(value)
	outside := serial < block.First || serial >= block.First+block.Count
	if err != nil || outside || slices.Contains(block.Voided, serial) {
		return refuse("CLAIM_NUMBER_OUTSIDE_BLOCK", digits)
	}
	return nil
}

// --- Standing: rules/standing.cc ---

func byEntry(change *pb.StatusChange) string {
	return fmt.Sprintf("by entry %d", change.EntryIndex)
}

// checkInForce judges a batch or a certificate, now.
func checkInForce(history *pb.StatusHistory) error {
	if len(history.Changes) == 0 {
		return nil
	}
	last := history.Changes[len(history.Changes)-1]
	switch last.State {
	case pb.StandingState_STANDING_STATE_IN_FORCE:
		return nil
	case pb.StandingState_STANDING_STATE_SUSPENDED:
		return refuse("CERTIFICATE_SUSPENDED", byEntry(last))
	case pb.StandingState_STANDING_STATE_SUPERSEDED:
		return refuse("CERTIFICATE_SUPERSEDED", byEntry(last))
	case pb.StandingState_STANDING_STATE_VOIDED:
		return refuse("BATCH_VOIDED", byEntry(last))
	}
	return refuse("CERTIFICATE_REVOKED", byEntry(last))
}

// checkKeyStanding: not ended before the batch; not stolen by then, by what is known now (R22).
func checkKeyStanding(history *pb.StatusHistory, batch *part) error {
	for _, change := range history.Changes {
		stolen := change.State == pb.StandingState_STANDING_STATE_COMPROMISED
		if stolen && change.Since <= batch.loggedAt {
			return refuse("KEY_COMPROMISED", byEntry(change))
		}
	}
	for _, change := range history.Changes {
		if change.EntryIndex < batch.index {
			return refuse("SIGNER_KEY_ENDED", byEntry(change))
		}
	}
	return nil
}

// checkAccreditationStanding: in force at the batch, or ended no longer before it than the grace
// (R05).
func checkAccreditationStanding(history *pb.StatusHistory, batch *part, graceDays uint32) error {
	inForce := pb.StandingState_STANDING_STATE_IN_FORCE
	state, before, last := inForce, inForce, (*pb.StatusChange)(nil)
	for _, change := range history.Changes {
		if change.EntryIndex < batch.index {
			before, state, last = state, change.State, change
		}
	}
	if state == inForce {
		return nil
	}
	lastDay := civilDate(last.LoggedAt + uint64(graceDays)*dayMs)
	ended := state == pb.StandingState_STANDING_STATE_ENDED
	if ended && before == inForce && civilDate(batch.loggedAt) <= lastDay {
		return nil
	}
	return refuse("ACCREDITATION_NOT_IN_FORCE", byEntry(last))
}
