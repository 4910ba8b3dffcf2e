// Package psam keeps the city's PSAM modules 安全访问控制模块: stock in, hand out,
// report damaged (招标四(二)1(1)⑤ 入库登记 发放登记 报损登记). A module in a terminal
// opens cards, so each one is at exactly one place at every moment and every
// step is in a custody ledger with who gave and who took.
//
// Whose turn: a module in stock waits for the card centre to hand it out; one
// handed out is with its agency; a reported one waits for another person to
// judge the report; a damaged one waits for its witnessed destruction; a lost
// one is a key risk until it is found.
//
// Who may: psam.stock takes in and takes back, psam.handout hands out,
// psam.damage reports, psam.judge confirms, refuses and destroys; nobody judges
// his own report.
//
// This is the model folder: every other capability copies its manners. Read
// psam.go (type and verbs), states.go (the table), store.go (the SQL), api.go.
package psam
