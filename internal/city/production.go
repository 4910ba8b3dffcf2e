package city

import (
	"context"
	"fmt"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/fault"
	"kaguan/internal/work/batch"
)

// selectBatches selects batches (批次筛选), bank by bank, once enough people wait
// or on a whim; now and then a selection is given up.
func (l *life) selectBatches(ctx context.Context) error {
	ctx, err := l.as(ctx, producer, "batch.select")
	if err != nil {
		return err
	}
	desk := l.Server.Batches
	for _, bank := range bankCodes() {
		rule := batch.Rule{Bank: bank}
		if l.percent(15) {
			rule.RegionPath = l.staffed()[l.dice.IntN(len(l.staffed()))].path()
		}
		preview, err := desk.Count(ctx, rule)
		if err != nil {
			return fmt.Errorf("%s counts for bank %s: %w", producer, bank, err)
		}
		if preview.Chosen == 0 || preview.Chosen < int64(l.few) && !l.percent(20) {
			continue
		}
		b, err := desk.Select(ctx, rule, vendorCode)
		if err != nil {
			return fmt.Errorf("%s selects for bank %s: %w", producer, bank, err)
		}
		if b.Count != preview.Chosen {
			return fmt.Errorf("batch %d holds %d people of %d foretold", b.ID, b.Count, preview.Chosen)
		}
		if l.percent(5) {
			if err := desk.Discard(ctx, b.ID, "筛选条件有误，重新筛选"); err != nil {
				return err
			}
		}
	}
	return nil
}

// confirmBatches is the lead's work (批次确认): who selected may not confirm, and
// now and then a confirmed batch is undone before anything left.
func (l *life) confirmBatches(ctx context.Context) error {
	mine, err := l.as(ctx, lead, "batch.confirm")
	if err != nil {
		return err
	}
	theirs, err := l.as(ctx, producer, "batch.select")
	if err != nil {
		return err
	}
	all, err := l.batches(mine)
	if err != nil {
		return err
	}
	desk := l.Server.Batches
	for _, b := range all {
		if b.state != batch.Selected || l.percent(10) {
			continue
		}
		if l.percent(10) {
			if err := refused("confirming one's own selection", desk.Confirm(theirs, b.id), fault.Denied); err != nil {
				return err
			}
		}
		if err := desk.Confirm(mine, b.id); err != nil {
			return fmt.Errorf("%s confirms batch %d: %w", lead, b.id, err)
		}
		if l.percent(4) {
			if err := desk.Undo(mine, b.id, "银行系统升级，推迟办理"); err != nil {
				return fmt.Errorf("%s undoes batch %d: %w", lead, b.id, err)
			}
		}
	}
	return nil
}

// patience is how long the producer waits for a partner before he closes the
// round.
const patience = 9 * 24 * time.Hour

// exportBatches sends every batch on whose turn is the centre's, and closes
// rounds whose partner stays away.
func (l *life) exportBatches(ctx context.Context) error {
	ctx, err := l.as(ctx, producer, "batch.exchange")
	if err != nil {
		return err
	}
	all, err := l.batches(ctx)
	if err != nil {
		return err
	}
	rounds := map[batch.State]batch.Round{batch.Confirmed: batch.Preaccount, batch.Opened: batch.Produce, batch.Made: batch.BankData}
	for _, b := range all {
		switch b.state {
		case batch.Confirmed, batch.Opened, batch.Made:
			_, err = l.Server.Batches.Export(ctx, b.id, rounds[b.state])
		case batch.Opening, batch.Making, batch.Binding:
			if clock.Millis(l.Now())-b.since > patience.Milliseconds() {
				err = l.Server.Batches.CloseRound(ctx, b.id, "对方逾期未回盘")
			}
		}
		if err != nil {
			return fmt.Errorf("%s sends batch %d on from %s: %w", producer, b.id, b.state, err)
		}
	}
	return nil
}
