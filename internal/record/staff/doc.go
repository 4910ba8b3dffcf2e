// Package staff is the register of the people who sign in: users, their roles
// with rights and data scope (数据权限), passwords and signing in.
//
// A user is active, locked for some minutes by wrong passwords, or stopped. A
// lock closes the door only: whoever is inside stays inside, so that nobody can
// be thrown out by guessing at his login. Stopping ends every session at once,
// because it moves the user's epoch on.
//
// There is no default password and nobody chooses one for another: the first
// start prints a one-time link that makes the first security officer; he makes
// the other users, and each gets a one-time link of his own.
//
// A grant is a role within a region path. What a user may do is the union of the
// rights of his grants; where he may do it is the union of their paths; all his
// grants name the same bank, or none. Rights over other users are the exception:
// they count only within the path of the grant that gives them (authority).
//
// The three offices (三员分立) exclude one another, and so do entering and
// reviewing, and selecting and confirming batches. Nobody changes himself.
package staff
