package application

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"kaguan/internal/kit/db"
)

func bindPhoto(tx *db.Tx, p Photo, idIndex string) error {
	warnings, err := json.Marshal(p.Warnings)
	if err != nil {
		return fmt.Errorf("binding a photo: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO application_photo (digest, id_index, warnings, at, actor) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (digest, id_index) DO UPDATE SET warnings = excluded.warnings, at = excluded.at, actor = excluded.actor`,
		p.Digest, idIndex, string(warnings), tx.Millis(), tx.Actor().Name)
	return err
}

// boundPhoto tells whether a photo was taken for an ID number, and what was
// found about it then.
func boundPhoto(tx *db.Tx, digest, idIndex string) ([]Warning, bool, error) {
	text, err := db.Scalar[string](tx, `SELECT warnings FROM application_photo WHERE digest = $1 AND id_index = $2`, digest, idIndex)
	if errors.Is(err, db.ErrNone) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	var warnings []Warning
	if err := json.Unmarshal([]byte(text), &warnings); err != nil {
		return nil, false, fmt.Errorf("reading the warnings of a photo: %w", err)
	}
	return warnings, true, nil
}

// sharedPhoto is the alarm that a photo stands in another person's application,
// refused and withdrawn ones left out.
func sharedPhoto(tx *db.Tx, digest string, citizenID int64) (Warning, bool, error) {
	no, err := db.Scalar[string](tx, `SELECT no FROM application WHERE photo_digest = $1 AND citizen_id <> $2
		AND state NOT IN ('rejected', 'withdrawn') ORDER BY id LIMIT 1`, digest, citizenID)
	if errors.Is(err, db.ErrNone) {
		return Warning{}, false, nil
	}
	return alarmOf(no), err == nil, err
}

// photoUses tells which citizens' applications use these photos.
func photoUses(tx *db.Tx, digests []string) (map[string][]int64, error) {
	uses := map[string][]int64{}
	for part := range slices.Chunk(digests, most) {
		err := tx.Each(func(s db.Scanner) error {
			var digest string
			var citizenID int64
			err := s.Scan(&digest, &citizenID)
			uses[digest] = append(uses[digest], citizenID)
			return err
		}, `SELECT DISTINCT photo_digest, citizen_id FROM application WHERE state NOT IN ('rejected', 'withdrawn')
			AND photo_digest IN `+marks(1, len(part)), anys(part)...)
		if err != nil {
			return nil, err
		}
	}
	return uses, nil
}
