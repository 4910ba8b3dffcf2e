// Package clock tells the time. It is the only place that may ask the machine
// for it, so that the simulated city can crank days by hand.
package clock

import (
	"sync"
	"time"
)

// Beijing is the time zone of every date that a person or a partner sees.
// China keeps no summer time, so a fixed zone is exact and needs no zone files.
var Beijing = time.FixedZone("CST", 8*60*60)

// Clock tells now.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now is the machine's time in Beijing.
func (System) Now() time.Time { return time.Now().In(Beijing) }

// Hand is a clock that moves only when told; safe for concurrent use.
type Hand struct {
	mu  sync.Mutex
	now time.Time
}

// NewHand starts a hand-cranked clock at the given moment.
func NewHand(at time.Time) *Hand { return &Hand{now: at.In(Beijing)} }

// Now is the moment the clock was last moved to.
func (h *Hand) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Advance moves the clock forward; a negative step is a mistake and panics,
// because time that runs back breaks every age and order in the system.
func (h *Hand) Advance(step time.Duration) {
	if step < 0 {
		panic("clock: time does not run back")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(step)
}

// Shifted is a clock that runs like another, some time ahead: the demo city's
// button "let a day pass" moves it while seconds go on as usual.
type Shifted struct {
	mu    sync.Mutex
	from  Clock
	ahead time.Duration
}

// NewShifted starts a clock that runs ahead of from by the given time.
func NewShifted(from Clock, ahead time.Duration) *Shifted {
	return &Shifted{from: from, ahead: ahead}
}

// Now is the other clock's time and the shift.
func (s *Shifted) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.from.Now().Add(s.ahead)
}

// Advance moves the clock further ahead.
func (s *Shifted) Advance(step time.Duration) {
	if step < 0 {
		panic("clock: time does not run back")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += step
}

// Ahead is how far the clock runs ahead of the other.
func (s *Shifted) Ahead() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ahead
}

// Millis is the form in which instants are stored: milliseconds since 1970.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// FromMillis turns a stored instant back into Beijing time; 0 is the zero time.
func FromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(Beijing)
}

// Date is the form in which dates are stored and shown: 2026-11-23, in Beijing.
func Date(t time.Time) string { return t.In(Beijing).Format(time.DateOnly) }
