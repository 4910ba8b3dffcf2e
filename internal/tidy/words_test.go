package tidy_test

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// banned words of package, file and type names, each with what to write instead.
var banned = map[string]string{
	"util": "name the tool", "utils": "name the tool", "common": "name what is shared", "helper": "name what it does",
	"manager": "name the thing it keeps", "service": "name the capability", "data": "name what it holds", "info": "name what it tells",
	"impl": "name the one real thing", "base": "name the thing",
}

func TestBannedWords(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, part := range strings.FieldsFunc(strings.TrimSuffix(s.path, ".go"), func(r rune) bool { return r == '/' || r == '_' || r == '.' }) {
			if instead, bad := banned[part]; bad {
				t.Errorf("%s: %q: %s", s.path, part, instead)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			ts, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			for _, word := range camelWords(ts.Name.Name) {
				if instead, bad := banned[word]; bad {
					t.Errorf("%s: type %s: %q: %s", s.path, ts.Name.Name, word, instead)
				}
			}
			return true
		})
	}
}

func camelWords(name string) []string {
	var words []string
	start := 0
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			words = append(words, strings.ToLower(name[start:i]))
			start = i
		}
	}
	return append(words, strings.ToLower(name[start:]))
}

func TestNobodyElseAsksTheMachineForTheTime(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test() || s.folder() == "kit/clock" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				t.Errorf("%s: time.%s outside kit/clock", s.path, sel.Sel.Name)
			}
			return true
		})
	}
}

func TestQuietWritesStayInKit(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test() || strings.HasPrefix(s.folder(), "kit/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Quiet" {
				t.Errorf("%s: tx.Quiet is for kit's own tables", s.path)
			}
			return true
		})
	}
}

var unfinished = regexp.MustCompile(`TODO|FIXME|XXX|not implemented`)

func TestNothingIsLeftUnfinished(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasPrefix(s.path, "internal/tidy/") {
			continue
		}
		for _, group := range s.file.Comments {
			if unfinished.MatchString(group.Text()) {
				t.Errorf("%s:%d: %s", s.path, s.set.Position(group.Pos()).Line, strings.TrimSpace(group.Text()))
			}
		}
	}
}
