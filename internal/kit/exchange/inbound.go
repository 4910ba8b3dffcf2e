package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

// Inbound is a file that a clerk brings by hand.
type Inbound struct {
	Partner string
	Kind    string
	Name    string
	Content io.Reader
}

// Receipt tells what became of a file that came.
type Receipt struct {
	File     File
	Repeated bool              // these bytes were applied before; nothing was done
	Problems *rowfile.Problems // rows that were wrong and had no effect, nil for none
}

// Receive takes a file that a clerk uploads, with the same effect as if the
// partner had sent it. A refused file is an error with its words, and stands in
// the register all the same unless the call was part of a transaction, which the
// error undoes: call it outside one.
func (x *Exchange) Receive(ctx context.Context, in Inbound) (Receipt, error) {
	if _, err := x.link(in.Partner); err != nil {
		return Receipt{}, err
	}
	got, err := x.Keep(ctx, in.Content)
	if err != nil {
		return Receipt{}, fmt.Errorf("receiving %s: %w", in.Name, err)
	}
	return x.admit(ctx, arrival{File: File{Partner: in.Partner, Kind: in.Kind, Name: in.Name, Digest: got.Digest, Bytes: got.Size}})
}

// arrival is a file whose bytes are kept, with what is already known to be wrong
// with it.
type arrival struct {
	File
	wrong error
}

// admit registers a file and applies it. When it is refused the error has the
// reason, and the receipt's state tells that it was this and not a trouble that
// passes.
func (x *Exchange) admit(ctx context.Context, a arrival) (Receipt, error) {
	var receipt Receipt
	if err := x.db.Do(ctx, func(tx *db.Tx) (err error) {
		receipt, err = register(tx, a.File)
		return err
	}); err != nil || receipt.Repeated {
		return receipt, err
	}
	err := a.wrong
	if err == nil && receipt.File.State == Received {
		receipt, err = x.apply(ctx, receipt.File)
	}
	if err == nil && receipt.File.State == Refused {
		err = fault.NewConflict(receipt.File.Reason)
	}
	if receipt.File.State == Received && final(err) {
		return x.refuse(ctx, receipt.File, err)
	}
	return receipt, err
}

// register finds out whether these bytes came before, and writes them down.
func register(tx *db.Tx, f File) (Receipt, error) {
	before, found, err := seen(tx, f)
	if err != nil {
		return Receipt{}, err
	}
	if found && before.State != Refused {
		return Receipt{File: before, Repeated: before.State == Applied}, tried(tx, before.ID, "")
	}
	if found && before.Name == f.Name {
		again, err := move(tx, before, Received, "")
		return Receipt{File: again}, errors.Join(err, tried(tx, before.ID, ""), note(tx, again, "exchange.received"))
	}
	taken, err := nameTaken(tx, f)
	if err != nil {
		return Receipt{}, err
	}
	f.Direction, f.State, f.Attempts = In, Received, 1
	verb := "exchange.received"
	if taken {
		f.State, f.EndedAt, verb = Refused, tx.Millis(), "exchange.refused"
		f.Reason = "收到过同名但内容不同的文件，这一份没有处理；请对方用新的序号重新发送"
	}
	if f, err = insert(tx, f); errors.Is(err, db.ErrNone) {
		err = fault.NewUnavailable("这个文件正在处理，请稍后刷新")
	}
	return Receipt{File: f}, errors.Join(err, note(tx, f, verb))
}

// apply hands a file to its handler. The move comes first: of two processes with
// the same file one waits here, and then finds it done.
func (x *Exchange) apply(ctx context.Context, f File) (Receipt, error) {
	handler := x.handlers[f.Kind]
	if handler == nil {
		return Receipt{File: f}, fault.NewInvalid("没有这种类型的文件，请核对文件名或选择正确的类型")
	}
	receipt := Receipt{File: f}
	err := x.db.Do(ctx, func(tx *db.Tx) error {
		applied, err := move(tx, f, Applied, "")
		if errors.Is(err, db.ErrNone) {
			return fault.NewUnavailable("这个文件正在处理，请稍后刷新")
		}
		if err != nil {
			return err
		}
		answer, err := x.handled(tx, handler, f)
		if err != nil {
			return err
		}
		applied.Ref, applied.Count = answer.Ref, int64(answer.Count)
		receipt = Receipt{File: applied, Problems: answer.Problems}
		return errors.Join(describe(tx, applied), note(tx, applied, "exchange.applied"))
	})
	if err != nil {
		return Receipt{File: f}, fmt.Errorf("applying %s: %w", f.Name, err)
	}
	return receipt, nil
}

// handled runs the handler over the kept bytes, to their end: only there the
// store knows that they are undamaged.
func (x *Exchange) handled(tx *db.Tx, handler Handler, f File) (Answer, error) {
	content, err := x.Content(tx.Context(), f)
	if err != nil {
		return Answer{}, err
	}
	answer, err := handler(tx, f, content)
	if err == nil {
		_, err = io.Copy(io.Discard, content)
	}
	return answer, errors.Join(err, content.Close())
}

// refuse ends a file that cannot be applied, and gives the reason on.
func (x *Exchange) refuse(ctx context.Context, f File, reason error) (Receipt, error) {
	receipt := Receipt{File: f, Problems: problemsOf(reason)}
	err := x.db.Do(ctx, func(tx *db.Tx) error {
		refused, err := move(tx, f, Refused, fault.As(reason).Words)
		if err != nil {
			return err
		}
		receipt.File = refused
		return note(tx, refused, "exchange.refused")
	})
	return receipt, errors.Join(reason, err)
}

// final tells whether trying again is useless.
func final(err error) bool {
	kind := fault.KindOf(err)
	return err != nil && kind != fault.Unavailable && kind != fault.Internal
}
