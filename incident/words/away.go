package words

// Away records that the database was away at the declaration. kept is the local time of the snapshot that sites, people and
// plans come from; empty where they are the ones in force.
func Away(kept string) Text {
	if kept == "" {
		return both("Declared while the database is away: calling goes on without it, lists and records follow once it is back",
			"启动时数据库不可用：呼叫照常进行，列表与记录待其恢复后补齐")
	}
	return both("Declared while the database is away: calling goes on with sites, people and plans as kept at "+kept+"; lists and records follow once it is back",
		"启动时数据库不可用：按"+kept+"留存的园区、人员和预案照常呼叫，列表与记录待其恢复后补齐")
}
