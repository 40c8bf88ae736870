package reply_test

// Danger and real emergencies, in people's own words and by a 7.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

func TestDangerIsHeardInAnyText(t *testing.T) {
	for _, text := range strings.Split("danger|DANGER!!|Danger on floor 12, the roof is coming down|I am in danger|it is dangerous here|sos|SOS|mayday mayday|危险|这里很危险|救命|救命！3楼|救救我|我被困在电梯里|有危险，别上来|危險|1 danger|5 danger|done but danger|danger?|is there danger|"+
		"No! Danger!|危险没有解除|危险解除了吗|有没有危险|是不是危险|不是没有危险|danger over there|no danger here but danger on 12|没有危险？危险！|7 smoke on 12|7, fire behind us|7!|I'm trapped|🆘|I'm driving, danger|not without danger|danger is over?", "|") {
		tell(t, []row{{text, "danger"}})
	}
	tell(t, []row{
		{"no danger", "unclear"},
		{"not in danger", "unclear"},
		{"I'm not in any danger", "unclear"},
		{"there is no danger", "unclear"},
		{"no longer in danger", "unclear"},
		{"nobody is in danger", "unclear"},
		{"out of danger", "unclear"},
		{"danger is over", "unclear"},
		{"danger over. ", "unclear"},
		{"没有危险", "unclear"},
		{"没危险", "unclear"},
		{"无危险", "unclear"},
		{"没有任何危险", "unclear"},
		{"没有生命危险", "unclear"},
		{"不危险", "unclear"},
		{"脱离危险", "unclear"},
		{"危险已解除", "unclear"},
		{"危险解除了", "unclear"},
		{"1 no danger", "accept"},
		{"1，没有危险", "accept"},
		{"done, no danger", "done"},
		{"here, not in danger", "on_scene"},
		{"endangered", "unclear"},
		{"7 floors", "unclear"},
		{"7 people", "unclear"},
		{"7楼有烟", "unclear"},
		{"7 or 1?", "unclear ?contradiction"},
		{"1 7", "unclear ?contradiction"},
		{"7 1", "unclear ?contradiction"},
		{"7?", "unclear"},
		{"7 min", "eta 7"},
		{"7分钟到", "eta 7"},
	})
}

func TestSevenIsDangerWhateverNumbersFollow(t *testing.T) {
	for _, text := range strings.Split("7, 3 people trapped|7，3人被困|7 12F|7 12楼|7 12楼有烟|7 3号楼12层|7 28|7 12/15|7 1 floor below us|7 7 12楼|7 1 2|7: 12:30|ok 7 12F|收到，7，3人|７ １２楼|7 10 min|7 6|7 7|7,3 people trapped|7,3人被困", "|") {
		tell(t, []row{{text, "danger"}})
	}
	tell(t, []row{
		{"K7M 7 12楼", "danger @K7M"},
		{"k7m7, 3 people trapped", "danger @K7M"},
		{"7 K7M 12F", "danger @K7M"},
		{"K7M，7，3人被困", "danger @K7M"},
		{"7 1 thanks", "unclear ?contradiction"},
		{"7, 1", "unclear ?contradiction"},
		{"7 1?", "unclear ?contradiction"},
		{"7 or 1", "unclear ?contradiction"},
		{"7.5", "unclear"},
		{"7,5 bar", "unclear"},
		{"7 floors, 3 people", "unclear"},
		{"12F 7", "unclear ?number"},
		{"4 7 12", `done "7 12"`},
	})
}

func TestOlderIncidentsReadASevenBeforeANumberAsTheyDid(t *testing.T) {
	older := reply.Reader{Plain: true}
	for text, want := range map[string]string{
		"7, 3 people trapped": "unclear", "K7M 7 12楼": "unclear @K7M ?number", "7 28": "unclear ?number", "7": "danger", "7 smoke on 12": "danger", "777": "danger", "7 1": "unclear ?contradiction",
		"> Reply K7M 1\n7 12F": "unclear @K7M ?number", "Reply K7M 7 12F": "unclear @K7M ?quote-only",
	} {
		require.Equal(t, want, meaning(older.Parse(text)), text)
	}
	require.Equal(t, "danger @K7M", meaning(reply.Parse("> Reply K7M 1\n7 12F")))
}

func TestSomebodySaysThatItIsReal(t *testing.T) {
	for _, text := range strings.Split("real emergency|REAL EMERGENCY|this is a real emergency|real emergency, not a drill|not a drill|this is not a drill|真实情况|真实情况、真实情况|不是演练|不是演习，真着火了", "|") {
		tell(t, []row{{text, "real_emergency"}})
	}
	tell(t, []row{
		{"not a real emergency", "unclear"}, {"不是真实情况", "unclear"}, {"is this a real emergency", "unclear"}, {"real emergency?", "unclear"}, {"这是真实情况吗", "unclear"}, {"is it a drill?", "unclear"}, {"real emergency, danger", "danger"}, {"K7M real emergency", "real_emergency @K7M"},
	})
}
