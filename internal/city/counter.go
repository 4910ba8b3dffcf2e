package city

import (
	"context"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/work/application"
)

// think lets some residents think of a card: a few go to the counter, the others
// are gathered for their county's next list.
func (l *life) think(context.Context) error {
	until := min(l.next+l.pace, len(l.crowd.all))
	for ; l.next < until; l.next++ {
		r := l.crowd.all[l.next]
		l.waiting[r.county] = append(l.waiting[r.county], r)
	}
	return nil
}

// counterShare is how many of a hundred apply singly, as long as the clerk gets
// through.
const counterShare = 30

// serve enters applications one by one (个人申请), with the slips of everyday.
func (l *life) serve(ctx context.Context) error {
	for _, k := range l.staffed() {
		ctx, err := l.as(ctx, k.at(clerk), "application.apply")
		if err != nil {
			return err
		}
		var left []*resident
		served := 0
		for _, r := range l.waiting[k] {
			if served == l.seats || !l.percent(counterShare) {
				left = append(left, r)
				continue
			}
			served++
			if err := l.apply(ctx, r); err != nil {
				return fmt.Errorf("%s enters resident %d: %w", k.at(clerk), r.index, err)
			}
		}
		l.waiting[k] = left
	}
	return nil
}

// apply enters one application. Sometimes the clerk mistypes the number first, or
// the resident comes a second time.
func (l *life) apply(ctx context.Context, r *resident) error {
	desk := l.Server.Applications
	f := r.form()
	if l.percent(10) {
		wrong := f
		wrong.IDNumber = mistyped(f.IDNumber)
		_, err := desk.Apply(ctx, wrong)
		if err := refused("a mistyped ID number", err, fault.Invalid); err != nil {
			return err
		}
	}
	photo, err := desk.TakePhoto(ctx, f.IDNumber, l.crowd.photo(r))
	if err != nil {
		return err
	}
	f.PhotoDigest = photo.Digest
	if _, err := desk.Apply(ctx, f); err != nil {
		return err
	}
	if l.percent(5) {
		_, err := desk.Apply(ctx, f)
		return refused("a second application", err, fault.Conflict)
	}
	return nil
}

// mistyped changes the last character but one, so that the check character is
// wrong.
func mistyped(number string) string {
	at := len(number) - 2
	return number[:at] + string('0'+(number[at]-'0'+1)%10) + number[at+1:]
}

// reviewedADay is how many applications a reviewer gets through.
const reviewedADay = 300

// review decides on what waits (审核): most is accepted, the rest returned with a
// reason, or rejected.
func (l *life) review(ctx context.Context) error {
	for _, k := range l.staffed() {
		ctx, err := l.as(ctx, k.at(reviewer), "application.review")
		if err != nil {
			return err
		}
		if err := l.reviewQueue(ctx); err != nil {
			return fmt.Errorf("%s reviews: %w", k.at(reviewer), err)
		}
	}
	return nil
}

func (l *life) reviewQueue(ctx context.Context) error {
	desk := l.Server.Applications
	queue, err := l.applications(ctx, application.Submitted, reviewedADay)
	if err != nil {
		return err
	}
	var good application.Selection
	for _, a := range queue {
		switch dice := l.dice.IntN(100); {
		case dice < 2 && a.attempt == 1:
			err = desk.Reject(ctx, a.id, "经核实，申请人不属于本市参保人员")
		case dice < 10 && a.attempt == 1:
			err = desk.Return(ctx, a.id, "通讯地址与证件不一致，请核对后重新提交")
		case dice < 15: // left for tomorrow
		case a.importID == 0:
			err = desk.Accept(ctx, a.id, "")
		default:
			good.IDs = append(good.IDs, a.id)
		}
		if err != nil {
			return fmt.Errorf("application %d: %w", a.id, err)
		}
	}
	if len(good.IDs) == 0 {
		return nil
	}
	out, err := desk.AcceptMany(ctx, good)
	if err == nil && out.Done != int64(len(good.IDs)) {
		err = fmt.Errorf("%d of %d applications accepted", out.Done, len(good.IDs))
	}
	return err
}

// mend corrects what came back, from the reviewer or from a partner (补正).
func (l *life) mend(ctx context.Context) error {
	for _, k := range l.staffed() {
		ctx, err := l.as(ctx, k.at(clerk), "application.apply")
		if err != nil {
			return err
		}
		queue, err := l.applications(ctx, application.Returned, reviewedADay)
		if err != nil {
			return err
		}
		for _, a := range queue {
			if err := l.mendOne(ctx, a); err != nil {
				return fmt.Errorf("%s mends application %d: %w", k.at(clerk), a.id, err)
			}
		}
	}
	return nil
}

func (l *life) mendOne(ctx context.Context, a applicationSeen) error {
	desk := l.Server.Applications
	dice := l.dice.IntN(100)
	if dice < 25 {
		return nil // the resident did not come today
	}
	if dice < 28 {
		return desk.Withdraw(ctx, a.id, "申请人放弃申领")
	}
	r, err := l.residentOf(ctx, a.citizenID)
	if err != nil {
		return err
	}
	fix := application.Correction{Changes: map[string]string{"address": r.Address + "（已核实）"}, Note: "已与本人核对"}
	if strings.Contains(a.reason, "照片") || dice < 40 {
		r.retakes++
		photo, err := desk.TakePhoto(ctx, string(r.IDNumber), l.crowd.photo(r))
		if err != nil {
			return err
		}
		fix.Changes["photoDigest"], fix.Note = photo.Digest, "已重新拍照"
	}
	return desk.Resubmit(ctx, a.id, fix)
}

// residentOf finds whom a citizen of the register is.
func (l *life) residentOf(ctx context.Context, citizenID int64) (*resident, error) {
	var number string
	err := l.see(ctx, func(tx *db.Tx) error {
		c, err := l.Server.People.Get(tx, citizenID)
		number = c.IDNumber
		return err
	})
	if err != nil {
		return nil, err
	}
	r := l.crowd.byID[number]
	if r == nil {
		return nil, fmt.Errorf("citizen %d is nobody who lives here", citizenID)
	}
	return r, nil
}
