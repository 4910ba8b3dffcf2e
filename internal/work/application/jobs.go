package application

import (
	"context"
	"fmt"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
)

// Jobs registers the capability's work: staging and applying an import, and
// forgetting old uploads once a day.
func (k *Desk) Jobs(r *job.Runner) {
	r.Handle(stageJob, k.runStage)
	r.Handle(applyJob, k.runApply)
	r.Every(job.Timed{Kind: "application.sweep", Title: "清理过期上传文件", Every: 24 * time.Hour},
		func(ctx context.Context, _ *job.Run) error { return k.Sweep(ctx) })
}

// importOf reads which import a job is for, and how it is now.
func (k *Desk) importOf(ctx context.Context, run *job.Run) (imp Import, err error) {
	var id int64
	if err := run.Into(&id); err != nil {
		return imp, err
	}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		imp, err = findImport(tx, id)
		return err
	})
	return imp, err
}

// runStage checks a list from where it was left. A file that cannot be imported
// at all ends the import with the words for its clerk.
func (k *Desk) runStage(ctx context.Context, run *job.Run) error {
	imp, err := k.importOf(ctx, run)
	if err != nil || imp.State != Staging {
		return err
	}
	err = k.stage(ctx, imp, func(done, total int64) error {
		return run.Progress(ctx, done, total, fmt.Sprintf("已检查 %d 行", done))
	})
	switch fault.KindOf(err) {
	case fault.Invalid:
		return k.failImport(ctx, imp.ID, fault.As(err).Words)
	case fault.Conflict:
		// Somebody discarded it meanwhile: there is nothing left to do.
		if now, again := k.importOf(ctx, run); again == nil && now.State != Staging {
			return nil
		}
	}
	return err
}

func (k *Desk) failImport(ctx context.Context, id int64, words string) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		run, err := findImport(tx, id)
		if err != nil {
			return err
		}
		run.Words = words
		if err := moveImport(tx, run, "fail"); err != nil {
			return err
		}
		if err := forgetRows(tx, id); err != nil {
			return err
		}
		return tx.Note(db.Ref("import", id), "application.import_failed", map[string]any{"words": words})
	})
}

// runApply makes applications of a confirmed import from where it was left.
func (k *Desk) runApply(ctx context.Context, run *job.Run) error {
	imp, err := k.importOf(ctx, run)
	if err != nil || imp.State != Applying {
		return err
	}
	return k.enact(ctx, imp.ID, func(done, total int64) error {
		return run.Progress(ctx, done, total, fmt.Sprintf("已导入 %d 人", done))
	})
}
