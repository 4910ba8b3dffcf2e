package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

const (
	lostDigits  = "身份证号被表格当成数字，末尾数字已丢失，请把该列设为文本后重新填写"
	formulaFail = "这一格的公式出错，请改为填写内容"
	unseenSigns = "这一格含有看不见的控制字符，请重新填写"
	cellTooLong = "这一格的内容过长，请删减"
)

// exactDigits is how many digits a spreadsheet's number keeps.
const exactDigits = 15

// lostAsText is what a long number became when a spreadsheet saved it as text.
var lostAsText = regexp.MustCompile(`^[1-9](\.[0-9]+)?[Ee]\+?1[5-9]$`)

// judge blames a cell of text for what no column can accept.
func judge(row *Row, i int) {
	text := row.Cells[i]
	if lostAsText.MatchString(text) {
		row.blame(i, lostDigits)
	}
	if strings.ContainsFunc(text, isControl) {
		row.blame(i, unseenSigns)
	}
	if len(text) > maxCell && units(text) > maxCell {
		row.blame(i, cellTooLong)
		row.Cells[i] = "（内容过长）"
	}
}

// isControl leaves out the line breaks and tabs that clerks do type into cells.
func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}

// units counts as Excel does, in UTF-16.
func units(text string) int {
	n := utf8.RuneCountInString(text)
	for _, r := range text {
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// numberText is a number cell as the clerk meant it: without exponent, rounded
// to the digits a spreadsheet keeps. lost tells that there were more.
func numberText(stored string) (text string, lost bool) {
	number, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return stored, false
	}
	long := math.Abs(number) >= 1e15
	switch {
	case isPlain(stored), math.Abs(number) >= 1e30:
		return stored, long
	case long:
		return strconv.FormatFloat(number, 'f', -1, 64), true
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', exactDigits, 64), 64)
	if err != nil {
		return stored, false
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64), false
}

func isPlain(stored string) bool {
	for i, r := range stored {
		if (r < '0' || r > '9') && (r != '-' || i > 0) {
			return false
		}
	}
	return stored != ""
}

// dateText is a number cell with a date format: YYYY-MM-DD, with the time of day
// if there is one. The second answer is false if no date has this number.
func dateText(stored string, since1904 bool) (string, bool) {
	number, err := strconv.ParseFloat(stored, 64)
	if err != nil || number < 0 || number >= 2958466 { // 9999-12-31 is the last.
		return "", false
	}
	moment, err := excelize.ExcelDateToTime(number, since1904)
	if err != nil {
		return "", false
	}
	switch {
	case number < 1:
		return moment.Format("15:04:05"), true
	case number == math.Trunc(number):
		return moment.Format("2006-01-02"), true
	}
	return moment.Format("2006-01-02 15:04:05"), true
}

// formatNoise is what may stand in a number format without being a date's part:
// quoted text, escaped and spaced characters, colours and locales in brackets.
var formatNoise = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// isDateFormat tells whether a number format shows dates or times. The numbers
// are the built-in formats of ECMA-376 18.8.30, the Chinese ones included.
func isDateFormat(id int, code string) bool {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return true
	case code == "" || strings.EqualFold(code, "General"):
		return false
	}
	return strings.ContainsAny(formatNoise.ReplaceAllString(code, ""), "yYmMdDhHsS")
}
