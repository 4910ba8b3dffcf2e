// Package vendor is how the house speaks with a card vendor (卡商) by files
// (招标四(一)1(5)):
//
//	ZKZP  制卡照片  pictures, at most 500 a package
//	ZK    制卡数据  what stands on and in each card   → ZKHP  chip, position and failures
//
// The pictures go first: a vendor starts a batch when every picture its rows name
// has come. The package knows formats and nothing of batches or cards.
//
// Fake is a vendor with a will of its own, behind a real SFTP server.
package vendor
