package citizen

import (
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
)

// field is one field as the journal names it. One that is sealed at rest has a
// mask, so that the journal holds no more than a page shows.
type field struct {
	name string
	of   func(c *Citizen) string
	mask func(value string) string
}

// fields lists every field that Put may change. Initials follow the pinyin.
func fields() []field {
	return []field{
		{"docType", func(c *Citizen) string { return c.DocType }, nil},
		{"idNumber", func(c *Citizen) string { return c.IDNumber }, cn.MaskID},
		{"name", func(c *Citizen) string { return c.Name }, nil},
		{"pinyin", func(c *Citizen) string { return c.Pinyin }, nil},
		{"sex", func(c *Citizen) string { return c.Sex }, nil},
		{"birth", func(c *Citizen) string { return c.Birth }, nil},
		{"ethnic", func(c *Citizen) string { return c.Ethnic }, nil},
		{"nationality", func(c *Citizen) string { return c.Nationality }, nil},
		{"household", func(c *Citizen) string { return c.Household }, nil},
		{"region", func(c *Citizen) string { return c.RegionPath }, nil},
		{"mobile", func(c *Citizen) string { return c.Mobile }, cn.MaskPhone},
		{"phone", func(c *Citizen) string { return c.Phone }, cn.MaskPhone},
		{"address", func(c *Citizen) string { return c.Address }, cn.MaskName},
		{"postcode", func(c *Citizen) string { return c.Postcode }, nil},
		{"email", func(c *Citizen) string { return c.Email }, cn.MaskName},
		{"docFrom", func(c *Citizen) string { return c.DocFrom }, nil},
		{"docTo", func(c *Citizen) string { return c.DocTo }, nil},
		{"category", func(c *Citizen) string { return c.Category }, nil},
		{"personState", func(c *Citizen) string { return c.PersonState }, nil},
		{"occupation", func(c *Citizen) string { return c.Occupation }, nil},
		{"unitCode", func(c *Citizen) string { return c.UnitCode }, nil},
		{"unitName", func(c *Citizen) string { return c.UnitName }, nil},
		{"guardian.name", func(c *Citizen) string { return c.Guardian.Name }, nil},
		{"guardian.idNumber", func(c *Citizen) string { return c.Guardian.IDNumber }, cn.MaskID},
		{"guardian.phone", func(c *Citizen) string { return c.Guardian.Phone }, cn.MaskPhone},
		{"guardian.relation", func(c *Citizen) string { return c.Guardian.Relation }, nil},
	}
}

// differences are the fields that differ, sealed ones masked. A sealed field is
// listed even where the masks look the same: that it changed is the entry.
func differences(before, after *Citizen) db.Changes {
	changes := db.Changes{}
	for _, f := range fields() {
		old, new := f.of(before), f.of(after)
		switch {
		case old == new:
		case f.mask != nil:
			changes[f.name] = [2]string{f.mask(old), f.mask(new)}
		default:
			changes[f.name] = [2]string{old, new}
		}
	}
	return changes
}
