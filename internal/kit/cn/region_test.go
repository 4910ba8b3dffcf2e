package cn_test

import (
	"testing"

	"kaguan/internal/kit/cn"
)

func TestCounty(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"440203": "武江区", "441900": "东莞市", "659012": "白杨市", "110101": "东城区"} {
		if name, ok := cn.County(code); !ok || name != want {
			t.Errorf("County(%s) = %q, %v", code, name, ok)
		}
	}
	for _, code := range []string{"", "code", "440221", "440200", "999999"} {
		if name, ok := cn.County(code); ok {
			t.Errorf("County(%q) = %q, want unknown", code, name)
		}
	}
	if name, ok := cn.Province("440203002"); !ok || name != "广东省" {
		t.Errorf("Province = %q, %v", name, ok)
	}
	if _, ok := cn.Province("9"); ok {
		t.Error("a code of one digit has no province")
	}
}
