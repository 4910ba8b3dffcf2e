package application

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/citizen"
)

// enact makes applications of a confirmed import, chunk by chunk, each in one
// transaction with its rows: it may be broken off at any moment and called
// again, and no row is lost or done twice.
func (k *Desk) enact(ctx context.Context, id int64, tell progress) error {
	for last := int64(0); ; {
		var imp Import
		next := int64(0)
		err := k.db.Do(ctx, func(tx *db.Tx) (err error) {
			if imp, err = findImport(tx, id); err != nil {
				return err
			}
			next, err = k.enactChunk(tx, &imp, last)
			return err
		})
		if err != nil || next == 0 {
			return err
		}
		last = next
		if err := tell(imp.Applied, imp.Staged); err != nil {
			return err
		}
	}
}

// enactChunk makes applications of the next rows after a line and tells the last
// line that it settled; with none left it ends the import and tells 0.
func (k *Desk) enactChunk(tx *db.Tx, imp *Import, after int64) (int64, error) {
	rows, err := stagedRows(tx, rowFilter{importID: imp.ID, waiting: true, after: after, limit: k.chunk})
	if err != nil {
		return 0, err
	}
	if len(rows) == 0 {
		if err := moveImport(tx, *imp, "finish"); err != nil {
			return 0, err
		}
		return 0, tx.Note(db.Ref("import", imp.ID), "application.import_finished", map[string]any{"applied": imp.Applied})
	}
	ready, err := k.stillReady(tx, *imp, rows)
	if err != nil {
		return 0, err
	}
	err = countApplied(tx, imp.ID, int64(len(ready)))
	if errors.Is(err, db.ErrNone) {
		return 0, fault.NewConflict("这次导入不在进行中，请刷新后再试", err)
	}
	if err != nil {
		return 0, err
	}
	imp.Applied += int64(len(ready))
	if len(ready) > 0 {
		err = k.admit(tx, *imp, ready)
	}
	return rows[len(rows)-1].Line, err
}

// candidate is a staged row that still may go on.
type candidate struct {
	row     stagedRow
	content content
	known   citizen.Citizen
}

// stillReady parts from a chunk the rows whose people got an application or a
// card since the preview; those are settled as such.
func (k *Desk) stillReady(tx *db.Tx, imp Import, rows []stagedRow) ([]candidate, error) {
	all := make([]candidate, len(rows))
	numbers := make([]string, len(rows))
	for i, row := range rows {
		c, err := k.unpack(row.content)
		if err != nil {
			return nil, fmt.Errorf("reading line %d of import %d: %w", row.Line, imp.ID, err)
		}
		if c.Form == nil {
			return nil, fmt.Errorf("line %d of import %d has no form", row.Line, imp.ID)
		}
		all[i] = candidate{row: row, content: c}
		numbers[i] = c.Form.IDNumber
	}
	now, err := k.standing(tx, numbers)
	if err != nil {
		return nil, err
	}
	counts, err := newCounts(tx, imp.ID)
	if err != nil {
		return nil, err
	}
	ready := make([]candidate, 0, len(all))
	for _, c := range all {
		c.known = now.citizens[c.content.Form.IDNumber]
		if gone, verdict := now.overtaken(c); gone {
			before := c.row.Verdict
			c.row.Verdict, c.row.CitizenID = verdict, c.known.ID
			c.row.Reasons = []reason{{Column: -1, Code: string(verdict), Words: "预览之后：" + verdictNames[verdict]}}
			counts.move(before, c.row)
			if err := settleRow(tx, imp.ID, c.row); err != nil {
				return nil, err
			}
			continue
		}
		ready = append(ready, c)
	}
	if len(ready) < len(all) {
		err = tx.Note(db.Ref("import", imp.ID), "application.import_overtaken", map[string]any{"rows": len(all) - len(ready)})
	}
	return ready, errors.Join(err, counts.save(tx, imp.ID))
}

func (w *surroundings) overtaken(c candidate) (bool, Verdict) {
	if _, carded := w.cards[c.known.ID]; carded {
		return true, HasCard
	}
	if _, open := w.open[c.known.ID]; open {
		return true, HasOpen
	}
	return false, ""
}

// admit puts the people of a chunk into the register and makes their
// applications, with one entry for all of them.
func (k *Desk) admit(tx *db.Tx, imp Import, ready []candidate) error {
	ref := db.Ref("import", imp.ID)
	people := make([]citizen.Citizen, len(ready))
	for i, c := range ready {
		people[i] = c.content.Form.person(c.known, c.content.Region)
	}
	ids, err := k.people.PutMany(tx, people, ref)
	if err != nil {
		return err
	}
	for i, c := range ready {
		if digest := c.content.Form.PhotoDigest; c.known.ID != 0 && digest != "" && digest != c.known.PhotoDigest {
			if err := k.people.SetPhoto(tx, ids[i], digest); err != nil {
				return err
			}
		}
	}
	list, err := k.applications(tx, imp, ready, ids)
	if err != nil {
		return err
	}
	if err := copyApplications(tx, list); err != nil {
		if db.IsUnique(err) {
			// Somebody applied for one of them in between: the next try sees it.
			return fault.NewUnavailable("导入与其他操作相遇，将自动重试", err)
		}
		return err
	}
	first, last := ready[0].row.Line, ready[len(ready)-1].row.Line
	if err := linkRows(tx, imp, first, last); err != nil {
		return err
	}
	numbers := make([]string, len(list))
	for i, a := range list {
		numbers[i] = a.No
	}
	return tx.Note(ref, "application.imported", map[string]any{
		"count": len(list), "digest": digestOf(numbers), "from": first, "to": last})
}

// applications are the applications of a chunk. Numbers are drawn county by
// county in one order, so that two imports never wait for each other in a ring.
func (k *Desk) applications(tx *db.Tx, imp Import, ready []candidate, citizens []int64) ([]Application, error) {
	byCounty := map[string][]int{}
	for i, c := range ready {
		county := countyOf(c.content.Region)
		byCounty[county] = append(byCounty[county], i)
	}
	counties := make([]string, 0, len(byCounty))
	for county := range byCounty {
		counties = append(counties, county)
	}
	slices.Sort(counties)
	list := make([]Application, len(ready))
	for _, county := range counties {
		places := byCounty[county]
		numbers, err := draw(tx, ready[places[0]].content.Region, int64(len(places)))
		if err != nil {
			return nil, err
		}
		for n, i := range places {
			c := ready[i]
			a := Application{No: numbers[n], CitizenID: citizens[i], Kind: New, Source: ByUnit,
				ImportID: imp.ID, ImportLine: c.row.Line, EnteredBy: imp.CreatedBy}
			if c.content.Form.PhotoDigest == "" {
				c.content.Form.PhotoDigest = c.known.PhotoDigest
			}
			if err := k.fill(tx, &a, judgement{form: *c.content.Form, regionPath: c.content.Region, warnings: c.content.Warnings}); err != nil {
				return nil, err
			}
			list[i] = a
		}
	}
	return list, nil
}
