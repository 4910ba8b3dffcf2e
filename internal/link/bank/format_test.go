package bank_test

import (
	"testing"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/fake/faketest"
)

const batchNumber = "B20261123001"

var head = rowfile.Head{Batch: batchNumber, Partner: "103", Created: time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Beijing)}

func format(t *testing.T) *bank.Format {
	t.Helper()
	f, err := bank.FormatOf(bank.Version1, cn.GB18030)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGolden(t *testing.T) {
	t.Parallel()
	f := format(t)
	faketest.Golden(t, f.PreAccount, head)
	faketest.Golden(t, f.PreAccountReturn, head)
	faketest.Golden(t, f.Bind, head)
	faketest.Golden(t, f.BindReturn, head)
}

func TestUnknownVersion(t *testing.T) {
	t.Parallel()
	if _, err := bank.FormatOf("9.9", ""); err == nil {
		t.Error("a version that does not exist was given")
	}
	if _, err := bank.FormatOf("", "latin1"); err == nil {
		t.Error("a charset that does not exist was taken")
	}
}
