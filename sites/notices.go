package sites

// How the site deals with notices to its residents.

// Notices says who has to stand behind a notice before it leaves, and how fast it may.
type Notices struct {
	Approval string  `json:"approval,omitempty" jsonschema:"enum=none,enum=one,enum=two" jsonschema_description:"none: what the plan or a person sends leaves at once. one: a person must stand behind it, and who completes the step that sends it does. two: a second person must approve it; in a drill one is enough. none if left out."`
	Rate     float64 `json:"rate,omitempty" jsonschema:"minimum=0.1,maximum=1000" jsonschema_description:"Message parts per second at most, where the site's notices are to leave more slowly than MUSTER_NOTICE_RATE says."`
}
