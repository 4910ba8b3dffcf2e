package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
)

// sendJob is the kind of the jobs that send.
const sendJob = "exchange.send"

// Outbound is a file to be sent.
type Outbound struct {
	Partner string
	Kind    string
	Name    string // once used, for ever; see FileName
	Ref     string // what it is about: batch:12
	Count   int    // rows, or pictures of a package
	Content Marker // from Keep
}

// Keep stores a content before anything else is done with it. Call it before the
// transaction that records the file, or within: kept twice is kept once.
func (x *Exchange) Keep(ctx context.Context, content io.Reader) (Marker, error) {
	digest, size, err := x.blobs.Put(ctx, content)
	return Marker{Digest: string(digest), Size: size}, err
}

// Record decides that a file will be sent: it is registered, and a job that sends
// it enqueued, in the caller's transaction. The same name and content again is
// the same file; another content under a used name is fault.Conflict.
func (x *Exchange) Record(tx *db.Tx, out Outbound) (File, error) {
	if _, err := x.link(out.Partner); err != nil {
		return File{}, err
	}
	kept, err := x.blobs.Has(tx.Context(), blob.Digest(out.Content.Digest))
	if err != nil {
		return File{}, fmt.Errorf("recording %s: %w", out.Name, err)
	}
	if !kept {
		return File{}, fmt.Errorf("recording %s: its content was not kept", out.Name)
	}
	f, err := insert(tx, File{
		Direction: Out, Partner: out.Partner, Kind: out.Kind, Name: out.Name, Ref: out.Ref,
		Digest: out.Content.Digest, Bytes: out.Content.Size, Count: int64(out.Count), State: Recorded,
	})
	if errors.Is(err, db.ErrNone) {
		return recordedBefore(tx, out)
	}
	if err != nil {
		return File{}, fmt.Errorf("recording %s: %w", out.Name, err)
	}
	if err := enqueue(tx, f); err != nil {
		return File{}, err
	}
	return f, note(tx, f, "exchange.recorded")
}

func recordedBefore(tx *db.Tx, out Outbound) (File, error) {
	f, err := outNamed(tx, out.Partner, out.Name)
	if err == nil && f.Digest != out.Content.Digest {
		err = fault.NewConflict("同名文件已登记且内容不同，没有覆盖；请用新的序号重新导出")
	}
	return f, err
}

func enqueue(tx *db.Tx, f File) error {
	_, err := job.Enqueue(tx, job.Request{
		Kind: sendJob, Key: strconv.FormatInt(f.ID, 10), Title: "发送文件 " + f.Name, Payload: f.ID,
	})
	return err
}

// Send lays a recorded file into the partner's inbox; for one that went already
// it does nothing. A refused one is tried again, for whoever has mended what
// stood in the way. Call it outside a transaction: it talks to the partner.
func (x *Exchange) Send(ctx context.Context, id int64) error {
	var f File
	if err := x.db.View(ctx, func(tx *db.Tx) (err error) {
		f, err = Find(tx, id)
		return err
	}); err != nil {
		return err
	}
	if f.Direction != Out {
		return fault.NewInvalid("这是收到的文件，不能发送")
	}
	if f.State == Sent || f.State == Acknowledged {
		return nil
	}
	if err := x.put(ctx, f); err != nil {
		return errors.Join(fmt.Errorf("sending %s: %w", f.Name, err), x.notSent(ctx, f, err))
	}
	err := x.db.Do(ctx, func(tx *db.Tx) error {
		went, err := move(tx, f, Sent, "")
		if err != nil {
			return err
		}
		return errors.Join(tried(tx, f.ID, ""), note(tx, went, "exchange.sent"))
	})
	if errors.Is(err, db.ErrNone) {
		return nil // another process was quicker to say the same
	}
	return err
}

// put brings the kept bytes to the partner.
func (x *Exchange) put(ctx context.Context, f File) error {
	l, err := x.link(f.Partner)
	if err != nil {
		return err
	}
	content, err := x.Content(ctx, f)
	if err != nil {
		return err
	}
	err = l.in.Put(ctx, Parcel{Name: f.Name, Marker: Marker{Digest: f.Digest, Size: f.Bytes}}, content)
	return errors.Join(err, content.Close())
}

// notSent writes down why. A conflict will not mend itself: the file is refused,
// which the journal tells whoever watches; all else is tried again.
func (x *Exchange) notSent(ctx context.Context, f File, cause error) error {
	reason := wordsOf(cause)
	return x.db.Do(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		if err := tried(tx, f.ID, reason); err != nil || f.State == Refused || !fault.Is(cause, fault.Conflict) {
			return err
		}
		refused, err := move(tx, f, Refused, reason)
		if errors.Is(err, db.ErrNone) {
			return nil // another process has settled it
		}
		return errors.Join(err, note(tx, refused, "exchange.refused"))
	})
}

// fates learns what the partner has done with the files it was sent.
func (x *Exchange) fates(ctx context.Context, l *link, sent []File) error {
	if len(sent) == 0 {
		return nil
	}
	fate, err := l.in.Fate(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range sent {
		taken, known := fate[f.Name]
		if !known {
			continue
		}
		to, verb, reason := Acknowledged, "exchange.acknowledged", ""
		if !taken {
			to, verb, reason = Refused, "exchange.refused", "对方退回了这个文件，请查看对方目录 bad 中的错误说明"
		}
		err := x.db.Do(ctx, func(tx *db.Tx) error {
			settled, err := move(tx, f, to, reason)
			if errors.Is(err, db.ErrNone) {
				return nil // another process has settled it
			}
			return errors.Join(err, note(tx, settled, verb))
		})
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
