package words

// States of what the pages show.

var states = map[string]Text{
	"state.incident.open":          {EN: "open", ZH: "进行中"},
	"state.incident.standing-down": {EN: "standing down", ZH: "恢复中"},
	"state.incident.closed":        {EN: "closed", ZH: "已结束"},
	"state.incident.cancelled":     {EN: "stopped by a real incident", ZH: "因真实事件中止"},

	"state.phase.alarm":    {EN: "alarm", ZH: "报警"},
	"state.phase.response": {EN: "response", ZH: "响应"},
	"state.phase.recovery": {EN: "recovery", ZH: "恢复"},

	"state.level.L1": {EN: "gravest", ZH: "特别重大"},
	"state.level.L2": {EN: "grave", ZH: "重大"},
	"state.level.L3": {EN: "serious", ZH: "较大"},
	"state.level.L4": {EN: "ordinary", ZH: "一般"},

	"state.outcome.handled":     {EN: "Handled", ZH: "已处置"},
	"state.outcome.false-alarm": {EN: "False alarm", ZH: "误报"},
	"state.outcome.duplicate":   {EN: "Duplicate", ZH: "重复"},
	"state.outcome.handed-over": {EN: "Handed over", ZH: "已移交"},
	"state.outcome.drill-ended": {EN: "Drill ended", ZH: "演练结束"},

	"state.step.waiting": {EN: "waiting", ZH: "等待"},
	"state.step.open":    {EN: "to do", ZH: "待办"},
	"state.step.started": {EN: "begun", ZH: "进行中"},
	"state.step.done":    {EN: "done", ZH: "完成"},
	"state.step.skipped": {EN: "left out", ZH: "已跳过"},
	"state.step.blocked": {EN: "nobody there", ZH: "无人执行"},

	"state.holder.accepted": {EN: "on the way", ZH: "已接受"},
	"state.holder.on_scene": {EN: "on scene", ZH: "已到场"},
	"state.holder.late":     {EN: "overdue", ZH: "超时未到"},

	"state.page.queued":      {EN: "to be called", ZH: "待呼叫"},
	"state.page.paging":      {EN: "no answer yet", ZH: "未应答"},
	"state.page.seen":        {EN: "seen, not accepted", ZH: "已读，未接受"},
	"state.page.accepted":    {EN: "accepted", ZH: "已接受"},
	"state.page.on_scene":    {EN: "on scene", ZH: "已到场"},
	"state.page.declined":    {EN: "cannot", ZH: "不能到"},
	"state.page.unreachable": {EN: "out of reach", ZH: "无法联系"},
	"state.page.exhausted":   {EN: "never answered", ZH: "始终未应答"},
	"state.page.stood-down":  {EN: "not needed", ZH: "不再需要"},

	"state.channel.sms":   {EN: "text", ZH: "短信"},
	"state.channel.voice": {EN: "call", ZH: "电话"},

	"state.attempt.waiting":     {EN: "not sent yet", ZH: "待发送"},
	"state.attempt.sending":     {EN: "being sent", ZH: "发送中"},
	"state.attempt.unknown":     {EN: "fate unknown", ZH: "结果未知"},
	"state.attempt.sent":        {EN: "sent", ZH: "已发送"},
	"state.attempt.delivered":   {EN: "delivered", ZH: "已送达"},
	"state.attempt.undelivered": {EN: "not delivered", ZH: "未送达"},
	"state.attempt.failed":      {EN: "failed", ZH: "发送失败"},
	"state.attempt.superseded":  {EN: "sent anew", ZH: "已重发"},

	"state.verb.accept":    {EN: "Accepts", ZH: "接受"},
	"state.verb.eta":       {EN: "In so many minutes", ZH: "若干分钟到"},
	"state.verb.on_scene":  {EN: "On scene", ZH: "已到场"},
	"state.verb.done":      {EN: "Done", ZH: "完成"},
	"state.verb.cannot":    {EN: "Cannot", ZH: "不能"},
	"state.verb.need_help": {EN: "Needs help", ZH: "需要支援"},
	"state.verb.danger":    {EN: "In danger", ZH: "遇险"},
	"state.verb.relief":    {EN: "Asks for relief", ZH: "请求轮换"},
}
