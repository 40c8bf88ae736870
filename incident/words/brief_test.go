package words_test

// A brief's parts.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/words"
)

func TestBriefSaysHowAStepStands(t *testing.T) {
	look := text("Look", "查看")
	for _, row := range []struct {
		state, value, who string
		late              bool
		en, zh            string
	}{
		{"open", "", "", false, "s1 Look (open)", "s1 查看（未开始）"},
		{"started", "", "Ann", true, "s1 Look (begun, LATE, Ann)", "s1 查看（进行中，超时，Ann）"},
		{"done", "done", "", false, "s1 Look (done)", "s1 查看（完成）"},
		{"done", "3", "Ann", false, "s1 Look (done = 3, Ann)", "s1 查看（完成 = 3，Ann）"},
	} {
		require.Equal(t, text(row.en, row.zh), words.BriefStep("s1", look, row.state, row.value, row.who, row.late))
	}
}

func TestBriefNamesWhatIsKnown(t *testing.T) {
	fire := text("Fire", "火灾")
	require.Equal(t, text("Brief: Fire L2, 5 min after the declaration", "情况简报：火灾L2，启动后5 min"), words.BriefTitle(fire, "L2", false, "5 min"))
	require.Contains(t, words.BriefTitle(fire, "L2", true, "5 min").EN, "DRILL")
	require.Contains(t, words.BriefTitle(fire, "L2", true, "5 min").ZH, "演练")
	require.Equal(t, text("none recorded", "无记录"), words.BriefList(nil))
	require.Contains(t, words.BriefList([]words.Text{fire}).EN, "Fire")
	require.Equal(t, text("Gas off yes", "已关气 是"), words.BriefValue(text("Gas off", "已关气"), "true", ""))
	require.Equal(t, text("Gas off no (Ann)", "已关气 否（Ann）"), words.BriefValue(text("Gas off", "已关气"), "false", "Ann"))
	brigade := text("Brigade", "消防")
	require.Contains(t, words.BriefCall(brigade, "+1 min", "Ann", "").EN, "Brigade reached +1 min by Ann, no reference number")
	require.Contains(t, words.BriefCall(brigade, "+1 min", "Ann", "R1").EN, "by Ann, reference R1")
	require.Contains(t, words.BriefCall(brigade, "+1 min", "Ann", "R1").ZH, "受理编号R1")
}
