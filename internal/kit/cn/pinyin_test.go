package cn_test

import (
	"testing"

	"kaguan/internal/kit/cn"
)

func TestPinyin(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"张三":          {"zhang san", "zs"},
		"欧阳修":         {"ou yang xiu", "oyx"},
		"吕绿":          {"lv lv", "ll"},
		"万俟卨":         {"mo qi xie", "mqx"},
		"尉迟恭":         {"yu chi gong", "ycg"},
		"长孙无忌":        {"zhang sun wu ji", "zswj"},
		"单于美":         {"chan yu mei", "cym"},
		"单于":          {"shan yu", "sy"}, // two characters: surname 单, given name 于
		"李单":          {"li dan", "ld"},
		"王长江":         {"wang chang jiang", "wcj"},
		"张晟":          {"zhang sheng", "zs"},
		"曾国藩":         {"zeng guo fan", "zgf"},
		"阿依古丽·乐买提":    {"a yi gu li le mai ti", "aygllmt"},
		"乐·单":         {"le dan", "ld"}, // a dot: no Han surname in front
		"孙𫠜":          {"sun ni", "sn"},
		"钱\U000323b0": {"qian \U000323b0", "q\U000323b0"},
		"张\ue000":     {"zhang \ue000", "z\ue000"},
		"SMITH John":  {"smith john", "sj"},
		"O'Brien":     {"o brien", "ob"},
		"Émile":       {"émile", "é"},
		"":            {"", ""},
		"单":           {"shan", "s"},
	} {
		full, initials := cn.Pinyin(name)
		if full != want[0] || initials != want[1] {
			t.Errorf("Pinyin(%q) = %q, %q; want %q", name, full, initials, want)
		}
	}
}

// TestSurnames are those that the dictionary alone gets wrong, or nearly.
func TestSurnames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "任": "ren", "朴": "piao", "乐": "yue",
		"盖": "ge", "缪": "miao", "员": "yun", "黑": "he", "折": "she", "逄": "pang", "翟": "zhai", "卜": "bu", "冼": "xian",
		"召": "shao", "覃": "qin", "种": "chong", "秘": "bi", "钭": "tou", "繁": "po", "葛": "ge", "宁": "ning", "石": "shi",
		"华": "hua", "燕": "yan", "应": "ying", "隗": "wei", "冯": "feng", "贾": "jia", "谌": "chen", "牟": "mu", "尹": "yin",
		"阚": "kan", "撒": "sa", "褚": "chu", "宓": "mi", "郗": "xi", "祭": "zhai", "那": "na", "佴": "nai", "尉": "wei",
	} {
		if full, _ := cn.Pinyin(name + "明"); full != want+" ming" {
			t.Errorf("%s明 is spelled %q, want %s", name, full, want)
		}
	}
}

// TestEveryReadingIsPlain walks both blocks that names mostly come from.
func TestEveryReadingIsPlain(t *testing.T) {
	t.Parallel()
	unread := 0
	for r := rune(0x4e00); r <= 0x9fa5; r++ {
		full, _ := cn.Pinyin("李" + string(r))
		for _, c := range full[len("li "):] {
			if c == r {
				unread++
			} else if c < 'a' || c > 'z' {
				t.Fatalf("%c is spelled %q", r, full)
			}
		}
	}
	if unread > 20 {
		t.Errorf("%d characters of the first block have no reading", unread)
	}
}
