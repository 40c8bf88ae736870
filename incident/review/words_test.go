package review_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

var update = flag.Bool("update", false, "write the golden texts anew")

var shanghai = time.FixedZone("CST", 8*3600)

// requireText compares a text with the golden one.
func requireText(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with: go test ./incident/review -update")
	require.Equal(t, string(want), got)
}

func TestAReviewInWords(t *testing.T) {
	r := whole().review()
	for _, lang := range []string{"en", "zh"} {
		requireText(t, "whole."+lang+".txt", r.Text(lang, shanghai))
		requireText(t, "whole."+lang+".md", r.Markdown(lang, shanghai))
		requireText(t, "whole."+lang+".short.txt", strings.Join(r.Short(lang), "\n")+"\n")
	}
}

// going is a real incident that goes on, in which what a drill's tale lacks happens.
func going() *tale {
	t := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(0, incident.KindRung, at("DUTY", 0, 1), rung(1))
	t.step(0, "F01", 30).step(0, "F02", 900)
	t.tell(0, incident.KindPageSent, of("li")).tell(0, incident.KindPageSent, of("wu")).tell(0, incident.KindPageSent, of("he")).tell(0, incident.KindPageSent, of("ma"))
	t.tell(5, incident.KindPageAccepted, of("li"), taking("SEC"), due(60)).tell(6, incident.KindPageSeen, of("wu")).tell(7, incident.KindPageStoodDown, of("he"))
	t.tell(60, incident.KindPromiseMissed, of("li")).tell(90, incident.KindSeatReopened, of("li"), at("SEC", 0, 0)).tell(95, incident.KindSeatReopened, of("li"), by("li"), at("SEC", 0, 0))
	for k, took := range []float64{10, 50} {
		from := 100 + float64(k)*100
		t.step(from, "F03", from+30).tell(from+took, incident.KindStepDone, about("F03"), by("desk"), value("done"))
	}
	t.tell(300, incident.KindHelp, of("nobody-we-know"), by("nobody-we-know")).tell(300, incident.KindRung, rung(1), func(e *incident.Entry) { e.Responder = "nobody-we-know" })
	t.tell(301, incident.KindRung, about("F77"), rung(1))
	t.tell(310, review.KindStepAdded, about("X1"), by("he"), why("second floor too", "二层也有"))
	t.tell(320, incident.KindStepSkipped, about("F09"), by("he"))
	for _, id := range []string{"F71", "F72"} {
		t.tell(330, incident.KindStepSkipped, about(id), by(incident.ByPlan), why("its condition does not hold", "条件不成立"))
		t.tell(330, incident.KindStepExtended, about(id), by("he"), due(900), why("rain", "下雨"))
	}
	t.tell(340, incident.KindStepSkipped, about("F73"), by("he"), why("its condition does not hold", "条件不成立"))
	t.view.Now = incident.Time(opening.Add(10 * time.Minute))
	return t
}

func TestAReviewSoFarInWords(t *testing.T) {
	r := going().review()
	for _, lang := range []string{"en", "zh"} {
		requireText(t, "going."+lang+".txt", r.Text(lang, shanghai))
		requireText(t, "going."+lang+".short.txt", strings.Join(r.Short(lang), "\n")+"\n")
	}
}

func TestADrillThatWasStoppedSaysSo(t *testing.T) {
	tale := fire(frozen.Drill).end(10, 20)
	require.NotContains(t, tale.review().Text("en", shanghai), "stopped by a real incident")
	tale.view.State = incident.Cancelled
	require.Contains(t, tale.review().Text("en", shanghai), "outcome: handled, stopped by a real incident")
}

func TestWhatPeopleWroteCannotPoseAsAnythingElse(t *testing.T) {
	tale := fire(frozen.Real)
	tale.view.Location = "B3\n# not a heading | *not* <b>bold</b> [link](x) `code` _x_ \\ \x1b[31m\u202e\xff"
	tale.view.Summary = ""
	text := tale.review().Text("en", shanghai)
	require.Equal(t, "Review so far: Fire (real), B3 # not a heading | *not* <b>bold</b> [link](x) `code` _x_ \\ [31m?", strings.Split(text, "\n")[0])
	page := tale.review().Markdown("en", shanghai)
	require.Equal(t, "# Review so far: Fire (real), B3 \\# not a heading \\| \\*not\\* &lt;b&gt;bold&lt;/b&gt; \\[link\\](x) \\`code\\` \\_x\\_ \\\\ \\[31m?", strings.Split(page, "\n")[0])
	require.NotContains(t, tale.review().Short("en")[0], "\x1b")
}

func TestTheShortFormNamesTheFirstFewOnly(t *testing.T) {
	tale := fire(frozen.Real)
	for k := range 8 {
		id := "S" + string(rune('0'+k))
		tale.view.Steps = append(tale.view.Steps, incident.StepView{ID: id})
		tale.step(0, id, 10).tell(20.2, incident.KindStepDone, about(id), by("li"))
	}
	said := strings.Join(tale.review().Short("en"), "\n")
	require.Contains(t, said, "(S0 late by 0:11; S1 late by 0:11; S2 late by 0:11; S3 late by 0:11; S4 late by 0:11, 3 more)")
	require.Contains(t, strings.Join(tale.review().Short("zh"), "\n"), "另3项）")
	require.NotContains(t, said, "messages:")
	require.NotContains(t, said, "kept from the outside")
}
