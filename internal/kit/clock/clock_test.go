package clock_test

import (
	"testing"
	"time"

	"kaguan/internal/kit/clock"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, clock.Beijing)

func TestHandMovesOnlyWhenTold(t *testing.T) {
	h := clock.NewHand(noon)
	if !h.Now().Equal(noon) {
		t.Fatalf("now = %v", h.Now())
	}
	h.Advance(24 * time.Hour)
	if got := clock.Date(h.Now()); got != "2026-11-24" {
		t.Errorf("a day later it is %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("time ran back without complaint")
		}
	}()
	h.Advance(-time.Second)
}

func TestShiftedRunsAhead(t *testing.T) {
	h := clock.NewHand(noon)
	s := clock.NewShifted(h, time.Hour)
	s.Advance(time.Hour)
	h.Advance(time.Minute)
	if want := noon.Add(2*time.Hour + time.Minute); !s.Now().Equal(want) {
		t.Errorf("now = %v, want %v", s.Now(), want)
	}
}

func TestDateIsBeijing(t *testing.T) {
	utcEvening := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	if got := clock.Date(utcEvening); got != "2026-11-23" {
		t.Errorf("date = %s, want the day in Beijing", got)
	}
}

func TestMillisRoundTrip(t *testing.T) {
	if got := clock.FromMillis(clock.Millis(noon)); !got.Equal(noon) {
		t.Errorf("got %v", got)
	}
	if !clock.FromMillis(0).IsZero() {
		t.Error("0 must be the zero time")
	}
}
