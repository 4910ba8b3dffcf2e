package org

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
)

// regionsCSV is the tree as it was carried in: province, city, counties and
// towns, parents before children. Its licence stands beside it in regions.LICENSE.
//
//go:embed regions.csv
var regionsCSV string

// firstBanks are the five banks that the tender speaks of without naming them;
// the centre adds and closes banks as its contracts change. 403 is the national
// code of 邮储银行.
func firstBanks() []Bank {
	return []Bank{
		{Code: "102", Name: "中国工商银行韶关分行", Short: "工行", Hotline: "95588"},
		{Code: "103", Name: "中国农业银行韶关分行", Short: "农行", Hotline: "95599"},
		{Code: "104", Name: "中国银行韶关分行", Short: "中行", Hotline: "95566"},
		{Code: "105", Name: "中国建设银行韶关市分行", Short: "建行", Hotline: "95533"},
		{Code: "403", Name: "中国邮政储蓄银行韶关市分行", Short: "邮储", Hotline: "95580"},
	}
}

// Seed puts the embedded regions and the first banks into an empty register;
// into one with regions nothing. The program calls it at each start.
func Seed(tx *db.Tx) error {
	if filled, err := anyRegion(tx); err != nil || filled {
		return err
	}
	regions, err := embeddedRegions()
	if err != nil {
		return err
	}
	for _, r := range regions {
		if err := insertRegion(tx, r); err != nil {
			return err
		}
	}
	banks := firstBanks()
	for _, b := range banks {
		if err := insertBank(tx, b); err != nil {
			return err
		}
	}
	return tx.Note(db.Subject{Kind: "region", ID: "all"}, "org.seeded", map[string]any{"regions": len(regions), "banks": len(banks)})
}

func embeddedRegions() ([]Region, error) {
	lines, err := csv.NewReader(strings.NewReader(regionsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the embedded regions: %w", err)
	}
	paths := map[string]string{"": ""}
	var regions []Region
	for _, line := range lines[1:] {
		r := Region{Code: line[0], Name: line[1]}
		var ok bool
		if r.Parent, r.Level, ok = above(r.Code); !ok {
			return nil, fmt.Errorf("embedded region %q is not a code", r.Code)
		}
		up, known := paths[r.Parent]
		if !known {
			return nil, fmt.Errorf("embedded region %s stands before its parent %s", r.Code, r.Parent)
		}
		r.Path = up + r.Code + "/"
		paths[r.Code] = r.Path
		regions = append(regions, r)
	}
	return regions, nil
}
