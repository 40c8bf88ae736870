package incident

// The database away: what an incident says that was declared meanwhile.

import (
	"muster/incident/frozen"
	"muster/incident/words"
)

// KindAway records that Muster's own database was away at the declaration.
const KindAway Kind = "database.away"

// logAway says at the beginning what whoever reads the record later should know: lists lagged, and how old the roster was.
func (i *Incident) logAway() {
	away := i.In.Away
	if away == nil || !i.rules(frozen.AwayIsSaid) {
		return
	}
	kept := ""
	if away.Kept != nil {
		kept = i.roster().Zone.Local(*away.Kept).Format("2006-01-02 15:04")
	}
	i.log(KindAway, "", words.Away(kept), about{})
}
