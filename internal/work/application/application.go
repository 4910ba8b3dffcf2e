package application

import (
	"strings"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/citizen"
)

// Application is one application as it is now. Instants are ms.
type Application struct {
	ID               int64
	No               string // 受理编号
	CitizenID        int64
	Kind             string // 业务类型, New for a first card
	Source           string // ByPerson or ByUnit
	State            State
	Bank             string
	AgencyID         int64 // 领卡机构
	AgencyName       string
	RegionPath       string
	Category         string
	UnitCode         string
	UnitName         string
	Community        string
	HouseholdAddress string // only from Desk.Get and Desk.ForBatch
	PhotoDigest      string // empty while there is no photo
	PhotoSource      string
	Priority         int64 // 0 normal, 1 first
	Warnings         []Warning
	Stage            string // where the last attempt failed
	Reason           string // of the last return, rejection or failure
	Attempt          int64
	ImportID         int64
	ImportLine       int64
	BatchID          int64
	EnteredBy        string
	SubmittedBy      string
	SubmittedAt      int64
	ReviewedBy       string
	ReviewedAt       int64
	Since            int64

	householdAddress []byte // sealed
}

// New is the kind of an application for a first card 新申领 (业务类型).
const New = "01"

// Where an application comes from.
const (
	ByPerson = "01" // 个人申请
	ByUnit   = "02" // 批量申请导入
)

// Parts are what a desk works with.
type Parts struct {
	DB      *db.DB
	People  *citizen.Register
	Photos  blob.Store
	Uploads blob.Store // files for imports, sealed, kept for days
	Box     *seal.Box
	Scratch string // a folder of this machine for files while they are read
}

// Desk is where applications are entered, reviewed and imported.
type Desk struct {
	db      *db.DB
	people  *citizen.Register
	photos  blob.Store
	uploads blob.Store
	box     *seal.Box
	scratch string
	chunk   int // rows of a list that are staged or applied in one transaction
}

// NewDesk makes the desk of a database.
func NewDesk(p Parts) *Desk {
	return &Desk{db: p.DB, people: p.People, photos: p.Photos, uploads: p.Uploads, box: p.Box, scratch: p.Scratch, chunk: most}
}

// open opens what of an application is sealed.
func (k *Desk) open(a *Application) (err error) {
	a.HouseholdAddress, err = k.box.Open("application.household_address", a.householdAddress)
	return err
}

// numberIndex is the blind index by which photos and staged rows find an ID number.
func (k *Desk) numberIndex(idNumber string) string {
	return k.box.Index("application.number", idNumber)
}

// countyOf is the county of a region path, 6 digits, or the lowest region above.
func countyOf(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	last := parts[min(2, len(parts)-1)]
	if len(last) < 6 {
		return "000000" // the whole city's
	}
	return last[:6]
}
