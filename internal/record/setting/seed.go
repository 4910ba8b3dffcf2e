package setting

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
)

// codesCSV are the codes that come with the program: table, code, name, each
// table in its order.
//
//go:embed codes.csv
var codesCSV string

// Seed puts in the codes that come with the program and that no table has yet.
// What the centre renamed by closing and adding stays as it is. The program
// calls it at each start; where nothing is missing it writes nothing.
func Seed(tx *db.Tx) error {
	wanted, err := embeddedCodes()
	if err != nil {
		return err
	}
	stored, err := LoadCodes(tx)
	if err != nil {
		return err
	}
	count := map[string]int{}
	var missing []Item
	for _, item := range wanted {
		if _, there := stored.Name(item.Table, item.Code); !there {
			missing = append(missing, item)
			count[item.Table]++
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if err := insertItems(tx, missing); err != nil {
		return err
	}
	return tx.Note(subject("all", "all"), "setting.codes_seeded", count)
}

func embeddedCodes() ([]Item, error) {
	lines, err := csv.NewReader(strings.NewReader(codesCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the embedded codes: %w", err)
	}
	var items []Item
	for n, line := range lines[1:] {
		table, ok := findTable(line[0])
		if !ok {
			return nil, fmt.Errorf("embedded code %s is of no table", strings.Join(line, ","))
		}
		items = append(items, Item{Table: table.Name, Code: line[1], Name: line[2], Sort: int64(n + 1), Source: table.Source})
	}
	return items, nil
}
