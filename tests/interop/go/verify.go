package linkcert

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	pb "linkcert.example/interop/linkcertv1"
)

// The checks on a certificate file, FORMAT.md §7. What is left out, and answered with Unknown
// wherever it decides, stands in README.md.

const (
	Valid   = "valid"
	Invalid = "invalid"
	Unknown = "unknown"

	skewMs = 5 * 60 * 1000
)

// Verdict is the answer on one file.
type Verdict struct {
	Conclusion   string
	Reasons      []error
	Certificate  uint64 // its id: log index of its leaf
	Issuer       string
	Batch        *pb.IssueBatch
	Shown        map[string][]byte // claims by name
	AsOfMs       uint64            // the answer holds as of this log time
	StatusProven bool              // false: valid as of issue
}

func (v *Verdict) add(err error) {
	if err == nil {
		return
	}
	v.Reasons = append(v.Reasons, err)
	if !isOpen(err) {
		v.Conclusion = Invalid
	} else if v.Conclusion == Valid {
		v.Conclusion = Unknown
	}
}

func (v *Verdict) leaveOpen(err error) {
	v.Reasons = append(v.Reasons, err)
	if v.Conclusion == Valid {
		v.Conclusion = Unknown
	}
}

// Options: what the verifier trusts and when it asks.
type Options struct {
	Genesis []byte        // SHA-256 of the registry's genesis statement: all that must be trusted
	Now     time.Time     // zero: the clock's
	MaxAge  time.Duration // zero: 30 days
}

func Verify(file []byte, options Options) *Verdict {
	if options.Now.IsZero() {
		options.Now = time.Now()
	}
	if options.MaxAge == 0 {
		options.MaxAge = 30 * 24 * time.Hour
	}
	v := &verifier{options: options, keys: map[string]*heldKey{}}
	v.verdict.Conclusion = Valid
	v.verdict.add(v.check(file))
	return &v.verdict
}

// part is a statement of the file, with its place in the log.
type part struct {
	index, loggedAt uint64
	sealed          *Sealed
}

func (p *part) statement() *pb.Statement { return p.sealed.Statement }

func (p *part) require(wanted string) error {
	act := p.sealed.Act()
	if act == wanted {
		return nil
	}
	later := []string{"rotate_key", "correct_certificates", "reissue_certificates"}
	if slices.Contains(later, act) { // known here, but not to this client
		return refuse("NEWER_FORMAT", act+": ask linkcert-verify")
	}
	return refuse("ENTRY_UNEXPECTED", fmt.Sprintf("entry %d: %s", p.index, act))
}

type verifier struct {
	options Options
	verdict Verdict
	file    *pb.CertificateFile

	checkpoint                         Checkpoint
	genesis, organisation, grant, unit *part
	authorityKeys, issuerKeys          []*part
	statusRoot                         *pb.LogEntry // nil: none
	keys                               map[string]*heldKey
	signingKeys                        []uint64 // entries of the keys that signed the batch
	index                              uint64   // of the certificate
	recent                             bool
}

func (v *verifier) act() *pb.Genesis      { return v.genesis.statement().GetGenesis() }
func (v *verifier) batch() *pb.IssueBatch { return v.unit.statement().GetIssueBatch() }
func (v *verifier) batchEnd() uint64      { return v.unit.index + 1 + uint64(v.batch().LeafCount) }

