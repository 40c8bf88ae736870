package incident

// The shadow: what the readable copy of an incident in the database lacks.

// Shadow is a batch of changes for the copy of one incident. Rev rises from batch to batch; every part that is given
// replaces the copy's own if that is older, and entries are added by their Seq.
type Shadow struct {
	Incident string       `json:"incident"`
	Rev      int          `json:"rev"`
	Head     *View        `json:"head,omitempty"` // without its lists
	Entries  []Entry      `json:"entries,omitempty"`
	Seats    []SeatView   `json:"seats,omitempty"`
	Steps    []StepView   `json:"steps,omitempty"`
	Facts    []FactView   `json:"facts,omitempty"`
	Pages    []ShadowPage `json:"pages,omitempty"`
	Crew     *Crew        `json:"crew,omitempty"`  // replaces the whole crew
	Deeds    []Deed       `json:"deeds,omitempty"` // for the audit log; the copy has none of them
}

// ShadowPage is a page with the keyed hash of its person's number, under which their answers are looked for.
type ShadowPage struct {
	Hash string   `json:"hash"`
	View PageView `json:"view"`
}
