// Package batch leads people from an accepted application to a card that is bound
// to its account (制卡数据管理), in the tender's eight steps: 批次筛选 批次确认
// 导出预开户数据 预开户回盘 导出制卡数据 制卡回盘 导出银行数据 银行回盘.
//
// Whose turn: a selected batch waits for a second person to confirm it; a
// confirmed one for the card centre to export; an exported one for the bank or
// the vendor to answer for every row. Who cannot be opened, made or bound leaves
// the batch with the partner's reason and the others go on.
//
// Who may: batch.select selects and discards, batch.confirm confirms what another
// has selected and undoes it, batch.exchange exports, takes answers in and closes
// a round, batch.view looks, within the data scope.
//
// Four promises. Two batches never hold one application (an index sees to it).
// What was confirmed is frozen: each file is made from that alone and is never
// made twice. Each row that went out stands in exactly one bucket, sent = ok +
// rejected + outstanding + withdrawn, whatever comes back in whatever order and
// however often; a line that fits in none is a stray. A card that is not bound
// does not leave the centre (Bound).
//
// Read select.go and confirm.go, then round.go (what a round is), export.go (out),
// settle.go (back), close.go; preaccount.go, produce.go and bankdata.go are the
// three rounds, rows.go our types and the partners' rows, follow.go what
// applications learn from us.
package batch
