package application

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// most is how many values one IN list holds.
const most = 1000

const columns = `t.id, t.no, t.citizen_id, t.kind, t.source, t.state, t.bank, t.agency_id, COALESCE(g.name, ''), t.region_path, t.category,
	t.unit_code, t.unit_name, t.community, t.household_address, t.photo_digest, t.photo_source, t.priority, t.warnings, t.stage, t.reason,
	t.attempt, t.import_id, COALESCE(t.import_line, 0), t.batch_id, t.entered_by, t.submitted_by, t.submitted_at, t.reviewed_by, t.reviewed_at, t.since`

const from = ` FROM application t LEFT JOIN agency g ON g.id = t.agency_id`

func scan(s db.Scanner) (a Application, err error) {
	var warnings string
	err = s.Scan(&a.ID, &a.No, &a.CitizenID, &a.Kind, &a.Source, &a.State, &a.Bank, &a.AgencyID, &a.AgencyName, &a.RegionPath, &a.Category,
		&a.UnitCode, &a.UnitName, &a.Community, &a.householdAddress, &a.PhotoDigest, &a.PhotoSource, &a.Priority, &warnings, &a.Stage, &a.Reason,
		&a.Attempt, &a.ImportID, &a.ImportLine, &a.BatchID, &a.EnteredBy, &a.SubmittedBy, &a.SubmittedAt, &a.ReviewedBy, &a.ReviewedAt, &a.Since)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(warnings), &a.Warnings); err != nil {
		return a, fmt.Errorf("reading the warnings of application %d: %w", a.ID, err)
	}
	return a, nil
}

// find gives one application within the actor's scope.
func find(tx *db.Tx, id int64) (Application, error) {
	var w db.Where
	w.And("t.id = ?", id)
	w.Scope(tx, "t.region_path", "t.bank")
	a, err := db.One(tx, scan, `SELECT `+columns+from+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return a, fault.NewNotFound("没有找到这份申请，可能不在您的管辖范围内")
	}
	return a, err
}

// openOf gives a citizen's open application, wherever in the city: one that the
// actor may not see stands in the way as well.
func openOf(tx *db.Tx, citizenID int64) (Application, bool, error) {
	a, err := db.One(tx, scan, `SELECT `+columns+from+` WHERE t.citizen_id = $1 AND t.open = 1`, citizenID)
	if errors.Is(err, db.ErrNone) {
		return a, false, nil
	}
	return a, err == nil, err
}

// openAmong gives the numbers of the open applications of many citizens.
func openAmong(tx *db.Tx, citizenIDs []int64) (map[int64]string, error) {
	open := map[int64]string{}
	for part := range slices.Chunk(citizenIDs, most) {
		err := tx.Each(func(s db.Scanner) error {
			var id int64
			var no string
			err := s.Scan(&id, &no)
			open[id] = no
			return err
		}, `SELECT citizen_id, no FROM application WHERE open = 1 AND citizen_id IN `+marks(1, len(part)), anys(part)...)
		if err != nil {
			return nil, err
		}
	}
	return open, nil
}

// Filter narrows the list of applications; empty fields do not narrow.
type Filter struct {
	State    string
	Agency   int64
	Region   string // a region path
	Bank     string
	Import   int64
	Batch    int64
	No       string  // the beginning of a 受理编号
	Citizens []int64 // not nil: only these people's
	After    int64   // the last id of the page before
	Limit    int
}

func (f Filter) where(tx *db.Tx) db.Where {
	var w db.Where
	w.AndIf("t.state = ?", f.State)
	w.AndIf("t.bank = ?", f.Bank)
	for _, id := range []struct {
		column string
		value  int64
	}{{"t.agency_id", f.Agency}, {"t.import_id", f.Import}, {"t.batch_id", f.Batch}} {
		if id.value != 0 {
			w.And(id.column+" = ?", id.value)
		}
	}
	w.Under("t.region_path", f.Region)
	if f.No != "" {
		w.And("t.no >= ? AND t.no < ?", f.No, f.No+"\uffff")
	}
	switch {
	case f.Citizens == nil:
	case len(f.Citizens) == 0:
		w.And("1 = 0")
	default:
		w.And("t.citizen_id IN ("+strings.TrimSuffix(strings.Repeat("?, ", len(f.Citizens)), ", ")+")", anys(f.Citizens)...)
	}
	w.Scope(tx, "t.region_path", "t.bank")
	return w
}

