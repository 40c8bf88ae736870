package api

// Plans that people publish: uploaded as a draft, looked at, put in force as the next version, and rolled back.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"muster/api/noted"
	"muster/incident"
	"muster/plans"
	"muster/sites/change"
)

// Versions that have no number of their own.
const (
	PlanInForce = 0
	PlanDrafted = -1
)

// Where a version of a plan comes from.
const (
	PlanBuiltIn   = "built-in" // the program, or MUSTER_PLANS_DIR
	PlanPublished = "published"
)

// PlanDraft is a plan that has been uploaded.
type PlanDraft struct {
	Plan     string
	Replaces int // the version in force
	Version  int // that it becomes
	Digest   string
	Warnings []string
}

// PlanVersion is a version of a plan.
type PlanVersion struct {
	Version int
	Source  string
	Note    string
	At      time.Time // zero for one that is built in
	InForce bool
}

// PlanBook keeps the versions of plans. Refusals are *plans.FileError, *change.UnknownError, *VersionError and *incident.Error;
// any other error means that the database cannot be asked or written.
type PlanBook interface {
	// UploadPlan checks a file and keeps it as its plan's draft, numbered as the version that it becomes.
	UploadPlan(ctx context.Context, file []byte) (PlanDraft, error)
	// PublishPlan puts a draft in force, if what it replaces still is; a digest says which draft is meant.
	PublishPlan(ctx context.Context, id, digest, note string) (PlanVersion, error)
	// RollBackPlan makes an earlier version the next one, if the one that it replaces is in force.
	RollBackPlan(ctx context.Context, id string, to, replaces int, note string) (PlanVersion, error)
	PlanHistory(ctx context.Context, id string) ([]PlanVersion, error)
	// PlanSource gives a version's file; see PlanInForce and PlanDrafted.
	PlanSource(ctx context.Context, id string, version int) ([]byte, error)
}

const tagPlans = "Versions of plans"

var planBody = bodyKind{limit: plans.MaxBytes, types: siteBody.types}

func (s *server) planVersionRoutes() {
	upload := takes(call(http.MethodPost, "/plans", "upload-plan", tagPlans, "Check a plan file and keep it as a draft", http.StatusServiceUnavailable), planBody)
	upload.Description = "Nothing is in force by it. What is wrong with the file stands in errors, by line and column. The file gets the number of the version that it becomes."
	upload.DefaultStatus = http.StatusCreated
	register(s, upload, s.uploadPlan)
	register(s, planCall(http.MethodGet, "/history", "list-plan-versions", "List a plan's versions, newest first"), s.listPlanVersions)
	register(s, planCall(http.MethodGet, "/file", "get-plan-file", "Show a version's file"), s.getPlanFile)
	register(s, planCall(http.MethodGet, "/diff", "diff-plan", "Show how two versions differ"), s.diffPlan)
	register(s, takes(planCall(http.MethodPost, "/publish", "publish-plan", "Put a plan's draft in force"), jsonBody), s.publishPlan)
	register(s, takes(planCall(http.MethodPost, "/rollback", "roll-back-plan", "Put an earlier version in force, as a new one"), jsonBody), s.rollBackPlan)
}

