// Package people invents citizens for the demo and the simulated city: persons
// with the names, ages and origins of a city in northern Guangdong, and drawn
// portraits. The same seed gives the same people. None of them exists; every
// number has a valid check character, so some may belong to a real person by
// chance and must never leave a demo or a test.
package people
