package cn_test

import (
	"errors"
	"testing"

	"kaguan/internal/kit/cn"
)

func TestPhones(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"13800001234": "13800001234", "138 0000-1234": "13800001234", "+86 13800001234": "13800001234", "008613800001234": "13800001234",
		"8613800001234": "13800001234", "１３８００００１２３４": "13800001234", "0751-8888123": "0751-8888123", "(0751)88881234": "0751-88881234",
		"07518888123": "0751-8888123", "010-62223333": "010-62223333", "+86 751": "", "8888123": "", "12800001234": "", "0051-8888123": "",
		"0751-1888123": "", "0751-888812": "", "138000012345": "", "": "", "电话": "", "1380000123x": "",
	} {
		got, err := cn.ParsePhone(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParsePhone(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	if _, err := cn.ParseMobile("0751-8888123"); !errors.Is(err, cn.PhoneMobile) {
		t.Errorf("a landline as a mobile: %v", err)
	}
}
