package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/job"
)

// pollJob is the kind of the timed job that looks after all partners.
const pollJob = "exchange.poll"

// Polled counts what one look at a partner found.
type Polled struct {
	Received int // applied now
	Repeated int // applied before
	Refused  int
}

// Jobs registers the work of sending, and of polling every so often.
func (x *Exchange) Jobs(r *job.Runner, every time.Duration) {
	r.Handle(sendJob, func(ctx context.Context, run *job.Run) error {
		var id int64
		if err := run.Into(&id); err != nil {
			return err
		}
		return x.Send(ctx, id)
	})
	r.Every(job.Timed{Kind: pollJob, Title: "收发合作方文件", Every: every}, func(ctx context.Context, run *job.Run) error {
		var errs []error
		codes := x.Partners()
		for i, code := range codes {
			_, err := x.Poll(ctx, code)
			errs = append(errs, err)
			if err := run.Progress(ctx, int64(i+1), int64(len(codes)), ""); err != nil {
				return errors.Join(append(errs, err)...)
			}
		}
		return errors.Join(errs...)
	})
}

// Poll looks after one partner: sends what has not gone yet, learns what became of
// what went, and takes every file that stands complete in the outbox. A file that
// makes trouble does not stop the others; one whose trouble may pass stays where
// it is for the next time. Call it outside a transaction.
func (x *Exchange) Poll(ctx context.Context, partner string) (Polled, error) {
	var polled Polled
	l, err := x.link(partner)
	if err != nil {
		return polled, err
	}
	errs := []error{x.catchUp(ctx, l)}
	parcels, err := l.out.Waiting(ctx)
	errs = append(errs, err)
	for _, p := range parcels {
		receipt, err := x.take(ctx, l, p)
		switch {
		case receipt.Repeated:
			polled.Repeated++
		case receipt.File.State == Applied:
			polled.Received++
		case receipt.File.State == Refused:
			polled.Refused++
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("taking %s: %w", p.Name, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return polled, fmt.Errorf("polling %s: %w", partner, err)
	}
	return polled, nil
}

// catchUp sends what the jobs gave up on, and asks after what went.
func (x *Exchange) catchUp(ctx context.Context, l *link) error {
	const enough = 10_000
	var recorded, sent []File
	err := x.db.View(ctx, func(tx *db.Tx) (err error) {
		f := Filter{Direction: Out, Partner: l.Code, State: Recorded, Limit: enough}
		if recorded, err = Files(tx, f); err != nil {
			return err
		}
		f.State = Sent
		sent, err = Files(tx, f)
		return err
	})
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range recorded {
		if err := x.Send(ctx, f.ID); !final(err) {
			errs = append(errs, err) // a final refusal stands in the register
		}
	}
	return errors.Join(append(errs, x.fates(ctx, l, sent))...)
}

// take fetches one file, admits it and clears it away.
func (x *Exchange) take(ctx context.Context, l *link, p Parcel) (Receipt, error) {
	a := arrival{File: File{Partner: l.Code, Name: p.Name, Digest: p.Digest, Bytes: p.Size}}
	name, err := ParseName(p.Name)
	if err != nil {
		a.wrong = err
	}
	a.Kind = name.Kind
	known, err := x.applied(ctx, a.File)
	if err != nil {
		return Receipt{}, err
	}
	if !known {
		got, err := l.out.Fetch(ctx, p, func(content io.Reader) (Marker, error) { return x.Keep(ctx, content) })
		if err != nil && !final(err) {
			return Receipt{}, err
		}
		if err != nil {
			a.wrong = err
		}
		a.Digest, a.Bytes = got.Digest, got.Size
	}
	receipt, err := x.admit(ctx, a)
	if err != nil && receipt.File.State != Refused {
		return receipt, err
	}
	answer, err := answerFor(receipt, l.Charset)
	if err != nil {
		return receipt, err
	}
	return receipt, l.out.Finish(ctx, p, receipt.File.State != Refused, answer)
}

// applied tells whether a marker speaks of bytes that need not be fetched again.
func (x *Exchange) applied(ctx context.Context, f File) (known bool, err error) {
	if f.Digest == "" {
		return false, nil
	}
	err = x.db.View(ctx, func(tx *db.Tx) error {
		before, found, err := seen(tx, f)
		known = found && before.State == Applied
		return err
	})
	return known, err
}
