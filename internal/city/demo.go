package city

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/link/fake"
)

// DemoOptions say where the demo lives.
type DemoOptions struct {
	Folder   string // all of it: the house, the partners, the lists to try, the clock
	Database string // an empty postgres://… database, or empty for SQLite in the folder
	Pages    fs.FS
	Secure   bool
	People   int                                 // residents who have come before the first visitor; 0 is 2,400
	Tell     func(done, total int, doing string) // how far the first start is; nil is silent
}

// Demo is the city that people try out: it has lived for some weeks when they
// come, its clock runs on by itself, and they can let a day pass.
type Demo struct {
	*City
	opt   DemoOptions
	clock *clock.Shifted
	days  sync.Mutex // one day passes at a time
}

// The demo as it is before the first visitor.
const (
	demoSeed   = 1
	demoPeople = 2400
	demoDays   = 25
	demoPoll   = 3 * time.Second
)

// demoWill is a partner who answers while the visitor waits. The share of
// refusals is what the lists to try are made for.
func demoWill() fake.Will { return fake.Will{Refuse: 0.02, Delay: 5 * time.Second} }

// OpenDemo opens the demo. The first start founds the city and lets it live,
// which takes some time; one that was broken off is begun anew.
func OpenDemo(ctx context.Context, opt DemoOptions) (*Demo, error) {
	if opt.People == 0 {
		opt.People = demoPeople
	}
	if opt.Tell == nil {
		opt.Tell = func(int, int, string) {}
	}
	d := &Demo{opt: opt}
	ahead, err := d.kept()
	if err != nil {
		return nil, err
	}
	if ahead != nil {
		d.clock = clock.NewShifted(clock.System{}, *ahead)
		return d, d.open(ctx)
	}
	if err := d.clear(); err != nil {
		return nil, err
	}
	today := time.Date(d.machine().Year(), d.machine().Month(), d.machine().Day(), 7, 0, 0, 0, clock.Beijing)
	d.clock = clock.NewShifted(clock.System{}, today.AddDate(0, 0, -demoDays).Sub(d.machine()))
	if err := d.open(ctx); err != nil {
		return nil, err
	}
	if err := d.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("preparing the demo: %w", err), d.Close())
	}
	return d, nil
}

// machine is the time outside the demo.
func (d *Demo) machine() time.Time { return clock.System{}.Now() }

func (d *Demo) open(ctx context.Context) (err error) {
	d.City, err = Open(ctx, Options{Folder: d.opt.Folder, Database: d.opt.Database, Clock: d.clock, Seed: demoSeed, People: d.opt.People,
		Days: demoDays + 6, Poll: demoPoll, Pages: d.opt.Pages, Secure: d.opt.Secure, Will: demoWill(), Demo: true, Extend: d.routes})
	return err
}

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
	go func() { defer close(drawn); d.crowd.draw(d.crowd.all) }()
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
	l.few, l.pace = 1, len(l.crowd.all) // whoever is left comes, and whatever waits goes on
	for _, do := range []func(ctx context.Context) error{
		l.step, l.settle, l.think, l.serve, l.sendLists, l.settle, l.selectBatches, l.dispatch, l.settle,
	} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Run runs the house, and lets the partners work every few seconds, until ctx ends.
func (d *Demo) Run(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() { d.Server.Run(ctx) })
	tick := time.NewTicker(demoPoll)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-tick.C:
			if err := d.step(ctx); err != nil && ctx.Err() == nil {
				slog.Error("partners", "err", err)
			}
		}
	}
	all.Wait()
}

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
