package batch

import "kaguan/internal/kit/job"

// The kinds of this capability's jobs.
const (
	confirmJob = "batch.confirm" // one batch, frozen chunk by chunk
	exportJob  = "batch.export"  // one round of one batch, written and recorded
)

// Jobs registers the queued work of batches.
func (k *Desk) Jobs(r *job.Runner) {
	r.Handle(confirmJob, k.confirm)
	r.Handle(exportJob, k.export)
}
