package application

import (
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStates(t *testing.T) {
	t.Parallel()
	if err := errors.Join(Table.Check(), ImportTable.Check()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []struct{ golden, matrix string }{
		{"testdata/states.golden", Table.Matrix()},
		{"testdata/import.golden", ImportTable.Matrix()},
	} {
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(table.golden, []byte(table.matrix), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(table.golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), table.matrix); diff != "" {
			t.Errorf("the rules have changed (-golden +now); if that is meant, run make golden:\n%s", diff)
		}
	}
}
