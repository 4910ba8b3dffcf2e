package trace

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestEveryNotedVerbHasWords reads the house's own source for tx.Note(…, "verb", …)
// and asks that an auditor never meets a code without words.
func TestEveryNotedVerbHasWords(t *testing.T) {
	t.Parallel()
	noted := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 3 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			lit, isText := call.Args[1].(*ast.BasicLit)
			if !ok || sel.Sel.Name != "Note" || !isText {
				return true
			}
			verb, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Error(err)
			}
			noted++
			if verbNames[verb] == "" {
				t.Errorf("%s notes %s, which has no words", path, verb)
			}
			return true
		})
		return nil
	})
	if err != nil || noted < 30 {
		t.Fatalf("%d verbs found, %v", noted, err)
	}
}
