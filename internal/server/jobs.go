package server

import (
	"context"
	"errors"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/job"
)

// jobs registers all queued and timed work.
func (s *Server) jobs() {
	s.Files.Jobs(s.Jobs, s.World.Poll)
	s.Batches.Handlers()
	s.Batches.Jobs(s.Jobs)
	s.Applications.Jobs(s.Jobs)
	s.Jobs.Every(job.Timed{Kind: "api.sweep", Title: "清理过期会话、幂等记录与已完成任务", Every: time.Hour},
		func(ctx context.Context, _ *job.Run) error {
			return errors.Join(s.Router.Sweep(ctx), s.Jobs.Sweep(ctx))
		})
	s.Jobs.Every(job.Timed{Kind: "blob.sweep", Title: "清理未写完的文件", Every: 24 * time.Hour}, s.sweepDrafts)
}

// sweepDrafts removes what a crash left half-written in the stores. A day is
// longer than any upload.
func (s *Server) sweepDrafts(context.Context, *job.Run) error {
	for _, store := range s.stores {
		if _, err := store.Sweep(clock.System{}.Now().Add(-24 * time.Hour)); err != nil {
			return err
		}
	}
	return nil
}
