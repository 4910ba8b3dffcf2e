package tidy_test

import (
	"go/ast"
	"strings"
	"testing"
)

const (
	mostFunction   = 70
	mostFile       = 500
	mostTestFile   = 800
	mostParameters = 4
	mostMethods    = 5
)

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		lines := s.set.Position(s.file.End()).Line
		if limit := limitOf(s); lines > limit {
			t.Errorf("%s has %d lines, at most %d: is it one thought?", s.path, lines, limit)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil && s.lines(n) > mostFunction && !s.test() {
					t.Errorf("%s: %s has %d lines, at most %d", s.path, n.Name.Name, s.lines(n), mostFunction)
				}
				if count := n.Type.Params.NumFields(); count > parametersOf(n) {
					t.Errorf("%s: %s takes %d parameters, at most %d: use an input struct", s.path, n.Name.Name, count, mostParameters)
				}
			case *ast.InterfaceType:
				if n.Methods.NumFields() > mostMethods {
					t.Errorf("%s: an interface of %d methods, at most %d", s.path, n.Methods.NumFields(), mostMethods)
				}
			}
			return true
		})
	}
}

func limitOf(s source) int {
	if s.test() {
		return mostTestFile
	}
	return mostFile
}

// parametersOf does not count a context or transaction in front.
func parametersOf(f *ast.FuncDecl) int {
	if f.Type.Params.NumFields() == 0 {
		return mostParameters
	}
	switch typ := f.Type.Params.List[0].Type.(type) {
	case *ast.SelectorExpr:
		if typ.Sel.Name == "Context" {
			return mostParameters + 1
		}
	case *ast.StarExpr:
		if sel, ok := typ.X.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Tx" || sel.Sel.Name == "T") {
			return mostParameters + 1
		}
	}
	return mostParameters
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	says := map[string]string{}
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		folder := s.folder()
		if _, seen := says[folder]; !seen {
			says[folder] = ""
		}
		if s.file.Doc != nil {
			says[folder] += s.file.Doc.Text()
		}
	}
	for folder, doc := range says {
		if len(doc) < 60 {
			t.Errorf("package %s does not say what it is", folder)
		}
	}
}

func TestExportedNamesAreExplained(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test() || !strings.HasPrefix(s.path, "internal/") {
			continue
		}
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no doc comment", s.path, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
						t.Errorf("%s: type %s has no doc comment", s.path, ts.Name.Name)
					}
				}
			}
		}
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	ident, ok := typ.(*ast.Ident)
	return ok && ident.IsExported()
}
