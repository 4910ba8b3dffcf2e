package vendor_test

import (
	"testing"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/fake/faketest"
	"kaguan/internal/link/vendor"
)

const batchNumber = "B20261123001"

var head = rowfile.Head{Batch: batchNumber, Partner: "V01", Created: time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Beijing)}

func format(t *testing.T) *vendor.Format {
	t.Helper()
	f, err := vendor.FormatOf(vendor.Version1, cn.GB18030)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGolden(t *testing.T) {
	t.Parallel()
	f := format(t)
	faketest.Golden(t, f.Produce, head)
	faketest.Golden(t, f.ProduceReturn, head)
}

func TestUnknownVersion(t *testing.T) {
	t.Parallel()
	if _, err := vendor.FormatOf("9.9", ""); err == nil {
		t.Error("a version that does not exist was given")
	}
}
