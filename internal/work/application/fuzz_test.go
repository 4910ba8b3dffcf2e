package application

import (
	"strings"
	"testing"
	"time"

	"kaguan/internal/record/setting"
)

func FuzzDates(f *testing.F) {
	for _, seed := range []string{"2036-11-23", "20361123", "长期", "2036年1月3日", "9999-99-99", "2036/1", "０"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		date, ok := dateOf(s)
		if !ok {
			return
		}
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			t.Errorf("dateOf(%q) = %q, which is no day", s, date)
		}
		if again, ok := dateOf(date); !ok || again != date {
			t.Errorf("dateOf is not settled: %q, %q", date, again)
		}
	})
}

func FuzzNamesOfPhotos(f *testing.F) {
	for _, seed := range []string{"a/b/44020319900101123x.JPG", "../x.jpg", ".jpg", "x.jpeg", "x.jpg/", "", "a\\b.jpg"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if number, ok := numberIn(name); ok && (number == "" || strings.ContainsAny(number, "/")) {
			t.Errorf("numberIn(%q) = %q", name, number)
		}
	})
}

// FuzzJudge: whatever a clerk types is judged, never a panic, and what is judged
// good is judged the same again.
func FuzzJudge(f *testing.F) {
	f.Add(numbered("1990-01-01", 1), "欧阳修", "13800000001", "长期", "a@example.cn")
	f.Add("", "", "", "", "")
	f.Add("E1234567", "阿依古丽·买买提", "+86 138-0000-0001", "2020-01-01", "<a@b>")
	r := &rules{today: "2026-11-23", soon: "2026-12-23", minorAge: 16, photoAge: infants, codes: &setting.CodeSet{}}
	f.Fuzz(func(t *testing.T, number, name, mobile, docTo, email string) {
		first := r.judge(Form{IDNumber: number, Name: name, Mobile: mobile, DocTo: docTo, Email: email, Address: name, GuardianName: name, GuardianIDNumber: number})
		second := r.judge(first.form)
		bad := map[string]bool{}
		for _, one := range first.bad {
			bad[one.Name] = true
		}
		for _, one := range second.bad {
			if !bad[one.Name] && one.Code != "sex_unknown" && one.Code != "nationality_unknown" {
				t.Errorf("%s is wrong only when judged again: %s", one.Name, one.Code)
			}
		}
	})
}
