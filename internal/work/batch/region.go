package batch

import (
	"strings"

	"kaguan/internal/record/org"
)

// commonRegion is the smallest region that holds all paths: who may see it may
// see every person of the batch, and nobody else sees the batch.
func commonRegion(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	common := paths[0]
	for _, path := range paths[1:] {
		for !strings.HasPrefix(path, common) {
			common = parent(common)
		}
	}
	return common
}

// parent is the region above: 440000/440200/440203/ → 440000/440200/.
func parent(path string) string {
	cut := strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')
	return path[:cut+1]
}

// sortCode 分拣码 says where a card is to be packed: the regions below the city, the
// agency that hands it out, and the unit that collects for its people. A box
// holds one code, so it need not be opened on its way.
func sortCode(agency org.Agency, unit string) string {
	const city = 2 // province and city are the same for all
	parts := strings.Split(strings.Trim(agency.RegionPath, "/"), "/")
	parts = append(parts[min(city, len(parts)):], agency.Code)
	if unit != "" {
		parts = append(parts, unit)
	}
	return strings.Join(parts, "-")
}
