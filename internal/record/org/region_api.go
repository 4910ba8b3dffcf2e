package org

import (
	"context"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

type regionItem struct {
	Code   string `json:"code" doc:"区划代码"`
	Name   string `json:"name" doc:"名称"`
	Level  int    `json:"level" doc:"级别：1 省 2 市 3 县区 4 镇街 5 村居"`
	Parent string `json:"parent" doc:"上级代码，省为空"`
	Path   string `json:"path" doc:"区划路径"`
	Leaf   bool   `json:"leaf" doc:"没有在用的下级"`
	Days
	state.View
}

func regionItemOf(tx *db.Tx, b branch) regionItem {
	item := regionItem{Code: b.Code, Name: b.Name, Level: b.Level, Parent: b.Parent, Path: b.Path, Leaf: b.leaf}
	item.View, item.Days = show(tx, &RegionTable, b.Validity, b.Path)
	return item
}

type regionsInput struct {
	api.Paging
	ByState
	Parent string `query:"parent" doc:"上级代码：不填 q 时列出它的直接下级（空为省），填了 q 时在它之下查找" maxLength:"12"`
	Q      string `query:"q" doc:"名称的一部分，或代码开头" maxLength:"60"`
}

func (k desk) regions(ctx context.Context, in *regionsInput) (*api.Page[regionItem], error) {
	page := &api.Page[regionItem]{Items: []regionItem{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		f := regionFilter{parent: in.Parent, query: in.Q, state: in.state(), after: in.After, limit: in.Limit}
		if in.Parent != "" {
			parent, err := FindRegion(tx, in.Parent)
			if err != nil {
				return err
			}
			f.under = parent.Path
		}
		branches, total, err := listRegions(tx, f)
		page.Total = total
		for _, b := range branches {
			page.Items = append(page.Items, regionItemOf(tx, b))
			page.Next = b.Code
		}
		if len(branches) < in.Limit {
			page.Next = ""
		}
		return err
	})
	return page, err
}

type addRegionInput struct {
	Body struct {
		Code string `json:"code" doc:"区划代码：县区 6 位、镇街 9 位、村居 12 位，前几位为上级代码" maxLength:"12"`
		Name string `json:"name" doc:"名称" maxLength:"60"`
		From string `json:"from,omitempty" doc:"启用日期，不填为今天" maxLength:"10"`
	}
}

func (k desk) addRegion(ctx context.Context, in *addRegionInput) (*regionItem, error) {
	return k.changeRegion(ctx, func(tx *db.Tx) (Region, error) {
		return AddRegion(tx, Region{Code: in.Body.Code, Name: in.Body.Name, Validity: Validity{From: in.Body.From}})
	})
}

type codeInput struct {
	Code string `path:"code" doc:"代码" maxLength:"12"`
}

func (k desk) closeRegion(ctx context.Context, in *codeInput) (*regionItem, error) {
	return k.changeRegion(ctx, func(tx *db.Tx) (Region, error) { return CloseRegion(tx, in.Code) })
}

// changeRegion runs a verb on a region that has nothing below it: a new one, or
// one that could be closed.
func (k desk) changeRegion(ctx context.Context, verb func(tx *db.Tx) (Region, error)) (answer *regionItem, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		r, err := verb(tx)
		if err == nil {
			item := regionItemOf(tx, branch{r, true})
			answer = &item
		}
		return err
	})
	return answer, err
}
