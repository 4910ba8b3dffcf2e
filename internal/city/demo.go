package city

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"kaguan/internal/kit/clock"
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
func demoWill() fake.Will { return fake.Will{Refuse: 0.02, Delay: 3 * time.Second} }

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
		Days: demoDays + 6, Poll: demoPoll, Pages: d.opt.Pages, Secure: d.opt.Secure, Will: demoWill(), Demo: true, Sessions: clock.System{}, Extend: d.routes})
	return err
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
