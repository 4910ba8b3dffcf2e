package people_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
)

var today = time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Beijing)

func towns() []people.Town {
	return []people.Town{
		{Code: "440203100", Name: "武江区西联镇", Villages: []string{"阳山村", "甘棠村"}},
		{Code: "440205100", Name: "曲江区马坝镇", Villages: []string{"新村社区"}},
		{Code: "440232100", Name: "乳源瑶族自治县乳城镇", Villages: []string{"云门村委会"}},
		{Code: "440282100", Name: "南雄市珠玑镇"},
	}
}

func crowd(seed uint64, n int) []people.Person {
	m := people.New(rand.New(rand.NewPCG(seed, 0)), today, towns())
	all := make([]people.Person, n)
	for i := range all {
		all[i] = m.Person()
	}
	return all
}

func TestEveryPersonIsSound(t *testing.T) {
	t.Parallel()
	homes := map[string]people.Town{}
	for _, town := range towns() {
		homes[town.Code] = town
	}
	seen := map[cn.IDNumber]bool{}
	for _, p := range crowd(1, 20_000) {
		id, err := cn.ParseID(string(p.IDNumber), clock.Date(today))
		if err != nil || id.Number != p.IDNumber || id.Birth != p.Birth || id.Sex != p.Sex {
			t.Fatalf("%+v: the ID number says %+v, %v", p, id, err)
		}
		if len(id.Warnings) > 0 && id.Region != "440221" {
			t.Errorf("%s: county %s: %v", p.Name, id.Region, id.Warnings)
		}
		if seen[p.IDNumber] {
			t.Errorf("two people with number %s", p.IDNumber)
		}
		seen[p.IDNumber] = true
		if name, err := cn.ParseName(p.Name); err != nil || name.Text != p.Name || name.HasPUA() {
			t.Errorf("name %q: %v", p.Name, err)
		}
		if phone, err := cn.ParseMobile(p.Phone); err != nil || phone != p.Phone {
			t.Errorf("phone %q: %v", p.Phone, err)
		}
		town, ok := homes[p.TownCode]
		if !ok || !strings.HasPrefix(p.Address, "广东省韶关市"+town.Name+p.Village) || !strings.HasSuffix(p.Address, "号") && !strings.HasSuffix(p.Address, "房") {
			t.Errorf("address %q in town %s", p.Address, p.TownCode)
		}
		birth, err := time.ParseInLocation(time.DateOnly, p.Birth, clock.Beijing)
		if err != nil || p.Age < 0 || p.Age > 95 || birth.AddDate(p.Age, 0, 0).After(today) || !birth.AddDate(p.Age+1, 0, 0).After(today) {
			t.Errorf("born %s, aged %d: %v", p.Birth, p.Age, err)
		}
	}
}

func TestSeedDecides(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(crowd(7, 500), crowd(7, 500)); diff != "" {
		t.Errorf("the same seed gave other people:\n%s", diff)
	}
	if cmp.Equal(crowd(7, 5), crowd(8, 5)) {
		t.Error("another seed gave the same people")
	}
}

// A city must hold what programs get wrong, and not too much of it.
func TestCrowdIsMixed(t *testing.T) {
	t.Parallel()
	const n = 20_000
	counts := map[string]int{}
	count := func(what string, is bool) {
		if is {
			counts[what]++
		}
	}
	for _, p := range crowd(3, n) {
		count("women", p.Sex == people.Female)
		count("below 15", p.Age < 15)
		count("60 and above", p.Age >= 60)
		count("80 and above", p.Age >= 80)
		count("check character X", strings.HasSuffix(string(p.IDNumber), "X"))
		count("rare characters", cn.Rare(p.Name))
		count("dotted names", strings.ContainsRune(p.Name, cn.Dot))
		count("compound surnames", strings.HasPrefix(p.Name, "欧阳") || strings.HasPrefix(p.Name, "司徒"))
		count("Yao", p.Ethnic == "13")
		count("surname 陈", strings.HasPrefix(p.Name, "陈"))
		count("abolished county", strings.HasPrefix(string(p.IDNumber), "440221"))
		count("other provinces", !strings.HasPrefix(string(p.IDNumber), "44"))
		count("names of two characters", len([]rune(p.Name)) == 2)
	}
	for what, share := range map[string][2]float64{ // percent
		"women": {47, 51}, "below 15": {17, 23}, "60 and above": {15, 23}, "80 and above": {1.5, 4},
		"check character X": {7, 11}, "rare characters": {0.5, 1.5}, "dotted names": {0.05, 0.5},
		"compound surnames": {0.2, 0.8}, "Yao": {1, 6}, "surname 陈": {6, 10}, "abolished county": {5, 30},
		"other provinces": {8, 18}, "names of two characters": {8, 30},
	} {
		if got := float64(counts[what]) * 100 / n; got < share[0] || got > share[1] {
			t.Errorf("%s: %.2f %%, want %v to %v", what, got, share[0], share[1])
		}
	}
}
