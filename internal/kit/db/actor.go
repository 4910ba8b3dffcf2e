package db

import (
	"context"
	"strings"
)

// Actor is who does a thing: the journal writes it down, and every query takes
// its data scope (数据权限) from it.
type Actor struct {
	ID       int64  // the user's id; 0 for the system itself
	Name     string // login name, or system:<what>
	AgencyID int64
	Scope    Scope
	Rights   map[string]bool
	Request  string // the request's id, shared with the log
	Key      string // the Idempotency-Key, empty if none
}

// Has tells whether the actor holds a right. The system holds all.
func (a Actor) Has(right string) bool { return a.Scope.All && a.ID == 0 || a.Rights[right] }

// Scope is the part of the city whose records an actor may see and change.
// The zero value sees nothing.
type Scope struct {
	All   bool     // the whole city, and records that belong to no region
	Paths []string // region paths, each with a trailing slash: 440000/440200/440203/
	Bank  string   // if set, only this bank's records (服务银行 code)
}

// Covers tells whether a region path lies inside the scope.
func (s Scope) Covers(path string) bool {
	if s.All {
		return true
	}
	for _, p := range s.Paths {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

type actorKey struct{}

// As returns a context in which actor acts.
func As(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// System returns a context in which the program itself acts: jobs, followers,
// set-up. What names the part, for the journal.
func System(ctx context.Context, what string) context.Context {
	return As(ctx, Actor{Name: "system:" + what, Scope: Scope{All: true}})
}

// ActorOf is who acts in ctx. Without an actor it is nobody, who sees nothing
// and may write nothing.
func ActorOf(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}
