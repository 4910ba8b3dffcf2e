package city

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/link/fake"
	"kaguan/internal/server"
)

// Crank is a clock that can be moved on.
type Crank interface {
	clock.Clock
	Advance(step time.Duration)
}

// Options say what city to open.
type Options struct {
	Folder   string // the house's and, under partners/, the partners' disks
	Database string // postgres://…, or empty for SQLite in the folder
	Clock    Crank
	Seed     uint64
	People   int           // residents
	Days     int           // within which most of them come for a card
	Quick    bool          // two counties instead of ten, and users without passwords
	Will     fake.Will     // what partners feel like at first; their seed follows from Seed
	Album    *Album        // shares drawn portraits between cities; nil draws each resident's own
	Poll     time.Duration // how often partners' folders are looked at
	Pages    fs.FS
	Secure   bool                 // served over TLS
	Heard    func() string        // what the program has logged, for Check; nil does not look
	Demo     bool                 // pages say that all people are invented
	Sessions clock.Clock          // as in server.World
	Extend   func(*server.Server) // as in server.World
}

// City is a city with its house open.
type City struct {
	Server   *server.Server
	Partners []Partner // by code

	opt   Options
	clock Crank
	crowd *crowd // nil until somebody lives here
	life  *life
}

// Open opens a city and founds it if it is new. The partners listen from then on
// and do nothing before Step.
func Open(ctx context.Context, opt Options) (*City, error) {
	if opt.Clock == nil {
		opt.Clock = clock.NewHand(time.Date(2026, 3, 2, 8, 0, 0, 0, clock.Beijing))
	}
	c := &City{opt: opt, clock: opt.Clock}
	if err := c.openPartners(); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the partners: %w", err), c.closePartners())
	}
	var err error
	c.Server, err = server.New(ctx, server.World{Clock: opt.Clock, Folder: opt.Folder, Database: opt.Database, Holder: "city",
		Partners: c.exchangePartners(), Pages: opt.Pages, Secure: opt.Secure, Poll: opt.Poll, Area: area,
		Demo: opt.Demo, Sessions: opt.Sessions, Extend: opt.Extend})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the house: %w", err), c.closePartners())
	}
	if err := c.found(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("founding the city: %w", err), c.Close())
	}
	return c, nil
}

// Close closes the house and the partners.
func (c *City) Close() error { return errors.Join(c.Server.Close(), c.closePartners()) }

// Now is the city's time.
func (c *City) Now() time.Time { return c.clock.Now() }

// user is who a login names, and the epoch of his sessions.
type user struct{ id, epoch int64 }

func (c *City) user(ctx context.Context, login string) (u user, err error) {
	err = c.Server.DB.View(db.System(ctx, "city"), func(tx *db.Tx) (err error) {
		u, err = db.One(tx, func(s db.Scanner) (u user, err error) {
			err = s.Scan(&u.id, &u.epoch)
			return u, err
		}, `SELECT id, epoch FROM staff_user WHERE login = $1`, login)
		return err
	})
	if err != nil {
		return u, fmt.Errorf("looking for %s: %w", login, err)
	}
	return u, nil
}

// As is a context in which the user of a login acts, with the rights and the
// scope that he has at this moment.
func (c *City) As(ctx context.Context, login string) (context.Context, error) {
	u, err := c.user(ctx, login)
	if err != nil {
		return nil, err
	}
	actor, err := c.Server.Door.Who(ctx, u.id, u.epoch)
	if err != nil {
		return nil, fmt.Errorf("letting %s in: %w", login, err)
	}
	return db.As(ctx, actor), nil
}

// do lets a user write.
func (c *City) do(ctx context.Context, login string, fn func(tx *db.Tx) error) error {
	ctx, err := c.As(ctx, login)
	if err != nil {
		return err
	}
	return c.Server.DB.Do(ctx, fn)
}

// settle lets the house finish what is to be done at this moment.
func (c *City) settle(ctx context.Context) error {
	if err := c.Server.Settle(ctx); err != nil {
		return fmt.Errorf("settling: %w", err)
	}
	return nil
}

// chance is a source of dice of one part of the city's life, so that a change in
// one part leaves the others as they were.
func (c *City) chance(part uint64) *rand.Rand { return rand.New(rand.NewPCG(c.opt.Seed, part)) }

// The parts that draw from dice of their own.
const (
	crowdDice uint64 = iota + 1
	wishDice
	lifeDice
)
