package tidy_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shelves from the bottom up: a folder may import from lower shelves only.
var shelves = []string{"kit", "link", "record", "work", "view", "server"}

// kitImports is the table of kit: which tool may use which (architecture.md).
var kitImports = map[string][]string{
	"fault":    {},
	"clock":    {},
	"cn":       {},
	"state":    {"fault"},
	"seal":     {"fault"},
	"blob":     {"fault", "seal"},
	"rowfile":  {"fault", "cn"},
	"sheet":    {"fault", "rowfile", "cn"},
	"photo":    {"fault"},
	"db":       {"fault", "clock"},
	"job":      {"db", "clock", "fault"},
	"exchange": {"db", "job", "rowfile", "seal", "blob", "clock", "fault", "cn"},
	"api":      {"fault", "clock", "db"},
}

// sideways lists the imports within one shelf, each with its reason.
var sideways = map[string]string{
	"record/card → record/setting":  "the number's prefix and the years of validity are parameters",
	"view/search → view/trace":      "the counter says in the same words as the trace where a card is",
	"work/batch → work/application": "confirming takes the accepted applications in its own transaction: two batches can never take one person",
	"link/bank → link/wire":         "typed rows of a bank's files are bound to their columns in one place",
	"link/vendor → link/wire":       "typed rows of the vendor's files are bound to their columns in one place",
	"link/fake → link/wire":         "the tests' house reads and writes the partners' rows",
	"link/bank → link/fake":         "the fake bank sits behind the partners' common socket and fault menu",
	"link/vendor → link/fake":       "the fake vendor sits behind the partners' common socket and fault menu",
}

// testing-only packages may be imported by any test.
var forTests = []string{"internal/kit/db/dbtest"}

func shelfOf(folder string) int {
	return slices.Index(shelves, strings.SplitN(folder, "/", 2)[0])
}

// capability cuts a folder to its shelf and name: kit/db/dbtest is part of kit/db.
func capability(folder string) string {
	parts := strings.Split(folder, "/")
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func TestImportsGoDownward(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, s := range sources(t) {
		if !strings.HasPrefix(s.path, "internal/") || s.test() || strings.HasPrefix(s.path, "internal/kit/db/dbtest/") {
			continue
		}
		from := capability(s.folder())
		for _, imp := range s.file.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			to, ours := strings.CutPrefix(path, "kaguan/internal/")
			if !ours {
				continue
			}
			if capability(to) == from {
				continue
			}
			arrow := from + " → " + capability(to)
			used[arrow] = true
			if why := forbidden(from, capability(to)); why != "" {
				t.Errorf("%s: %s: %s", s.path, arrow, why)
			}
		}
	}
	for arrow := range sideways {
		if !used[arrow] {
			t.Errorf("the exception %q is not needed any more: remove it", arrow)
		}
	}
}

func forbidden(from, to string) string {
	f, g := shelfOf(from), shelfOf(to)
	switch {
	case to == "schema" || to == "tidy":
		if from == "server" || strings.HasPrefix(from, "city") {
			return ""
		}
		return "only server and city put the schema in"
	case strings.HasPrefix(from, "city"):
		return ""
	case f < 0 || g < 0:
		return "not on a shelf"
	case f < g:
		return "imports go only downward"
	case f > g:
		return ""
	case shelves[f] == "kit":
		name := strings.TrimPrefix(from, "kit/")
		if allowed, known := kitImports[name]; !known || !slices.Contains(allowed, strings.TrimPrefix(to, "kit/")) {
			return "not in the table of kit"
		}
		return ""
	case sideways[from+" → "+to] == "":
		return "sideways, and not listed with a reason"
	}
	return ""
}

func TestServerIsImportedByNobodyElse(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, imp := range s.file.Imports {
			if imp.Path.Value == `"kaguan/internal/server"` && !strings.HasPrefix(s.path, "cmd/") &&
				!strings.HasPrefix(s.path, "internal/city/") && !strings.HasPrefix(s.path, "internal/server/") && !strings.HasPrefix(s.path, "internal/tidy/") {
				t.Errorf("%s imports server", s.path)
			}
		}
	}
}

func TestTestPackagesStayInTests(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, imp := range s.file.Imports {
			for _, p := range forTests {
				if imp.Path.Value == `"kaguan/`+p+`"` && !s.test() {
					t.Errorf("%s uses %s outside a test", s.path, p)
				}
			}
		}
	}
}
