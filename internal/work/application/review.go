package application

import (
	"context"
	"strconv"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
)

// Accept lets an application go into a batch. Like Return and Reject it refuses
// whoever entered or submitted the application himself, and it refuses a person
// who got a card meanwhile.
func (k *Desk) Accept(ctx context.Context, id int64, note string) error {
	return k.review(ctx, id, decision{verb: "accept", note: note})
}

// Return gives an application back to the clerk to correct, with the reason.
func (k *Desk) Return(ctx context.Context, id int64, reason string) error {
	return k.review(ctx, id, decision{verb: "return", note: reason, reasoned: true})
}

// Reject ends an application, with the reason. The person may apply again.
func (k *Desk) Reject(ctx context.Context, id int64, reason string) error {
	return k.review(ctx, id, decision{verb: "reject", note: reason, reasoned: true})
}

// decision is one step of a reviewer.
type decision struct {
	verb, note string
	reasoned   bool // the note is a reason that must be given
}

// entries are the journal's words for the steps.
var entries = map[string]string{
	"accept": "application.accepted", "return": "application.returned", "reject": "application.rejected", "withdraw": "application.withdrawn",
}

func (k *Desk) review(ctx context.Context, id int64, d decision) error {
	d.note = strings.TrimSpace(d.note)
	if d.reasoned && d.note == "" {
		return errReason()
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		if own(a, tx.Actor().Name) {
			return fault.NewDenied("这份申请由您录入或提交，请由另一位复核员审核")
		}
		to, err := Table.Next(a.State, d.verb)
		if err != nil {
			return err
		}
		if d.verb == "accept" {
			if err := refuseCard(tx, a); err != nil {
				return err
			}
		}
		before := a.State
		a.ReviewedBy, a.ReviewedAt = tx.Actor().Name, tx.Millis()
		if d.reasoned {
			a.Reason = d.note
		}
		if err := move(tx, a, to, step{verb: d.verb, note: d.note}); err != nil {
			return err
		}
		return tx.Note(db.Ref("application", id), entries[d.verb], map[string]any{
			"state": db.Changes{}.Add("state", string(before), string(to)), "note": d.note})
	})
}

func errReason() error {
	return fault.NewFields([]fault.Field{{Name: "note", Code: "required", Words: "请填写原因，让对方知道如何处理"}})
}

// own tells whether somebody had a hand in entering an application.
func own(a Application, actor string) bool { return a.EnteredBy == actor || a.SubmittedBy == actor }

func refuseCard(tx *db.Tx, a Application) error {
	live, found, err := card.Live(tx, a.CitizenID)
	if err != nil || !found {
		return err
	}
	return fault.NewConflict("此人已有社保卡 " + live.Number + "，不能再制新卡，请退回或不予通过")
}

// Withdraw ends an application that is in no batch, with the reason.
func (k *Desk) Withdraw(ctx context.Context, id int64, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return errReason()
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		to, err := Table.Next(a.State, "withdraw")
		if err != nil {
			return err
		}
		before := a.State
		a.Reason = reason
		if err := move(tx, a, to, step{verb: "withdraw", note: reason}); err != nil {
			return err
		}
		return tx.Note(db.Ref("application", id), entries["withdraw"], map[string]any{
			"state": db.Changes{}.Add("state", string(before), string(to)), "note": reason})
	})
}

// Correction is what a clerk mends in a returned application.
type Correction struct {
	Changes map[string]string // field of the form → its new value; what is not named stays
	Note    string
}

// Resubmit corrects a returned application and brings it back to review. The
// fields that changed stay in its timeline and in the journal, masked. It
// refuses like Apply, and a corrected ID number whose person has something open.
func (k *Desk) Resubmit(ctx context.Context, id int64, in Correction) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		if err := k.open(&a); err != nil {
			return err
		}
		if _, err := Table.Next(a.State, "resubmit"); err != nil {
			return err
		}
		old, err := k.people.Get(tx, a.CitizenID)
		if err != nil {
			return err
		}
		before := formOf(a, old)
		after, err := corrected(before, in.Changes)
		if err != nil {
			return err
		}
		r, err := loadRules(tx)
		if err != nil {
			return err
		}
		j := r.judge(after)
		return k.resubmit(tx, a, before, correcting{judgement: j, note: strings.TrimSpace(in.Note)})
	})
}

// correcting is a correction that was judged.
type correcting struct {
	judgement
	note string
}

func (k *Desk) resubmit(tx *db.Tx, a Application, before Form, c correcting) error {
	known, _, err := k.people.Find(tx, c.form.IDNumber)
	if err != nil {
		return err
	}
	held := known
	if known.ID == a.CitizenID && c.form.PhotoDigest == a.PhotoDigest {
		held.PhotoDigest = a.PhotoDigest // it was accepted for this person before
	}
	if err := k.judgePhoto(tx, &c.judgement, held); err != nil {
		return err
	}
	if err := c.refusal(); err != nil {
		return err
	}
	if known.ID != a.CitizenID {
		if err := refuseDouble(tx, known.ID); err != nil {
			return err
		}
		c.compare(known)
	}
	person := c.form.whole(known, c.regionPath)
	if a.CitizenID, err = k.register(tx, person, known); err != nil {
		return err
	}
	if err := k.fill(tx, &a, c.judgement); err != nil {
		return err
	}
	a.State = Returned // what it is until move
	changes := differences(&before, &c.form)
	if err := move(tx, a, Submitted, step{verb: "resubmit", note: c.note, changes: changes}); err != nil {
		return err
	}
	return tx.Note(db.Ref("application", a.ID), "application.resubmitted", map[string]any{
		"changes": changes, "note": c.note, "attempt": a.Attempt})
}

// corrected overlays changes on a form and refuses fields that it does not have.
func corrected(f Form, changes map[string]string) (Form, error) {
	var bad []fault.Field
	left := len(changes)
	for _, one := range fields {
		if value, ok := changes[one.key]; ok {
			*one.of(&f) = value
			left--
		}
	}
	if _, named := changes["agency"]; named {
		f.AgencyID = 0
	}
	if value, ok := changes["agencyId"]; ok {
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			bad = append(bad, fault.Field{Name: "agencyId", Code: "malformed", Words: "领卡机构编号应为数字，请从列表中选择"})
		}
		f.AgencyID = id
		left--
	}
	if left > 0 {
		bad = append(bad, fault.Field{Name: "changes", Code: "unknown", Words: "有不认识的字段，请按接口说明填写"})
	}
	if number, ok := changes["idNumber"]; ok && number != "" {
		// Sex and birth date follow the number unless they are corrected too.
		if _, ok := changes["sex"]; !ok {
			f.Sex = ""
		}
		if _, ok := changes["birth"]; !ok {
			f.Birth = ""
		}
	}
	return f, fault.NewFields(bad)
}

// whole is person for a form that says everything: what it leaves empty is gone.
func (f *Form) whole(known citizen.Citizen, regionPath string) citizen.Citizen {
	return f.person(citizen.Citizen{ID: known.ID, Pinyin: pinyinOf(known, f.Name), CreatedAt: known.CreatedAt}, regionPath)
}

// pinyinOf keeps a spelling that was corrected by hand while the name stays.
func pinyinOf(known citizen.Citizen, name string) string {
	if known.Name == name {
		return known.Pinyin
	}
	return ""
}
