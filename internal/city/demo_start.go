package city

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"kaguan/internal/kit/fault"
	"kaguan/internal/link/fake"
)

// The files by which a start knows what it finds: marker stands while the city is
// being prepared, clockFile afterwards.
const (
	marker    = "preparing"
	clockFile = "clock.json"
)

// keptClock is what clockFile holds.
type keptClock struct {
	AheadMs int64 `json:"ahead_ms"` // of the machine's time
}

// kept is how far the clock of a prepared demo runs ahead; nil if there is none.
func (d *Demo) kept() (*time.Duration, error) {
	text, err := os.ReadFile(filepath.Join(d.opt.Folder, clockFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the demo's clock: %w", err)
	}
	var kept keptClock
	if err := json.Unmarshal(text, &kept); err != nil {
		return nil, fmt.Errorf("reading the demo's clock: %w", err)
	}
	ahead := time.Duration(kept.AheadMs) * time.Millisecond
	return &ahead, nil
}

// keepClock makes the next start go on from this time.
func (d *Demo) keepClock() error {
	text, err := json.Marshal(keptClock{d.clock.Ahead().Milliseconds()})
	if err != nil {
		return err
	}
	path := filepath.Join(d.opt.Folder, clockFile)
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return fmt.Errorf("keeping the demo's clock: %w", err)
	}
	return os.Rename(path+".new", path)
}

// clear makes an empty folder: of none, or of a demo whose preparation broke off.
// A folder with something else in it is left alone.
func (d *Demo) clear() error {
	mark := filepath.Join(d.opt.Folder, marker)
	there, err := os.ReadDir(d.opt.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("opening the demo's folder: %w", err)
	}
	if _, err := os.Stat(mark); len(there) > 0 && err != nil {
		return fault.NewInvalid("目录 " + d.opt.Folder + " 不是演示城市的目录，请另选一个空目录")
	}
	if err := os.RemoveAll(d.opt.Folder); err != nil {
		return fmt.Errorf("clearing the demo's folder: %w", err)
	}
	if err := os.MkdirAll(d.opt.Folder, 0o700); err != nil {
		return fmt.Errorf("making the demo's folder: %w", err)
	}
	return os.WriteFile(mark, nil, 0o600)
}

// prepare lets the city live up to this morning, and lays out the lists to try.
func (d *Demo) prepare(ctx context.Context) error {
	total := demoDays + 2
	if err := d.begin(ctx); err != nil {
		return err
	}
	drawn := make(chan struct{})
	go func() { defer close(drawn); d.crowd.draw(ctx, d.crowd.all) }()
	defer func() { <-drawn }()
	for i, p := range d.Partners {
		p.SetWill(fake.Will{Refuse: 0.03, Delay: time.Duration(10+i*6) * time.Hour})
	}
	for day := range demoDays {
		d.opt.Tell(day, total, "演示城市正在经历第 "+fmt.Sprint(day+1)+" 天")
		if err := d.Live(ctx, 1); err != nil {
			return err
		}
	}
	d.opt.Tell(demoDays, total, "今天早上")
	if err := d.life.morning(ctx); err != nil {
		return fmt.Errorf("living this morning: %w", err)
	}
	if behind := d.machine().Sub(d.Now()); behind > 0 {
		d.clock.Advance(behind)
	}
	d.opt.Tell(demoDays+1, total, "准备可以试用的名单")
	for _, p := range d.Partners {
		p.SetWill(demoWill())
	}
	if err := d.layLists(ctx); err != nil {
		return fmt.Errorf("laying out the lists: %w", err)
	}
	d.crowd, d.life = nil, nil // and their portraits
	if err := d.keepClock(); err != nil {
		return err
	}
	d.opt.Tell(total, total, "演示城市已就绪")
	return os.Remove(filepath.Join(d.opt.Folder, marker))
}

// morning is a day that has only begun, so that there is something to do for
// everybody: applications to review, a list to confirm, batches to confirm,
// parcels to receive.
func (l *life) morning(ctx context.Context) error {
	l.days++
	l.today = map[string]acting{}
	l.clock.Advance(12 * time.Hour)
	l.few, l.seats, l.pace = 1, 12, len(l.crowd.all) // whoever is left comes, and whatever waits goes on
	for _, do := range []func(ctx context.Context) error{
		l.step, l.settle, l.think, l.serve, l.sendLists, l.settle, l.selectBatches, l.dispatch, l.settle,
	} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}
