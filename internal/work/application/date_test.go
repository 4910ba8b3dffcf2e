package application

import "testing"

func TestDatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2036-11-23": "2036-11-23", "20361123": "2036-11-23", "2036/1/3": "2036-01-03", "2036.01.03": "2036-01-03",
		"2036年1月3日": "2036-01-03", "长期": Forever, "2036-11-23 00:00:00": "2036-11-23",
		"2035-02-29": "", "20351301": "", "2036112": "", "明年": "", "": "",
	} {
		if got, ok := dateOf(in); got != want || ok != (want != "") {
			t.Errorf("dateOf(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestAgeIsFullYears(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		birth, today string
		want         int
	}{{"2010-11-23", "2026-11-23", 16}, {"2010-11-24", "2026-11-23", 15}, {"2026-11-23", "2026-11-23", 0}, {"2008-02-29", "2026-02-28", 17}} {
		if got := ageAt(c.birth, c.today); got != c.want {
			t.Errorf("born %s, on %s: %d, want %d", c.birth, c.today, got, c.want)
		}
	}
}
