package setting

import (
	"errors"

	"kaguan/internal/kit/db"
)

const valueColumns = `value, begins_at, set_at, set_by`

func scanValue(s db.Scanner) (v Value, err error) {
	err = s.Scan(&v.Value, &v.From, &v.SetAt, &v.SetBy)
	return v, err
}

// valueAt is what a parameter is at a moment: the last that began, else the default.
func valueAt(tx *db.Tx, p Param, at int64) (Value, error) {
	v, err := db.One(tx, scanValue, `SELECT `+valueColumns+` FROM parameter_value
		WHERE key = $1 AND begins_at <= $2 ORDER BY begins_at DESC, id DESC LIMIT 1`, p.Key, at)
	if errors.Is(err, db.ErrNone) {
		return Value{Value: p.Default}, nil
	}
	return v, err
}

// changesAfter are the moments after a moment at which one of keys changes.
func changesAfter(tx *db.Tx, keys []string, after int64) ([]int64, error) {
	var moments []int64
	for _, key := range keys {
		at, err := db.All(tx, func(s db.Scanner) (at int64, err error) {
			err = s.Scan(&at)
			return at, err
		}, `SELECT begins_at FROM parameter_value WHERE key = $1 AND begins_at > $2`, key, after)
		if err != nil {
			return nil, err
		}
		moments = append(moments, at...)
	}
	return moments, nil
}

func insertValue(tx *db.Tx, key, value string, at int64) error {
	_, err := tx.Exec(`INSERT INTO parameter_value (key, value, begins_at, set_at, set_by) VALUES ($1, $2, $3, $4, $5)`,
		key, value, at, tx.Millis(), tx.Actor().Name)
	return err
}

// allValues are the values of every parameter by key, in the order in which they begin.
func allValues(tx *db.Tx) (map[string][]Value, error) {
	byKey := map[string][]Value{}
	err := tx.Each(func(s db.Scanner) error {
		var key string
		var v Value
		if err := s.Scan(&key, &v.Value, &v.From, &v.SetAt, &v.SetBy); err != nil {
			return err
		}
		byKey[key] = append(byKey[key], v)
		return nil
	}, `SELECT key, `+valueColumns+` FROM parameter_value ORDER BY begins_at, id`)
	return byKey, err
}

// history is everything a parameter was set to, the last first.
func history(tx *db.Tx, key string) ([]Value, error) {
	return db.All(tx, scanValue, `SELECT `+valueColumns+` FROM parameter_value WHERE key = $1 ORDER BY id DESC`, key)
}
