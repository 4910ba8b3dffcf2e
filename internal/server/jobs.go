package server

import (
	"context"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/job"
)

// jobs registers all queued and timed work.
func (s *Server) jobs() {
	s.Files.Jobs(s.Jobs, s.World.Poll)
	s.Batches.Handlers()
	s.Batches.Jobs(s.Jobs)
	s.Applications.Jobs(s.Jobs)
	s.Jobs.Every(job.Timed{Kind: "api.sweep", Title: "清理过期会话与幂等记录", Every: time.Hour},
		func(ctx context.Context, _ *job.Run) error { return api.Sweep(ctx, s.DB) })
}
