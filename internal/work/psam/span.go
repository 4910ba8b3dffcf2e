package psam

import (
	"fmt"
	"strconv"
	"strings"

	"kaguan/internal/kit/fault"
)

// span lists the serials from one to another, both included: the same letters
// in front, digits counting up behind, as on the label of a vendor's box.
func span(from, to string) ([]string, error) {
	from, to = strings.ToUpper(strings.TrimSpace(from)), strings.ToUpper(strings.TrimSpace(to))
	head, start, width := split(from)
	tail, end, toWidth := split(to)
	switch {
	case width == 0 || toWidth == 0:
		return nil, fault.NewFields([]fault.Field{{Name: "from", Code: "malformed", Words: "起止序列号应以数字结尾，或改为逐个填写"}})
	case head != tail || width != toWidth:
		return nil, fault.NewFields([]fault.Field{{Name: "to", Code: "unlike", Words: "起止序列号的前缀和位数应相同"}})
	case end < start:
		return nil, fault.NewFields([]fault.Field{{Name: "to", Code: "order", Words: "终止序列号不能小于起始序列号"}})
	case end-start >= most:
		return nil, fault.NewInvalid(fmt.Sprintf("一次最多入库 %d 张，请分批提交", most))
	}
	serials := make([]string, 0, end-start+1)
	for n := start; n <= end; n++ {
		serials = append(serials, fmt.Sprintf("%s%0*d", head, width, n))
	}
	return serials, nil
}

// split parts a serial into what is in front of its last digits, their value,
// and how many they are; at most 15, so that the value fits.
func split(serial string) (head string, value int64, width int) {
	for width < len(serial) && width < 15 {
		c := serial[len(serial)-1-width]
		if c < '0' || c > '9' {
			break
		}
		width++
	}
	head = serial[:len(serial)-width]
	if width > 0 {
		var err error
		if value, err = strconv.ParseInt(serial[len(head):], 10, 64); err != nil {
			return serial, 0, 0 // not reached: at most 15 digits
		}
	}
	return head, value, width
}
