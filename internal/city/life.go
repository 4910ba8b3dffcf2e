package city

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// life is what the people of a city do and what they remember.
type life struct {
	*City
	dice  *rand.Rand
	pace  int               // residents who begin to apply on a working day
	few   int               // how many make a list, a batch or a box worth while
	seats int               // how many a counter serves in a day
	today map[string]acting // who works today, by login
	days  int               // lived so far

	next    int                    // the first resident nobody has thought of
	waiting map[county][]*resident // for their county's next list
	lists   []*list                // that are not done with
	slipped map[int64]bool         // parcels out of which a card fell
}

// acting is a user at work, with the rights that he had this morning.
type acting struct {
	ctx    context.Context
	rights map[string]bool
}

// Live lets days pass, each from its morning to its evening. On the first one
// people move in.
func (c *City) Live(ctx context.Context, days int) error {
	if c.life == nil {
		if err := c.begin(ctx); err != nil {
			return fmt.Errorf("beginning to live: %w", err)
		}
	}
	for range days {
		c.life.days++
		if err := c.life.day(ctx); err != nil {
			return fmt.Errorf("living day %d (%s): %w", c.life.days, dayOf(c.Now()), err)
		}
	}
	return nil
}

func (c *City) begin(ctx context.Context) error {
	err := c.Server.DB.View(db.System(ctx, "city"), func(tx *db.Tx) (err error) {
		c.crowd, err = c.moveIn(tx)
		return err
	})
	if err != nil {
		return err
	}
	workdays := max(1, c.opt.Days*5/7-1)
	c.life = &life{City: c, dice: c.chance(lifeDice), pace: (len(c.crowd.all) + workdays - 1) / workdays, few: max(4, c.opt.People/80), seats: 3,
		waiting: map[county][]*resident{}, slipped: map[int64]bool{}}
	return nil
}

// slot is a time of the day and who does what then.
type slot struct {
	at    time.Duration // since midnight
	does  []func(ctx context.Context) error
	daily bool // also on days off
	busy  bool // for partners, too
}

func (l *life) slots() []slot {
	type work = []func(ctx context.Context) error
	return []slot{
		{at: 8 * time.Hour, daily: true, busy: true},
		{at: 9 * time.Hour, does: work{l.think, l.serve, l.sendLists}},
		{at: 11 * time.Hour, does: work{l.confirmLists, l.review, l.mend}},
		{at: 14 * time.Hour, busy: true, does: work{l.collectErrors, l.selectBatches, l.confirmBatches, l.handleModules}},
		{at: 16 * time.Hour, does: work{l.exportBatches, l.dispatch, l.receive, l.handOver}},
		{at: 20 * time.Hour, daily: true, busy: true},
	}
}

// day lives one day: at each time of the day people work, partners do what is
// due, and the house settles.
func (l *life) day(ctx context.Context) error {
	now := l.Now()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, clock.Beijing)
	if now.Sub(midnight) > l.slots()[0].at {
		midnight = midnight.AddDate(0, 0, 1)
	}
	l.today = map[string]acting{}
	off := midnight.Weekday() == time.Saturday || midnight.Weekday() == time.Sunday
	for _, s := range l.slots() {
		if off && !s.daily {
			continue
		}
		if step := midnight.Add(s.at).Sub(l.Now()); step > 0 {
			l.clock.Advance(step)
		}
		for _, do := range s.does {
			if err := do(ctx); err != nil {
				return err
			}
		}
		if s.busy {
			if err := l.step(ctx); err != nil {
				return err
			}
		}
		if err := l.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// as is a context in which a user does what needs a right. A user without the
// right is a mistake in the table of roles, which pages would show as a missing
// button.
func (l *life) as(ctx context.Context, login, right string) (context.Context, error) {
	a, here := l.today[login]
	if !here {
		mine, err := l.As(ctx, login)
		if err != nil {
			return nil, err
		}
		a = acting{mine, db.ActorOf(mine).Rights}
		l.today[login] = a
	}
	if !a.rights[right] {
		return nil, fmt.Errorf("%s has no right %s", login, right)
	}
	return a.ctx, nil
}

// see reads what the user of ctx sees.
func (l *life) see(ctx context.Context, fn func(tx *db.Tx) error) error {
	return l.Server.DB.View(ctx, fn)
}

// percent is true so many times in a hundred.
func (l *life) percent(n int) bool { return l.dice.IntN(100) < n }

// refused expects that the house refuses something, and how: a mistake that
// passes is as bad as work that does not.
func refused(what string, err error, kind fault.Kind) error {
	if fault.Is(err, kind) {
		return nil
	}
	if err == nil {
		return fmt.Errorf("%s passed", what)
	}
	return fmt.Errorf("%s was refused otherwise: %w", what, err)
}
