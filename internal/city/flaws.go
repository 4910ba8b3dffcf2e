package city

import "kaguan/internal/work/application"

// flaw is one way in which a row of a list is wrong.
type flaw struct {
	name        string
	spoil       func(f *application.Form)
	twice       bool                   // the row stands twice
	pictureless bool                   // its photo is not in the ZIP
	fits        func(r *resident) bool // nil fits everybody
}

// flaws are the mistakes that clerks make in lists, each seen by another rule.
func flaws() []flaw {
	return []flaw{
		{name: "check character", spoil: func(f *application.Form) { f.IDNumber = mistyped(f.IDNumber) }},
		{name: "no name", spoil: func(f *application.Form) { f.Name = "" }},
		{name: "short mobile", spoil: func(f *application.Form) { f.Mobile = f.Mobile[:10] }},
		{name: "unknown bank", spoil: func(f *application.Form) { f.Bank = "第九银行" }},
		{name: "unknown agency", spoil: func(f *application.Form) { f.Agency = "不存在的机构" }},
		{name: "unknown village", spoil: func(f *application.Form) { f.Community = "不存在的村" }},
		{name: "unknown category", spoil: func(f *application.Form) { f.Category = "不详" }},
		{name: "no photo", pictureless: true, fits: func(r *resident) bool { return r.Age >= 6 }},
		{name: "short address", spoil: func(f *application.Form) { f.Address = "村" }},
		{name: "expired document", spoil: func(f *application.Form) { f.DocTo = "2020-01-01" }},
		{name: "letters in postcode", spoil: func(f *application.Form) { f.Postcode = "51200O" }},
		{name: "row twice", twice: true},
		{name: "short number", spoil: func(f *application.Form) { f.IDNumber = f.IDNumber[:17] }},
		{name: "malformed date", spoil: func(f *application.Form) { f.DocTo = "明年到期" }},
		{name: "no guardian", fits: func(r *resident) bool { return r.guardian != nil }, spoil: func(f *application.Form) {
			f.GuardianName, f.GuardianIDNumber, f.GuardianPhone = "", "", ""
		}},
		{name: "own guardian", fits: func(r *resident) bool { return r.guardian != nil }, spoil: func(f *application.Form) { f.GuardianIDNumber = f.IDNumber }},
	}
}

// spoil chooses which rows of a list are wrong, and how: about one in twelve.
func (l *life) spoil(some []*resident) map[int]flaw {
	all, spoilt := flaws(), map[int]flaw{}
	for i, r := range some {
		if !l.percent(8) {
			continue
		}
		f := all[l.dice.IntN(len(all))]
		if f.fits == nil || f.fits(r) {
			spoilt[i+1] = f
		}
	}
	return spoilt
}
