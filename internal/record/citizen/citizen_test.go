package citizen_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/citizen"
)

// All people here are invented.
const (
	wujiang = "440000/440200/440203/"
	qujiang = "440000/440200/440205/"
)

// idOf invents a valid ID number: the n-th person of a county born on a day.
func idOf(county, birth string, n int) string {
	first17 := fmt.Sprintf("%s%s%03d", county, birth, n)
	return first17 + string(cn.CheckChar(first17))
}

func ouyang() citizen.Citizen {
	return citizen.Citizen{
		IDNumber: idOf("440203", "19900101", 11), Name: "欧阳春晓", Sex: "1", Birth: "1990-01-01", Ethnic: "01", Nationality: "CHN", Household: "11",
		RegionPath: wujiang, Mobile: "13800138021", Phone: "0751-8123456", Address: "武江区不存在路九十九号", Postcode: "512000", Email: "chunxiao@example.com",
		DocFrom: "2020-01-01", DocTo: "2040-01-01", Category: "1", PersonState: "11", Occupation: "20000", UnitCode: "U001", UnitName: "虚构机械厂",
		Guardian: citizen.Guardian{Name: "欧阳大树", IDNumber: idOf("440203", "19650607", 21), Phone: "13900139022", Relation: "21"}}
}

func newRegister(t *testing.T) *citizen.Register {
	t.Helper()
	box, err := seal.Random(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return citizen.New(box)
}

func put(t *testing.T, d *db.DB, k *citizen.Register, c citizen.Citizen) int64 {
	t.Helper()
	var id int64
	dbtest.Do(t, d, func(tx *db.Tx) (err error) {
		id, err = k.Put(tx, c)
		return err
	})
	return id
}

func get(t *testing.T, d *db.DB, k *citizen.Register, id int64) citizen.Citizen {
	t.Helper()
	var c citizen.Citizen
	dbtest.View(t, d, func(tx *db.Tx) (err error) {
		c, err = k.Get(tx, id)
		return err
	})
	return c
}

// journal is the whole journal as one text, and the entries, oldest first.
func journal(t *testing.T, d *db.DB) (entries []db.Entry, text string) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) error {
		newest, err := tx.Journal(db.JournalFilter{Limit: 10_000})
		for i := len(newest) - 1; i >= 0; i-- {
			entries = append(entries, newest[i])
			text += string(newest[i].Detail) + "\n"
		}
		return err
	})
	return entries, text
}

func TestPutGivesBackWhatWasPut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		want := ouyang()
		want.ID = put(t, d, k, want)
		want.DocType, want.Pinyin, want.Initials = citizen.IDCard, "ou yang chun xiao", "oycx"
		want.CreatedAt, want.UpdatedAt = dbtest.Start.UnixMilli(), dbtest.Start.UnixMilli()
		if diff := cmp.Diff(want, get(t, d, k, want.ID)); diff != "" {
			t.Error(diff)
		}

		bare := citizen.Citizen{IDNumber: idOf("440205", "20010203", 1), Name: "单阿四", RegionPath: qujiang}
		bare.ID = put(t, d, k, bare)
		if got := get(t, d, k, bare.ID); got.Mobile != "" || got.Address != "" || got.Guardian != (citizen.Guardian{}) || got.Pinyin != "shan a si" {
			t.Errorf("a citizen with empty fields came back as %+v", got)
		}
	})
}

