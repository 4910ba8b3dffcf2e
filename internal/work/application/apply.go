package application

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
)

// Standing is what the counter must know of an ID number before it applies.
type Standing struct {
	Person   citizen.Citizen // ID 0 if the register has nobody of this number
	Visible  bool            // the person lies within the actor's scope
	Open     Application     // the open application, ID 0 if there is none
	Card     card.Card       // the card that is not cancelled, ID 0 if there is none
	Warnings []Warning
}

// Check tells what there is for an ID number: the person, an open application, a
// live card, wherever in the city. It refuses a malformed number and changes
// nothing.
func (k *Desk) Check(ctx context.Context, idNumber string) (s Standing, err error) {
	err = k.db.View(ctx, func(tx *db.Tx) error {
		r, err := loadRules(tx)
		if err != nil {
			return err
		}
		number, warnings, err := r.numberOf(idNumber)
		if err != nil {
			return err
		}
		s.Warnings = warnings
		found := false
		if s.Person, found, err = k.people.Find(tx, number); err != nil || !found {
			s.Person.IDNumber = number
			return err
		}
		s.Visible = r.scope.Covers(s.Person.RegionPath)
		if s.Open, _, err = openOf(tx, s.Person.ID); err != nil {
			return err
		}
		s.Card, _, err = card.Live(tx, s.Person.ID)
		return err
	})
	return s, err
}

// Apply enters one application (个人申请). For a person whom the register knows,
// within the clerk's scope, fields left empty are taken from there. It refuses
// with every wrong field, or with fault.Conflict that names the open application
// or the card which the person has already.
func (k *Desk) Apply(ctx context.Context, in Form) (a Application, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		f := in
		r, err := loadRules(tx)
		if err != nil {
			return err
		}
		known, found, err := k.knownFor(tx, r, f)
		if err != nil {
			return err
		}
		if found && r.scope.Covers(known.RegionPath) {
			f = filled(f, formOf(Application{Category: known.Category, UnitCode: known.UnitCode, UnitName: known.UnitName,
				PhotoDigest: known.PhotoDigest}, known))
		}
		j := r.judge(f)
		if err := k.judgePhoto(tx, &j, known); err != nil {
			return err
		}
		if err := j.refusal(); err != nil {
			return err
		}
		if err := refuseDouble(tx, known.ID); err != nil {
			return err
		}
		j.compare(known)
		citizenID, err := k.register(tx, j.form.person(known, j.regionPath), known)
		if err != nil {
			return err
		}
		a, err = k.insert(tx, j, Application{CitizenID: citizenID, Kind: New, Source: ByPerson})
		if err != nil {
			return err
		}
		return tx.Note(db.Ref("application", a.ID), "application.submitted", map[string]any{
			"no": a.No, "citizen": a.CitizenID, "bank": a.Bank, "agency": a.AgencyID, "warnings": codesOf(a.Warnings)})
	})
	return a, err
}

// knownFor finds the person whom a form is about. A malformed number is nobody's;
// judging the form says what is wrong with it.
func (k *Desk) knownFor(tx *db.Tx, r *rules, f Form) (citizen.Citizen, bool, error) {
	number, _, malformed := r.numberOf(f.IDNumber)
	if malformed != nil {
		return citizen.Citizen{}, false, nil
	}
	return k.people.Find(tx, number)
}

// filled takes what a form leaves empty from another.
func filled(f, from Form) Form {
	for _, one := range fields {
		if value := one.of(&f); strings.TrimSpace(*value) == "" {
			*value = *one.of(&from)
		}
	}
	return f
}

// refuseDouble shows what a person has already instead of doubling it.
func refuseDouble(tx *db.Tx, citizenID int64) error {
	if citizenID == 0 {
		return nil
	}
	open, found, err := openOf(tx, citizenID)
	if err != nil {
		return err
	}
	if found {
		return fault.NewConflict(fmt.Sprintf("此人已有在办申请 %s（%s），请查看该申请，不要重复提交", open.No, Table.NameOf(open.State)))
	}
	live, found, err := card.Live(tx, citizenID)
	if err != nil {
		return err
	}
	if found {
		return fault.NewConflict(fmt.Sprintf("此人已有社保卡 %s（%s），如需补换卡请到补换卡办理", live.Number, card.Table.NameOf(live.State)))
	}
	return nil
}

// compare warns where the form differs from what the register knows.
func (j *judgement) compare(known citizen.Citizen) {
	if known.ID == 0 {
		return
	}
	if known.Name != j.form.Name {
		j.warn("name", "name_differs", "姓名与已登记的不同，请对照证件核对")
	}
	if county := countyOf(known.RegionPath); county != countyOf(j.regionPath) {
		j.warn("community", "moved", "此人原登记在其他县区（"+county+"），请核对是否迁入")
	}
}

// register puts the person into the register, with the photo.
func (k *Desk) register(tx *db.Tx, c, known citizen.Citizen) (int64, error) {
	id, err := k.people.Put(tx, c)
	if err != nil {
		return 0, err
	}
	if known.ID != 0 && c.PhotoDigest != known.PhotoDigest {
		err = k.people.SetPhoto(tx, id, c.PhotoDigest)
	}
	return id, err
}

// insert writes a judged form as a submitted application.
func (k *Desk) insert(tx *db.Tx, j judgement, a Application) (Application, error) {
	numbers, err := draw(tx, j.regionPath, 1)
	if err != nil {
		return a, err
	}
	if err := k.fill(tx, &a, j); err != nil {
		return a, err
	}
	a.No = numbers[0]
	if a.ID, err = insertApplication(tx, a); err != nil {
		return a, err
	}
	return a, insertStep(tx, a.ID, step{verb: "submit", state: Submitted})
}

// fill sets an application from its judged form.
func (k *Desk) fill(tx *db.Tx, a *Application, j judgement) error {
	f := j.form
	priority, err := strconv.ParseInt(f.Priority, 10, 64)
	if err != nil {
		return fmt.Errorf("reading a judged priority: %w", err)
	}
	actor := tx.Actor().Name
	if a.EnteredBy == "" {
		a.EnteredBy = actor
	}
	a.State, a.Bank, a.AgencyID, a.RegionPath, a.Category = Submitted, f.Bank, f.AgencyID, j.regionPath, f.Category
	a.UnitCode, a.UnitName, a.Community = f.UnitCode, f.UnitName, f.Community
	a.HouseholdAddress = f.HouseholdAddress
	a.householdAddress = k.box.Seal("application.household_address", f.HouseholdAddress)
	a.PhotoDigest, a.PhotoSource, a.Priority, a.Warnings = f.PhotoDigest, f.PhotoSource, priority, j.warnings
	a.Attempt = max(a.Attempt, 1)
	a.SubmittedBy, a.SubmittedAt, a.Since = actor, tx.Millis(), tx.Millis()
	return nil
}

func codesOf(warnings []Warning) []string {
	codes := make([]string, len(warnings))
	for i, w := range warnings {
		codes[i] = w.Code
	}
	return codes
}
