package batch_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/work/batch"
)

func TestStates(t *testing.T) {
	t.Parallel()
	if err := batch.Table.Check(); err != nil {
		t.Error(err)
	}
	if err := batch.ItemTable.Check(); err != nil {
		t.Error(err)
	}
	const golden = "testdata/states.golden"
	got := batch.Table.Matrix() + "\n" + batch.ItemTable.Matrix()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the rules changed; if that is meant, run with UPDATE=1:\n%s", diff)
	}
}
