package incident

// Photos: evidence of steps. The incident knows that there is one and its hash, never the picture.

import (
	"time"

	"muster/incident/words"
)

// AddPhoto says that a photo of a step is kept, under its hash.
type AddPhoto struct {
	Photo, Step, By, SHA256 string
}

// AddPhoto performs the order. A photo may be of any step, in whichever state: life is not always in the plan's order.
func (i *Incident) AddPhoto(now time.Time, o AddPhoto) error {
	s, err := i.findStep(now, o.Step)
	if err != nil {
		return err
	}
	i.log(KindPhoto, o.By, words.PhotoAdded(s.ID, i.planStep(s.ID).Title, i.name(o.By)), about{Step: s.ID, Value: o.SHA256, detail: detail{Photo: o.Photo}})
	return nil
}