func planCall(method, path, id, summary string) operation {
	return call(method, "/plans/{plan}"+path, id, tagPlans, summary,
		http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
}

type uploadInput struct {
	RawBody []byte `contentType:"application/yaml"`
}

type planDraftView struct {
	Plan     string   `json:"plan"`
	Replaces int      `json:"replaces" doc:"The version in force; 0 for a new plan."`
	Version  int      `json:"version" doc:"The version that the draft becomes."`
	Digest   string   `json:"digest" doc:"Of the draft, SHA-256: give it when you publish, so that it is this one."`
	Warnings []string `json:"warnings"`
}

type planDraftOutput struct {
	Body planDraftView
}

func (s *server) uploadPlan(ctx context.Context, in *uploadInput) (*planDraftOutput, error) {
	d, err := s.PlanBook.UploadPlan(ctx, bytes.Clone(in.RawBody))
	if err != nil {
		return nil, s.unpublished(ctx, "", err)
	}
	n := noteOf(ctx)
	n.subject, n.after = d.Plan, noted.Plan{Version: d.Version, SHA256: d.Digest, Draft: true}
	if was := s.planNow(d.Plan); was.Version > 0 {
		n.before = was
	}
	return &planDraftOutput{Body: planDraftView{Plan: d.Plan, Replaces: d.Replaces, Version: d.Version, Digest: d.Digest, Warnings: filled(d.Warnings)}}, nil
}

// PlanRef names a plan in an address. It is exported because the parameters are found by reflection.
type PlanRef struct {
	Plan string `path:"plan" maxLength:"100"`
}

type versionItem struct {
	Version     int            `json:"version"`
	Source      string         `json:"source" enum:"built-in,published"`
	Note        *string        `json:"note"`
	PublishedAt *incident.Time `json:"published_at"`
	InForce     bool           `json:"in_force" doc:"New incidents begin with it; open ones keep theirs."`
}

func versionOf(v PlanVersion) versionItem {
	item := versionItem{Version: v.Version, Source: v.Source, Note: optional(v.Note), InForce: v.InForce}
	if !v.At.IsZero() {
		at := incident.Time(v.At)
		item.PublishedAt = &at
	}
	return item
}

type versionsInput struct {
	PlanRef
}

type versionsOutput struct {
	Body struct {
		Items []versionItem `json:"items"`
	}
}

func (s *server) listPlanVersions(ctx context.Context, in *versionsInput) (*versionsOutput, error) {
	all, err := s.PlanBook.PlanHistory(ctx, in.Plan)
	if err != nil {
		return nil, s.unpublished(ctx, in.Plan, err)
	}
	out := &versionsOutput{}
	out.Body.Items = []versionItem{}
	for _, v := range all {
		out.Body.Items = append(out.Body.Items, versionOf(v))
	}
	return out, nil
}

type planFileInput struct {
	PlanRef
	Version string `query:"version" maxLength:"20" doc:"A number, or draft; the one in force if left out."`
}

type planFileOutput struct {
	Body struct {
		File string `json:"file" doc:"The plan file, YAML."`
	}
}

func (s *server) getPlanFile(ctx context.Context, in *planFileInput) (*planFileOutput, error) {
	out := &planFileOutput{}
	file, err := s.planFile(ctx, in.Plan, "version", in.Version)
	out.Body.File = string(file)
	return out, err
}

// planFile gives the file of what a query says.
func (s *server) planFile(ctx context.Context, plan, name, said string) ([]byte, error) {
	version, err := strconv.Atoi(said)
	switch {
	case said == "":
		version = PlanInForce
	case said == "draft":
		version = PlanDrafted
	case err != nil || version < 1:
		return nil, unfit("query."+name, "Give the number of a version, or draft.")
	}
	file, err := s.PlanBook.PlanSource(ctx, plan, version)
	if err != nil {
		return nil, s.unpublished(ctx, plan, err)
	}
	return file, nil
}

type diffInput struct {
	PlanRef
	From string `query:"from" maxLength:"20" doc:"A number, or draft; the version in force if left out."`
	To   string `query:"to" maxLength:"20" default:"draft" doc:"A number, or draft, which it is if left out."`
}

type diffOutput struct {
	Body struct {
		Diff   string `json:"diff" doc:"As unified diffs are; empty if nothing differs."`
		Digest string `json:"digest" doc:"Of the second version's file, SHA-256: if that is the draft, give it when you publish, so that it is the one that you have seen."`
	}
}

func (s *server) diffPlan(ctx context.Context, in *diffInput) (*diffOutput, error) {
	from, err := s.planFile(ctx, in.Plan, "from", in.From)
	if err != nil {
		return nil, err
	}
	to, err := s.planFile(ctx, in.Plan, "to", in.To)
	if err != nil {
		return nil, err
	}
	name := func(said string) string {
		if said == "" {
			said = "in force"
		}
		return in.Plan + " (" + said + ")"
	}
	out := &diffOutput{}
	out.Body.Digest = fmt.Sprintf("%x", sha256.Sum256(to))
	out.Body.Diff = plans.Difference(from, to, name(in.From), name(in.To))
	return out, nil
}

type publishInput struct {
	PlanRef
	Body struct {
		Digest string `json:"digest,omitempty" maxLength:"64" doc:"Of the draft that is meant: another one is refused."`
		Note   string `json:"note,omitempty" maxLength:"500" doc:"What has changed, and why."`
	}
}

type versionOutput struct {
	Body versionItem
}

func (s *server) publishPlan(ctx context.Context, in *publishInput) (*versionOutput, error) {
	was := s.planNow(in.Plan)
	v, err := s.PlanBook.PublishPlan(ctx, in.Plan, in.Body.Digest, in.Body.Note)
	if err != nil {
		return nil, s.unpublished(ctx, in.Plan, err)
	}
	s.notePublished(ctx, in.Plan, was, v)
	return &versionOutput{Body: versionOf(v)}, nil
}

type rollbackInput struct {
	PlanRef
	Body struct {
		To       int    `json:"to" minimum:"1" doc:"The version that is wanted back."`
		Replaces int    `json:"replaces" minimum:"1" doc:"The version in force, as you know it: if another is, nothing happens."`
		Note     string `json:"note,omitempty" maxLength:"500" doc:"Why."`
	}
}

func (s *server) rollBackPlan(ctx context.Context, in *rollbackInput) (*versionOutput, error) {
	was := s.planNow(in.Plan)
	v, err := s.PlanBook.RollBackPlan(ctx, in.Plan, in.Body.To, in.Body.Replaces, in.Body.Note)
	if err != nil {
		return nil, s.unpublished(ctx, in.Plan, err)
	}
	s.notePublished(ctx, in.Plan, was, v).As = in.Body.To
	return &versionOutput{Body: versionOf(v)}, nil
}

// unpublished turns what a plan was refused for into a problem.
func (s *server) unpublished(ctx context.Context, plan string, err error) error {
	var (
		other   *VersionError
		wrong   *plans.FileError
		unknown *change.UnknownError
		known   *incident.Error
	)
	switch {
	case errors.As(err, &other):
		return problem(codeChanged, fmt.Sprintf(
			"Somebody else has published the plan %s meanwhile, or uploaded another draft: version %d is in force now. Look at it, upload yours again if it is still wanted, and publish that. Nothing of yours was done.", plan, other.Version))
	case errors.As(err, &wrong):
		return wrongPlan(wrong)
	case errors.As(err, &unknown):
		return problem(codeNoEntry, unknown.Text)
	case errors.As(err, &known):
		return err
	}
	return s.unwritten(ctx, err, "Nothing has changed: the database cannot be asked or written now. Plans in force stay so, and incidents go on: try again once it is back.")
}
