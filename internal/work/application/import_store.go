package application

import (
	"encoding/json"
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

func insertUpload(tx *db.Tx, u Upload) (int64, error) {
	return tx.Insert(`INSERT INTO import_upload (name, size, digest, kept, at, actor) VALUES ($1, $2, $3, 1, $4, $5) RETURNING id`,
		u.Name, u.Size, u.digest, tx.Millis(), tx.Actor().Name)
}

func scanUpload(s db.Scanner) (u Upload, err error) {
	err = s.Scan(&u.ID, &u.Name, &u.Size, &u.digest)
	return u, err
}

// findUpload gives an upload of the actor's own that is still kept.
func findUpload(tx *db.Tx, id int64) (Upload, error) {
	u, err := db.One(tx, scanUpload, `SELECT id, name, size, digest FROM import_upload WHERE id = $1 AND actor = $2 AND kept = 1`, id, tx.Actor().Name)
	if errors.Is(err, db.ErrNone) {
		return u, fault.NewNotFound("没有找到上传的文件，可能已过期，请重新上传")
	}
	return u, err
}

// oldUpload gives an upload whose content nobody needs: older than before, not
// sent again since, not about to be staged. db.ErrNone if there is none.
func oldUpload(tx *db.Tx, before int64) (Upload, error) {
	return db.One(tx, scanUpload, `SELECT u.id, u.name, u.size, u.digest FROM import_upload u WHERE u.kept = 1 AND u.at < $1
		AND NOT EXISTS (SELECT 1 FROM import_upload o WHERE o.digest = u.digest AND o.kept = 1 AND o.at >= $1)
		AND NOT EXISTS (SELECT 1 FROM import_run r JOIN import_upload o ON o.id = r.list_upload OR o.id = r.photo_upload
			WHERE r.state = 'staging' AND o.digest = u.digest)
		ORDER BY u.id LIMIT 1`, before)
}

func forgetUpload(tx *db.Tx, digest string, before int64) error {
	_, err := tx.Exec(`UPDATE import_upload SET kept = 0 WHERE digest = $1 AND at < $2 AND kept = 1`, digest, before)
	return err
}

const importColumns = `r.id, r.state, r.fingerprint, r.owner_agency, r.region_path, r.scope, r.default_agency, r.default_bank, r.header,
	r.total, r.staged, r.applied, r.photos, r.photos_used, r.words, r.created_by, r.created_at, r.confirmed_by, r.confirmed_at, r.since,
	l.id, l.name, l.size, l.digest, COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(p.size, 0), COALESCE(p.digest, '')`

const fromImport = ` FROM import_run r JOIN import_upload l ON l.id = r.list_upload LEFT JOIN import_upload p ON p.id = r.photo_upload`

func scanImport(s db.Scanner) (i Import, err error) {
	var scope, header string
	err = s.Scan(&i.ID, &i.State, &i.fingerprint, &i.ownerAgency, &i.regionPath, &scope, &i.DefaultAgency, &i.DefaultBank, &header,
		&i.Total, &i.Staged, &i.Applied, &i.Photos, &i.PhotosUsed, &i.Words, &i.CreatedBy, &i.CreatedAt, &i.ConfirmedBy, &i.ConfirmedAt, &i.Since,
		&i.list.ID, &i.list.Name, &i.list.Size, &i.list.digest, &i.photos.ID, &i.photos.Name, &i.photos.Size, &i.photos.digest)
	if err != nil {
		return i, err
	}
	i.ListName, i.PhotosName = i.list.Name, i.photos.Name
	if err := errors.Join(json.Unmarshal([]byte(scope), &i.scope), json.Unmarshal([]byte(header), &i.header)); err != nil {
		return i, fmt.Errorf("reading import %d: %w", i.ID, err)
	}
	return i, nil
}

// findImport gives one import within the actor's scope.
func findImport(tx *db.Tx, id int64) (Import, error) {
	var w db.Where
	w.And("r.id = ?", id)
	w.Scope(tx, "r.region_path", "r.bank_scope")
	i, err := db.One(tx, scanImport, `SELECT `+importColumns+fromImport+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return i, fault.NewNotFound("没有找到这次导入，可能不在您的管辖范围内")
	}
	return i, err
}

// sameImport gives the import of the same files with the same choices that the
// agency has, discarded and failed ones left out.
func sameImport(tx *db.Tx, agency int64, fingerprint string) (Import, bool, error) {
	i, err := db.One(tx, scanImport, `SELECT `+importColumns+fromImport+` WHERE r.owner_agency = $1 AND r.fingerprint = $2 AND r.open = 1`,
		agency, fingerprint)
	if errors.Is(err, db.ErrNone) {
		return i, false, nil
	}
	return i, err == nil, err
}

// ImportFilter narrows the list of imports; empty fields do not narrow.
type ImportFilter struct {
	State  string
	Before int64 // the last id of the page before: the newest come first
	Limit  int
}

func listImports(tx *db.Tx, f ImportFilter) (found []Import, total int64, err error) {
	var w db.Where
	w.AndIf("r.state = ?", f.State)
	w.Scope(tx, "r.region_path", "r.bank_scope")
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM import_run r`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	if f.Before > 0 {
		w.And("r.id < ?", f.Before)
	}
	found, err = db.All(tx, scanImport, `SELECT `+importColumns+fromImport+w.SQL()+fmt.Sprintf(` ORDER BY r.id DESC LIMIT %d`, f.Limit), w.Args()...)
	return found, total, err
}

func insertImport(tx *db.Tx, i Import) (int64, error) {
	scope, err := json.Marshal(i.scope)
	if err != nil {
		return 0, fmt.Errorf("writing an import's scope: %w", err)
	}
	id, err := tx.Insert(`INSERT INTO import_run (state, open, fingerprint, owner_agency, region_path, bank_scope, scope, list_upload, photo_upload,
			default_agency, default_bank, header, total, staged, applied, photos, photos_used, words, created_by, created_at, confirmed_by,
			confirmed_at, since)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '[]', 0, 0, 0, 0, 0, '', $11, $12, '', 0, $12) ON CONFLICT DO NOTHING RETURNING id`,
		string(i.State), i.fingerprint, i.ownerAgency, i.regionPath, i.scope.Bank, string(scope), i.list.ID, i.photos.ID,
		i.DefaultAgency, i.DefaultBank, i.CreatedBy, i.CreatedAt)
	if errors.Is(err, db.ErrNone) {
		return 0, fault.NewConflict("同一份名单刚刚由他人上传，请刷新导入列表查看", err)
	}
	return id, err
}

// moveImport takes an import one step, guarded by the state it was read in.
func moveImport(tx *db.Tx, i Import, verb string) error {
	to, err := ImportTable.Next(i.State, verb)
	if err != nil {
		return err
	}
	open := int64(1)
	if to == Discarded || to == Failed {
		open = 0
	}
	err = tx.ExecOne(`UPDATE import_run SET state = $1, open = $2, words = $3, confirmed_by = $4, confirmed_at = $5, since = $6 WHERE id = $7 AND state = $8`,
		string(to), open, i.Words, i.ConfirmedBy, i.ConfirmedAt, tx.Millis(), i.ID, string(i.State))
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("这次导入刚刚被他人处理过，请刷新后再试", err)
	}
	return err
}

// openedImport writes down what the opened files hold.
func openedImport(tx *db.Tx, i Import) error {
	header, err := json.Marshal(i.header)
	if err != nil {
		return fmt.Errorf("writing an import's header: %w", err)
	}
	return tx.ExecOne(`UPDATE import_run SET header = $1, total = $2, photos = $3 WHERE id = $4 AND state = 'staging'`,
		string(header), i.Total, i.Photos, i.ID)
}

// countStaged counts rows in, and holds the import against every other change
// until the transaction ends; db.ErrNone if it is not being staged any more.
func countStaged(tx *db.Tx, id, rows, photos int64) error {
	return tx.ExecOne(`UPDATE import_run SET staged = staged + $1, photos_used = photos_used + $2 WHERE id = $3 AND state = 'staging'`, rows, photos, id)
}

// countApplied is countStaged for an import that is being applied.
func countApplied(tx *db.Tx, id, rows int64) error {
	return tx.ExecOne(`UPDATE import_run SET applied = applied + $1 WHERE id = $2 AND state = 'applying'`, rows, id)
}

// tallies are the counts of an import, verdicts before their reasons, the most
// frequent first.
func tallies(tx *db.Tx, id int64) ([]Tally, error) {
	return db.All(tx, func(s db.Scanner) (t Tally, err error) {
		var lines string
		if err := s.Scan(&t.Verdict, &t.Code, &t.Words, &t.Count, &lines); err != nil {
			return t, err
		}
		if err := json.Unmarshal([]byte(lines), &t.Lines); err != nil {
			return t, fmt.Errorf("reading the counts of import %d: %w", id, err)
		}
		return t, nil
	}, `SELECT verdict, code, words, count, lines FROM import_tally WHERE import_id = $1
		ORDER BY verdict, CASE WHEN code = '' THEN 0 ELSE 1 END, count DESC, code`, id)
}

func putTally(tx *db.Tx, id int64, t Tally) error {
	lines, err := json.Marshal(t.Lines)
	if err != nil {
		return fmt.Errorf("writing the counts of import %d: %w", id, err)
	}
	_, err = tx.Exec(`INSERT INTO import_tally (import_id, verdict, code, words, count, lines) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (import_id, verdict, code) DO UPDATE SET count = excluded.count, lines = excluded.lines`,
		id, string(t.Verdict), t.Code, t.Words, t.Count, string(lines))
	return err
}
