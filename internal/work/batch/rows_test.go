package batch

import (
	"bytes"
	"testing"
	"time"

	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/bank"
)

// What is read back after writing must be what was meant, row by row.
func TestWrittenFilesAreCompared(t *testing.T) {
	t.Parallel()
	format, err := bank.FormatOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	row := func(serial int, name string) bank.PreAccountRow {
		return bank.PreAccountRow{Serial: serial, Batch: "202611230001", Card: "S00000009", IDType: "01", IDNumber: "440203199001010119",
			Name: name, Sex: "1", Birth: "1990-01-01", Nation: "CHN"}
	}
	meant := []bank.PreAccountRow{row(1, "欧阳春晓"), row(2, "李晓明")}
	for name, written := range map[string][]bank.PreAccountRow{
		"same":    meant,
		"fewer":   meant[:1],
		"more":    {meant[0], meant[1], meant[1]},
		"altered": {meant[0], row(2, "李小明")},
		"swapped": {meant[1], meant[0]},
	} {
		var text bytes.Buffer
		if _, err := format.PreAccount.Write(&text, rowfile.Head{Batch: "202611230001", Partner: "103", Created: time.UnixMilli(0)}, each(written)); err != nil {
			t.Fatal(err)
		}
		list := listing[bank.PreAccountRow]{form: format.PreAccount, rows: meant}
		if err := list.compare(&text); (err == nil) != (name == "same") {
			t.Errorf("%s: %v", name, err)
		}
	}
	list := listing[bank.PreAccountRow]{form: format.PreAccount}
	if why := list.add(row(1, "欧阳\n春晓")); why.code != string(rowfile.Forbidden) || len(list.rows) != 0 {
		t.Errorf("a row that does not fit was taken: %v", why)
	}
}

func TestCommonRegion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{nil, ""},
		{[]string{"440000/440200/440203/"}, "440000/440200/440203/"},
		{[]string{"440000/440200/440203/", "440000/440200/440205/"}, "440000/440200/"},
		{[]string{"440000/440200/440203/440203001/", "440000/440200/440203/"}, "440000/440200/440203/"},
		{[]string{"440000/440200/", "450000/"}, ""},
	} {
		if got := commonRegion(c.paths); got != c.want {
			t.Errorf("common region of %v = %q, want %q", c.paths, got, c.want)
		}
	}
}
