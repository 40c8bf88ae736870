package console_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/plans"
	"muster/sites/change"
)

// book keeps one draft of the plan for fires, in which one word differs.
type book struct {
	err       error
	published []string
}

func (b *book) UploadPlan(_ context.Context, file []byte) (console.PlanDraft, error) {
	if _, err := plans.Load(file, "plan"); err != nil {
		return console.PlanDraft{}, err
	}
	return console.PlanDraft{Plan: "fire", Version: 2, Digest: "abc", Warnings: []string{"a warning"}}, b.err
}

func (b *book) PublishPlan(_ context.Context, id, digest, note string) (console.PlanVersion, error) {
	b.published = append(b.published, id+" "+digest+" "+note)
	return console.PlanVersion{Version: 2, InForce: true}, b.err
}

func (b *book) RollBackPlan(_ context.Context, id string, to, replaces int, _ string) (console.PlanVersion, error) {
	b.published = append(b.published, fmt.Sprintf("%s %d for %d", id, to, replaces))
	return console.PlanVersion{Version: replaces + 1, InForce: true}, b.err
}

func (b *book) PlanHistory(context.Context, string) ([]console.PlanVersion, error) {
	return []console.PlanVersion{{Version: 2, At: now, Note: "safer", InForce: true}, {Version: 1, BuiltIn: true}}, b.err
}

func (b *book) PlanSource(_ context.Context, id string, version int) ([]byte, error) {
	plan, there := plans.Find(library, id)
	if !there {
		return nil, &change.UnknownError{Text: "There is no such plan."}
	}
	if version == console.PlanDrafted {
		return bytes.Replace(plan.Source, []byte("Confirm the fire"), []byte("Confirm the <fire>"), 1), b.err
	}
	return plan.Source, b.err
}

func shelved(t *testing.T) (*house, *book) {
	t.Helper()
	kept := &book{}
	h := open(t, func(o *console.Options) { o.PlanBook = kept })
	h.who = string(account.Administrator)
	return h, kept
}

func TestPlanShowsWhoWouldBeCalledAndHowItsStepsFollow(t *testing.T) {
	h, _ := shelved(t)
	h.get("/console/plans").is(http.StatusOK).has("Fire", "Power outage", "Bring in a plan file", `href="/console/plans/fire"`)
	page := h.get("/console/plans/fire").is(http.StatusOK).has("Duty manager", "Security", "now:", "02:00", `<svg class="graph"`, "<path d=\"M", "F02 Confirm the fire", "Version 2", "came with the program", "safer")
	page.has(`width="190"`)
	h.lang = "zh"
	h.get("/console/plans/fire").has("火灾", "安全警戒组", "现在:", "步骤先后关系", "第2版")
	h.lang, h.who = "en", string(account.Trainer)
	h.get("/console/plans").is(http.StatusOK).lacks("Bring in a plan file")
	h.get("/console/plans/none").is(http.StatusNotFound)
}

func TestEveryPlanIsDrawnWithEachStepOnce(t *testing.T) {
	h, _ := shelved(t)
	for _, plan := range library {
		page := h.get("/console/plans/" + plan.Frozen.ID).is(http.StatusOK)
		require.Len(t, plan.Frozen.Steps, bytes.Count(page.Body.Bytes(), []byte(`height="46" rx="6"`)), plan.Frozen.ID)
	}
}

func TestDraftIsComparedAndThenPublished(t *testing.T) {
	h, kept := shelved(t)
	page := h.get("/console/plans/fire/diff").is(http.StatusOK).has(`<span class="added">&#43;`, "Confirm the &lt;fire&gt;", `<span class="removed">-`, "Hold to put it in force", `name="digest"`)
	page.lacks("Confirm the <fire>")
	h.post("/console/plans/fire/publish", url.Values{"digest": {"abc"}, "note": {"clearer"}}).goesTo("/console/plans/fire")
	require.Equal(t, []string{"fire abc clearer"}, kept.published)
	require.Equal(t, "publish-plan", h.audit.last().Action)
	h.get("/console/plans/fire/diff?from=1&to=2").is(http.StatusOK).has("Nothing differs.").lacks("Hold to put")
	h.get("/console/plans/none/diff").is(http.StatusUnprocessableEntity).has("There is no such plan.")
	kept.err = &console.ChangedError{Version: 3}
	h.post("/console/plans/fire/publish", url.Values{"digest": {"abc"}}).is(http.StatusConflict).has("Somebody else has changed this")
	kept.err = errAway
	h.post("/console/plans/fire/publish", url.Values{"digest": {"abc"}}).is(http.StatusServiceUnavailable)
	h.who = string(account.DutyManager)
	h.post("/console/plans/fire/publish", url.Values{"digest": {"abc"}}).is(http.StatusForbidden)
	require.Len(t, kept.published, 3)
}

func TestPlanFileIsCheckedAndKeptAsADraft(t *testing.T) {
	h, _ := shelved(t)
	plan, _ := plans.Find(library, "fire")
	h.brings("/console/plans", plan.Source).is(http.StatusOK).has("it becomes version 2", "a warning")
	require.Equal(t, "upload-plan", h.audit.last().Action)
	h.brings("/console/plans", []byte("schema: muster/plan/v1\nid: fire\n")).is(http.StatusUnprocessableEntity).has("not a plan yet")
	h.brings("/console/plans", bytes.Repeat([]byte("#"), plans.MaxBytes+100_000)).is(http.StatusUnprocessableEntity)
	h.post("/console/plans", url.Values{}).is(http.StatusUnprocessableEntity).has("Choose a plan file")
	h.who = string(account.DutyManager)
	h.brings("/console/plans", plan.Source).is(http.StatusForbidden)
}

// brings sends a file.
func (h *house) brings(path string, file []byte) reply {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "plan.yaml")
	require.NoError(h.t, err)
	_, err = part.Write(file)
	require.NoError(h.t, err)
	require.NoError(h.t, form.Close())
	return h.sendBody(http.MethodPost, path, &body, "Content-Type", form.FormDataContentType())
}

func TestEarlierVersionIsPutInForceAgain(t *testing.T) {
	h, kept := shelved(t)
	h.get("/console/plans/fire").has(`action="/console/plans/fire/rollback"`, `name="to" value="1"`)
	h.post("/console/plans/fire/rollback", url.Values{"to": {"1"}, "replaces": {"2"}}).goesTo("/console/plans/fire")
	require.Equal(t, []string{"fire 1 for 2"}, kept.published)
	require.Equal(t, "roll-back-plan", h.audit.last().Action)
	kept.err = &console.ChangedError{Version: 3}
	h.post("/console/plans/fire/rollback", url.Values{"to": {"1"}, "replaces": {"2"}}).is(http.StatusConflict)
	h.who = string(account.Trainer)
	h.get("/console/plans/fire").lacks("rollback")
	h.post("/console/plans/fire/rollback", url.Values{"to": {"1"}, "replaces": {"2"}}).is(http.StatusForbidden)
}
