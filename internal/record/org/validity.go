package org

import (
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Validity is the time in which something holds, in days 'YYYY-MM-DD'.
type Validity struct {
	From string // the first day; empty is since ever
	To   string // the first day on which it no longer holds; empty is without end
}

// On tells whether it holds on a day.
func (v Validity) On(day string) bool { return v.State(day) == Open }

// State is where it stands on a day. What was ended before it began was never open.
func (v Validity) State(day string) State {
	switch {
	case v.To != "" && (v.To <= day || v.To <= v.From):
		return Closed
	case v.From > day:
		return Planned
	}
	return Open
}

// ended is the validity of what is closed on a day: from that day on, or, while
// it is only planned, from its first day.
func (v Validity) ended(day string) Validity {
	v.To = max(day, v.From)
	return v
}

func today(tx *db.Tx) string { return clock.Date(tx.Now()) }

// begin is the first day that a person gave; today if he gave none.
func begin(tx *db.Tx, from string) (string, *fault.Field) {
	if from == "" {
		return today(tx), nil
	}
	if _, err := time.Parse(time.DateOnly, from); err != nil {
		return "", &fault.Field{Name: "from", Code: "malformed", Words: "启用日期应为年-月-日，例如 2026-11-23"}
	}
	return from, nil
}
