package setting

// Checked lets tests try kinds of parameters that the program has none of yet.
func (p Param) Checked(value string) (stored, wrong string) { return p.checked(value) }

// Orders are the parameters of which none may be greater than the next.
var Orders = orders
