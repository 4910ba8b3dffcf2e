package application

import (
	"fmt"
	"maps"
	"slices"

	"kaguan/internal/kit/db"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
)

// surroundings are what the house has already of the people of a chunk.
type surroundings struct {
	withAlbum bool
	citizens  map[string]citizen.Citizen // by ID number
	open      map[int64]string           // the number of the open application, by citizen
	cards     map[int64]card.Card        // by citizen
	before    map[string]int64           // the earlier line, by blind index
	pictured  map[string]string          // whose a photo is in this import, by blind index
	used      map[string][]int64         // the citizens who use a photo, by digest
}

// lookUp gathers the surroundings of a chunk with one query each.
func (s *stager) lookUp(tx *db.Tx, lines []line) (surroundings, error) {
	var numbers, indexes, photos, digests []string
	for i := range lines {
		if l := &lines[i]; l.number != "" {
			numbers = append(numbers, l.judged.form.IDNumber)
			indexes = append(indexes, l.number)
		}
		if l := &lines[i]; l.photo != "" {
			digests = append(digests, l.photo)
			photos = append(photos, l.photoIndex)
		}
	}
	w, err := s.desk.standing(tx, numbers)
	if err != nil {
		return w, err
	}
	w.withAlbum = s.album != nil
	if w.before, err = numbersBefore(tx, indexes); err != nil {
		return w, err
	}
	if w.pictured, err = photosBefore(tx, photos); err != nil {
		return w, err
	}
	w.used, err = photoUses(tx, digests)
	return w, err
}

// standing finds the people of these numbers, wherever they belong (a job's
// scope is the whole city), with their open applications and live cards.
func (k *Desk) standing(tx *db.Tx, numbers []string) (w surroundings, err error) {
	known, err := k.people.FindMany(tx, numbers)
	if err != nil {
		return w, err
	}
	ids := slices.Sorted(maps.Values(known))
	people, err := k.people.GetMany(tx, ids)
	if err != nil {
		return w, err
	}
	w.citizens = make(map[string]citizen.Citizen, len(people))
	for _, c := range people {
		w.citizens[c.IDNumber] = c
	}
	if w.open, err = openAmong(tx, ids); err != nil {
		return w, err
	}
	w.cards, err = card.LiveMany(tx, ids)
	return w, err
}

// settle gives a line its verdict, and what its reviewer must look at. What the
// row itself says comes first, then what is there already, then the photo.
func (w *surroundings) settle(l line) (stagedRow, []Warning) {
	row := stagedRow{Line: int64(l.row.Line), Reasons: slices.Clone(l.reasons)}
	var known citizen.Citizen
	if l.number != "" {
		known = w.citizens[l.judged.form.IDNumber]
	}
	row.CitizenID = known.ID
	j := l.judged
	j.warnings = slices.Clone(j.warnings)
	j.compare(known)
	flaws := slices.Concat(l.flaws, w.photoFlaws(l, known))
	earlier, twice := w.before[l.number]
	live, carded := w.cards[known.ID]
	no, open := w.open[known.ID]
	switch {
	case len(row.Reasons) > 0 || l.number == "":
		row.Verdict, row.Reasons = Bad, append(row.Reasons, flaws...)
	case twice:
		row.Verdict = Duplicate
		row.Reasons = []reason{{Column: -1, Code: "twice", Words: fmt.Sprintf("与第 %d 行的证件号码相同，请核对是否录错", earlier)}}
	case carded:
		row.Verdict = HasCard
		row.Reasons = []reason{{Column: -1, Code: "card", Words: "此人已有社保卡 " + live.Number}}
	case open:
		row.Verdict = HasOpen
		row.Reasons = []reason{{Column: -1, Code: "open", Words: "此人已有在办申请 " + no}}
	case len(flaws) > 0:
		row.Verdict, row.Reasons = Bad, flaws
	case known.ID != 0:
		row.Verdict = Existing
	default:
		row.Verdict = Good
	}
	if row.Verdict == Bad || row.Verdict == Duplicate {
		return row, nil
	}
	row.number, w.before[l.number] = l.number, row.Line
	if row.Verdict != Good && row.Verdict != Existing {
		return row, nil
	}
	if l.photo != "" {
		row.photo, w.pictured[l.photoIndex] = l.photoIndex, l.number
	}
	if l.photo == "" && known.PhotoDigest == "" {
		j.photoMissing()
	}
	return row, j.warnings
}

