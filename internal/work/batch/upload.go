package batch

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
)

// Upload is a return file that a clerk brings by hand.
type Upload struct {
	BatchID int64
	Round   Round // empty is the round that the batch waits for
	Name    string
	Content []byte
}

// Take takes an uploaded return file with the same effect as if the partner had
// sent it: the same bytes again change nothing. It refuses a file of another
// batch. Call it outside a transaction, so that a refused file stays in the
// register.
func (k *Desk) Take(ctx context.Context, up Upload) (exchange.Receipt, error) {
	var b Batch
	if err := k.db.View(ctx, func(tx *db.Tx) (err error) {
		b, err = find(tx, up.BatchID)
		return err
	}); err != nil {
		return exchange.Receipt{}, err
	}
	c := k.waitingFor(b)
	if up.Round != "" {
		c = k.course(up.Round)
	}
	const longest = 200
	name := strings.TrimSpace(up.Name)
	switch {
	case c.partner == nil || up.Round == "" && c.waiting != b.State:
		return exchange.Receipt{}, fault.NewConflict("批次 " + b.No + " 当前为“" + Table.NameOf(b.State) + "”，不在等待回盘，请核对批次")
	case name == "" || utf8.RuneCountInString(name) > longest || strings.ContainsAny(name, `/\`):
		return exchange.Receipt{}, fault.NewInvalid("请给出文件名（不含路径，不超过 200 字）")
	}
	back, err := c.read(bytes.NewReader(up.Content), c.partner(b))
	if err != nil {
		return exchange.Receipt{}, err
	}
	if back.batchNo != b.No {
		return exchange.Receipt{}, fault.NewInvalid("这是批次 " + back.batchNo + " 的回盘文件，请到该批次的页面上传")
	}
	return k.files.Receive(ctx, exchange.Inbound{Partner: c.partner(b), Kind: c.back, Name: name, Content: bytes.NewReader(up.Content)})
}
