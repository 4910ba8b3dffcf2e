package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"kaguan/internal/kit/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	cause := errors.New("disk")
	err := fmt.Errorf("reading return of batch %s: %w", "B1", fault.NewUnavailable("银行暂时没有应答，请稍后再试", cause))
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("kind = %v, want unavailable", fault.KindOf(err))
	}
	if !errors.Is(err, cause) {
		t.Error("the cause was lost on the way")
	}
}

func TestPlainErrorIsInternal(t *testing.T) {
	if k := fault.KindOf(errors.New("x")); k != fault.Internal {
		t.Errorf("kind = %v, want internal", k)
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("no error is not a fault")
	}
}

func TestNewFields(t *testing.T) {
	if err := fault.NewFields(nil); err != nil {
		t.Fatalf("no wrong field must be no error, got %v", err)
	}
	err := fault.NewFields([]fault.Field{{Name: "name", Words: "姓名不能为空"}, {Name: "phone", Words: "手机号不对"}})
	if got := err.Error(); got != "姓名不能为空（共 2 处需要改正）" {
		t.Errorf("words = %q", got)
	}
	if n := len(fault.As(err).Fields); n != 2 {
		t.Errorf("%d fields, want 2", n)
	}
}
