package card

import (
	"fmt"
	"slices"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// The states of a number in the pool (卡号池).
const (
	drawn  = "01"
	used   = "02"
	locked = "03"
)

// advancePool takes n serials of a prefix and gives the first one that is still
// free after them. The row's lock makes drawers wait for one another.
func advancePool(tx *db.Tx, prefix string, n int64) (next int64, err error) {
	return tx.Insert(`INSERT INTO card_pool (prefix, next) VALUES ($1, $2)
		ON CONFLICT (prefix) DO UPDATE SET next = card_pool.next + $3 RETURNING next`, prefix, n+1, n)
}

func insertNumbers(tx *db.Tx, batchID int64, numbers []string) error {
	_, err := tx.Copy("card_number", []string{"number", "state", "batch_id"}, func(yield func([]any, error) bool) {
		for _, number := range numbers {
			if !yield([]any{number, drawn, batchID}, nil) {
				return
			}
		}
	})
	return err
}

func lockNumbers(tx *db.Tx, batchID int64) (int64, error) {
	return tx.Exec(`UPDATE card_number SET state = $1 WHERE batch_id = $2 AND state = $3`, locked, batchID, drawn)
}

func markUsed(tx *db.Tx, numbers []string) error {
	for part := range slices.Chunk(numbers, most) {
		var w db.Where
		w.And("state = ?", drawn)
		w.And("number IN "+marks(len(part)), anys(part)...)
		n, err := tx.Exec(`UPDATE card_number SET `+fmt.Sprintf("state = $%d", len(w.Args())+1)+w.SQL(), append(w.Args(), used)...)
		if err != nil {
			return err
		}
		if n < int64(len(part)) {
			return fault.NewConflict("这些卡号中有的刚刚被他人登记，请刷新后再试")
		}
	}
	return nil
}

type numberOf struct {
	state string
	batch int64
}

func numbersOf(tx *db.Tx, numbers []string) (map[string]numberOf, error) {
	found := make(map[string]numberOf, len(numbers))
	for part := range slices.Chunk(numbers, most) {
		var w db.Where
		w.And("number IN "+marks(len(part)), anys(part)...)
		err := tx.Each(func(s db.Scanner) error {
			var number string
			var of numberOf
			err := s.Scan(&number, &of.state, &of.batch)
			found[number] = of
			return err
		}, `SELECT number, state, batch_id FROM card_number`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// knownChips gives the card numbers of those chips that are registered.
func knownChips(tx *db.Tx, chips []string) (map[string]string, error) {
	known := map[string]string{}
	for part := range slices.Chunk(chips, most) {
		var w db.Where
		w.And("chip_id IN "+marks(len(part)), anys(part)...)
		err := tx.Each(func(s db.Scanner) error {
			var chip, number string
			err := s.Scan(&chip, &number)
			known[chip] = number
			return err
		}, `SELECT chip_id, number FROM card`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

func insertCards(tx *db.Tx, list []Made) error {
	at := Centre()
	_, err := tx.Copy("card", []string{"number", "citizen_id", "application_id", "batch_id", "bank", "account", "chip_id", "atr", "state",
		"made_on", "valid_to", "issued_on", "position", "agency_id", "region_path", "holder_kind", "holder_id", "since"},
		func(yield func([]any, error) bool) {
			for _, m := range list {
				row := []any{m.Number, m.CitizenID, m.ApplicationID, m.BatchID, m.Bank, m.Account, m.ChipID, m.ATR, string(Sealed),
					m.MadeOn, m.ValidTo, "", m.Position, m.AgencyID, m.RegionPath, string(at.Kind), at.ID, tx.Millis()}
				if !yield(row, nil) {
					return
				}
			}
		})
	if db.IsUnique(err) {
		return fault.NewConflict("回盘中有的卡刚刚被他人登记，请刷新后再试", err)
	}
	return err
}

// idsOf gives the ids of new cards in the order of the list.
func idsOf(tx *db.Tx, list []Made) ([]int64, error) {
	ids := make([]int64, 0, len(list))
	for part := range slices.Chunk(list, most) {
		numbers := make([]any, len(part))
		for i, m := range part {
			numbers[i] = m.Number
		}
		byNumber := make(map[string]int64, len(part))
		var w db.Where
		w.And("number IN "+marks(len(part)), numbers...)
		err := tx.Each(func(s db.Scanner) error {
			var number string
			var id int64
			err := s.Scan(&number, &id)
			byNumber[number] = id
			return err
		}, `SELECT number, id FROM card`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, m := range part {
			ids = append(ids, byNumber[m.Number])
		}
	}
	return ids, nil
}