func TestFindByBlindIndex(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		id := put(t, d, k, ouyang())
		other := idOf("440203", "19900101", 12)
		ctx := db.As(context.Background(), db.Actor{ID: 1, Name: "elsewhere", Scope: db.Scope{Paths: []string{qujiang}}})
		err := d.View(ctx, func(tx *db.Tx) error {
			c, found, err := k.Find(tx, ouyang().IDNumber)
			if !found || c.ID != id || c.Name != "欧阳春晓" {
				t.Errorf("found %v %d, want %d whatever the scope", found, c.ID, id)
			}
			for _, number := range []string{other, ""} {
				if _, found, err := k.Find(tx, number); found || err != nil {
					t.Errorf("found %v, %v for a number that nobody has", found, err)
				}
			}
			many, manyErr := k.FindMany(tx, []string{other, "", ouyang().IDNumber})
			if diff := cmp.Diff(map[string]int64{ouyang().IDNumber: id}, many); diff != "" || manyErr != nil {
				t.Error(diff, manyErr)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// secrets are the plain values that may be nowhere in the database.
func secrets(c citizen.Citizen) []string {
	return []string{c.IDNumber, c.Mobile, c.Phone, c.Address, c.Email, c.Guardian.IDNumber, c.Guardian.Phone}
}

func TestSealedAtRest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		c := ouyang()
		c.ID = put(t, d, k, c)
		moved := c
		moved.Mobile, moved.Address = "13800138099", "武江区另一条不存在路一号"
		put(t, d, k, moved)
		plain := append(secrets(c), secrets(moved)...)

		dbtest.View(t, d, func(tx *db.Tx) error {
			return tx.Each(func(s db.Scanner) error {
				columns := make([][]byte, 7)
				var idIndex, mobileIndex string
				if err := s.Scan(&columns[0], &columns[1], &columns[2], &columns[3], &columns[4], &columns[5], &columns[6], &idIndex, &mobileIndex); err != nil {
					return err
				}
				for i, column := range columns {
					if len(column) <= seal.Overhead {
						t.Errorf("sealed column %d has %d bytes", i, len(column))
					}
				}
				for _, value := range plain {
					if bytes.Contains(bytes.Join(columns, nil), []byte(value)) || strings.Contains(idIndex+mobileIndex, value) {
						t.Error("a sealed column holds a plain value")
					}
				}
				return nil
			}, `SELECT id_number, mobile, phone, address, email, guardian_id, guardian_phone, id_index, mobile_index FROM citizen`)
		})
		if strings.HasPrefix(d.URL(), "postgres") {
			return
		}
		for name, content := range files(t, d.URL()) {
			if name == "test.db" && !bytes.Contains(content, []byte("欧阳春晓")) {
				t.Error("the file does not even hold the name: this test looks at the wrong place")
			}
			for _, value := range plain {
				if bytes.Contains(content, []byte(value)) {
					t.Errorf("%s holds a plain value of %d characters", name, len(value))
				}
			}
		}
	})
}

// files are a SQLite database's files once all is in the main one. Another
// connection closes last and so checkpoints the log.
func files(t *testing.T, path string) map[string][]byte {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "test.db")
	content := map[string][]byte{}
	for _, suffix := range []string{"", "-wal"} {
		file, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		content["test.db"+suffix] = file
		if err := os.WriteFile(copied+suffix, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, err := db.Open(context.Background(), db.Options{URL: copied, Schema: dbtest.Schema(), Holder: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if content["test.db"], err = os.ReadFile(copied); err != nil {
		t.Fatal(err)
	}
	return content
}

func TestChangesAreMaskedInTheJournal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		before := ouyang()
		before.ID = put(t, d, k, before)
		now.Advance(time.Hour)

		after := get(t, d, k, before.ID)
		after.IDNumber = idOf("440203", "19900101", 13)
		after.Name, after.Mobile, after.Address, after.UnitName = "欧阳春小", "13800139921", "搬家后的地址", "虚构纺织厂"
		after.Guardian.IDNumber, after.PhotoDigest = "", "ignored"
		put(t, d, k, after)

		entries, text := journal(t, d)
		if diff := cmp.Diff([]string{"citizen.added", "citizen.changed"}, dbtest.Verbs(t, d)); diff != "" {
			t.Fatal(diff)
		}
		var changes db.Changes
		if err := json.Unmarshal(entries[1].Detail, &changes); err != nil {
			t.Fatal(err)
		}
		want := db.Changes{
			"idNumber": {cn.MaskID(before.IDNumber), cn.MaskID(after.IDNumber)},
			"name":     {"欧阳春晓", "欧阳春小"},
			"mobile":   {"138****8021", "138****9921"}, "address": {"武**********", "搬*****"}, "unitName": {"虚构机械厂", "虚构纺织厂"},
			"guardian.idNumber": {cn.MaskID(before.Guardian.IDNumber), ""}}
		if diff := cmp.Diff(want, changes); diff != "" {
			t.Error(diff)
		}
		for _, value := range append(secrets(before), secrets(after)...) {
			if value != "" && strings.Contains(text, value) {
				t.Errorf("the journal holds a plain value of %d characters", len(value))
			}
		}
		got := get(t, d, k, before.ID)
		if got.PhotoDigest != "" || got.UpdatedAt != now.Now().UnixMilli() || got.CreatedAt != dbtest.Start.UnixMilli() || got.Pinyin != "ou yang chun xiao" {
			t.Errorf("after the change: %+v", got)
		}

		put(t, d, k, got)
		if verbs := dbtest.Verbs(t, d); len(verbs) != 2 {
			t.Errorf("putting the same again was noted: %v", verbs)
		}
	})
}

// A number whose masks look alike still counts as changed.
func TestAHiddenChangeShows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		c := ouyang()
		c.ID = put(t, d, k, c)
		c.Mobile = "13877778021"
		put(t, d, k, c)
		entries, _ := journal(t, d)
		if got := string(entries[1].Detail); got != `{"mobile":["138****8021","138****8021"]}` {
			t.Error(got)
		}
	})
}

