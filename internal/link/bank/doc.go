// Package bank is how the house speaks with a service bank (服务银行) by files, in
// two rounds (招标四(一)1(5)):
//
//	YKH    预开户数据  we name the people            → YKHHP  the bank opens accounts or refuses
//	YH     银行数据    we name the cards as produced → YHHP   the bank binds chip and account
//
// The package knows formats and nothing of applications or batches: its typed
// rows are filled by whoever has them. FormatOf gives the format that a bank has
// agreed on; a new bank is one more format, or the first with its own charset.
//
// Fake is a bank with a will of its own, behind a real SFTP server.
package bank
