// Package fake is what all pretended partners share: a real SFTP server on
// loopback, an inbox that is read and an outbox that is filled by the clock, a
// book that survives a restart, and the menu of their faults. The trade itself,
// what a bank or a vendor makes of a file, is the Trade's.
//
// A fake knows nothing of the house but its interface documents: it has its own
// records, checks for itself, and answers in its own time. When the house refuses
// one of its files it mends what was wrong and sends again, as people would.
package fake
