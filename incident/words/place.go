package words

// Places: how texts name where something is, and the timeline's sentences about them.

// Place names a building, with its floor where one is known.
func Place(building Text, floor string) Text {
	if floor == "" {
		return building
	}
	return both(building.EN+", floor "+floor, building.ZH+floor+"层")
}

// AtPlace is a step's title with its place.
func AtPlace(title, place Text) Text {
	return both(title.EN+" ("+place.EN+")", title.ZH+"（"+place.ZH+"）")
}

// PlaceAdded records that the incident has reached another place.
func PlaceAdded(place Text, name string) Text {
	return both("Another place: "+place.EN+", says "+name, name+"报告波及："+place.ZH)
}

// Mixed is the value of a step for each place where the places do not agree.
const Mixed = "mixed"
