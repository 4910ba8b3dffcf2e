package setting

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const codeColumns = `c.table_name, c.code, c.name, c.valid_from, c.valid_to, c.sort, c.source`

func scanItem(s db.Scanner) (i Item, err error) {
	err = s.Scan(&i.Table, &i.Code, &i.Name, &i.From, &i.To, &i.Sort, &i.Source)
	return i, err
}

// Code is the name of a code, open or not: old records still hold it. For many
// codes take LoadCodes.
func Code(tx *db.Tx, table, code string) (name string, ok bool, err error) {
	name, err = db.Scalar[string](tx, `SELECT c.name FROM code c WHERE c.table_name = $1 AND c.code = $2`, known(table), code)
	if errors.Is(err, db.ErrNone) {
		return "", false, nil
	}
	return name, err == nil, err
}

// Codes are the codes of a table that are open today, in their order.
func Codes(tx *db.Tx, table string) ([]Item, error) { return codesIn(tx, known(table), Open) }

// Valid tells whether a table has a code that is open on a day 'YYYY-MM-DD'.
func Valid(tx *db.Tx, table, code, on string) (bool, error) {
	item, err := findItem(tx, known(table), code)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && item.State(on) == Open, err
}

// codesIn lists a table's codes in a state; the empty state is all of them.
func codesIn(tx *db.Tx, table string, s State) ([]Item, error) {
	all, err := db.All(tx, scanItem, `SELECT `+codeColumns+` FROM code c WHERE c.table_name = $1 ORDER BY c.sort, c.code`, table)
	chosen := all[:0]
	for _, item := range all {
		if s == "" || item.State(today(tx)) == s {
			chosen = append(chosen, item)
		}
	}
	return chosen, err
}

func findItem(tx *db.Tx, table, code string) (Item, error) {
	item, err := db.One(tx, scanItem, `SELECT `+codeColumns+` FROM code c WHERE c.table_name = $1 AND c.code = $2`, table, code)
	if errors.Is(err, db.ErrNone) {
		return item, fault.NewNotFound("这个代码表中没有这个代码，请从列表中选择")
	}
	return item, err
}

func allItems(tx *db.Tx) ([]Item, error) {
	return db.All(tx, scanItem, `SELECT `+codeColumns+` FROM code c ORDER BY c.table_name, c.sort, c.code`)
}

// tallies are how many open codes each table has.
func tallies(tx *db.Tx) (map[string]int, error) {
	items, err := allItems(tx)
	count := map[string]int{}
	for _, item := range items {
		if item.State(today(tx)) == Open {
			count[item.Table]++
		}
	}
	return count, err
}

// insertCode puts a code at the end of its table.
func insertCode(tx *db.Tx, item Item) (Item, error) {
	taken, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM code WHERE table_name = $1 AND name = $2 AND valid_to = ''`, item.Table, item.Name)
	if err == nil && taken > 0 {
		err = fault.NewConflict("已有同名的代码“" + item.Name + "”，请核对，或先停用原来的代码")
	}
	if err != nil {
		return item, err
	}
	item.Sort, err = db.Scalar[int64](tx, `SELECT COALESCE(MAX(sort), 0) + 1 FROM code WHERE table_name = $1`, item.Table)
	if err != nil {
		return item, err
	}
	_, err = tx.Exec(`INSERT INTO code (table_name, code, name, valid_from, valid_to, sort, source) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		item.Table, item.Code, item.Name, item.From, item.To, item.Sort, item.Source)
	if db.IsUnique(err) {
		err = fault.NewConflict("代码 "+item.Code+" 已经使用过，不能改作他用，请换一个代码", err)
	}
	return item, err
}

func insertItems(tx *db.Tx, items []Item) error {
	_, err := tx.Copy("code", []string{"table_name", "code", "name", "valid_from", "valid_to", "sort", "source"}, func(yield func([]any, error) bool) {
		for _, i := range items {
			if !yield([]any{i.Table, i.Code, i.Name, i.From, i.To, i.Sort, i.Source}, nil) {
				return
			}
		}
	})
	return err
}

func endCode(tx *db.Tx, item Item) error {
	err := tx.ExecOne(`UPDATE code SET valid_to = $1 WHERE table_name = $2 AND code = $3 AND valid_to = ''`, item.To, item.Table, item.Code)
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("这个代码刚刚被他人停用，请刷新")
	}
	return err
}

// mapped is how a partner writes a code; empty if as we do.
func mapped(tx *db.Tx, partner string, item Item) (string, error) {
	theirs, err := db.Scalar[string](tx, `SELECT theirs FROM code_map WHERE partner = $1 AND table_name = $2 AND code = $3`, partner, item.Table, item.Code)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return theirs, err
}

func putMap(tx *db.Tx, partner string, item Item, theirs string) error {
	if _, err := tx.Exec(`DELETE FROM code_map WHERE partner = $1 AND table_name = $2 AND code = $3`, partner, item.Table, item.Code); err != nil {
		return fmt.Errorf("mapping a code: %w", err)
	}
	if theirs == "" {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO code_map (partner, table_name, code, theirs) VALUES ($1, $2, $3, $4)`, partner, item.Table, item.Code, theirs)
	return err
}

// mapping is one row of how partners write our codes.
type mapping struct{ partner, table, code, theirs string }

func allMappings(tx *db.Tx) ([]mapping, error) {
	return db.All(tx, func(s db.Scanner) (m mapping, err error) {
		err = s.Scan(&m.partner, &m.table, &m.code, &m.theirs)
		return m, err
	}, `SELECT partner, table_name, code, theirs FROM code_map ORDER BY partner, table_name, code`)
}
