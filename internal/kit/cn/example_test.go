package cn_test

import (
	"fmt"

	"kaguan/internal/kit/cn"
)

func ExampleParseID() {
	id, _ := cn.ParseID("110105491231002", "2026-11-23")
	county, _ := cn.County(id.Region)
	fmt.Println(id.Number, county, id.Birth, id.Sex, id.Warnings[0].Words())
	_, err := cn.ParseID("110105194912310021", "2026-11-23")
	fmt.Println(err)
	// Output:
	// 11010519491231002X 朝阳区 1949-12-31 2 录入的是 15 位旧号码，已换算为 18 位，请与本人现用证件核对
	// 身份证号码校验不符，请对照证件逐位核对
}

func ExampleNewCard() {
	number, _ := cn.NewCard('F', 8)
	fmt.Println(number)
	// Output: F00000085
}

func ExamplePinyin() {
	fmt.Println(cn.Pinyin("欧阳修"))
	fmt.Println(cn.Pinyin("单雄信"))
	// Output:
	// ou yang xiu oyx
	// shan xiong xin sxx
}

func ExampleCharset_Encode() {
	_, err := cn.GBK.Encode("钱𠅤")
	fmt.Println(err)
	// Output: 有 1 个字 GBK 无法表示，请转人工处理
}
