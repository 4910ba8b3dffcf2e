package application

import (
	"encoding/json"
	"fmt"
	"slices"

	"kaguan/internal/kit/db"
)

// reason says what is wrong with a row, or worth a look. It holds no personal
// value, so that it may be counted and shown.
type reason struct {
	Column int    `json:"column" doc:"第几列（从 0 起），-1 表示整行"`
	Code   string `json:"code" doc:"原因代码"`
	Words  string `json:"words" doc:"原因"`
}

// stagedRow is one row of a list as it is staged.
type stagedRow struct {
	Line          int64
	Verdict       Verdict
	Reasons       []reason
	CitizenID     int64
	ApplicationID int64

	content []byte // sealed
	number  string // blind index of the ID number, empty if the row comes back
	photo   string // blind index of the photo, empty if the row comes back
}

const rowColumns = `line, verdict, reasons, content, number_index, photo_index, citizen_id, application_id`

func scanRow(s db.Scanner) (r stagedRow, err error) {
	var reasons string
	if err := s.Scan(&r.Line, &r.Verdict, &reasons, &r.content, &r.number, &r.photo, &r.CitizenID, &r.ApplicationID); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(reasons), &r.Reasons); err != nil {
		return r, fmt.Errorf("reading a staged row: %w", err)
	}
	return r, nil
}

// lastLine is the last staged line of an import; 0 if there is none.
func lastLine(tx *db.Tx, importID int64) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COALESCE(MAX(line), 0) FROM import_row WHERE import_id = $1`, importID)
}

func copyRows(tx *db.Tx, importID int64, rows []stagedRow) error {
	columns := []string{"import_id", "line", "verdict", "reasons", "content", "number_index", "photo_index", "citizen_id", "application_id"}
	_, err := tx.Copy("import_row", columns, func(yield func([]any, error) bool) {
		for _, r := range rows {
			reasons, err := json.Marshal(append([]reason{}, r.Reasons...))
			if !yield([]any{importID, r.Line, string(r.Verdict), string(reasons), r.content, r.number, r.photo, r.CitizenID, int64(0)}, err) {
				return
			}
		}
	})
	return err
}

// numbersBefore tells at which line of its import each of these ID numbers
// stands already.
func numbersBefore(tx *db.Tx, indexes []string) (map[string]int64, error) {
	lines := map[string]int64{}
	for part := range slices.Chunk(indexes, most) {
		err := tx.Each(func(s db.Scanner) error {
			var number string
			var line int64
			err := s.Scan(&number, &line)
			lines[number] = line
			return err
		}, `SELECT number_index, line FROM import_row WHERE number_index <> '' AND number_index IN `+marks(1, len(part)), anys(part)...)
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// photosBefore tells for which ID number each of these photos stands in its
// import already.
func photosBefore(tx *db.Tx, indexes []string) (map[string]string, error) {
	whose := map[string]string{}
	for part := range slices.Chunk(indexes, most) {
		err := tx.Each(func(s db.Scanner) error {
			var photo, number string
			err := s.Scan(&photo, &number)
			whose[photo] = number
			return err
		}, `SELECT photo_index, number_index FROM import_row WHERE photo_index <> '' AND photo_index IN `+marks(1, len(part)), anys(part)...)
		if err != nil {
			return nil, err
		}
	}
	return whose, nil
}

// rowFilter narrows the rows of an import.
type rowFilter struct {
	importID int64
	verdict  string
	wrong    bool // only those that come back to be mended
	waiting  bool // only those that go on and have not yet
	after    int64
	limit    int
}

func stagedRows(tx *db.Tx, f rowFilter) ([]stagedRow, error) {
	var w db.Where
	w.And("import_id = ?", f.importID)
	w.AndIf("verdict = ?", f.verdict)
	if f.wrong {
		w.And("verdict IN ('bad', 'duplicate')")
	}
	if f.waiting {
		w.And("verdict IN ('good', 'existing') AND application_id = 0")
	}
	w.And("line > ?", f.after)
	return db.All(tx, scanRow, `SELECT `+rowColumns+` FROM import_row`+w.SQL()+fmt.Sprintf(` ORDER BY line LIMIT %d`, f.limit), w.Args()...)
}

// settleRow gives a row that was to go on another verdict: something came in
// between preview and import.
func settleRow(tx *db.Tx, importID int64, r stagedRow) error {
	reasons, err := json.Marshal(r.Reasons)
	if err != nil {
		return fmt.Errorf("writing a staged row: %w", err)
	}
	return tx.ExecOne(`UPDATE import_row SET verdict = $1, reasons = $2, citizen_id = $3, photo_index = '', content = NULL WHERE import_id = $4 AND line = $5`,
		string(r.Verdict), string(reasons), r.CitizenID, importID, r.Line)
}

// linkRows binds the rows from one line to another to the applications made of
// them, adds the first step of each, and forgets what was staged: from now on
// the register has it.
func linkRows(tx *db.Tx, imp Import, first, last int64) error {
	if _, err := tx.Exec(`UPDATE import_row SET content = NULL, application_id = a.id, citizen_id = a.citizen_id FROM application a
		WHERE import_row.import_id = $1 AND import_row.line >= $2 AND import_row.line <= $3
			AND a.import_id = $1 AND a.import_line = import_row.line`, imp.ID, first, last); err != nil {
		return err
	}
	ids, err := db.All(tx, func(s db.Scanner) (id int64, err error) {
		err = s.Scan(&id)
		return id, err
	}, `SELECT id FROM application WHERE import_id = $1 AND import_line >= $2 AND import_line <= $3 ORDER BY id`, imp.ID, first, last)
	if err != nil {
		return err
	}
	return insertSteps(tx, ids, step{verb: "submit", state: Submitted, ref: db.Ref("import", imp.ID)})
}

// forgetRows deletes what was staged of an import.
func forgetRows(tx *db.Tx, importID int64) error {
	_, err := tx.Exec(`DELETE FROM import_row WHERE import_id = $1`, importID)
	return err
}
