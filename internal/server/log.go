package server

import (
	"context"
	"io"
	"log/slog"
	"regexp"
)

// personal is what looks like an ID number, a phone number or an account: a run
// of 11 to 19 digits, perhaps with the X of an ID number at its end.
var personal = regexp.MustCompile(`\b\d{11,19}[Xx]?\b`)

func mask(s string) string {
	return personal.ReplaceAllStringFunc(s, func(run string) string {
		return run[:3] + "***" + run[len(run)-2:]
	})
}

// NewLog writes the log of the program as lines of text. Whatever looks like a
// personal number is masked on its way, also inside error texts of libraries,
// because a log is read by more people than the register.
func NewLog(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(&masking{slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})})
}

type masking struct{ next slog.Handler }

func (m *masking) Enabled(ctx context.Context, level slog.Level) bool {
	return m.next.Enabled(ctx, level)
}

func (m *masking) Handle(ctx context.Context, r slog.Record) error {
	masked := slog.NewRecord(r.Time, r.Level, mask(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		masked.AddAttrs(maskAttr(a))
		return true
	})
	return m.next.Handle(ctx, masked)
}

func (m *masking) WithAttrs(attrs []slog.Attr) slog.Handler {
	for i, a := range attrs {
		attrs[i] = maskAttr(a)
	}
	return &masking{m.next.WithAttrs(attrs)}
}

func (m *masking) WithGroup(name string) slog.Handler { return &masking{m.next.WithGroup(name)} }

func maskAttr(a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, mask(v.String()))
	case slog.KindGroup:
		var group []any
		for _, g := range v.Group() {
			group = append(group, maskAttr(g))
		}
		return slog.Group(a.Key, group...)
	case slog.KindAny:
		return slog.String(a.Key, mask(v.String()))
	default:
		return a
	}
}
