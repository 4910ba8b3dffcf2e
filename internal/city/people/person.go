package people

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
)

// Sexes by GB/T 2261.1.
const (
	Male   = "1"
	Female = "2"
)

// Town is a place where invented people live.
type Town struct {
	Code     string   // 9 digits; the first six are the county
	Name     string   // from the county down: 武江区西联镇
	Villages []string // 阳山村, 惠民社区; none means that addresses end at the town
}

// Person is an invented citizen.
type Person struct {
	Name     string
	IDNumber cn.IDNumber
	Sex      string // Male or Female
	Birth    string // YYYY-MM-DD
	Age      int    // full years on the maker's day
	Ethnic   string // GB/T 3304, two digits
	Phone    string // a small child has its guardian's, which may be anybody's
	Address  string // in full, from the province down
	TownCode string // of the home, 9 digits
	Village  string // of the home, empty when the town names none
}

// Maker makes people, no two with the same ID number. It is not safe for
// concurrent use.
type Maker struct {
	rng      *rand.Rand
	today    time.Time
	towns    []Town
	taken    map[cn.IDNumber]bool
	ages     lot
	origins  lot
	surnames lot
	peoples  lot // rows of ethnics
	yao      lot // the same in a county where the Yao are at home
}

// New makes a maker. It draws everything from rng; ages are counted on today; the
// towns must not be empty.
func New(rng *rand.Rand, today time.Time, towns []Town) *Maker {
	m := &Maker{
		rng: rng, today: today.In(clock.Beijing), towns: towns, taken: map[cn.IDNumber]bool{},
		ages: newLot(ageGroups), origins: newLot(origins), surnames: newLot(surnames),
	}
	for _, e := range ethnics {
		m.peoples.add(e.code, e.weight)
		m.yao.add(e.code, e.inRuyuan)
	}
	return m
}

// Person makes the next one.
func (m *Maker) Person() Person {
	town := pick(m.rng, m.towns)
	p := Person{Sex: Male, TownCode: town.Code, Phone: m.phone()}
	if m.rng.IntN(1000) < 488 {
		p.Sex = Female
	}
	birth := m.birth()
	p.Birth, p.Age = clock.Date(birth), yearsBetween(birth, m.today)
	people := m.ethnic(town)
	p.Ethnic, p.Name = people.code, m.name(people, p.Sex, birth.Year())
	if len(town.Villages) > 0 {
		p.Village = pick(m.rng, town.Villages)
	}
	p.Address = "广东省韶关市" + town.Name + p.Village + m.door(p.Village)
	for p.IDNumber == "" || m.taken[p.IDNumber] {
		p.IDNumber = m.idNumber(town.Code[:6], birth, p.Sex)
	}
	m.taken[p.IDNumber] = true
	return p
}

// ageGroups are the shares of each five years of age at the census of 2020.
const ageGroups = `0– 55 5– 70 10– 72 15– 60 20– 46 25– 52 30– 76 35– 68 40– 63 45– 80
 50– 88 55– 76 60– 55 65– 52 70– 36 75– 23 80– 15 85– 7 90– 2`

func (m *Maker) birth() time.Time {
	const fiveYears = 5*365 + 1
	return m.today.AddDate(-5*m.ages.row(m.rng), 0, -m.rng.IntN(fiveYears))
}

func yearsBetween(birth, today time.Time) int {
	years := today.Year() - birth.Year()
	if birth.AddDate(years, 0, 0).After(today) {
		years--
	}
	return years
}

// origins are where people were first registered: at home ("" means the county
// they live in), elsewhere in the city, or in other provinces.
const origins = `- 720 440203 16 440204 20 440205 14 440222 14 440224 14 440229 20 440232 12 440233 12 440281 28 440282 26
 441403 6 441481 6 440981 6 440803 4 441802 6 441881 6 445122 4 440106 5 440305 3
 431003 8 431021 6 431022 6 430482 5 430102 4 360704 6 360722 6 360735 4 360702 4 360802 3 450103 4 450981 4
 420102 3 422801 3 510105 3 511702 4 500112 4 520302 3 411302 4 410102 3 340104 2 330106 2 320102 2 370102 2 210102 2
 230102 2 130102 2 610102 2 110105 2 310104 2 350802 3 350824 2 620102 1 650102 1`

// formerQujiang was the code of 曲江 until it became a district in 2004; whoever
// was registered before keeps it.
const formerQujiang, qujiang = "440221", "440205"

func (m *Maker) idNumber(home string, birth time.Time, sex string) cn.IDNumber {
	county := m.origins.word(m.rng)
	if county == "-" {
		county = home
	}
	if county == qujiang && birth.Year() < 2004 {
		county = formerQujiang
	}
	serial := m.rng.IntN(500)*2 + 1
	if sex == Female {
		serial--
	}
	first17 := fmt.Sprintf("%s%s%03d", county, birth.Format("20060102"), serial)
	return cn.IDNumber(first17 + string(cn.CheckChar(first17)))
}

func (m *Maker) phone() string {
	prefixes := strings.Fields("130 131 132 133 134 135 136 137 138 139 147 150 151 152 153 157 158 159 166 173 176 177 178 180 181 182 183 185 186 187 188 189 191 198 199")
	return fmt.Sprintf("%s%08d", pick(m.rng, prefixes), m.rng.IntN(100_000_000))
}

// door is the last part of an address: a group and number in a village, a street,
// house and flat in a town.
func (m *Maker) door(village string) string {
	if strings.HasSuffix(village, "村") || strings.HasSuffix(village, "村委会") {
		return fmt.Sprintf("%d组%d号", 1+m.rng.IntN(14), 1+m.rng.IntN(90))
	}
	streets := strings.Fields("解放路 建设路 新华北路 工业中路 惠民南路 西堤北路 风采路 武江大道 沿江路 朝阳路 文化街 东堤中路 和平路 环城路")
	return fmt.Sprintf("%s%d号%d栋%d%02d房", pick(m.rng, streets), 1+m.rng.IntN(160), 1+m.rng.IntN(12), 1+m.rng.IntN(9), 1+m.rng.IntN(4))
}

func (m *Maker) ethnic(town Town) ethnic {
	peoples := m.peoples
	if strings.HasPrefix(town.Code, "440232") {
		peoples = m.yao
	}
	return ethnics[peoples.row(m.rng)]
}
