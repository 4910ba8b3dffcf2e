package city

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"time"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/org"
	"kaguan/internal/work/application"
)

// resident is an invented person who lives here.
type resident struct {
	people.Person
	index     int
	county    county
	village   string // region code of the home's village
	bank      string // where he wants his account
	collects  string // code of the agency where he wants to collect
	category  string
	guardian  *resident // of a child
	retakes   uint64    // how often his photo was taken anew
	urgent    bool
	docExpiry string
}

// crowd are the residents of a city.
type crowd struct {
	all      []*resident
	byID     map[string]*resident
	album    *Album
	seed     uint64
	grownUps []*resident    // who may sign for others
	numbers  map[string]int // whose an ID or mobile number is
	names    map[string]int
	read     int64 // the last journal entry that was looked at
}

// moveIn lets people move in: as many as the options say, in the staffed counties.
func (c *City) moveIn(tx *db.Tx) (*crowd, error) {
	towns, villages, err := townsOf(tx, c.staffed())
	if err != nil {
		return nil, err
	}
	crowd := &crowd{byID: map[string]*resident{}, numbers: map[string]int{}, names: map[string]int{}, album: c.opt.Album, seed: c.opt.Seed}
	if crowd.album == nil {
		crowd.album = new(Album)
	}
	maker, wish := people.New(c.chance(crowdDice), c.clock.Now(), towns), c.chance(wishDice)
	for range c.opt.People {
		crowd.welcome(c.resident(maker.Person(), villages, wish))
	}
	if len(crowd.grownUps) == 0 {
		return nil, fmt.Errorf("a city of %d people has no grown-up", c.opt.People)
	}
	for _, r := range crowd.all {
		crowd.guard(r, wish)
	}
	return crowd, nil
}

// resident makes a resident of an invented person, with wishes of his own.
func (c *City) resident(p people.Person, villages map[string]string, wish *rand.Rand) *resident {
	r := &resident{Person: p, village: villages[p.TownCode+p.Village], bank: bankCodes()[wish.IntN(len(bankCodes()))],
		category: categoryOf(p, wish.IntN(100)), urgent: wish.IntN(40) == 0,
		docExpiry: clock.Date(c.clock.Now().AddDate(1+wish.IntN(19), 0, wish.IntN(360)))}
	for _, k := range counties {
		if k.code == p.TownCode[:6] {
			r.county = k
		}
	}
	r.collects = r.county.code
	if wish.IntN(100) < 35 {
		r.collects = p.TownCode
	}
	return r
}

// welcome adds a resident to the crowd.
func (c *crowd) welcome(r *resident) {
	r.index = len(c.all)
	c.all = append(c.all, r)
	c.byID[string(r.IDNumber)] = r
	c.remember(r)
	if r.Age >= 20 && r.Age < 70 {
		c.grownUps = append(c.grownUps, r)
	}
}

// guard gives a child a guardian.
func (c *crowd) guard(r *resident, wish *rand.Rand) {
	if r.Age < 16 {
		r.guardian = c.grownUps[wish.IntN(len(c.grownUps))]
	}
}

// homely is how many times as many people live in a town of the demo's county as
// in another: there visitors work.
const homely = 4

// townsOf are the towns of counties as people.Maker wants them, and the codes of
// their villages by the town's code and the village's name.
func townsOf(tx *db.Tx, some []county) (towns []people.Town, villages map[string]string, err error) {
	villages = map[string]string{}
	for _, k := range some {
		region, err := org.FindRegion(tx, k.code)
		if err != nil {
			return nil, nil, err
		}
		below, err := org.Children(tx, k.code)
		if err != nil {
			return nil, nil, err
		}
		for _, t := range below {
			town := people.Town{Code: t.Code, Name: region.Name + t.Name}
			homes, err := org.Children(tx, t.Code)
			if err != nil {
				return nil, nil, err
			}
			for _, v := range homes {
				town.Villages = append(town.Villages, v.Name)
				villages[t.Code+v.Name] = v.Code
			}
			towns = append(towns, town)
			for i := 1; i < homely && k.code == home; i++ {
				towns = append(towns, town)
			}
		}
	}
	return towns, villages, nil
}

// categoryOf is what a person of that age may be (人员类别); dice is 0 to 99.
func categoryOf(p people.Person, dice int) string {
	const employee, publicServant, townsfolk, pupil, villager, retired, freelance = "1", "2", "3", "4", "5", "6", "7"
	rural := strings.HasSuffix(p.Village, "村")
	switch {
	case p.Age >= 6 && p.Age < 18:
		return pupil
	case p.Age < 6 && !rural:
		return townsfolk
	case p.Age >= 60 && dice < 55:
		return retired
	case p.Age >= 18 && p.Age < 60 && dice < 45:
		return employee
	case p.Age >= 18 && p.Age < 60 && dice < 52:
		return publicServant
	case p.Age >= 18 && p.Age < 60 && dice < 62:
		return freelance
	case rural:
		return villager
	}
	return townsfolk
}

// form is the application that a resident brings, filled in as it should be.
func (r *resident) form() application.Form {
	f := application.Form{
		IDNumber: string(r.IDNumber), Name: r.Name, Ethnic: r.Ethnic, Mobile: r.Phone, Address: r.Address, HouseholdAddress: r.Address,
		Postcode: "512000", Household: "51", Category: r.category, Community: r.village, Bank: r.bank, Agency: r.collects,
		DocTo: r.docExpiry, Priority: "0", Occupation: "80000", PhotoSource: "自采",
	}
	if r.urgent {
		f.Priority = "1"
	}
	if r.category == "1" || r.category == "2" {
		f.UnitCode, f.UnitName, f.Occupation = employerCode(r.county.code, 0), r.employer(), "60000"
	}
	if r.guardian != nil {
		f.GuardianName, f.GuardianIDNumber, f.GuardianPhone = r.guardian.Name, string(r.guardian.IDNumber), r.guardian.Phone
	}
	return f
}

func (r *resident) employer() string {
	for i, k := range counties {
		if k == r.county {
			return employers(i)[0]
		}
	}
	return ""
}

// photo is the resident's portrait as it was taken last.
func (c *crowd) photo(r *resident) []byte {
	if r.retakes > 0 {
		return people.Portrait(r.Person, c.seed+1000*r.retakes)
	}
	return c.album.portrait(r.index, r.Person)
}

// draw draws the portraits of many residents beforehand, on all processors, until
// ctx ends.
func (c *crowd) draw(ctx context.Context, some []*resident) {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(some) && ctx.Err() == nil; i += workers {
				c.photo(some[i])
			}
		})
	}
	wg.Wait()
}

// Album keeps drawn portraits, one for each place in the list of residents. Two
// cities that share one have the same pictures of different people, which no
// city notices: drawing takes far longer than all else about a person. It is safe
// for concurrent use.
type Album struct {
	mu       sync.Mutex
	pictures map[int]*sync.Once
	drawn    map[int][]byte
}

func (a *Album) portrait(place int, of people.Person) []byte {
	a.mu.Lock()
	if a.pictures == nil {
		a.pictures, a.drawn = map[int]*sync.Once{}, map[int][]byte{}
	}
	once := a.pictures[place]
	if once == nil {
		once = new(sync.Once)
		a.pictures[place] = once
	}
	a.mu.Unlock()
	once.Do(func() {
		picture := people.Portrait(of, 1)
		a.mu.Lock()
		a.drawn[place] = picture
		a.mu.Unlock()
	})
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.drawn[place]
}

// dayOf is the date of an instant.
func dayOf(t time.Time) string { return clock.Date(t) }
