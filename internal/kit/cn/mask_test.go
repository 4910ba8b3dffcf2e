package cn_test

import (
	"testing"

	"kaguan/internal/kit/cn"
)

func TestMasks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, got, want string }{
		{"id", cn.MaskID("440203199001011234"), "440203********1234"},
		{"old id", cn.MaskID("440203900101123"), "440203*****1123"},
		{"passport", cn.MaskID("E12345678"), "E*******8"},
		{"tiny", cn.MaskID("E1234"), "*****"},
		{"none", cn.MaskID(""), ""},
		{"mobile", cn.MaskPhone("13800001234"), "138****1234"},
		{"landline", cn.MaskPhone("0751-8881234"), "075*****1234"},
		{"account", cn.MaskAccount("6222020000001234567"), "***************4567"},
		{"name", cn.MaskName("欧阳修"), "欧**"},
		{"no name", cn.MaskName(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}
