package application

import (
	"bytes"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

func TestPerf(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var b bytes.Buffer
		b.WriteString("姓名,身份证号,手机号码,通讯地址,人员类别,户籍地址\n")
		n := 60000
		for i := range n {
			fmt.Fprintf(&b, "欧阳修,%s,138%08d,惠民北路1号,城镇居民,%s\n", numbered(fmt.Sprintf("%d-%02d-%02d", 1940+i/400/336, i/400%336/28+1, i/400%28+1), i%400*2+1), i, mark(i))
		}
		f, _ := os.Create("/tmp/kg/cpu-" + strings.ReplaceAll(t.Name(), "/", "_"))
		run := h.begin(h.as("zhang"), b.Bytes(), nil)
		if strings.Contains(t.Name(), "sqlite") {
			pprof.StartCPUProfile(f)
		}
		t0 := time.Now()
		h.drain()
		t.Logf("stage %d: %.0f rows/s", n, float64(n)/time.Since(t0).Seconds())
		now, counts := h.imported(run.ID)
		t.Log(now.Words, counts)
		h.must(h.ConfirmImport(h.as("zhang"), run.ID))
		t0 = time.Now()
		h.drain()
		t.Logf("apply: %.0f rows/s", float64(n)/time.Since(t0).Seconds())
		t0 = time.Now()
		out, err := h.AcceptMany(h.as("chen"), Selection{ImportID: run.ID})
		t.Logf("accept %d: %v %v", out.Done, time.Since(t0), err)
		pprof.StopCPUProfile()
	})
}
