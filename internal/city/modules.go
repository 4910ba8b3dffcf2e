package city

import (
	"context"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/record/org"
	"kaguan/internal/work/psam"
)

// boxSize is how many PSAM modules the vendor delivers at a time.
const boxSize = 40

// handleModules keeps the PSAM modules (入库登记 发放登记 报损登记): a delivery
// when the stock runs low, some to a county, one broken now and then.
func (l *life) handleModules(ctx context.Context) error {
	for _, do := range []func(ctx context.Context) error{l.stockModules, l.handOutModules, l.reportModules, l.judgeModules} {
		if err := do(ctx); err != nil {
			return fmt.Errorf("handling modules: %w", err)
		}
	}
	return nil
}

func (l *life) stockModules(ctx context.Context) error {
	ctx, err := l.as(ctx, producer, "psam.stock")
	if err != nil {
		return err
	}
	stock, err := l.modules(ctx, psam.Stock, 10)
	if err != nil || len(stock) == 10 {
		return err
	}
	first := l.days*1000 + 1
	slip, err := l.Server.Psams.StockIn(ctx, psam.Delivery{From: fmt.Sprintf("4402P%08d", first), To: fmt.Sprintf("4402P%08d", first+boxSize-1),
		KeyVersion: "01", Vendor: vendorName, Box: fmt.Sprintf("X%03d", l.days)})
	if err == nil && slip.Count != boxSize {
		err = fmt.Errorf("%d modules stocked of %d", slip.Count, boxSize)
	}
	return err
}

func (l *life) handOutModules(ctx context.Context) error {
	if !l.percent(40) {
		return nil
	}
	ctx, err := l.as(ctx, producer, "psam.handout")
	if err != nil {
		return err
	}
	ids, err := l.modules(ctx, psam.Stock, 1+l.dice.IntN(5))
	if err != nil || len(ids) == 0 {
		return err
	}
	k := l.staffed()[l.dice.IntN(len(l.staffed()))]
	var to org.Agency
	if err := l.see(ctx, func(tx *db.Tx) error {
		to, err = org.FindAgencyByCode(tx, k.code)
		return err
	}); err != nil {
		return err
	}
	_, err = l.Server.Psams.HandOut(ctx, psam.Handing{IDs: ids, AgencyID: to.ID, Receiver: "社保窗口", Terminal: fmt.Sprintf("T%s%02d", k.code, l.days)})
	return err
}

func (l *life) reportModules(ctx context.Context) error {
	for _, k := range l.staffed() {
		if !l.percent(10) {
			continue
		}
		ctx, err := l.as(ctx, k.at(receiver), "psam.damage")
		if err != nil {
			return err
		}
		ids, err := l.modules(ctx, psam.Out, 1)
		if err != nil || len(ids) == 0 {
			return err
		}
		if l.percent(20) {
			err = l.Server.Psams.ReportLoss(ctx, ids[0], "盘点时未找到")
		} else {
			err = l.Server.Psams.ReportDamage(ctx, ids[0], "终端提示 PSAM 卡无响应")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *life) judgeModules(ctx context.Context) error {
	ctx, err := l.as(ctx, lead, "psam.judge")
	if err != nil {
		return err
	}
	reported, err := l.modules(ctx, psam.Reported, 10)
	if err != nil {
		return err
	}
	for _, id := range reported {
		if l.percent(70) {
			err = l.Server.Psams.ConfirmDamage(ctx, id, "经检测，芯片损坏")
		} else {
			err = l.Server.Psams.RefuseDamage(ctx, id, "经检测，可正常使用")
		}
		if err != nil {
			return err
		}
	}
	damaged, err := l.modules(ctx, psam.Damaged, 3)
	if err != nil || len(damaged) < 3 {
		return err
	}
	for _, id := range damaged {
		if err := l.Server.Psams.Destroy(ctx, id, "两人监销，销毁记录已存档"); err != nil {
			return err
		}
	}
	return nil
}
