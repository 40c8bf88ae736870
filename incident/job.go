package incident

// Notices to residents and outside calls: what a step asks of the world beside pages.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// JobKind tells notices from outside calls.
type JobKind string

// The jobs.
const (
	JobNotice JobKind = "notice"
	JobCall   JobKind = "call"
)

// Job is something that a step asks of the world beside pages. It is done at most once.
type Job struct {
	ID       string          `json:"id"`
	Kind     JobKind         `json:"kind"`
	Step     string          `json:"step"`
	Notice   string          `json:"notice,omitempty"`
	Audience frozen.Audience `json:"audience,omitempty"`
	Party    string          `json:"party,omitempty"`
	Text     Text            `json:"text"`
	Places   []frozen.Spot   `json:"places,omitempty"` // that it is about; none: those of the declaration
	Out      bool            `json:"out,omitempty"`    // handed to its activity

	Zones  []string `json:"zones,omitempty"`  // of the audience, only those in these
	Assist bool     `json:"assist,omitempty"` // of the audience, only those who need help
	Rate   float64  `json:"rate,omitempty"`   // parts per second at most; 0: as Muster is set up
}

// forNotice says whether a job is one of a notice that is sent.
func (j Job) forNotice() bool { return j.Kind == JobWeigh || j.Kind == JobBegin || j.Kind == JobStop }

// JobResult is what became of a job.
type JobResult struct {
	Job       string `json:"job"`
	Told      int    `json:"told"`      // residents who were told, or would have been
	Contained bool   `json:"contained"` // a drill: nobody was told, nothing was dialled
	Recorded  bool   `json:"recorded"`  // written down, not sent

	OptedOut int     `json:"opted_out,omitempty"` // residents who want no messages
	Parts    int     `json:"parts,omitempty"`     // of all messages together
	Rate     float64 `json:"rate,omitempty"`      // parts per second
}

// NoticeText is a notice as residents of each language read it.
func (i *Incident) noticeText(n *frozen.Notice, p *frozen.Step) Text {
	return Text{
		EN: words.Drill("en", i.Drill(), words.Expand(n.Text.EN, i.varsOf(p, "en"))),
		ZH: words.Drill("zh", i.Drill(), words.Expand(n.Text.ZH, i.varsOf(p, "zh"))),
	}
}

func (i *Incident) notice(p *frozen.Step) {
	n := i.planned(p.Notice.ID)
	if n == nil {
		return
	}
	if i.rules(frozen.NoticesAreSent) {
		i.planNotice(n, p)
		return
	}
	i.job(Job{Kind: JobNotice, Step: p.ID, Notice: n.ID, Audience: n.Audience, Text: i.noticeText(n, p), Places: i.reached(p)})
}

// outsideCall has it recorded that a person was handed a script and a number.
func (i *Incident) outsideCall(p *frozen.Step) {
	i.job(Job{Kind: JobCall, Step: p.ID, Party: p.Call.Party, Text: Text{EN: i.script(p, "en"), ZH: i.script(p, "zh")}})
}

func (i *Incident) job(j Job) {
	j.ID = string(j.Kind) + "-" + j.Step + "-" + strconv.Itoa(i.step(j.Step).Rounds)
	i.State.Jobs = append(i.State.Jobs, j)
}

func (i *Incident) takeJobs() []Job {
	var jobs []Job
	for k := range i.State.Jobs {
		if !i.State.Jobs[k].Out {
			i.State.Jobs[k].Out = true
			jobs = append(jobs, i.State.Jobs[k])
		}
	}
	return jobs
}

// JobDone takes in what became of a job.
func (i *Incident) JobDone(now time.Time, j Job, r JobResult) {
	i.now = now
	i.State.Jobs = slices.DeleteFunc(i.State.Jobs, func(other Job) bool { return other.ID == j.ID })
	if j.forNotice() {
		i.noticeDone(j, r)
		return
	}
	ref := about{Step: j.Step, Value: strconv.Itoa(r.Told), detail: detail{Notice: j.Notice, Party: j.Party}}
	switch {
	case r.Contained && j.Kind == JobNotice:
		i.log(KindContained, "", words.NoticeContained(j.Notice, r.Told), ref)
	case r.Contained:
		i.log(KindContained, "", words.CallContained(i.party(j.Party).Label, MaskIn(i.party(j.Party).Number), i.now.Sub(i.State.OpenedAt)), ref)
	case j.Kind == JobNotice && r.Recorded:
		i.log(KindNoticeRecorded, "", words.NoticeRecorded(j.Notice, r.Told), ref)
	case j.Kind == JobNotice:
		i.log(KindNoticeSent, "", words.NoticeSent(j.Notice, r.Told), ref)
	default:
		i.log(KindCallHanded, "", words.CallHanded(i.party(j.Party).Label), ref)
	}
}

