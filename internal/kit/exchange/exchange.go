package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Exchange is the register of files with the ways to the partners.
type Exchange struct {
	db       *db.DB
	blobs    blob.Store
	links    map[string]*link
	handlers map[string]Handler
}

// Handler applies a file that came, in the transaction that marks it applied.
// It may run again for the same file after an error, never after success. A
// fault other than Unavailable refuses the file with its words; its cause may be
// a *rowfile.Problems for the sender. Anything else is tried again later. What
// was read of content counts only when it was read to its end without error.
type Handler func(tx *db.Tx, file File, content io.Reader) (Answer, error)

// New checks the partners' settings; nothing is connected before it is needed.
func New(d *db.DB, blobs blob.Store, partners ...Partner) (*Exchange, error) {
	x := &Exchange{db: d, blobs: blobs, links: map[string]*link{}, handlers: map[string]Handler{}}
	for _, p := range partners {
		if x.links[p.Code] != nil {
			return nil, fmt.Errorf("partner %s: twice", p.Code)
		}
		l, err := newLink(p)
		if err != nil {
			return nil, err
		}
		x.links[p.Code] = l
	}
	return x, nil
}

// Handle says who applies the files of a kind. Call it before the first Poll or
// Receive.
func (x *Exchange) Handle(kind string, h Handler) { x.handlers[kind] = h }

// Partner gives a partner's settings.
func (x *Exchange) Partner(code string) (Partner, error) {
	l, err := x.link(code)
	if err != nil {
		return Partner{}, err
	}
	return l.Partner, nil
}

// Partners are the codes of all partners, in order.
func (x *Exchange) Partners() []string {
	var codes []string
	for code := range x.links {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Close gives the connections back.
func (x *Exchange) Close() error {
	var errs []error
	for _, l := range x.links {
		errs = append(errs, l.transport.Close())
	}
	return errors.Join(errs...)
}

// Content opens the bytes of a file, exactly as they left or came.
func (x *Exchange) Content(ctx context.Context, f File) (io.ReadCloser, error) {
	return x.blobs.Get(ctx, blob.Digest(f.Digest))
}

func (x *Exchange) link(code string) (*link, error) {
	l := x.links[code]
	if l == nil {
		return nil, fault.NewInvalid("没有配置这个合作方（" + code + "），请系统管理员在配置中补上")
	}
	return l, nil
}

func subject(f File) db.Subject { return db.Ref("file", f.ID) }

// about is what the journal says of a file: nothing personal.
type about struct {
	Partner string `json:"partner"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Ref     string `json:"ref,omitempty"`
	Digest  string `json:"digest"`
	Count   int64  `json:"count"`
	Reason  string `json:"reason,omitempty"`
}

func note(tx *db.Tx, f File, verb string) error {
	return tx.Note(subject(f), verb, about{f.Partner, f.Kind, f.Name, f.Ref, f.Digest, f.Count, f.Reason})
}
