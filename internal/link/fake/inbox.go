package fake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

// tray is one of the partner's own folders, on its own disk.
func (d *Desk) tray(folder string) *exchange.Tray {
	return &exchange.Tray{Transport: exchange.NewFolder(d.files()), Folder: folder}
}

// read takes every file that stands complete in the inbox. The book is saved
// before a file is moved away: after a crash it is found again and known.
func (d *Desk) read(ctx context.Context) error {
	in := d.tray(inbox)
	parcels, err := in.Waiting(ctx)
	if err != nil {
		return err
	}
	for _, p := range parcels {
		refusal := d.readOne(ctx, in, p)
		if refusal != nil && !fault.Is(refusal, fault.Invalid) {
			return fmt.Errorf("reading %s: %w", p.Name, refusal)
		}
		if refusal == nil {
			d.memory.Read[p.Digest] = true
		}
		if err := d.save(); err != nil {
			return err
		}
		answer, err := wordsFor(refusal)
		if err != nil {
			return err
		}
		if err := in.Finish(ctx, p, refusal == nil, answer); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) readOne(ctx context.Context, in *exchange.Tray, p exchange.Parcel) error {
	if d.memory.Read[p.Digest] {
		return nil
	}
	name, err := exchange.ParseName(p.Name)
	if err != nil {
		return err
	}
	var content []byte
	if _, err := in.Fetch(ctx, p, func(from io.Reader) (exchange.Marker, error) {
		if content, err = io.ReadAll(from); err != nil {
			return exchange.Marker{}, err
		}
		return exchange.MarkerOf(bytes.NewReader(content))
	}); err != nil {
		return err
	}
	return d.trade.Read(Incoming{Name: name, Content: content, At: d.opt.Clock.Now()})
}

// wordsFor is what a clerk of the partner writes back about a bad file.
func wordsFor(refusal error) (string, error) {
	if refusal == nil {
		return "", nil
	}
	text := "0|||" + fault.As(refusal).Words + "\r\n"
	var problems *rowfile.Problems
	if errors.As(refusal, &problems) {
		text = ""
		for _, p := range problems.List {
			text += fmt.Sprintf("%d|%s|%s|%s\r\n", p.Line, p.Column, p.Code, p.Words)
		}
	}
	encoded, err := cn.GB18030.Encode(text)
	return string(encoded), err
}
