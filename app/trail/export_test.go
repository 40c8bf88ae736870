package trail

// Waiting is how many entries wait for those before them to be added.
func (t *Trail) Waiting() int {
	t.joining.Lock()
	defer t.joining.Unlock()
	if t.next == nil {
		return 0
	}
	return len(t.next.entries)
}
