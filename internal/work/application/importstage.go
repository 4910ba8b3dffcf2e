package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/sheet"
)

// progress is told how many rows are done, of how many.
type progress func(done, total int64) error

// stager stages one import.
type stager struct {
	desk    *Desk
	imp     Import
	rules   *rules
	binding sheet.Binding
	album   *album // nil without photos
}

// line is one row of the list while it is staged.
type line struct {
	row        sheet.Row
	judged     judgement
	reasons    []reason
	number     string // blind index, empty if the number is malformed
	photo      string // digest
	photoIndex string
	flaws      []reason // of the photo
}

// content is what is kept, sealed, of a staged row.
type content struct {
	Cells    []string  `json:"cells,omitempty"`
	Form     *Form     `json:"form,omitempty"`
	Region   string    `json:"region,omitempty"`
	Warnings []Warning `json:"warnings,omitempty"`
}

func (k *Desk) pack(c content) ([]byte, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("packing a staged row: %w", err)
	}
	return k.box.SealBytes("import_row.content", body), nil
}

func (k *Desk) unpack(sealed []byte) (c content, err error) {
	body, err := k.box.OpenBytes("import_row.content", sealed)
	if err != nil || len(body) == 0 {
		return c, err
	}
	if err := json.Unmarshal(body, &c); err != nil {
		return c, errors.New("unpacking a staged row: it is no content") // the cause would quote it
	}
	return c, nil
}

// stage checks a list row by row, from the line after the last that is staged,
// and ends with the preview. It returns fault.Invalid for files that cannot be
// imported at all. It may be broken off at any moment and called again.
func (k *Desk) stage(ctx context.Context, imp Import, tell progress) (err error) {
	list, err := k.fetch(ctx, imp.list)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, list.close()) }()
	s := &stager{desk: k, imp: imp}
	if imp.photos.ID != 0 {
		packed, err := k.fetch(ctx, imp.photos)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, packed.close()) }()
		if s.album, err = openAlbum(packed.path); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.album.close()) }()
	}
	if err := k.db.View(ctx, s.refresh); err != nil {
		return err
	}
	if err := s.open(ctx, list.path); err != nil {
		return err
	}
	if err := s.rows(ctx, list.path, tell); err != nil {
		return err
	}
	return s.preview(ctx)
}

// open reads the list once to its end: its columns must be there, and a file
// that breaks off in the middle is refused before anything is staged.
func (s *stager) open(ctx context.Context, path string) error {
	reader, err := sheet.Open(path)
	if err != nil {
		return err
	}
	err = s.survey(reader)
	if err = errors.Join(err, reader.Close()); err != nil {
		return err
	}
	if s.imp.Staged > 0 {
		return nil
	}
	return s.desk.db.Do(ctx, func(tx *db.Tx) error {
		if err := openedImport(tx, s.imp); err != nil {
			return err
		}
		return tx.Note(db.Ref("import", s.imp.ID), "application.import_opened", map[string]any{
			"rows": s.imp.Total, "photos": s.imp.Photos})
	})
}

func (s *stager) survey(reader *sheet.Reader) error {
	s.imp.header = reader.Header()
	binding, bad := readable(s.imp).Bind(s.imp.header)
	if len(bad) > 0 {
		words := make([]string, len(bad))
		for i, one := range bad {
			words[i] = one.Words
		}
		return fault.NewInvalid(strings.Join(words, "；"))
	}
	s.binding = binding
	s.imp.Total = 0
	for _, err := range reader.Rows() {
		if err != nil {
			return err
		}
		s.imp.Total++
	}
	if s.album != nil {
		s.imp.Photos = s.album.count
	}
	switch {
	case s.imp.Total == 0:
		return fault.NewInvalid("名单里没有人员，请按模板填写后再上传")
	case s.imp.Total > int64(s.rules.maxRows):
		return fault.NewInvalid(fmt.Sprintf("名单超过 %d 行，请分成几份上传", s.rules.maxRows))
	}
	return nil
}

