package cn

import (
	_ "embed"
	"strings"
	"sync"
)

// areasCSV is the public list of the counties of today; its licence stands beside
// it in areas.LICENSE.
//
//go:embed areas.csv
var areasCSV string

// County is the name of a county by its code of GB/T 2260, 6 digits; the few
// cities without counties (441900 东莞市) count as one. Not ok means unknown or
// abolished.
func County(code string) (name string, ok bool) {
	name, ok = counties()[code]
	return name, ok
}

// Province is the name of the province that a code of GB/T 2260 lies in, by the
// first two of its digits; the code may be of any level.
func Province(code string) (name string, ok bool) {
	if len(code) < 2 {
		return "", false
	}
	name, ok = provinces[code[:2]]
	return name, ok
}

// counties reads the embedded list once: lines of code,"name",city,province
// below a heading.
var counties = sync.OnceValue(func() map[string]string {
	_, rows, _ := strings.Cut(areasCSV, "\n")
	byCode := make(map[string]string, strings.Count(rows, "\n"))
	for row := range strings.Lines(rows) {
		code, rest, _ := strings.Cut(row, ",")
		name, _, _ := strings.Cut(rest, ",")
		byCode[code] = strings.Trim(name, `"`)
	}
	return byCode
})

var provinces = map[string]string{
	"11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
	"21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
	"31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
	"41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
	"50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
	"61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
	"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}