// photoFlaws are what is wrong with the photo in view of other people. A list
// that comes with photos must have one for everybody who needs one.
func (w *surroundings) photoFlaws(l line, known citizen.Citizen) []reason {
	if l.photo == "" {
		small := l.judged.age >= 0 && l.judged.age < l.judged.rules.photoAge
		if w.withAlbum && l.number != "" && len(l.flaws) == 0 && known.PhotoDigest == "" && !small {
			return []reason{{Column: -1, Code: "photo_missing", Words: "照片包里没有以此证件号码命名的照片，请补上照片后与本行一起重新上传"}}
		}
		return nil
	}
	shared := reason{Column: -1, Code: "photo_shared", Words: "照片与另一人的照片是同一张，请核对照片文件名"}
	if whose, seen := w.pictured[l.photoIndex]; seen && whose != l.number {
		return []reason{shared}
	}
	for _, citizenID := range w.used[l.photo] {
		if citizenID != known.ID {
			return []reason{shared}
		}
	}
	return nil
}

// tallyWords are the words of reasons that differ from row to row.
var tallyWords = map[string]string{"twice": "与前面一行的证件号码相同", "card": "此人已有社保卡", "open": "此人已有在办申请"}

// counts adds up the verdicts and reasons of an import.
type counts struct {
	known   map[[2]string]*Tally
	touched map[*Tally]bool
}

func newCounts(tx *db.Tx, importID int64) (*counts, error) {
	before, err := tallies(tx, importID)
	c := &counts{known: map[[2]string]*Tally{}, touched: map[*Tally]bool{}}
	for i := range before {
		t := &before[i]
		c.known[[2]string{string(t.Verdict), t.Code}] = t
	}
	return c, err
}

// add counts a row under its verdict and, once each, under its reasons. What is
// worth a look in a row that goes on is counted as well.
func (c *counts) add(row stagedRow, warnings []Warning) {
	c.count(row, "", verdictNames[row.Verdict])
	seen := map[string]bool{}
	for _, r := range row.Reasons {
		words := r.Words
		if general, ok := tallyWords[r.Code]; ok {
			words = general
		}
		if !seen[r.Code] {
			seen[r.Code] = true
			c.count(row, r.Code, words)
		}
	}
	for _, w := range warnings {
		if !seen[w.Code] {
			seen[w.Code] = true
			c.count(row, w.Code, w.Words)
		}
	}
}

func (c *counts) count(row stagedRow, code, words string) {
	key := [2]string{string(row.Verdict), code}
	t, ok := c.known[key]
	if !ok {
		t = &Tally{Verdict: row.Verdict, Code: code, Words: words}
		c.known[key] = t
	}
	t.Count++
	if len(t.Lines) < mostExamples {
		t.Lines = append(t.Lines, row.Line)
	}
	c.touched[t] = true
}

// move takes a row from one verdict to another.
func (c *counts) move(from Verdict, row stagedRow) {
	if t, ok := c.known[[2]string{string(from), ""}]; ok {
		t.Count--
		t.Lines = slices.DeleteFunc(t.Lines, func(line int64) bool { return line == row.Line })
		c.touched[t] = true
	}
	c.add(row, nil)
}

func (c *counts) save(tx *db.Tx, importID int64) error {
	for t := range c.touched {
		if err := putTally(tx, importID, *t); err != nil {
			return err
		}
	}
	return nil
}
