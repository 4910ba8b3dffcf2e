package city_test

import (
	"bytes"
	"log/slog"
	"os"
	"sync"
	"testing"
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
