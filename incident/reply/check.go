package reply

// Check gives the value of a step's evidence as it is kept, or says what is wrong with it.
func Check(e Evidence, value string) (string, ValueProblem) { return check(e, value) }
