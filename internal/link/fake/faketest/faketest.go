// Package faketest is the house as the tests of fakes need it: it lays files into
// a partner's inbox and takes answers from its outbox, over the partner's SFTP
// server, and compares formats with their golden files.
package faketest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/wire"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// House is one side of an exchange, without a register.
type House struct {
	*testing.T
	In, Out exchange.Tray // the partner's
}

// Reach connects to a partner.
func Reach(t *testing.T, p exchange.Partner) *House {
	t.Helper()
	transport, err := exchange.NewSFTP(*p.SFTP)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := transport.Close(); err != nil {
			t.Errorf("closing the transport: %v", err)
		}
	})
	return &House{
		T: t, In: exchange.Tray{Transport: transport, Folder: p.Inbox}, Out: exchange.Tray{Transport: transport, Folder: p.Outbox},
	}
}

// Put lays a file into the partner's inbox.
func (h *House) Put(name string, content []byte) {
	h.Helper()
	marker, err := exchange.MarkerOf(bytes.NewReader(content))
	if err != nil {
		h.Fatal(err)
	}
	if err := h.In.Put(context.Background(), exchange.Parcel{Name: name, Marker: marker}, bytes.NewReader(content)); err != nil {
		h.Fatal(err)
	}
}

// Refused tells whether the partner has sent a file back.
func (h *House) Refused(name string) bool {
	h.Helper()
	fate, err := h.In.Fate(context.Background())
	if err != nil {
		h.Fatal(err)
	}
	taken, known := fate[name]
	return known && !taken
}

// Got is one file that stood complete in the outbox.
type Got struct {
	Name    string
	Content []byte
	Err     error // of Fetch: not as its marker says
}

// Take fetches all that stands complete in the outbox, and moves each to done or,
// where accept says no, to bad.
func (h *House) Take(accept func(Got) bool) []Got {
	h.Helper()
	ctx := context.Background()
	parcels, err := h.Out.Waiting(ctx)
	if err != nil {
		h.Fatal(err)
	}
	var all []Got
	for _, p := range parcels {
		got := Got{Name: p.Name}
		_, got.Err = h.Out.Fetch(ctx, p, func(content io.Reader) (exchange.Marker, error) {
			var err error
			if got.Content, err = io.ReadAll(content); err != nil {
				return exchange.Marker{}, err
			}
			return exchange.MarkerOf(bytes.NewReader(got.Content))
		})
		all = append(all, got)
		if err := h.Out.Finish(ctx, p, got.Err == nil && accept(got), ""); err != nil {
			h.Fatal(err)
		}
	}
	return all
}

// Write makes a file of typed rows.
func Write[T any](t *testing.T, form *wire.Form[T], head rowfile.Head, rows []T) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := form.Write(&out, head, func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Read reads a file to its end; any trouble is the error.
func Read[T any](form *wire.Form[T], content []byte) ([]T, error) {
	file, err := form.Read(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	var rows []T
	for _, row := range file.Rows() {
		rows = append(rows, row)
	}
	if file.Err() == nil && file.Problems().Count > 0 {
		return rows, file.Problems()
	}
	return rows, file.Err()
}

// Golden compares a format with its pair in testdata: KIND.json holds typed rows,
// KIND.txt the bytes that partners get. Run with -update after a new case, and
// raise the version when bytes change that partners have.
func Golden[T any](t *testing.T, form *wire.Form[T], head rowfile.Head) {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", form.Spec.Name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []T
	if err := json.Unmarshal(source, &rows); err != nil {
		t.Fatal(err)
	}
	path, got := filepath.Join("testdata", form.Spec.Name+".txt"), Write(t, form, head, rows)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the bytes of %s changed", path)
	}
	back, err := Read(form, want)
	if diff := cmp.Diff(rows, back); err != nil || diff != "" {
		t.Errorf("%s does not read back: %v\n%s", path, err, diff)
	}
}
