package db

// bell wakes everybody who listens; rings nobody hears are remembered once.
type bell struct{ ch chan struct{} }

func newBell() *bell { return &bell{ch: make(chan struct{}, 1)} }

func (b *bell) ring() {
	select {
	case b.ch <- struct{}{}:
	default:
	}
}
