package frozen

// Notices to residents: whom they are for, who has to stand behind them, and how fast they may leave.

// AudienceZone are the residents of some zones: of those that are named, or of those that the incident is in.
const AudienceZone Audience = "zone"

// NoticeKind says what a notice is to those who read it.
type NoticeKind string

// The kinds of notices. An all clear ends what else still tells residents otherwise.
const (
	FirstNotice    NoticeKind = "first"
	UpdateNotice   NoticeKind = "update"
	AllClearNotice NoticeKind = "all-clear"
)

// Approval says how many people have to stand behind a notice before it leaves.
type Approval string

// The approvals. None: what the plan or a person says goes at once. One: a person, who may be the one who completed the step that
// sends it. Two: two persons; in a drill one is enough.
const (
	ApprovalNone Approval = "none"
	ApprovalOne  Approval = "one"
	ApprovalTwo  Approval = "two"
)

// Policy is how a site deals with notices; the zero one asks for no approval.
type Policy struct {
	Approval Approval `json:"approval,omitempty"`
	Rate     float64  `json:"rate,omitempty"` // message parts per second, at most; 0: as Muster is set up
}

// Needs is how many people have to stand behind a notice.
func (p Policy) Needs(m Mode) int {
	switch p.Approval {
	case ApprovalOne:
		return 1
	case ApprovalTwo:
		if m == Drill {
			return 1
		}
		return 2
	case ApprovalNone:
	}
	return 0
}
