package org_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kaguan/internal/record/org"
)

// golden compares with testdata/name; UPDATE=1 writes it anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (UPDATE=1 writes it anew):\n%s", path, diff)
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	got := ""
	for _, table := range org.Tables() {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
		got += table.Matrix()
	}
	golden(t, "states.golden", got)
}

func TestAPlaceIsPlannedThenOpenThenClosed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v    org.Validity
		want org.State
	}{
		{org.Validity{}, org.Open},
		{org.Validity{From: "2026-11-23"}, org.Open},
		{org.Validity{From: "2026-11-24"}, org.Planned},
		{org.Validity{To: "2026-11-24"}, org.Open},
		{org.Validity{To: "2026-11-23"}, org.Closed},
		{org.Validity{From: "2026-11-23", To: "2026-11-23"}, org.Closed},
		{org.Validity{From: "2026-12-01", To: "2026-12-01"}, org.Closed},
	} {
		if got := c.v.State("2026-11-23"); got != c.want {
			t.Errorf("%+v is %s, want %s", c.v, got, c.want)
		}
	}
}

// Time leads forward only: once closed, closed for ever.
func TestALifeRunsForward(t *testing.T) {
	t.Parallel()
	order := map[org.State]int{org.Planned: 0, org.Open: 1, org.Closed: 2}
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.SampledFrom([]string{"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"})
		v := org.Validity{From: rapid.OneOf(day, rapid.Just("")).Draw(t, "from"), To: rapid.OneOf(day, rapid.Just("")).Draw(t, "to")}
		a, b := day.Draw(t, "a"), day.Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		if order[v.State(a)] > order[v.State(b)] {
			t.Fatalf("%+v is %s on %s and %s on %s", v, v.State(a), a, v.State(b), b)
		}
	})
}
