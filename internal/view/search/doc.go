// Package search finds people, cards, batches and parcels: the one field on top
// of every page, 综合查询 (招标四(二)1(1)⑥), and what a counter looks up before it
// hands a card over. It reads any table within the caller's scope and writes
// none.
package search
