package delivery

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStates(t *testing.T) {
	t.Parallel()
	if err := Table.Check(); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/states.golden"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(Table.Matrix()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), Table.Matrix()); diff != "" {
		t.Errorf("the rules have changed (-golden +now); if that is meant, run make golden:\n%s", diff)
	}
}
