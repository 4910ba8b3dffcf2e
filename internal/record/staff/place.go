package staff

import (
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Agency is what this register must know of an agency.
type Agency struct {
	ID         int64
	Name       string
	RegionPath string // with a trailing slash
}

// Places answers from the register of agencies and regions, record/org. Both
// refuse with fault.NotFound what does not exist.
type Places struct {
	Agency func(tx *db.Tx, id int64) (Agency, error)
	Region func(tx *db.Tx, path string) (name string, err error) // path is never empty
	City   string                                                // the city this house belongs to
	Demo   bool                                                  // all its people are invented
}

// agency is an agency for show: the first user has none, and one that is gone
// must not hide the user.
func (p Places) agency(tx *db.Tx, id int64) (Agency, error) {
	if id == 0 {
		return Agency{}, nil
	}
	agency, err := p.Agency(tx, id)
	if fault.Is(err, fault.NotFound) {
		return Agency{ID: id}, nil
	}
	return agency, err
}

// region is a region's name for show; the empty path is everything, and a region
// that is gone keeps its code.
func (p Places) region(tx *db.Tx, path string) (string, error) {
	if path == "" {
		return "全部", nil
	}
	name, err := p.Region(tx, path)
	if fault.Is(err, fault.NotFound) {
		return path, nil
	}
	return name, err
}
