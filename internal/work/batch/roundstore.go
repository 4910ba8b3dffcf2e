package batch

import (
	"errors"

	"kaguan/internal/kit/db"
)

// openRound writes down that a round began, and makes its rows outstanding.
func openRound(tx *db.Tx, b Batch, r Round, sent []Item, fileID int64) error {
	if _, err := tx.Exec(`INSERT INTO batch_round (batch_id, round, sent, file_id, at, actor, returned_at)
		VALUES ($1, $2, $3, $4, $5, $6, 0)`, b.ID, r, int64(len(sent)), fileID, tx.Millis(), tx.Actor().Name); err != nil {
		return err
	}
	_, err := tx.Copy("batch_line", []string{"batch_id", "round", "item_id", "bucket", "code", "reason", "file_id", "at"},
		func(yield func([]any, error) bool) {
			for _, i := range sent {
				if !yield([]any{b.ID, string(r), i.ID, string(Outstanding), "", "", int64(0), tx.Millis()}, nil) {
					return
				}
			}
		})
	return err
}

// lockRound makes the answers of one round follow one another: whoever settles
// lines holds the round's row to the end of his transaction. It tells whether
// the round has begun.
func lockRound(tx *db.Tx, batchID int64, r Round) (bool, error) {
	err := tx.ExecOne(`UPDATE batch_round SET returned_at = $1 WHERE batch_id = $2 AND round = $3`, tx.Millis(), batchID, r)
	if errors.Is(err, db.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// line is one row that went out.
type line struct {
	Round  Round
	ItemID int64
	Bucket Bucket
	Code   string
	Reason string
	FileID int64
	At     int64
}

func lines(tx *db.Tx, batchID int64, r Round) (map[int64]line, error) {
	all := map[int64]line{}
	err := tx.Each(func(s db.Scanner) error {
		l := line{Round: r}
		err := s.Scan(&l.ItemID, &l.Bucket, &l.Code, &l.Reason, &l.FileID, &l.At)
		all[l.ItemID] = l
		return err
	}, `SELECT item_id, bucket, code, reason, file_id, at FROM batch_line WHERE batch_id = $1 AND round = $2`, batchID, r)
	return all, err
}

// settle takes a line out of outstanding into its bucket; db.ErrNone if it is
// in one already.
func settle(tx *db.Tx, batchID int64, l line) error {
	return tx.ExecOne(`UPDATE batch_line SET bucket = $1, code = $2, reason = $3, file_id = $4, at = $5
		WHERE batch_id = $6 AND round = $7 AND item_id = $8 AND bucket = $9`,
		l.Bucket, l.Code, l.Reason, l.FileID, tx.Millis(), batchID, l.Round, l.ItemID, Outstanding)
}

// Balance gives the conservation law of each round that has begun, in the order
// of the rounds: what was sent is counted when it leaves, the buckets afterwards.
func Balance(tx *db.Tx, batchID int64) ([]RoundBalance, error) {
	sent := map[Round]int64{}
	if err := tx.Each(func(s db.Scanner) error {
		var r Round
		var n int64
		err := s.Scan(&r, &n)
		sent[r] = n
		return err
	}, `SELECT round, sent FROM batch_round WHERE batch_id = $1`, batchID); err != nil {
		return nil, err
	}
	balances := []RoundBalance{}
	for _, r := range Rounds() {
		if n, begun := sent[r]; begun {
			balances = append(balances, RoundBalance{Round: r, Title: r.Title(), Sent: n})
		}
	}
	err := tx.Each(func(s db.Scanner) error {
		var r Round
		var bucket Bucket
		var n int64
		if err := s.Scan(&r, &bucket, &n); err != nil {
			return err
		}
		for i := range balances {
			if balances[i].Round == r {
				balances[i].add(bucket, n)
			}
		}
		return nil
	}, `SELECT round, bucket, COUNT(*) FROM batch_line WHERE batch_id = $1 GROUP BY round, bucket`, batchID)
	return balances, err
}

// outstanding counts what a round still waits for.
func outstanding(tx *db.Tx, batchID int64, r Round) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM batch_line WHERE batch_id = $1 AND round = $2 AND bucket = $3`, batchID, r, Outstanding)
}

// Stray is a line of an answer that belongs in no bucket: it had no effect and
// waits for a person to clear it up with the partner.
type Stray struct {
	ID         int64  `json:"id"`
	Round      Round  `json:"round" doc:"环节代码"`
	Title      string `json:"title" doc:"环节"`
	FileID     int64  `json:"fileId" doc:"文件编号"`
	Line       int64  `json:"line" doc:"文件中的行号，文件头为 1"`
	CardNumber string `json:"cardNumber" doc:"对方填写的社保卡号"`
	Code       string `json:"code" doc:"原因代码"`
	Reason     string `json:"reason" doc:"原因"`
	At         int64  `json:"at" doc:"时间，毫秒"`
}

func insertStrays(tx *db.Tx, batchID int64, strays []Stray) error {
	if len(strays) == 0 {
		return nil
	}
	_, err := tx.Copy("batch_stray", []string{"batch_id", "round", "file_id", "line", "card_number", "code", "reason", "at"},
		func(yield func([]any, error) bool) {
			for _, s := range strays {
				if !yield([]any{batchID, string(s.Round), s.FileID, s.Line, s.CardNumber, s.Code, s.Reason, tx.Millis()}, nil) {
					return
				}
			}
		})
	return err
}

func strays(tx *db.Tx, batchID, after int64, limit int) ([]Stray, error) {
	return db.All(tx, func(s db.Scanner) (y Stray, err error) {
		err = s.Scan(&y.ID, &y.Round, &y.FileID, &y.Line, &y.CardNumber, &y.Code, &y.Reason, &y.At)
		y.Title = y.Round.Title()
		return y, err
	}, `SELECT id, round, file_id, line, card_number, code, reason, at FROM batch_stray
		WHERE batch_id = $1 AND id > $2 ORDER BY id LIMIT $3`, batchID, after, int64(limit))
}

func countStrays(tx *db.Tx, batchID int64) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM batch_stray WHERE batch_id = $1`, batchID)
}
