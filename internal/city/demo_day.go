package city

import (
	"context"
	"fmt"
	"time"

	"kaguan/internal/kit/db"
)

// dayStep is how finely a day passes: partners answer one another's news within it.
const dayStep = 2 * time.Hour

// PassDay lets a day pass: the clock moves, partners work, the house settles. It
// gives in words what happened.
func (d *Demo) PassDay(ctx context.Context) (words string, err error) {
	d.days.Lock()
	defer d.days.Unlock()
	before, err := d.answered(ctx)
	if err != nil {
		return "", err
	}
	for range int(24 * time.Hour / dayStep) {
		d.clock.Advance(dayStep)
		if err := d.step(ctx); err != nil {
			return "", err
		}
		if err := d.rest(ctx); err != nil {
			return "", err
		}
	}
	if err := d.keepClock(); err != nil {
		return "", err
	}
	after, err := d.answered(ctx)
	return d.tale(before, after), err
}

// rest settles, and waits for what the house's own loops have begun meanwhile.
func (d *Demo) rest(ctx context.Context) error {
	const patience = 100
	for range patience {
		if err := d.settle(ctx); err != nil {
			return err
		}
		var running int64
		err := d.Server.DB.View(db.System(ctx, "demo"), func(tx *db.Tx) (err error) {
			running, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM job WHERE state = 'running'`)
			return err
		})
		if err != nil || running == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil // a long job goes on by itself
}

// answered counts the answers that were taken from each partner.
func (d *Demo) answered(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	err := d.Server.DB.View(db.System(ctx, "demo"), func(tx *db.Tx) error {
		return tx.Each(func(s db.Scanner) error {
			var code string
			var n int64
			err := s.Scan(&code, &n)
			counts[code] = n
			return err
		}, `SELECT partner, COUNT(*) FROM exchange_file WHERE direction = 'in' AND state = 'applied' GROUP BY partner`)
	})
	return counts, err
}

// tale is what a day brought, in words.
func (d *Demo) tale(before, after map[string]int64) string {
	words := ""
	for _, p := range d.Partners {
		if n := after[p.Code] - before[p.Code]; n > 0 {
			words += fmt.Sprintf("，%s（%s）回盘 %d 个文件", p.Name, p.Code, n)
		}
	}
	if words == "" {
		words = "，没有合作方回盘"
	}
	return "现在是 " + d.Now().Format("2006-01-02 15:04") + words
}
