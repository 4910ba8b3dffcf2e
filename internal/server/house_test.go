package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/server"
)

// open starts a house of its own on a database and a cranked clock.
func open(t *testing.T, database string) *server.Server {
	t.Helper()
	s, err := server.New(context.Background(), server.World{Folder: t.TempDir(), Database: database, Clock: clock.NewHand(dbtest.Start), Holder: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// engines runs test on a house of each engine.
func engines(t *testing.T, test func(t *testing.T, s *server.Server)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, ""))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, dbtest.PostgresURL(t)))
	})
}

// TestOpenAPIIsFresh keeps web/openapi.json, from which the pages' types are
// made, the same as the server's own description.
func TestOpenAPIIsFresh(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	now, err := s.Router.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "web", "openapi.json")
	if os.Getenv("UPDATE") != "" {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, now, "", " "); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(pretty.Bytes(), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run make docs", err)
	}
	var a, b any
	if err := json.Unmarshal(now, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(kept, &b); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(a, b) {
		t.Error("web/openapi.json is stale: run make docs")
	}
}

func TestAnotherKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	world := server.World{Folder: folder, Clock: clock.NewHand(dbtest.Start)}
	s, err := server.New(context.Background(), world)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, "seal.key")); err != nil {
		t.Fatal(err)
	}
	if _, err := server.New(context.Background(), world); err == nil || !strings.Contains(err.Error(), "密钥文件") {
		t.Errorf("a database was opened with another key file: %v", err)
	}
}
