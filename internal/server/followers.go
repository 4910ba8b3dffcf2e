package server

import (
	"kaguan/internal/kit/db"
	"kaguan/internal/work/batch"
)

// followers is what happens elsewhere when the journal says something. Each
// keeps its own place in the journal; one that fails does not stop the others.
func followers() []db.Follower {
	return []db.Follower{
		{Name: "application.return", Verbs: []string{"batch.item_failed"}, Do: batch.ReturnApplications},
		{Name: "application.complete", Verbs: []string{"batch.made"}, Do: batch.CompleteApplications},
		{Name: "application.release", Verbs: []string{"batch.undone"}, Do: batch.ReleaseApplications},
	}
}
