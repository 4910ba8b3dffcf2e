package db

import (
	"strconv"
	"strings"
)

// Where gathers the conditions of a query. Conditions use ? for their values,
// so that they can be put together in any order.
type Where struct {
	parts []string
	args  []any
}

// And adds a condition with its values.
func (w *Where) And(condition string, args ...any) {
	w.parts = append(w.parts, condition)
	w.args = append(w.args, args...)
}

// AndIf adds a condition on one value unless the value is empty: the form of a
// list page's filters.
func (w *Where) AndIf(condition, value string) {
	if value != "" {
		w.And(condition, value)
	}
}

// Scope narrows the query to what the actor of tx may see. region is the column
// with the record's region path; bank the one with its bank, or empty where the
// record has none. Every query of citizen-owned records calls it.
func (w *Where) Scope(tx *Tx, region, bank string) {
	scope := ActorOf(tx.ctx).Scope
	if bank != "" && scope.Bank != "" {
		w.And(bank+" = ?", scope.Bank)
	}
	if scope.All {
		return
	}
	if len(scope.Paths) == 0 {
		w.And("1 = 0")
		return
	}
	var any []string
	for _, path := range scope.Paths {
		any = append(any, region+" >= ? AND "+region+" < ?")
		w.args = append(w.args, path, pathEnd(path))
	}
	w.parts = append(w.parts, "("+strings.Join(any, " OR ")+")")
}

// Under narrows to one region and all below it.
func (w *Where) Under(column, path string) {
	if path != "" {
		w.And(column+" >= ? AND "+column+" < ?", path, pathEnd(path))
	}
}

// pathEnd is the first path after all that begin with path. Paths end with a
// slash and hold only digits and slashes; '0' follows '/' in the byte order
// that {{path}} columns have on both engines.
func pathEnd(path string) string { return strings.TrimSuffix(path, "/") + "0" }

// SQL is " WHERE …" with numbered placeholders, empty if there is no condition.
func (w *Where) SQL() string {
	if len(w.parts) == 0 {
		return ""
	}
	return " WHERE " + number(strings.Join(w.parts, " AND "))
}

// Args are the values, in the order of the placeholders.
func (w *Where) Args() []any { return w.args }

// Next is the placeholder after the last one, for a LIMIT behind the conditions.
func (w *Where) Next(offset int) string { return "$" + strconv.Itoa(len(w.args)+offset) }

func number(sql string) string {
	var b strings.Builder
	n := 0
	for _, c := range sql {
		if c == '?' {
			n++
			b.WriteString("$" + strconv.Itoa(n))
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}
