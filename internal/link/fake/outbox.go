package fake

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/rowfile"
)

// answer is one file to be sent.
type answer struct {
	Name    string // has its number from the moment it was decided
	Kind    string
	Batch   string
	Due     int64 // ms
	Created int64 // ms
	Rows    []rowfile.Row
	Careful bool // the house refused it once: no faults this time
}

// Answer decides to send these rows, in as many files and as late as the partner
// feels like. The trade calls it from Read and Work.
func (d *Desk) Answer(kind, batch string, rows []rowfile.Row) {
	now := d.opt.Clock.Now()
	due := now
	for _, part := range divide(rows, d.will.Parts) {
		due = due.Add(d.will.Delay)
		d.queue(&answer{Kind: kind, Batch: batch, Due: clock.Millis(due), Created: clock.Millis(now), Rows: part})
	}
}

func divide(rows []rowfile.Row, parts int) [][]rowfile.Row {
	parts = max(1, min(parts, len(rows)))
	var all [][]rowfile.Row
	for i := range parts {
		all = append(all, rows[i*len(rows)/parts:(i+1)*len(rows)/parts])
	}
	return all
}

func (d *Desk) queue(a *answer) {
	a.Name = d.nextName(a)
	d.memory.Waiting = append(d.memory.Waiting, a)
}

func (d *Desk) nextName(a *answer) string {
	day := strings.ReplaceAll(clock.Date(clock.FromMillis(a.Created)), "-", "")
	series := a.Kind + "/" + a.Batch + "/" + day
	d.memory.Seq[series]++
	return exchange.FileName{
		Kind: a.Kind, Area: d.opt.Area, Partner: d.opt.Code, Batch: a.Batch, Day: day, Seq: d.memory.Seq[series], Ext: "txt",
	}.String()
}

// mend looks what the house has done with the files, and queues those that it
// refused again, this time carefully.
func (d *Desk) mend(ctx context.Context) error {
	fate, err := d.tray(outbox).Fate(ctx)
	if err != nil {
		return err
	}
	var names []string
	for name := range d.memory.Sent {
		names = append(names, name)
	}
	slices.Sort(names)
	now := d.opt.Clock.Now()
	for _, name := range names {
		taken, known := fate[name]
		if !known {
			continue
		}
		a := d.memory.Sent[name]
		delete(d.memory.Sent, name)
		if !taken && !a.Careful {
			again := *a
			again.Careful, again.Created, again.Due = true, clock.Millis(now), clock.Millis(now.Add(d.will.Delay))
			d.queue(&again)
		}
	}
	return d.save()
}

// send lays down what is due.
func (d *Desk) send(ctx context.Context) error {
	now := clock.Millis(d.opt.Clock.Now())
	for i := 0; i < len(d.memory.Waiting); {
		a := d.memory.Waiting[i]
		if a.Due > now {
			i++
			continue
		}
		if err := d.lay(ctx, a); err != nil {
			return fmt.Errorf("sending %s: %w", a.Name, err)
		}
		d.memory.Waiting = slices.Delete(d.memory.Waiting, i, i+1)
		d.memory.Sent[a.Name] = a
		if err := d.save(); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) lay(ctx context.Context, a *answer) error {
	will := d.will
	if a.Careful {
		will = Will{}
	}
	content, err := d.write(a, will)
	if err != nil {
		return err
	}
	marker, err := exchange.MarkerOf(bytes.NewReader(content))
	if err != nil {
		return err
	}
	if will.Truncated {
		content = content[:len(content)/2]
	}
	out := d.tray(outbox)
	if err := out.Put(ctx, exchange.Parcel{Name: a.Name, Marker: marker}, bytes.NewReader(content)); err != nil || !will.Twice {
		return err
	}
	return out.Put(ctx, exchange.Parcel{Name: d.nextName(a), Marker: marker}, bytes.NewReader(content))
}

// write makes the file's bytes, with the faults that show in them.
func (d *Desk) write(a *answer, will Will) ([]byte, error) {
	spec := *d.trade.Spec(a.Kind)
	if will.WrongCharset {
		spec.Charset = map[bool]cn.Charset{true: cn.GB18030, false: cn.UTF8}[spec.Charset == cn.UTF8]
	}
	var out bytes.Buffer
	head := rowfile.Head{Batch: a.Batch, Partner: d.opt.Code, Created: time.UnixMilli(a.Created)}
	if _, err := rowfile.Write(&out, &spec, head, func(yield func(rowfile.Row, error) bool) {
		for _, row := range a.Rows {
			if !yield(row, nil) {
				return
			}
		}
	}); err != nil {
		return nil, err
	}
	if will.WrongCount {
		return miscount(out.Bytes(), len(a.Rows)), nil
	}
	return out.Bytes(), nil
}

// miscount makes the header count one row too many.
func miscount(file []byte, rows int) []byte {
	head, body, _ := bytes.Cut(file, []byte("\n"))
	fields := bytes.Split(head, []byte("|"))
	const count = 5
	fields[count] = fmt.Append(nil, rows+1)
	return slices.Concat(bytes.Join(fields, []byte("|")), []byte("\n"), body)
}
