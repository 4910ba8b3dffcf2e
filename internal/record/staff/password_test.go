package staff_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

func TestPasswordPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ password, words string }{
		{"Qingshui-7891", ""},
		{"清水河边，三月梅花Ab1", ""},
		{"correct horse battery staple", ""}, // long enough to need nothing else
		{"Ab1-", "太短"},
		{strings.Repeat("Ab1-xyz", 30), "太长"},
		{"Qingshui-78\x0091", "控制字符"},
		{"qingshui7891", "过于简单"},
		{"QINGSHUI7891", "过于简单"},
		{"aaaaaaaaaaaaaaaa", "重复"},
		{"Aa1Aa1Aa1Aa1", "重复"},
		{"Wangfang-2026", "登录名"},
		{"Admin@123456", "最常见"},
		{"P@ssw0rd123", "最常见"},
		{"1234567890abcdef", "最常见"},
	} {
		err := staff.CheckPassword(c.password, "wangfang", 10)
		if c.words == "" && err != nil || c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)) {
			t.Errorf("%q: got %v, want words with %q", c.password, err, c.words)
		}
		if err != nil && strings.Contains(err.Error(), c.password) {
			t.Errorf("%q stands in its refusal", c.password)
		}
	}
	if err := staff.CheckPassword("Ab1-Ab2-x", "", 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("nine characters where the policy says nothing: %v", err)
	}
}

func TestHashOpensOnlyForItsPassword(t *testing.T) {
	t.Parallel()
	h, ctx := staff.NewHasher(), context.Background()
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.String().Draw(t, "password")
		wrong := rapid.String().Filter(func(s string) bool { return s != password }).Draw(t, "wrong")
		if len(seen) > 8 {
			return // each check is two slow hashes; the property needs few
		}
		stored, err := staff.Hash(h, ctx, password)
		if err != nil || !strings.HasPrefix(stored, "argon2id$v=19$m=19456,t=2,p=1$") {
			t.Fatalf("stored %q, %v", stored, err)
		}
		if seen[stored] {
			t.Fatal("two passwords with one salt")
		}
		seen[stored] = true
		for try, want := range map[string]bool{password: true, wrong: false} {
			if ok, err := staff.Verify(h, ctx, stored, try); err != nil || ok != want {
				t.Fatalf("opens = %v, %v; want %v", ok, err, want)
			}
		}
	})
}

func TestVerifyRefusesUnknownSchemesLoudly(t *testing.T) {
	t.Parallel()
	h := staff.NewHasher()
	for _, stored := range []string{"plain", "sm3$x$y$z", "argon2id$v=1$m=1,t=1,p=1$AA$AA", "argon2id$v=19$m=x$AA$AA", "argon2id$v=19$m=8,t=1,p=1$!$AA", "argon2id$v=19$m=8,t=1,p=1$AA$!"} {
		if ok, err := staff.Verify(h, context.Background(), stored, "x"); ok || err == nil {
			t.Errorf("%q: opens = %v, err = %v", stored, ok, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var wg sync.WaitGroup
	for range 20 { // whoever has gone away while waiting is not hashed for
		wg.Go(func() {
			if ok, _ := staff.Verify(h, ctx, "", "x"); ok {
				t.Error("the decoy opened")
			}
		})
	}
	wg.Wait()
}
