package staff

import (
	"context"
	"slices"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Who tells who the user of a session is now, with his rights and scope: what
// was granted or taken a moment ago counts. It refuses a session of an epoch
// that is over, and a stopped user. A user who must change his password is known
// but has no rights.
func (d *Door) Who(ctx context.Context, userID, epoch int64) (db.Actor, error) {
	var held []heldRight
	err := d.db.View(ctx, func(tx *db.Tx) (err error) {
		held, err = heldRights(tx, userID)
		return err
	})
	if err != nil {
		return db.Actor{}, err
	}
	if len(held) == 0 || held[0].epoch != epoch || State(held[0].state) == Stopped {
		return db.Actor{}, fault.NewDenied("登录已失效，请重新登录")
	}
	return actorOf(userID, held), nil
}

func actorOf(userID int64, held []heldRight) db.Actor {
	actor := db.Actor{ID: userID, Name: held[0].login, AgencyID: held[0].agencyID, Rights: map[string]bool{}}
	for _, h := range held {
		if h.role == "" {
			continue
		}
		if h.rightOf != "" && h.change == 0 {
			actor.Rights[h.rightOf] = true
		}
		if h.path == "" {
			actor.Scope.All = true
		} else if !slices.Contains(actor.Scope.Paths, h.path) {
			actor.Scope.Paths = append(actor.Scope.Paths, h.path)
		}
		if h.bank != "" {
			actor.Scope.Bank = h.bank
		}
	}
	slices.Sort(actor.Scope.Paths)
	return actor
}
