package city

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"

	"kaguan/internal/kit/db"
)

// ear hears what the whole test logs, before anything masks it.
var ear = new(hearing)

type hearing struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *hearing) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *hearing) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewTextHandler(ear, &slog.HandlerOptions{Level: slog.LevelDebug})))
	os.Exit(m.Run())
}

// count reads one number, seeing the whole city.
func (c *City) count(t *testing.T, query string, args ...any) (n int64) {
	t.Helper()
	if err := c.Server.DB.View(db.System(context.Background(), "test"), func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](tx, query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// word reads one text.
func (c *City) word(t *testing.T, query string, args ...any) (text string) {
	t.Helper()
	if err := c.Server.DB.View(db.System(context.Background(), "test"), func(tx *db.Tx) (err error) {
		text, err = db.Scalar[string](tx, query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return text
}
