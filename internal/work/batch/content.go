package batch

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/seal"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/org"
	"kaguan/internal/work/application"
)

// contentField and accountField are the fields under which an item's columns are
// sealed. An account goes into the card's register as it is.
const (
	contentField = "batch_item.content"
	accountField = card.AccountField
)

// content is all that is frozen of one person when the batch is confirmed. Every
// file of the batch is made from it and from nothing else: what is corrected in
// the register afterwards waits for the next card.
type content struct {
	Seq              int64           `json:"seq"`
	CardNumber       string          `json:"cardNumber"`
	Bank             string          `json:"bank"`
	AgencyID         int64           `json:"agencyId"`
	AgencyCode       string          `json:"agencyCode"`
	Sort             string          `json:"sort"` // 分拣码
	RegionPath       string          `json:"regionPath"`
	Kind             string          `json:"kind"`
	Category         string          `json:"category"`
	UnitCode         string          `json:"unitCode"`
	UnitName         string          `json:"unitName"`
	Community        string          `json:"community"`
	HouseholdAddress string          `json:"householdAddress"`
	PhotoDigest      string          `json:"photoDigest"`
	Person           citizen.Citizen `json:"person"`
}

func contentOf(i Item, a application.Ready, agency org.Agency) content {
	return content{Seq: i.Seq, CardNumber: i.CardNumber, Bank: a.Bank, AgencyID: a.AgencyID, AgencyCode: agency.Code,
		Sort: sortCode(agency, a.UnitCode), RegionPath: a.RegionPath, Kind: a.Kind, Category: a.Category,
		UnitCode: a.UnitCode, UnitName: a.UnitName, Community: a.Community, HouseholdAddress: a.HouseholdAddress,
		PhotoDigest: a.PhotoDigest, Person: a.Citizen}
}

// freeze seals a content into its item, with a digest that only the holder of
// the keys can make: an SM3 of so few unknowns would betray the ID number.
func (k *Desk) freeze(i Item, c content) (Item, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return i, fmt.Errorf("freezing item %d: %w", i.ID, err)
	}
	i.content, i.digest = k.box.Seal(contentField, string(text)), digestOf(k.box, string(text))
	return i, nil
}

var errThawed = errors.New("the content is not what was frozen")

// thaw opens an item's content and compares it with its digest.
func (k *Desk) thaw(i Item) (c content, err error) {
	text, err := k.box.Open(contentField, i.content)
	if err != nil {
		return c, err
	}
	if text == "" || digestOf(k.box, text) != i.digest {
		return c, errThawed
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, err
	}
	if c.Seq != i.Seq || c.CardNumber != i.CardNumber {
		return c, errThawed
	}
	return c, nil
}

func digestOf(box *seal.Box, text string) string { return box.Index(contentField, text) }

// listDigest is SM3 over the content of all people in their order.
func listDigest(list []Item) string {
	h := sm3.New()
	for _, i := range list {
		fmt.Fprintf(h, "%d %s %s\n", i.Seq, i.CardNumber, i.digest)
	}
	return hex.EncodeToString(h.Sum(nil))
}
