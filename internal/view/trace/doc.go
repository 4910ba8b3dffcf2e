// Package trace shows what happened: the grid of steps of one person
// (受理 … 领卡启用, the columns card operators know), where his card is in plain
// words, and the journal of any subject 数据追踪 (招标四(二)1(1)⑦). It reads any
// table and writes none, except that looking at a person is noted by
// record/citizen when a value is revealed.
package trace
