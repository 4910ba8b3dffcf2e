package org

import (
	"slices"
	"strings"

	"kaguan/internal/kit/fault"
)

// Kind is what sort of agency one is.
type Kind string

// The kinds of agencies.
const (
	KindCentre  Kind = "centre"  // 市卡管理中心, one in the city
	KindCounty  Kind = "county"  // 县区经办机构
	KindTown    Kind = "town"    // 镇街所
	KindVillage Kind = "village" // 村居
	KindOutlet  Kind = "outlet"  // 银行网点
	KindUnit    Kind = "unit"    // 单位
)

// place says where an agency of a kind may stand: under which kinds, and in
// regions of which levels.
type place struct {
	kind   Kind
	name   string
	under  []Kind
	levels []int
}

// places is the shape of the tree. An outlet or an employer may hang at any
// office, but nothing hangs below one.
var places = []place{
	{KindCentre, "市卡管理中心", nil, []int{City}},
	{KindCounty, "县区经办机构", []Kind{KindCentre}, []int{County}},
	{KindTown, "镇街所", []Kind{KindCounty}, []int{Town}},
	{KindVillage, "村居", []Kind{KindTown}, []int{Village}},
	{KindOutlet, "银行网点", []Kind{KindCentre, KindCounty, KindTown}, []int{City, County, Town, Village}},
	{KindUnit, "单位", []Kind{KindCentre, KindCounty, KindTown}, []int{City, County, Town, Village}},
}

func placeOf(kind Kind) (place, bool) {
	i := slices.IndexFunc(places, func(p place) bool { return p.kind == kind })
	if i < 0 {
		return place{}, false
	}
	return places[i], true
}

// Name is the kind's Chinese name; an unknown kind keeps its code.
func (k Kind) Name() string {
	if p, ok := placeOf(k); ok {
		return p.name
	}
	return string(k)
}

// standsIn refuses a region in which an agency of this kind cannot be.
func (p place) standsIn(r Region) []fault.Field {
	if slices.Contains(p.levels, r.Level) {
		return nil
	}
	return []fault.Field{{Name: "region", Code: "level", Words: p.name + "不能设在“" + r.Name + "”这一级区划，请重新选择所在区划"}}
}

// hangs refuses a parent where there is none to have, and none where one is needed.
func (p place) hangs(parentID int64) []fault.Field {
	if (parentID != 0) == (len(p.under) > 0) {
		return nil
	}
	words := "请选择上级机构：" + p.parents()
	if len(p.under) == 0 {
		words = p.name + "没有上级机构，请留空"
	}
	return []fault.Field{{Name: "parentId", Code: "kind", Words: words}}
}

// standsUnder refuses a parent under which an agency of this kind, in the region
// at path, cannot be.
func (p place) standsUnder(parent Agency, path string) []fault.Field {
	switch {
	case !slices.Contains(p.under, parent.Kind):
		return []fault.Field{{Name: "parentId", Code: "kind", Words: p.name + "的上级应为" + p.parents() + "，请重新选择上级机构"}}
	case !strings.HasPrefix(path, parent.RegionPath):
		return []fault.Field{{Name: "parentId", Code: "region", Words: "所在区划不属于上级机构“" + parent.Name + "”的辖区，请检查区划或上级机构"}}
	}
	return nil
}

func (p place) parents() string {
	names := make([]string, len(p.under))
	for i, k := range p.under {
		names[i] = k.Name()
	}
	return strings.Join(names, "、")
}
