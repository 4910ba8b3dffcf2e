package main

import (
	"context"
	"errors"
	"time"

	"kaguan/internal/city"
	"kaguan/internal/kit/clock"
	"kaguan/web"
)

type demoCommand struct {
	listening
}

// Run serves the demo city.
func (c *demoCommand) Run(ctx context.Context) error {
	pages, _ := web.Files()
	now := clock.NewShifted(clock.System{}, 0)
	d, err := city.Open(ctx, city.Options{Folder: c.Dir, Database: c.DB, Clock: now, Seed: 1, People: 300, Pages: pages, Poll: 5 * time.Second})
	if err != nil {
		return err
	}
	if err := d.Live(ctx, 12); err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, d.Server.Handler(), d.Server.Run), d.Close())
}
