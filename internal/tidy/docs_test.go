package tidy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/vendor"
	"kaguan/internal/record/card"
	"kaguan/internal/record/org"
	"kaguan/internal/record/staff"
	"kaguan/internal/work/application"
	"kaguan/internal/work/batch"
	"kaguan/internal/work/delivery"
	"kaguan/internal/work/psam"
)

// fresh compares a generated document with the one in the repository, or writes
// it under UPDATE (make docs).
func fresh(t *testing.T, path, now string) {
	t.Helper()
	path = filepath.Join(root, path)
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run make docs", err)
	}
	if diff := cmp.Diff(string(kept), now); diff != "" {
		t.Errorf("%s is stale, run make docs (-kept +now):\n%s", path, diff)
	}
}

func TestStatesAreDocumented(t *testing.T) {
	t.Parallel()
	staffStates := staff.States()
	for name, diagram := range map[string]string{
		"card": card.Table.Diagram(), "agency": org.AgencyTable.Diagram(), "user": staffStates.Diagram(),
		"application": application.Table.Diagram(), "import": application.ImportTable.Diagram(),
		"batch": batch.Table.Diagram(), "parcel": delivery.Table.Diagram(), "psam": psam.Table.Diagram(),
	} {
		fresh(t, "docs/states/"+name+".md", diagram)
	}
}

func TestFormatsAreDocumented(t *testing.T) {
	t.Parallel()
	b, err := bank.FormatOf(bank.Version1, "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := vendor.FormatOf(vendor.Version1, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range []*rowfile.Spec{b.PreAccount.Spec, b.PreAccountReturn.Spec, b.Bind.Spec, b.BindReturn.Spec, v.Produce.Spec, v.ProduceReturn.Spec} {
		fresh(t, "docs/formats/"+spec.Name+"-"+spec.Version+".md", rowfile.Document(spec))
	}
}

// TestMapIsFresh keeps the map of docs/ARCHITECTURE.md: every folder with the
// first sentence of its package doc.
func TestMapIsFresh(t *testing.T) {
	t.Parallel()
	const begin, end = "<!-- map: make docs -->\n", "<!-- end of map -->"
	path := "docs/ARCHITECTURE.md"
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(text), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the map", path)
	}
	fresh(t, path, head+begin+drawMap(t)+end+tail)
}

func drawMap(t *testing.T) string {
	says := map[string]string{}
	for _, s := range sources(t) {
		if s.test() || s.file.Doc == nil || !strings.HasPrefix(s.path, "internal/") {
			continue
		}
		folder := s.folder()
		if says[folder] == "" || strings.HasSuffix(s.path, "doc.go") {
			says[folder] = firstSentence(s.file.Doc.Text())
		}
	}
	var b strings.Builder
	for _, shelf := range []string{"server", "view", "work", "record", "link", "kit", "city"} {
		var folders []string
		for folder := range says {
			if folder == shelf || strings.HasPrefix(folder, shelf+"/") {
				folders = append(folders, folder)
			}
		}
		slices.Sort(folders)
		for _, folder := range folders {
			fmt.Fprintf(&b, "- `%s` %s\n", folder, says[folder])
		}
	}
	return b.String()
}

func firstSentence(doc string) string {
	doc = strings.Join(strings.Fields(doc), " ")
	doc = strings.TrimPrefix(doc, "Package ")
	if i := strings.Index(doc, ". "); i > 0 {
		doc = doc[:i]
	}
	return strings.TrimSuffix(doc, ".")
}
