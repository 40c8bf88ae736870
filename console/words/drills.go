package words

// Drills by calendar.

var drills = map[string]Text{
	"drills.title":    {EN: "Drills", ZH: "演练"},
	"drills.running":  {EN: "Going on", ZH: "进行中"},
	"drills.stop":     {EN: "Stop it", ZH: "结束"},
	"drills.calendar": {EN: "Calendar", ZH: "演练计划"},
	"drills.none":     {EN: "The calendar has no drill.", ZH: "暂无演练计划。"},
	"drills.next":     {EN: "next", ZH: "下次"},
	"drills.last":     {EN: "last", ZH: "上次"},
	"drills.missed":   {EN: "Should have begun:", ZH: "应开始而未开始："},
	"drills.change":   {EN: "Pause, leave out, end", ZH: "暂停、跳过、删除"},
	"drills.pause":    {EN: "Pause", ZH: "暂停"},
	"drills.resume":   {EN: "Let it go on", ZH: "恢复"},
	"drills.skip":     {EN: "Leave the next one out", ZH: "跳过下一次"},
	"drills.delete":   {EN: "Take it out of the calendar", ZH: "从计划中删除"},
	"drills.due":      {EN: "What must be practised", ZH: "应演练的预案"},
	"drills.lacking":  {EN: "The database is away: drills that were declared by hand are not counted.", ZH: "数据库无响应：未计入手动发起的演练。"},
	"drills.every":    {EN: "every %d months", ZH: "每%d个月"},
	"drills.by":       {EN: "due by", ZH: "截止"},
	"drills.new":      {EN: "Put a drill into the calendar", ZH: "新增演练计划"},
	"drills.first":    {EN: "First date", ZH: "首次日期"},
	"drills.from":     {EN: "At", ZH: "时间"},
	"drills.unit":     {EN: "How often", ZH: "频次"},
	"drills.notice":   {EN: "Are people told?", ZH: "是否预告"},
	"drills.do":       {EN: "Put it into the calendar", ZH: "加入计划"},
	"drills.no-time":  {EN: "Give a date and a time of day.", ZH: "请填写日期和时间。"},
	"drills.no-unit":  {EN: "Say how often.", ZH: "请选择频次。"},

	"state.drill.starting": {EN: "about to begin", ZH: "即将开始"},
	"state.drill.begun":    {EN: "begun", ZH: "已开始"},
	"state.drill.refused":  {EN: "not begun", ZH: "未能开始"},
	"state.drill.missed":   {EN: "missed", ZH: "错过"},
	"state.drill.off":      {EN: "called off", ZH: "已取消"},

	"state.unit.once":  {EN: "once", ZH: "一次"},
	"state.unit.week":  {EN: "every week", ZH: "每周"},
	"state.unit.month": {EN: "every month", ZH: "每月"},
	"state.unit.year":  {EN: "every year", ZH: "每年"},

	"state.drill-notice.announced": {EN: "announced", ZH: "预告"},
	"state.drill-notice.surprise":  {EN: "a surprise", ZH: "不预告"},

	"state.standing.practised": {EN: "practised", ZH: "已演练"},
	"state.standing.planned":   {EN: "planned", ZH: "已计划"},
	"state.standing.due-soon":  {EN: "due soon", ZH: "即将到期"},
	"state.standing.overdue":   {EN: "OVERDUE", ZH: "已逾期"},
	"state.standing.never":     {EN: "NEVER practised", ZH: "从未演练"},
}
