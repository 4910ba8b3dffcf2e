// Package city is a simulated city: the whole house with invented people, users
// for every role, five banks and a card vendor behind real SFTP sockets, and a
// clock that is cranked. It serves the tests and the demo.
//
// Everything happens as it would: users act with their own rights and scope and
// never as the system, partners know nothing but their interface documents. All
// chance comes from one seed, so that a failure is a seed and a day.
//
// Read world.go (what a city is), found.go (how it is founded), posts.go (who
// works there), life.go (what a day brings) and what each trade does then
// (counter.go, lists.go, production.go, delivery.go, modules.go), laws.go and
// laws_line.go (what must hold after each day), demo.go (the city that people try
// out), demo_start.go (how it comes to be), demo_day.go (how a day passes there).
package city
