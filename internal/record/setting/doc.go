// Package setting keeps what the centre may choose: the parameters 参数 of the
// processes, and the code tables 代码 with how each partner writes a code.
//
// A parameter is defined in the program (params.go): its kind, bounds and
// default. What it was set to stands in dated rows that are only added, so that
// the value of any moment can be told; one may begin in the future, none in the
// past. A verb reads the value in force with Int, Text or Bool.
//
// A code is dated by days and never deleted, and never comes back with another
// meaning, because old records still hold it. Tables on which the program itself
// relies are fixed: their codes can only be mapped. Imports and exports take a
// snapshot, LoadCodes, and look up in memory.
//
// Who may: everybody signed in reads the codes; setting.view reads the
// parameters; setting.edit changes both, with a scope of at least the city,
// because they hold for all of it.
//
// Read params.go and parameter.go, then table.go, code.go and codeset.go.
package setting
