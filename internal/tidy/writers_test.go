package tidy_test

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	creates = regexp.MustCompile(`(?i)CREATE TABLE (\w+)`)
	writes  = regexp.MustCompile(`(?i)(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)\b`)
)

// owners maps each table to the folder that made it: 0008_work_psam.sql is
// work/psam's.
func owners(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(root + "/internal/schema/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations found: %v", err)
	}
	owner := map[string]string{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".sql")
		parts := strings.SplitN(name, "_", 3)
		if len(parts) != 3 {
			t.Fatalf("%s is not named NNNN_<shelf>_<folder>.sql", name)
		}
		for _, m := range creates.FindAllStringSubmatch(string(text), -1) {
			owner[m[1]] = parts[1] + "/" + parts[2]
		}
	}
	return owner
}

func TestATableHasOneWriter(t *testing.T) {
	t.Parallel()
	owner := owners(t)
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			for _, m := range writes.FindAllStringSubmatch(text, -1) {
				if of, known := owner[m[1]]; known && capability(s.folder()) != of {
					t.Errorf("%s writes %s, which is %s's", s.path, m[1], of)
				}
			}
			return true
		})
	}
}

// sqlFiles are where SQL may stand beside store.go: view reads any table, kit
// owns its own, and a capability may part its store by verb.
func TestSQLStandsInStores(t *testing.T) {
	t.Parallel()
	speaks := regexp.MustCompile(`(?s)^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s`)
	for _, s := range sources(t) {
		folder := s.folder()
		if s.test() || !strings.HasPrefix(folder, "work/") && !strings.HasPrefix(folder, "record/") || strings.Contains(filepath.Base(s.path), "store") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && speaks.MatchString(text) {
				t.Errorf("%s:%d: SQL outside a store", s.path, s.set.Position(lit.Pos()).Line)
			}
			return true
		})
	}
}

func TestHTTPStandsInAPI(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		folder := s.folder()
		if s.test() || !strings.HasPrefix(folder, "work/") && !strings.HasPrefix(folder, "record/") || strings.Contains(filepath.Base(s.path), "api") {
			continue
		}
		for _, imp := range s.file.Imports {
			if imp.Path.Value == `"net/http"` || imp.Path.Value == `"kaguan/internal/kit/api"` {
				t.Errorf("%s knows HTTP; only api.go does", s.path)
			}
		}
	}
}
