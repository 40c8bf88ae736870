package words

// The calendar of drills: what staff are told beforehand.

import (
	"time"

	"muster/incident/sms"
)

// DrillPlanned is a drill as its texts name it. The times are local.
type DrillPlanned struct {
	Hazard, Place string
	From, To      time.Time // the window in which it begins; the same where it has none
	Now           time.Time
}

// when says at what time it begins.
func (d DrillPlanned) when(lang string) string {
	from := Clock(lang, d.From, d.Now)
	if d.To.Equal(d.From) {
		return pick(lang, "at "+from, from)
	}
	to := Clock(lang, d.To, d.From)
	return pick(lang, "between "+from+" and "+to, from+"至"+to)
}

// planned makes a text of a drill to come; its place is shortened until the text takes two parts.
func planned(lang, place string, text func(place string) string) string {
	whole := func(place string) string { return Drill(lang, true, text(place)) }
	return whole(sms.Shorten(place, partsAim, whole))
}

// DrillAnnounced tells staff of a drill to come.
func DrillAnnounced(lang string, d DrillPlanned) string {
	return planned(lang, d.Place, func(place string) string {
		return pick(lang,
			"Announced: "+d.Hazard+" at "+place+", "+d.when(lang)+". When you are called, act as if it were real. Do not answer this text.",
			"预告："+d.when(lang)+"在"+place+"演练"+d.Hazard+"，接到呼叫请按实战行动。本条无需回复。")
	})
}

// DrillOff tells them that it does not take place.
func DrillOff(lang string, d DrillPlanned) string {
	return planned(lang, d.Place, func(place string) string {
		return pick(lang,
			"Called off: "+d.Hazard+" at "+place+", "+d.when(lang)+", does not take place.",
			"取消："+d.when(lang)+"在"+place+"的"+d.Hazard+"演练不再进行。")
	})
}
