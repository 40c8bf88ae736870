package words_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/sms"
	"muster/incident/words"
)

func TestADrillIsAnnouncedByItsWindowInTwoParts(t *testing.T) {
	from := time.Date(2027, 3, 2, 9, 30, 0, 0, time.UTC)
	d := words.DrillPlanned{Hazard: "Fire", Place: "Building 3", From: from, To: from.Add(90 * time.Minute), Now: from.AddDate(0, 0, -1)}
	require.Equal(t, "DRILL DRILL DRILL Announced: Fire at Building 3, between 2 Mar 09:30 and 11:00. When you are called, act as if it were real. Do not answer this text.", words.DrillAnnounced("en", d))
	require.Equal(t, "DRILL DRILL DRILL Called off: Fire at Building 3, between 2 Mar 09:30 and 11:00, does not take place.", words.DrillOff("en", d))
	d.Hazard, d.To = "火灾", from
	require.Equal(t, "【演练】预告：3月2日09:30在Building 3演练火灾，接到呼叫请按实战行动。本条无需回复。", words.DrillAnnounced("zh", d))
	require.Equal(t, "【演练】取消：3月2日09:30在Building 3的火灾演练不再进行。", words.DrillOff("zh", d))
	for _, lang := range []string{"en", "zh"} {
		d.Place = strings.Repeat("3号楼12层走廊尽头的配电间旁边", 30)
		for _, text := range []string{words.DrillAnnounced(lang, d), words.DrillOff(lang, d)} {
			require.LessOrEqual(t, sms.Measure(text).Parts, 2, text)
		}
	}
}
