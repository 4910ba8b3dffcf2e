package application

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

func (r Rule) where(tx *db.Tx) (w db.Where, err error) {
	w.And("t.state = ?", string(Accepted))
	w.AndIf("t.bank = ?", r.Bank)
	w.AndIf("t.category = ?", r.Category)
	w.AndIf("t.kind = ?", r.Kind)
	if r.AgencyID != 0 {
		w.And("t.agency_id = ?", r.AgencyID)
	}
	if r.Priority != 0 {
		w.And("t.priority >= ?", r.Priority)
	}
	w.Under("t.region_path", r.RegionPath)
	for _, bound := range []struct {
		condition, date string
		days            int
	}{{"t.submitted_at >= ?", r.From, 0}, {"t.submitted_at < ?", r.To, 1}} {
		if bound.date == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, bound.date, clock.Beijing)
		if err != nil {
			return w, fault.NewInvalid("日期应如 2026-11-23，请改正筛选条件", err)
		}
		w.And(bound.condition, day.AddDate(0, 0, bound.days).UnixMilli())
	}
	w.Scope(tx, "t.region_path", "t.bank")
	return w, nil
}

func picked(tx *db.Tx, w db.Where, limit int) ([]Application, error) {
	order := ` ORDER BY t.priority DESC, t.submitted_at, t.id`
	if limit > 0 {
		order += fmt.Sprintf(` LIMIT %d`, limit)
	}
	return db.All(tx, scan, `SELECT `+columns+from+w.SQL()+order, w.Args()...)
}

func counted(tx *db.Tx, w db.Where) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM application t`+w.SQL(), w.Args()...)
}

// findMany gives those of many applications that lie within the actor's scope.
func findMany(tx *db.Tx, ids []int64) (map[int64]Application, error) {
	found := make(map[int64]Application, len(ids))
	for part := range slices.Chunk(ids, most) {
		var w db.Where
		w.And("t.id IN ("+strings.TrimSuffix(strings.Repeat("?, ", len(part)), ", ")+")", anys(part)...)
		w.Scope(tx, "t.region_path", "t.bank")
		some, err := db.All(tx, scan, `SELECT `+columns+from+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, a := range some {
			found[a.ID] = a
		}
	}
	return found, nil
}

// takenBy parts applications by the batch they are in; those in none are left out.
func takenBy(tx *db.Tx, ids []int64) (map[int64][]int64, error) {
	inside := map[int64][]int64{}
	for part := range slices.Chunk(ids, most) {
		err := tx.Each(func(s db.Scanner) error {
			var id, batchID int64
			err := s.Scan(&id, &batchID)
			inside[batchID] = append(inside[batchID], id)
			return err
		}, `SELECT id, batch_id FROM application WHERE state = 'taken' AND id IN `+marks(1, len(part))+` ORDER BY id`, anys(part)...)
		if err != nil {
			return nil, err
		}
	}
	return inside, nil
}
