package people

import (
	"math/rand/v2"
	"strings"
)

// name makes a name as people of that sex and year have it.
func (m *Maker) name(e ethnic, sex string, year int) string {
	if e.givenNames != nil {
		given := strings.Fields(e.givenNames[sex])
		return pick(m.rng, given) + "·" + pick(m.rng, strings.Fields(e.familyNames))
	}
	surname := m.surnames.word(m.rng)
	if e.familyNames != "" {
		surname = pick(m.rng, strings.Fields(e.familyNames))
	}
	return surname + m.given(sex, year)
}

func (m *Maker) given(sex string, year int) string {
	// One in a hundred bears a character that GBK lacks: partners must cope.
	if m.rng.IntN(100) == 0 {
		return m.rareGiven(sex)
	}
	fashion := fashions[0]
	for _, f := range fashions {
		if year >= f.since {
			fashion = f
		}
	}
	first, second := []rune(fashion.first[sex]), []rune(fashion.second[sex])
	b := pick(m.rng, second)
	switch n := m.rng.IntN(100); {
	case n < fashion.single:
		return string(b)
	case n < fashion.single+3 && sex == Female && year >= 1980:
		return string([]rune{b, b})
	}
	a := pick(m.rng, first)
	for a == b {
		a = pick(m.rng, first)
	}
	return string([]rune{a, b})
}

func (m *Maker) rareGiven(sex string) string {
	rare := []rune("䶮𫠜𠅤㛃")
	if sex == Male {
		rare = rare[:3]
	}
	c := pick(m.rng, rare)
	if m.rng.IntN(3) == 0 {
		return string(c)
	}
	return string([]rune{pick(m.rng, []rune("子文嘉思俊志晓家")), c})
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// fashion is how children were named from a year on: characters for the first
// and second place by sex, and how many in a hundred have a single character.
type fashion struct {
	since         int
	single        int
	first, second map[string]string
}

var fashions = []fashion{
	{0, 8,
		map[string]string{Male: "德炳观水火金石福贵荣锦佛亚永世春茂树仁义运天日", Female: "秀桂玉美凤带招连细亚月秋春兰菊冬金银福顺"},
		map[string]string{Male: "生发祥财贵荣昌明清华才古养胜林福安寿元松", Female: "英兰娣妹姣香珍莲凤娇娥招嫂花云珠金玉秀"}},
	{1950, 12,
		map[string]string{Male: "建国志永文德新伟卫家汉伯仕运兴光胜庆石水金春学保", Female: "秀桂玉美凤丽月爱惠瑞淑春素翠雪彩金小冬少"},
		map[string]string{Male: "国军民华平明强生荣辉林新良祥才贤文忠雄安波基", Female: "英兰珍芳莲香娣梅凤萍琴花娥云珠芬清华娇群"}},
	{1970, 30,
		map[string]string{Male: "志建伟文永国俊海春小剑卫勇少晓东新学立锦耀景", Female: "丽小春秀晓雪海美燕玉红冬艳惠秋月慧素少翠"},
		map[string]string{Male: "强军伟平勇辉华明雄斌锋东波峰涛文龙兵刚林新毅", Female: "芳萍玲霞红梅英燕华丽娟琼珍莲艳云群兰清花"}},
	{1985, 28,
		map[string]string{Male: "志俊文伟嘉建国小晓家海永泽冠梓健少宏振智", Female: "晓丽小燕海雪婷美秋思春嘉慧文佩淑敏静艳翠"},
		map[string]string{Male: "伟杰斌锋辉鹏飞超龙聪强健明华豪威军波勇亮", Female: "婷敏娟丽燕玲珍芳琴静霞莹萍梅怡云洁君花欣"}},
	{2000, 14,
		map[string]string{Male: "子嘉俊家梓文志浩宇伟泽晓铭冠思智健锦", Female: "嘉思晓诗雨欣子梓雅佳慧婉静心紫颖文芷"},
		map[string]string{Male: "豪杰轩俊涛鹏聪辉龙明宇锋濠霖健毅祺航", Female: "怡欣琪婷莹敏颖妍雯琳慧瑶晴彤悦盈萱儿"}},
	{2012, 5,
		map[string]string{Male: "梓子浩宇俊奕沐泽一煜宸锦景家嘉铭睿晨星以", Female: "梓子诗欣可雨语心一若思芷沐艺昕佳嘉悠依书"},
		map[string]string{Male: "轩涵宸睿泽辰浩豪霖翔阳熙航琪烨恒言乐安洋", Female: "涵萱彤妍琪瑶桐晴悦怡诺然曦玥宁溪汐妤柠乐"}},
}