// JobLost notes a job that could not be done at all; whoever holds its step has to do it by hand.
func (i *Incident) JobLost(now time.Time, j Job) {
	i.now = now
	i.State.Jobs = slices.DeleteFunc(i.State.Jobs, func(other Job) bool { return other.ID == j.ID })
	if j.forNotice() {
		i.noticeLost(j)
		return
	}
	i.log(KindJobLost, "", words.JobLost(i.planStep(j.Step).Title), about{Step: j.Step})
}

func (i *Incident) party(id string) frozen.Party {
	for _, p := range i.In.Site.Parties {
		if p.ID == id {
			return p
		}
	}
	return frozen.Party{ID: id, Label: Text{EN: id, ZH: id}}
}

func (i *Incident) script(p *frozen.Step, lang string) string {
	for _, s := range i.In.Plan.Scripts {
		if s.ID == p.Call.Script {
			return words.Expand(s.Text.In(lang), i.varsOf(p, lang))
		}
	}
	return ""
}

// taskBody is the message that gives a step to a person.
func (i *Incident) taskBody(p *Page, lang string, n int) string {
	step := i.planStep(p.Step)
	vars := i.varsOf(step, lang)
	vars["token"] = p.Token
	t := words.TaskText{
		Drill: i.Drill(), N: n, For: i.named(p.Responder), Token: p.Token, Title: step.Title.In(lang), Task: words.Expand(step.Task.In(lang), vars),
		Reference: step.Reference && i.rules(frozen.ReferencesAsked),
	}
	if s := i.step(p.Step); s.TargetAt != nil {
		t.By = i.clock(*s.TargetAt, lang)
	}
	if step.Call != nil {
		party := i.party(step.Call.Party)
		t.Party, t.Script = party.Label.In(lang), i.script(step, lang)
		if !i.Drill() {
			t.Number = party.Number
		}
	}
	return words.Task(lang, t)
}

// vars are the values of the placeholders that the plan's texts hold.
func (i *Incident) vars(lang string) words.Vars { return i.varsOf(nil, lang) }

// varsOf are the values of the placeholders in a step's texts, which name the step's own place.
func (i *Incident) varsOf(p *frozen.Step, lang string) words.Vars {
	vars := words.Vars{
		"site": i.In.Site.Name.In(lang), "location": i.location(p, lang), "summary": i.In.Declaration.Summary, "time": i.clock(i.now, lang),
		"trapped": i.factText("trapped"),
	}
	spot := i.spot(p)
	place := i.building(spot)
	vars["building"], vars["muster_point"], vars["gate"] = place.Name.In(lang), place.MusterPoint.In(lang), place.Gate.In(lang)
	if spot != nil {
		vars["floor"] = spot.Floor
	}
	return vars
}

// reached are the places whose residents a step's notice is for: its own, else all; none where those of the declaration are all.
func (i *Incident) reached(p *frozen.Step) []frozen.Spot {
	switch {
	case p.Place != nil:
		return []frozen.Spot{*p.Place}
	case len(i.State.Places) > 0:
		return i.places()
	}
	return nil
}

func (i *Incident) hazard(lang string) string { return i.In.Plan.Title.In(lang) }

// clock is a moment in the site's local time, with the date when it is not today's.
func (i *Incident) clock(t time.Time, lang string) string {
	zone := i.In.Site.Roster.Zone
	return words.Clock(lang, zone.Local(t), zone.Local(i.now))
}

func (i *Incident) clockIn(at *time.Time, lang string) string {
	if at == nil {
		return ""
	}
	return i.clock(*at, lang)
}

// clockText is a moment for the timeline.
func (i *Incident) clockText(at *time.Time) string { return i.clockIn(at, "en") }
