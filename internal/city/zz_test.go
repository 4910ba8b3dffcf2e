package city

import (
	"path/filepath"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	s := time.Now()
	opt := DemoOptions{Folder: filepath.Join(t.TempDir(), "d")}
	d, err := OpenDemo(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("first start", time.Since(s))
	for _, q := range []string{"SELECT COUNT(*) FROM citizen", "SELECT COUNT(*) FROM card", "SELECT COUNT(*) FROM card WHERE holder_kind='person'", "SELECT COUNT(*) FROM application WHERE import_id=0", "SELECT COUNT(*) FROM batch", "SELECT COUNT(*) FROM parcel", "SELECT COUNT(*) FROM journal", "SELECT COUNT(*) FROM import_run", "SELECT COUNT(*) FROM application WHERE region_path LIKE '440000/440200/440203/%'", "SELECT COUNT(*) FROM application WHERE state='submitted' AND region_path LIKE '440000/440200/440203/%'", "SELECT COUNT(*) FROM card WHERE holder_kind='agency' AND region_path LIKE '440000/440200/440203/%'", "SELECT COUNT(*) FROM application WHERE state='returned'", "SELECT COUNT(*) FROM application WHERE state='accepted'", "SELECT COUNT(*) FROM parcel WHERE state='differing'", "SELECT COUNT(*) FROM batch WHERE state='released'", "SELECT COUNT(*) FROM batch WHERE state='selected'"} {
		t.Log(q, d.count(t, q))
	}
	if err := d.Check(ctx); err != nil {
		t.Error(err)
	}
	s = time.Now()
	w, err := d.PassDay(ctx)
	t.Log(time.Since(s), w, err)
	d.Close()
	s = time.Now()
	d, err = OpenDemo(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("again", time.Since(s))
	d.Close()
}
