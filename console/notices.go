package console

// Notices: what residents are told, what a notice would take, and who stands behind it.

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/roster"
)

// noticesPart is where an incident's notices stand, below its own page.
const noticesPart = "/notices"

// mostNotice is how long a notice's text may be, as the API has it.
const mostNotice = 500

// noticesBody is what the page shows.
type noticesBody struct {
	card
	Now      int64
	Epoch    int
	Order    bool // the reader may send, approve and reject
	Sent     []sent
	Planned  []choice
	Audience []choice
	Kinds    []string
	Form     noticeForm
	Draft    *draft
}

// sent is a notice of the incident.
type sent struct {
	incident.NoticeView
	Name      string // of the audience
	At        *moment
	LastBy    *moment
	By        string
	Behind    []string
	Residents int
	Waits     bool
	Lacking   int // people who are to stand behind it yet
}

// noticeForm is what somebody has filled in.
type noticeForm struct{ Notice, EN, ZH, Audience, Kind string }

// draft is what a notice would take.
type draft struct {
	incident.NoticeDraft
	Last *moment
}

// audiences are those that the page offers.
var audiences = []frozen.Audience{frozen.AudienceBuilding, frozen.AudienceFloor, frozen.AudienceOthers, frozen.AudienceSite, frozen.AudienceAssist}

// zonePrefix begins an audience that is a zone of the site.
const zonePrefix = "zone:"

func noticeFormOf(c *gin.Context) noticeForm {
	get := form{c: c}.get
	return noticeForm{get("notice"), get("en"), get("zh"), get("audience"), get("kind")}
}

// order is what the form says, as the incident takes it.
func (n noticeForm) order() (incident.SendNotice, error) {
	o := incident.SendNotice{Notice: n.Notice, Kind: notice.Kind(n.Kind), Text: roster.Text{EN: n.EN, ZH: n.ZH}}
	if (n.Notice == "") == (n.EN == "" && n.ZH == "") {
		return o, unfit("notices.no-text")
	}
	if len([]rune(n.EN)) > mostNotice || len([]rune(n.ZH)) > mostNotice {
		return o, unfit("notices.long")
	}
	o.Audience.Of = frozen.Audience(n.Audience)
	if zone, is := strings.CutPrefix(n.Audience, zonePrefix); is {
		o.Audience = notice.Audience{Of: frozen.AudienceZone, Zones: []string{zone}}
	}
	return o, nil
}

func (s *server) showNotices(c *gin.Context) {
	if f, ok := s.sees(c); ok {
		s.noticesPage(c, http.StatusOK, f, noticeForm{}, nil)
	}
}

// noticesPage shows an incident's notices, with what was typed so far.
func (s *server) noticesPage(c *gin.Context, status int, f found, typed noticeForm, refused *refusal) {
	s.showNotice(c, status, f, typed, nil, refused)
}

func (s *server) showNotice(c *gin.Context, status int, f found, typed noticeForm, made *draft, refused *refusal) {
	v, k := f.view, s.clockOf(f)
	if refused != nil && typed == (noticeForm{}) {
		typed = noticeFormOf(c)
	}
	b := noticesBody{
		card: s.card(v), Now: k.now.UnixMilli(), Epoch: v.CommandEpoch, Form: typed, Draft: made, Kinds: []string{string(notice.First), string(notice.Update), string(notice.AllClear)},
		Order: may(asker(c), account.Command, spot{v.Site, v.Mode}) && !ended(v),
	}
	for _, n := range s.Notices.Leaving(c.Request.Context(), v.ID, v.Notices) {
		b.Sent = append(b.Sent, sentOf(v, n, k, langOf(c)))
	}
	if plan := s.planOf(v); plan != nil {
		for _, n := range plan.Notices {
			b.Planned = append(b.Planned, choice{n.ID, n.Text})
		}
	}
	b.audiences(s, v.Site)
	s.show(c, status, page{
		name: "notices", title: words.In(langOf(c), "notices.title"), path: Prefix + "/incidents/" + v.ID + noticesPart, stream: Prefix + "/stream?incident=" + v.ID,
		refused: refused, body: b,
	})
}

func (b *noticesBody) audiences(s *server, id string) {
	for _, a := range audiences {
		b.Audience = append(b.Audience, choice{string(a), words.Named("audience", string(a))})
	}
	if site, known := s.site(id); known {
		for _, z := range site.Zones {
			b.Audience = append(b.Audience, choice{zonePrefix + z.ID, z.Name})
		}
	}
}

func sentOf(v incident.View, n incident.NoticeView, k clock, lang string) sent {
	shown := sent{
		NoticeView: n, At: k.maybe(&n.ProposedAt), LastBy: k.maybe(n.ExpectedLastAt), By: personIn(v, n.By), Waits: n.State == notice.Proposed,
		Name: words.State(lang, "audience", string(n.Audience)), Lacking: max(0, n.ApprovalsNeeded-len(n.Approvals)),
	}
	if n.AudienceCount != nil {
		shown.Residents = *n.AudienceCount
	}
	for _, consent := range n.Approvals {
		shown.Behind = append(shown.Behind, personIn(v, consent.By))
	}
	return shown
}

// previewNotice shows what a notice would take, and sends nothing.
func (s *server) previewNotice(c *gin.Context) {
	f, ok := s.sees(c)
	if !ok {
		return
	}
	typed := noticeFormOf(c)
	o, err := typed.order()
	var made incident.NoticeDraft
	if err == nil {
		engine, cancel := context.WithTimeout(c.Request.Context(), orderTimeout)
		defer cancel()
		o.By = by(asker(c))
		made, err = s.Notices.DraftNotice(engine, f.view.ID, o)
	}
	if err != nil {
		refused := s.refusal(c, err)
		s.noticesPage(c, refused.status, f, typed, refused)
		return
	}
	s.showNotice(c, http.StatusOK, f, typed, &draft{made, s.clockOf(f).maybe(&made.ExpectedLastAt)}, nil)
}

func (s *server) sendNotice(ctx context.Context, f form) error {
	o, err := noticeFormOf(f.c).order()
	if err != nil {
		return err
	}
	o.By, o.Account, o.Confirmation = f.by, f.who.Account, f.confirm
	return s.Notices.SendNotice(ctx, f.id, f.request, o)
}

func (s *server) approveNotice(ctx context.Context, f form) error {
	return s.Notices.ApproveNotice(ctx, f.id, f.request, incident.ApproveNotice{Notice: f.c.Param("notice"), By: f.by, Account: f.who.Account})
}

func (s *server) rejectNotice(ctx context.Context, f form) error {
	return s.Notices.RejectNotice(ctx, f.id, f.request, incident.RejectNotice{
		Notice: f.c.Param("notice"), By: f.by, Reason: short(f.get("reason"), mostReason), Confirmation: f.confirm,
	})
}