func TestNameCarriesItsPinyin(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		c := ouyang()
		c.ID = put(t, d, k, c)
		c = get(t, d, k, c.ID)
		c.Name = "查阿五"
		put(t, d, k, c)
		if got := get(t, d, k, c.ID); got.Pinyin != "zha a wu" || got.Initials != "zaw" {
			t.Errorf("renamed: %q %q", got.Pinyin, got.Initials)
		}
		c = get(t, d, k, c.ID)
		c.Pinyin = "cha a wu" // a clerk knows better
		put(t, d, k, c)
		if got := get(t, d, k, c.ID); got.Pinyin != "cha a wu" || got.Initials != "caw" {
			t.Errorf("corrected: %q %q", got.Pinyin, got.Initials)
		}
	})
}

func TestPutRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		first := put(t, d, k, ouyang())
		second := put(t, d, k, citizen.Citizen{IDNumber: idOf("440205", "20010203", 1), Name: "单阿四", RegionPath: qujiang})
		ctx := db.System(context.Background(), "test")
		for name, c := range map[string]struct {
			citizen citizen.Citizen
			kind    fault.Kind
		}{
			"a second with the number": {citizen.Citizen{IDNumber: ouyang().IDNumber, Name: "某某"}, fault.Conflict},
			"another's number":         {citizen.Citizen{ID: second, IDNumber: ouyang().IDNumber, Name: "单阿四"}, fault.Conflict},
			"an unknown id":            {citizen.Citizen{ID: first + second + 1, IDNumber: "X", Name: "某某"}, fault.NotFound},
		} {
			err := d.Do(ctx, func(tx *db.Tx) error {
				_, err := k.Put(tx, c.citizen)
				return err
			})
			if !fault.Is(err, c.kind) {
				t.Errorf("%s: %v, want %v", name, err, c.kind)
			}
			if err != nil && strings.Contains(err.Error(), ouyang().IDNumber) {
				t.Errorf("%s: the error repeats the number", name)
			}
		}
	})
}

func TestSetPhoto(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		id := put(t, d, k, ouyang())
		digest := strings.Repeat("ab", 32)
		for range 2 {
			dbtest.Do(t, d, func(tx *db.Tx) error { return k.SetPhoto(tx, id, digest) })
		}
		if got := get(t, d, k, id).PhotoDigest; got != digest {
			t.Error(got)
		}
		if diff := cmp.Diff([]string{"citizen.added", "citizen.photo_set"}, dbtest.Verbs(t, d)); diff != "" {
			t.Error(diff)
		}
		err := d.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error { return k.SetPhoto(tx, id+1, digest) })
		if !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
