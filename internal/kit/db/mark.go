package db

// Mark sets a fact about this database the first time and gives what it was set
// to: a program compares it at every start with what it has in hand.
func (tx *Tx) Mark(name, value string) (string, error) {
	if _, err := tx.Quiet(`INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`, name, value); err != nil {
		return "", err
	}
	return Scalar[string](tx, `SELECT value FROM mark WHERE name = $1`, name)
}
