package exchange

import (
	"fmt"
	"regexp"
	"strconv"

	"kaguan/internal/kit/fault"
)

// FileName is the agreed name of a file: KIND_AREA_PARTNER_BATCH_yyyymmdd_SEQ.ext
type FileName struct {
	Kind    string // YKH, YKHHP …: chooses the Handler
	Area    string // the city, GB/T 2260, 6 digits
	Partner string
	Batch   string // letters, digits and '-'
	Day     string // YYYYMMDD
	Seq     int    // from 1, one series a kind, batch and day
	Ext     string // txt, zip
}

// String is the name as it lies in a folder.
func (n FileName) String() string {
	return fmt.Sprintf("%s_%s_%s_%s_%s_%03d.%s", n.Kind, n.Area, n.Partner, n.Batch, n.Day, n.Seq, n.Ext)
}

var nameShape = regexp.MustCompile(`^([A-Z]+)_(\d{6})_([0-9A-Za-z]+)_([0-9A-Za-z-]+)_(\d{8})_(\d{1,6})\.([a-z]+)$`)

// ParseName reads an agreed name; any other is fault.Invalid.
func ParseName(name string) (FileName, error) {
	part := nameShape.FindStringSubmatch(name)
	if part == nil {
		return FileName{}, fault.NewInvalid("文件名不符合约定（类型_地区_合作方_批次_日期_序号.txt），请改名后重新发送")
	}
	seq, err := strconv.Atoi(part[6])
	return FileName{Kind: part[1], Area: part[2], Partner: part[3], Batch: part[4], Day: part[5], Seq: seq, Ext: part[7]}, err
}
