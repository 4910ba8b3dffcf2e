package staff_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/record/staff"
)

func TestStates(t *testing.T) {
	t.Parallel()
	table := staff.States()
	if err := table.Check(); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/states.golden"
	got := table.Matrix()
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
