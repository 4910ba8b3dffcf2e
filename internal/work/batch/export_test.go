package batch

import (
	"context"

	"kaguan/internal/kit/db"
)

// Find lets the tests read a batch.
func Find(tx *db.Tx, id int64) (Batch, error) { return find(tx, id) }

// FreezeOnce is one chunk of a confirmation whose process dies after it.
func (k *Desk) FreezeOnce(ctx context.Context, id int64) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := find(tx, id)
		if err != nil {
			return err
		}
		_, err = k.freezeChunk(tx, b)
		return err
	})
}