func (v *verifier) check(data []byte) error {
	if len(data) > 1<<20 {
		return refuse("MESSAGE_TOO_LARGE", "certificate file")
	}
	v.file = &pb.CertificateFile{}
	if err := Decode(data, v.file); err != nil {
		return err
	}
	steps := []func() error{v.openLog, v.openEntries, v.checkOrder, v.checkGenesisSignatures,
		v.checkRights, v.checkBatchRights, v.checkLeaf, v.checkTime, v.checkStatus}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Checks 1 and 2: the registry, its log, the entries.

func (v *verifier) openLog() error {
	if len(v.file.Epochs) > 0 || v.file.OriginalBatch != nil {
		return refuse("NEWER_FORMAT", "epochs, corrections and reissues: ask linkcert-verify")
	}
	var err error
	if v.genesis, err = openPart(v.file.Genesis); err != nil {
		return err
	}
	if v.genesis.index != 0 || !bytes.Equal(v.genesis.sealed.Digest[:], v.options.Genesis) {
		return refuse("GENESIS_DIFFERS", fmt.Sprintf("%x", v.genesis.sealed.Digest))
	}
	if err = v.genesis.require("genesis"); err != nil {
		return err
	}
	log := Log{v.act().Origin, v.act().LogKey}
	if v.checkpoint, err = OpenCheckpoint(v.file.Checkpoint, log); err != nil {
		return err
	}
	return VerifyEntry(v.file.Genesis, v.checkpoint)
}

func openPart(logged *pb.LoggedEntry) (*part, error) {
	entry, err := OpenEntry(logged)
	if err != nil {
		return nil, err
	}
	if entry.GetSignedStatement() == nil {
		return nil, refuse("ENTRY_UNEXPECTED", fmt.Sprintf("entry %d is no statement", logged.Index))
	}
	sealed, err := OpenStatement(entry.GetSignedStatement())
	return &part{logged.Index, entry.LoggedAt, sealed}, err
}

func (v *verifier) openIncluded(logged *pb.LoggedEntry) (*part, error) {
	if err := VerifyEntry(logged, v.checkpoint); err != nil {
		return nil, err
	}
	opened, err := openPart(logged)
	if err == nil && !bytes.Equal(opened.statement().Registry, v.options.Genesis) {
		err = refuse("WRONG_REGISTRY", fmt.Sprintf("entry %d", logged.Index))
	}
	return opened, err
}

func (v *verifier) openEntries() (err error) {
	for _, single := range []struct {
		logged *pb.LoggedEntry
		into   **part
	}{
		{v.file.Organisation, &v.organisation},
		{v.file.Accreditation, &v.grant},
		{v.file.Batch, &v.unit},
	} {
		if *single.into, err = v.openIncluded(single.logged); err != nil {
			return err
		}
	}
	if v.authorityKeys, err = v.openAll(v.file.AuthorityKeys); err != nil {
		return err
	}
	if v.issuerKeys, err = v.openAll(v.file.IssuerKeys); err != nil || v.file.StatusRoot == nil {
		return err
	}
	if err = VerifyEntry(v.file.StatusRoot, v.checkpoint); err != nil {
		return err
	}
	v.statusRoot, err = OpenEntry(v.file.StatusRoot)
	if err == nil && v.statusRoot.GetStatusRoot() == nil {
		err = refuse("ENTRY_UNEXPECTED", "no status root")
	}
	return err
}

func (v *verifier) openAll(logged []*pb.LoggedEntry) ([]*part, error) {
	var parts []*part
	for _, entry := range logged {
		opened, err := v.openIncluded(entry)
		if err != nil {
			return nil, err
		}
		if len(parts) > 0 && opened.index <= parts[len(parts)-1].index {
			return nil, refuse("ENTRY_UNEXPECTED", "keys out of order")
		}
		parts = append(parts, opened)
	}
	return parts, nil
}

func (v *verifier) checkOrder() error {
	parts := slices.Concat(v.authorityKeys, v.issuerKeys,
		[]*part{v.genesis, v.organisation, v.grant, v.unit})
	if v.statusRoot != nil {
		root := &part{index: v.file.StatusRoot.Index, loggedAt: v.statusRoot.LoggedAt}
		parts = append(parts, root)
	}
	slices.SortFunc(parts, func(a, b *part) int { return cmp.Compare(a.index, b.index) })
	for i, after := range parts[1:] {
		if parts[i].index == after.index {
			return refuse("ENTRY_UNEXPECTED", fmt.Sprintf("entry %d twice", after.index))
		}
		if parts[i].loggedAt > after.loggedAt {
			return refuse("LOG_TIME_WENT_BACK", fmt.Sprintf("entry %d", after.index))
		}
	}
	if err := v.unit.require("issue_batch"); err != nil {
		return err
	}
	if v.checkpoint.Size < v.batchEnd() {
		return refuse("INCLUSION_INVALID", "the batch ends behind the checkpoint")
	}
	return nil
}

// Checks 5 and 6: the certificate itself.

func (v *verifier) checkLeaf() error {
	leaf, batch := &pb.CertificateLeaf{}, v.batch()
	if err := Decode(v.file.Leaf, leaf); err != nil {
		return err
	}
	if !bytes.Equal(leaf.Batch, v.unit.statement().StatementId) || leaf.Position >= batch.LeafCount {
		return refuse("LEAF_MISPLACED", fmt.Sprintf("position %d", leaf.Position))
	}
	hash, position, count := LeafHash(v.file.Leaf), uint64(leaf.Position), uint64(batch.LeafCount)
	if !VerifyInclusion(hash, position, count, v.file.LeafPath, batch.LeavesRoot) {
		return refuse("LEAVES_ROOT_DIFFERS", fmt.Sprintf("position %d", position))
	}
	if leaf.Supersedes != 0 || leaf.Companion != 0 {
		return refuse("NEWER_FORMAT", "a link to another certificate")
	}
	// Computed, never read from the file: else it could borrow another one's standing.
	v.index = v.unit.index + 1 + position
	v.verdict.Certificate, v.verdict.Batch = v.index, batch
	shown, err := CheckClaims(v.file.Claims, leaf.ClaimsRoot)
	if err != nil {
		return err
	}
	v.verdict.Shown = shown
	return checkShown(shown, batch, v.organisation.statement().GetRegisterOrganisation())
}

// Checks 7 and 8: time and standing.

func (v *verifier) checkTime() error {
	proven, now := v.unit.loggedAt, uint64(v.options.Now.UnixMilli())
	if v.statusRoot != nil {
		proven = v.statusRoot.LoggedAt
	}
	v.verdict.AsOfMs = proven
	v.recent = now <= proven+uint64(v.options.MaxAge.Milliseconds())
	if proven > now+skewMs {
		v.verdict.leaveOpen(refuse("CLOCK_IMPLAUSIBLE", "logged after now"))
	} else if !v.recent {
		v.verdict.leaveOpen(refuse("PROOF_TOO_OLD", ""))
	}
	if last := v.batch().ValidTo; last != 0 && civilDate(now) > last {
		return refuse("CERTIFICATE_EXPIRED", fmt.Sprint(last))
	}
	return nil
}

func (v *verifier) checkStatus() error {
	proofs := v.file.Status
	if v.statusRoot == nil {
		if len(proofs) > 0 || v.file.CertificateStatus != nil {
			return refuse("EVIDENCE_MISSING", "status proofs without their status root")
		}
		return nil
	}
	if v.file.StatusRoot.Index < v.batchEnd() {
		return refuse("ENTRY_UNEXPECTED", "the status root does not cover the batch")
	}
	askedFor := append(slices.Clone(v.signingKeys), v.grant.index, v.unit.index)
	root, histories := v.statusRoot.GetStatusRoot().Root, map[uint64]*pb.StatusHistory{}
	for i, proof := range proofs {
		descends := i > 0 && proof.Key <= proofs[i-1].Key
		if descends || !slices.Contains(askedFor, proof.Key) {
			return refuse("ENTRY_UNEXPECTED", fmt.Sprintf("a status proof of %d", proof.Key))
		}
		history, err := CheckStatusProof(proof, root)
		if err != nil {
			return err
		}
		histories[proof.Key] = history
		if err := v.checkStanding(proof.Key, history); err != nil {
			return err
		}
	}
	if err := v.checkCertificateStatus(root); err != nil {
		return err
	}
	for _, index := range askedFor {
		if histories[index] == nil {
			return refuse("EVIDENCE_MISSING", fmt.Sprintf("no status proof of entry %d", index))
		}
	}
	v.verdict.StatusProven = true
	return nil
}

func (v *verifier) checkStanding(index uint64, history *pb.StatusHistory) error {
	switch index {
	case v.unit.index:
		return v.unlessSuspensionMayHaveEnded(checkInForce(history))
	case v.grant.index:
		return checkAccreditationStanding(history, v.unit, v.act().RuleSet.EndGraceDays)
	}
	return checkKeyStanding(history, v.unit)
}

func (v *verifier) checkCertificateStatus(root []byte) error {
	proof := v.file.CertificateStatus
	if proof == nil {
		return refuse("EVIDENCE_MISSING", fmt.Sprintf("no status proof of entry %d", v.index))
	}
	if proof.Key != v.index {
		return refuse("ENTRY_UNEXPECTED", fmt.Sprintf("a status proof of %d", proof.Key))
	}
	history, err := CheckStatusProof(proof, root)
	if err != nil {
		return err
	}
	return v.unlessSuspensionMayHaveEnded(checkInForce(history))
}

// A suspension in a proof that is too old may have ended since; all else is final.
func (v *verifier) unlessSuspensionMayHaveEnded(err error) error {
	if ReasonOf(err) != "CERTIFICATE_SUSPENDED" || v.recent {
		return err
	}
	v.verdict.leaveOpen(err)
	return nil
}