func list(tx *db.Tx, f Filter) (found []Application, total int64, err error) {
	w := f.where(tx)
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM application t`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	w.And("t.id > ?", f.After)
	found, err = db.All(tx, scan, `SELECT `+columns+from+w.SQL()+fmt.Sprintf(` ORDER BY t.id LIMIT %d`, f.Limit), w.Args()...)
	return found, total, err
}

// madeBy gives the next applications that an import made, after a line of its
// list, within the actor's scope.
func madeBy(tx *db.Tx, importID, after int64) ([]Application, error) {
	var w db.Where
	w.And("t.import_id = ? AND t.import_line > ?", importID, after)
	w.Scope(tx, "t.region_path", "t.bank")
	return db.All(tx, scan, `SELECT `+columns+from+w.SQL()+fmt.Sprintf(` ORDER BY t.import_line LIMIT %d`, most), w.Args()...)
}

// draw gives the next n numbers 受理编号 of a region's county and this day. The
// county's row stays locked until the transaction ends.
func draw(tx *db.Tx, regionPath string, n int64) ([]string, error) {
	prefix := countyOf(regionPath) + strings.ReplaceAll(clock.Date(tx.Now()), "-", "")
	last, err := db.Scalar[int64](tx, `INSERT INTO application_number (prefix, last) VALUES ($1, $2)
		ON CONFLICT (prefix) DO UPDATE SET last = application_number.last + excluded.last RETURNING last`, prefix, n)
	if err != nil {
		return nil, fmt.Errorf("drawing numbers of %s: %w", prefix, err)
	}
	numbers := make([]string, n)
	for i := range numbers {
		numbers[i] = fmt.Sprintf("%s%06d", prefix, last-n+int64(i)+1)
	}
	return numbers, nil
}

// written are the columns of an application, in the order of values.
var written = []string{"no", "citizen_id", "kind", "source", "state", "open", "bank", "agency_id", "region_path", "category", "unit_code",
	"unit_name", "community", "household_address", "photo_digest", "photo_source", "priority", "warnings", "stage", "reason", "attempt",
	"import_id", "import_line", "batch_id", "entered_by", "submitted_by", "submitted_at", "reviewed_by", "reviewed_at", "since"}

func values(a Application) ([]any, error) {
	warnings, err := json.Marshal(append([]Warning{}, a.Warnings...))
	if err != nil {
		return nil, fmt.Errorf("writing the warnings of an application: %w", err)
	}
	var line any // none at a counter, so that the lines of imports alone are unique
	if a.ImportID != 0 {
		line = a.ImportLine
	}
	return []any{a.No, a.CitizenID, a.Kind, a.Source, string(a.State), openness(a.State), a.Bank, a.AgencyID, a.RegionPath, a.Category, a.UnitCode,
		a.UnitName, a.Community, a.householdAddress, a.PhotoDigest, a.PhotoSource, a.Priority, string(warnings), a.Stage, a.Reason, a.Attempt,
		a.ImportID, line, a.BatchID, a.EnteredBy, a.SubmittedBy, a.SubmittedAt, a.ReviewedBy, a.ReviewedAt, a.Since}, nil
}

// openness is 1 while somebody's turn is left.
func openness(s State) int64 {
	switch s {
	case Rejected, Withdrawn, Completed:
		return 0
	}
	return 1
}

func insertApplication(tx *db.Tx, a Application) (int64, error) {
	row, err := values(a)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert(`INSERT INTO application (`+strings.Join(written, ", ")+`) VALUES `+marks(1, len(row))+
		` ON CONFLICT DO NOTHING RETURNING id`, row...)
	if errors.Is(err, db.ErrNone) {
		return 0, fault.NewConflict("此人刚刚由他人提交了申请，请重新查询", err)
	}
	return id, err
}

// copyApplications adds many applications at once.
func copyApplications(tx *db.Tx, list []Application) error {
	_, err := tx.Copy("application", written, func(yield func([]any, error) bool) {
		for _, a := range list {
			if !yield(values(a)) {
				return
			}
		}
	})
	return err
}

// step is one line of a timeline in the making.
type step struct {
	verb, note string
	state      State
	changes    db.Changes
	ref        db.Subject
}

// move takes an application one step, guarded by the state it was read in, with
// all that the verb changed in it.
func move(tx *db.Tx, a Application, to State, s step) error {
	fromState := a.State
	a.State, a.Since, s.state = to, tx.Millis(), to
	row, err := values(a)
	if err != nil {
		return err
	}
	sets := make([]string, len(written))
	for i, column := range written {
		sets[i] = fmt.Sprintf("%s = $%d", column, i+1)
	}
	err = tx.ExecOne(`UPDATE application SET `+strings.Join(sets, ", ")+fmt.Sprintf(` WHERE id = $%d AND state = $%d`, len(row)+1, len(row)+2),
		append(row, a.ID, string(fromState))...)
	switch {
	case errors.Is(err, db.ErrNone):
		return fault.NewConflict("这份申请刚刚被他人处理过，请刷新后再试", err)
	case db.IsUnique(err):
		return fault.NewConflict("此人刚刚由他人提交了申请，请重新查询", err)
	case err != nil:
		return err
	}
	return insertStep(tx, a.ID, s)
}

// bulk is one step of many applications.
type bulk struct {
	from, to State
	batchID  int64
	step
}

// moveMany takes many applications one step and tells how many were in the
// state to take it from.
func moveMany(tx *db.Tx, ids []int64, b bulk) (int64, error) {
	done := int64(0)
	for part := range slices.Chunk(ids, most) {
		args := append([]any{string(b.to), openness(b.to), b.batchID, tx.Millis(), string(b.from)}, anys(part)...)
		n, err := tx.Exec(`UPDATE application SET state = $1, open = $2, batch_id = $3, since = $4 WHERE state = $5 AND id IN `+marks(6, len(part)), args...)
		if err != nil {
			return done, err
		}
		done += n
	}
	b.state = b.to
	return done, insertSteps(tx, ids, b.step)
}

// acceptAll accepts submitted applications; db.ErrNone if one of them is not
// submitted any more.
func acceptAll(tx *db.Tx, list []Application) error {
	ids := idsOf(list)
	args := append([]any{string(Accepted), tx.Actor().Name, tx.Millis(), string(Submitted)}, anys(ids)...)
	n, err := tx.Exec(`UPDATE application SET state = $1, reviewed_by = $2, reviewed_at = $3, since = $3 WHERE state = $4 AND id IN `+marks(5, len(ids)), args...)
	if err != nil {
		return err
	}
	if n != int64(len(ids)) {
		return db.ErrNone
	}
	return insertSteps(tx, ids, step{verb: "accept", state: Accepted})
}

var stepColumns = []string{"application_id", "verb", "state", "note", "changes", "ref_kind", "ref_id", "at", "actor"}

func insertStep(tx *db.Tx, id int64, s step) error { return insertSteps(tx, []int64{id}, s) }

func insertSteps(tx *db.Tx, ids []int64, s step) error {
	if s.changes == nil {
		s.changes = db.Changes{}
	}
	changes, err := json.Marshal(s.changes)
	if err != nil {
		return fmt.Errorf("writing a step's changes: %w", err)
	}
	ref := int64(0)
	if s.ref.Kind != "" {
		if _, err := fmt.Sscan(s.ref.ID, &ref); err != nil {
			return fmt.Errorf("reading what a step is part of: %w", err)
		}
	}
	_, err = tx.Copy("application_step", stepColumns, func(yield func([]any, error) bool) {
		for _, id := range ids {
			if !yield([]any{id, s.verb, string(s.state), s.note, string(changes), s.ref.Kind, ref, tx.Millis(), tx.Actor().Name}, nil) {
				return
			}
		}
	})
	return err
}

// Step is one line of an application's timeline.
type Step struct {
	At      int64      `json:"at" doc:"时间，毫秒"`
	Verb    string     `json:"verb" doc:"动作"`
	Title   string     `json:"title" doc:"动作名称"`
	State   string     `json:"state" doc:"之后的状态"`
	Note    string     `json:"note,omitempty" doc:"原因或说明"`
	Changes db.Changes `json:"changes,omitempty" doc:"补正的字段：补正前后的值，敏感项已遮盖"`
	RefKind string     `json:"refKind,omitempty" doc:"所属的导入或批次"`
	RefID   int64      `json:"refId,omitempty" doc:"导入或批次的编号"`
	Actor   string     `json:"actor" doc:"操作人"`
}

func steps(tx *db.Tx, id int64) ([]Step, error) {
	return db.All(tx, func(s db.Scanner) (one Step, err error) {
		var to State
		var changes string
		if err := s.Scan(&one.At, &one.Verb, &to, &one.Note, &changes, &one.RefKind, &one.RefID, &one.Actor); err != nil {
			return one, err
		}
		one.State, one.Title = Table.NameOf(to), titles[one.Verb]
		if err := json.Unmarshal([]byte(changes), &one.Changes); err != nil {
			return one, fmt.Errorf("reading the timeline of application %d: %w", id, err)
		}
		return one, nil
	}, `SELECT at, verb, state, note, changes, ref_kind, ref_id, actor FROM application_step WHERE application_id = $1 ORDER BY id`, id)
}

var titles = func() map[string]string {
	words := map[string]string{}
	for _, row := range Table.Rows {
		words[row.Verb] = row.Title
	}
	return words
}()

// marks is an IN list or a row of n placeholders, the first of which is $first.
func marks(first, n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf("$%d", first+i)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func anys[T any](list []T) []any {
	args := make([]any, len(list))
	for i, one := range list {
		args[i] = one
	}
	return args
}

func idsOf(list []Application) []int64 {
	ids := make([]int64, len(list))
	for i, a := range list {
		ids[i] = a.ID
	}
	return ids
}
