// Package application takes applications for a card 社保卡申请: one by one at a
// counter (个人申请) and by list (批量申请导入), both judged by the same rules
// (form.go), and has each one reviewed by a second person.
//
// Whose turn: a submitted application waits for its reviewer, a returned one for
// the clerk to correct it, an accepted one for the card centre to select it into
// a batch; one in a batch waits for bank and vendor, and comes back as returned,
// one attempt more, when they fail. It ends when its card is made.
//
// A list is staged first: checked row by row, durable, nothing else touched;
// then looked at and confirmed, then applied chunk by chunk. What a run has done
// stands in the database alone, so a process may be killed at any moment. Rows
// that cannot go on come back as a workbook in the clerk's own layout.
//
// Who may: application.apply enters, corrects and withdraws; application.import
// uploads and confirms lists; application.review accepts, returns and rejects,
// never what the reviewer entered or submitted himself; application.view looks.
// Nobody enters people outside his own part of the city.
//
// One person has at most one open application and none while he has a live card:
// what is there is shown, never doubled.
//
// Read application.go (types), apply.go, review.go and bulk.go (verbs), states.go (both
// tables), form.go, judge.go and circumstances.go (the rules), import.go, importstage.go, importapply.go
// (the list), follow.go (what batches take, and tell us).
package application
