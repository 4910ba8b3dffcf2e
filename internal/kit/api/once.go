package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// keepAnswers is how long the same Idempotency-Key gets the same answer.
const keepAnswers = 7 * 24 * time.Hour

// once wraps a verb in one transaction that also keeps its answer under the
// caller's Idempotency-Key. A refusal is not kept: it changed nothing, and the
// caller may mend his input and use the key again.
func once[I, T any](r *Router, op Op, h func(ctx context.Context, in *I) (*T, error)) func(ctx context.Context, in *I) (*T, error) {
	return func(ctx context.Context, in *I) (*T, error) {
		key := RequestOf(ctx).Key
		if key == "" || len(key) > 100 {
			return nil, fault.NewInvalid("请求缺少 Idempotency-Key（不超过 100 个字符），请为每次操作生成一个新的编号，重试时沿用")
		}
		digest, err := digestOf(op, in)
		if err != nil {
			return nil, err
		}
		var answer *T
		err = r.db.Do(ctx, func(tx *db.Tx) error {
			kept, found, err := recall[T](tx, key, digest)
			if err != nil || found {
				answer = kept
				return err
			}
			if answer, err = h(tx.Context(), in); err != nil {
				return err
			}
			return keep(tx, key, digest, answer)
		})
		if db.IsUnique(err) {
			return nil, fault.NewConflict("同一操作正在处理中，请稍后刷新查看结果", err)
		}
		return answer, err
	}
}

func digestOf(op Op, in any) (string, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("digesting the request: %w", err)
	}
	sum := sha256.Sum256(append([]byte(op.Path+"\n"), body...))
	return hex.EncodeToString(sum[:]), nil
}

func recall[T any](tx *db.Tx, key, digest string) (*T, bool, error) {
	type kept struct{ request, answer string }
	k, err := db.One(tx, func(s db.Scanner) (k kept, err error) {
		err = s.Scan(&k.request, &k.answer)
		return k, err
	}, `SELECT request, answer FROM idempotency WHERE actor_id = $1 AND key = $2`, tx.Actor().ID, key)
	if errors.Is(err, db.ErrNone) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if k.request != digest {
		return nil, false, fault.NewConflict("这个 Idempotency-Key 已用于内容不同的另一次操作，请换一个新的编号")
	}
	answer := new(T)
	if err := json.Unmarshal([]byte(k.answer), answer); err != nil {
		return nil, false, fmt.Errorf("reading the kept answer: %w", err)
	}
	return answer, true, nil
}

func keep(tx *db.Tx, key, digest string, answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("keeping the answer: %w", err)
	}
	_, err = tx.Quiet(`INSERT INTO idempotency (actor_id, key, request, answer, at) VALUES ($1, $2, $3, $4, $5)`,
		tx.Actor().ID, key, digest, string(body), tx.Millis())
	return err
}

// Sweep forgets old answers and ended sessions; a timed job calls it.
func (r *Router) Sweep(ctx context.Context) error {
	return r.db.Do(db.System(ctx, "sweep"), func(tx *db.Tx) error {
		if _, err := tx.Quiet(`DELETE FROM idempotency WHERE at < $1`, tx.Now().Add(-keepAnswers).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.Quiet(`DELETE FROM session WHERE expires < $1`, clock.Millis(r.clock.Now()))
		return err
	})
}
