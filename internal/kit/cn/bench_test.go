package cn_test

import (
	"testing"

	"kaguan/internal/kit/cn"
)

// BenchmarkRow does what an import does with the columns of one person.
func BenchmarkRow(b *testing.B) {
	line, err := cn.GB18030.Encode("1|11010519491231002X|阿依古丽·买买提|13800001234|广东省韶关市武江区新华街道某某路 1 号|F00000085")
	if err != nil {
		b.Fatal(err)
	}
	steps := []struct {
		name string
		do   func() error
	}{
		{"decode", func() error { _, err := cn.GB18030.Decode(line); return err }},
		{"id", func() error { _, err := cn.ParseID("11010519491231002X", today); return err }},
		{"name", func() error { _, err := cn.ParseName("阿依古丽·买买提"); return err }},
		{"pinyin", func() error { cn.Pinyin("欧阳修远"); return nil }},
		{"phone", func() error { _, err := cn.ParsePhone("13800001234"); return err }},
		{"card", func() error { _, err := cn.ParseCard("F00000085"); return err }},
		{"encode", func() error {
			_, err := cn.GBK.Encode("广东省韶关市武江区新华街道某某路 1 号")
			return err
		}},
	}
	for _, step := range steps {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := step.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
