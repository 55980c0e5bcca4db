package linkcert

import (
	"bytes"
	"fmt"
	"slices"

	pb "linkcert.example/interop/linkcertv1"
)

// Check 3 of FORMAT.md §7: who signed, with which right, how many people (§4).

const authority = "authority"

type heldKey struct {
	index        uint64
	organisation string
	person       []byte
	purposes     []pb.KeyPurpose
	spki         []byte
}

func (v *verifier) checkGenesisSignatures() error {
	people := map[string]bool{}
	for i, signer := range v.genesis.statement().Signers {
		listed := v.listed(func(spki []byte) bool {
			key, err := ParsePublicKey(spki)
			return err == nil && bytes.Equal(key.ID[:], signer)
		})
		if listed == nil {
			return refuse("SIGNER_UNKNOWN", fmt.Sprintf("%x", signer))
		}
		if err := v.genesis.sealed.CheckSignature(i, listed.PublicKey); err != nil {
			return err
		}
		people[string(listed.Person)] = true
	}
	if len(people) < int(v.act().Threshold) {
		return refuse("THRESHOLD_NOT_MET", "genesis")
	}
	return nil
}

// listed gives the key of genesis that fits, or nil.
func (v *verifier) listed(fits func(spki []byte) bool) *pb.AuthorityKey {
	for _, key := range v.act().AuthorityKeys {
		if fits(key.PublicKey) {
			return key
		}
	}
	return nil
}

func (v *verifier) checkRights() error {
	for _, key := range v.authorityKeys {
		if err := v.addKey(key, authority); err != nil {
			return err
		}
	}
	if err := v.organisation.require("register_organisation"); err != nil {
		return err
	}
	registration := v.organisation.statement().GetRegisterOrganisation()
	v.verdict.Issuer = registration.Name
	if err := v.checkSignedByAuthority(v.organisation); err != nil {
		return err
	}
	for _, key := range v.issuerKeys {
		if key.index < v.organisation.index {
			return refuse("ORGANISATION_UNKNOWN", fmt.Sprintf("at entry %d", key.index))
		}
		if err := v.addKey(key, registration.Organisation); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) addKey(added *part, organisation string) error {
	if err := added.require("add_key"); err != nil {
		return err
	}
	act := added.statement().GetAddKey()
	key, err := ParsePublicKey(act.PublicKey)
	if err != nil {
		return err
	}
	if act.Organisation != organisation {
		return refuse("SIGNER_FOREIGN", "a key of "+act.Organisation)
	}
	for _, purpose := range act.Purposes {
		isAuthoritys := purpose == pb.KeyPurpose_KEY_PURPOSE_AUTHORITY
		isReceipt := purpose == pb.KeyPurpose_KEY_PURPOSE_RECEIPT
		if isReceipt || isAuthoritys != (organisation == authority) {
			return refuse("KEY_PURPOSE_NOT_ALLOWED", organisation)
		}
	}
	if err := v.checkNewKey(added, key); err != nil {
		return err
	}
	id := string(key.ID[:])
	if v.keys[id] != nil {
		return refuse("KEY_ALREADY_REGISTERED", fmt.Sprintf("%x", id))
	}
	v.keys[id] = &heldKey{added.index, organisation, act.Person, act.Purposes, act.PublicKey}
	return nil
}

// checkNewKey: a key proves that it is held; the authority vouches for it, genesis for its own.
func (v *verifier) checkNewKey(added *part, key *PublicKey) error {
	act, signers := added.statement().GetAddKey(), added.statement().Signers
	own := slices.IndexFunc(signers, func(id []byte) bool { return bytes.Equal(id, key.ID[:]) })
	if own < 0 {
		return refuse("SIGNER_MISSING", "the new key itself")
	}
	if err := added.sealed.CheckSignature(own, act.PublicKey); err != nil {
		return err
	}
	listed := v.listed(func(spki []byte) bool { return bytes.Equal(spki, act.PublicKey) })
	if listed != nil {
		asListed := act.Organisation == authority && bytes.Equal(listed.Person, act.Person)
		if len(signers) != 1 || !asListed {
			return refuse("GENESIS_INVALID", "not as genesis lists it")
		}
		return nil
	}
	others, err := v.signers(added, key.ID[:])
	if err != nil {
		return err
	}
	people := uint32(1)
	if act.Organisation == authority {
		people = v.act().Threshold
	}
	return checkSide(others, authority, pb.KeyPurpose_KEY_PURPOSE_AUTHORITY, people)
}

// signers gives the keys that signed, but one: in the file, logged before, each signature good.
func (v *verifier) signers(signed *part, but []byte) ([]*heldKey, error) {
	var signers []*heldKey
	for i, id := range signed.statement().Signers {
		if bytes.Equal(id, but) {
			continue
		}
		key := v.keys[string(id)]
		if key == nil || key.index >= signed.index {
			return nil, refuse("SIGNER_UNKNOWN", fmt.Sprintf("%x", id))
		}
		if err := signed.sealed.CheckSignature(i, key.spki); err != nil {
			return nil, err
		}
		signers = append(signers, key)
	}
	return signers, nil
}

func checkSide(signers []*heldKey, organisation string, purpose pb.KeyPurpose,
	people uint32) error {
	persons := map[string]bool{}
	for _, key := range signers {
		if key.organisation != organisation {
			return refuse("SIGNER_FOREIGN", key.organisation)
		}
		if !slices.Contains(key.purposes, purpose) {
			return refuse("SIGNER_PURPOSE", fmt.Sprintf("entry %d", key.index))
		}
		persons[string(key.person)] = true
	}
	switch {
	case len(signers) == 0:
		return refuse("SIGNER_MISSING", organisation)
	case len(persons) >= int(people):
		return nil
	case organisation == authority:
		return refuse("THRESHOLD_NOT_MET", "")
	}
	return refuse("TWO_PEOPLE_NEEDED", organisation)
}

func (v *verifier) checkSignedByAuthority(signed *part) error {
	signers, err := v.signers(signed, nil)
	if err != nil {
		return err
	}
	return checkSide(signers, authority, pb.KeyPurpose_KEY_PURPOSE_AUTHORITY, 1)
}

// Also check 4: the batch lies inside the accreditation.
func (v *verifier) checkBatchRights() error {
	if err := v.grant.require("grant_accreditation"); err != nil {
		return err
	}
	grant := v.grant.statement().GetGrantAccreditation()
	issuer := v.organisation.statement().GetRegisterOrganisation().Organisation
	if err := v.checkSignedByAuthority(v.grant); err != nil {
		return err
	}
	switch {
	case grant.Organisation != issuer:
		return refuse("ACCREDITATION_NOT_YOURS", grant.Organisation)
	case v.grant.index < v.organisation.index:
		return refuse("ORGANISATION_UNKNOWN", fmt.Sprintf("at entry %d", v.grant.index))
	case v.grant.index > v.unit.index:
		return refuse("ACCREDITATION_NOT_IN_FORCE", "granted after the batch")
	}
	signers, err := v.signers(v.unit, nil)
	if err != nil {
		return err
	}
	certificates := pb.KeyPurpose_KEY_PURPOSE_CERTIFICATE
	if err := checkSide(signers, issuer, certificates, 2); err != nil {
		return err
	}
	for _, key := range signers {
		v.signingKeys = append(v.signingKeys, key.index)
	}
	if len(signers) != len(v.issuerKeys) { // each signer is one of them, and none signs twice
		return refuse("ENTRY_UNEXPECTED", "a key that did not sign the batch")
	}
	return checkScope(grant, v.batch())
}