// rows stages the list chunk by chunk.
func (s *stager) rows(ctx context.Context, path string, tell progress) (err error) {
	done := s.imp.Staged
	var last int64
	if err := s.desk.db.View(ctx, func(tx *db.Tx) error {
		last, err = lastLine(tx, s.imp.ID)
		return err
	}); err != nil {
		return err
	}
	reader, err := sheet.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	var part []sheet.Row
	flush := func() error {
		if len(part) == 0 {
			return nil
		}
		if err := s.chunk(ctx, part); err != nil {
			return err
		}
		done += int64(len(part))
		part = part[:0]
		return tell(done, s.imp.Total)
	}
	for row, err := range reader.Rows() {
		if err != nil {
			return err
		}
		if int64(row.Line) <= last {
			continue
		}
		if part = append(part, row); len(part) == s.desk.chunk {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// chunk stages some rows in one transaction, with their counts.
func (s *stager) chunk(ctx context.Context, rows []sheet.Row) error {
	lines := make([]line, len(rows))
	if err := s.desk.db.View(ctx, func(tx *db.Tx) error {
		if err := s.refresh(tx); err != nil {
			return err
		}
		for i, row := range rows {
			lines[i] = s.read(row)
		}
		return s.rules.err
	}); err != nil {
		return err
	}
	if err := s.pictures(ctx, lines); err != nil {
		return err
	}
	return s.desk.db.Do(ctx, func(tx *db.Tx) error { return s.write(tx, lines) })
}

// refresh lends the rules a transaction to look places up in.
func (s *stager) refresh(tx *db.Tx) (err error) {
	if s.rules != nil {
		s.rules.tx = tx
		return nil
	}
	s.rules, err = loadRules(tx)
	if err == nil {
		s.rules.scope = s.imp.scope
	}
	return err
}

// read judges one row by the rules of the counter.
func (s *stager) read(row sheet.Row) line {
	var f Form
	for _, one := range fields {
		*one.of(&f) = s.binding.Get(row, one.key)
	}
	f.PhotoDigest, f.PhotoSource = "", ""
	if f.Bank == "" {
		f.Bank = s.imp.DefaultBank
	}
	if f.Agency == "" {
		f.AgencyID = s.imp.DefaultAgency
	}
	l := line{row: row, judged: s.rules.judge(f)}
	blamed := map[int]bool{}
	for _, r := range row.Reasons {
		if s.bound(r.Column) {
			blamed[r.Column] = true
			l.reasons = append(l.reasons, reason{Column: r.Column, Code: "cell", Words: r.Words})
		}
	}
	malformed := false
	for _, bad := range l.judged.bad {
		malformed = malformed || bad.Name == "idNumber"
		if column := s.column(bad.Name); column < 0 || !blamed[column] {
			l.reasons = append(l.reasons, reason{Column: column, Code: bad.Code, Words: bad.Words})
		}
	}
	if !malformed {
		l.number = s.index("number", l.judged.form.IDNumber)
	}
	return l
}

// index is a blind index that means something within this import only.
func (s *stager) index(of, value string) string {
	return s.desk.box.Index(fmt.Sprintf("import.%d.%s", s.imp.ID, of), value)
}

// bound tells whether a column of the clerk's table is one of ours; what is wrong
// elsewhere is nobody's business.
func (s *stager) bound(column int) bool {
	if column < 0 {
		return true
	}
	for _, i := range s.binding {
		if i == column {
			return true
		}
	}
	return false
}

func (s *stager) column(key string) int {
	if i, ok := s.binding[key]; ok {
		return i
	}
	return -1
}

// write stages judged lines: what others have of these people is looked up in
// the same transaction.
func (s *stager) write(tx *db.Tx, lines []line) error {
	last, err := lastLine(tx, s.imp.ID)
	if err != nil {
		return err
	}
	if last >= int64(lines[0].row.Line) {
		return nil // another process was quicker
	}
	known, err := s.lookUp(tx, lines)
	if err != nil {
		return err
	}
	rows := make([]stagedRow, len(lines))
	counts, err := newCounts(tx, s.imp.ID)
	if err != nil {
		return err
	}
	photos := int64(0)
	for i := range lines {
		row, warnings := known.settle(lines[i])
		if row.content, err = s.desk.pack(s.kept(&lines[i], row.Verdict, warnings)); err != nil {
			return err
		}
		if lines[i].photo != "" {
			photos++
		}
		rows[i] = row
		counts.add(row, warnings)
	}
	if err := copyRows(tx, s.imp.ID, rows); err != nil {
		return err
	}
	if err := counts.save(tx, s.imp.ID); err != nil {
		return err
	}
	err = countStaged(tx, s.imp.ID, int64(len(rows)), photos)
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("这次导入已作废，检查停止", err)
	}
	if err != nil {
		return err
	}
	return tx.Note(db.Ref("import", s.imp.ID), "application.import_staged", map[string]any{
		"rows": len(rows), "from": rows[0].Line, "to": rows[len(rows)-1].Line})
}

// kept is what a row must keep: its form to go on, its cells to come back.
func (s *stager) kept(l *line, v Verdict, warnings []Warning) content {
	switch v {
	case Good, Existing:
		form := l.judged.form
		form.PhotoDigest = l.photo
		return content{Form: &form, Region: l.judged.regionPath, Warnings: warnings}
	case Bad, Duplicate:
		return content{Cells: l.row.Cells}
	}
	return content{}
}

// preview ends the staging.
func (s *stager) preview(ctx context.Context) error {
	return s.desk.db.Do(ctx, func(tx *db.Tx) error {
		imp, err := findImport(tx, s.imp.ID)
		if err != nil || imp.State != Staging {
			return err
		}
		if err := moveImport(tx, imp, "preview"); err != nil {
			return err
		}
		return tx.Note(db.Ref("import", imp.ID), "application.import_previewed", map[string]any{"rows": imp.Staged, "photos": imp.PhotosUsed})
	})
}
