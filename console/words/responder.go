package words

// The responder's page, behind the link in a text.

var responder = map[string]Text{
	"responder.for":         {EN: "For", ZH: "本人："},
	"responder.asked":       {EN: "You are asked to come as", ZH: "请您担任"},
	"responder.asked-other": {EN: "You are asked to see to this incident.", ZH: "请您处理本事件。"},
	"responder.holds":       {EN: "You have accepted", ZH: "您已接受"},
	"responder.nothing":     {EN: "Nothing is asked of you now. What comes up is sent to you as a text.", ZH: "目前没有需要您处理的事项，如有新任务将另发短信。"},
	"responder.accept":      {EN: "I come", ZH: "接受"},
	"responder.minutes":     {EN: "I am there in", ZH: "到达时间"},
	"responder.min":         {EN: "%d min", ZH: "%d分钟"},
	"responder.other":       {EN: "Other minutes", ZH: "其他分钟数"},
	"responder.say":         {EN: "Say so", ZH: "确定"},
	"responder.scene":       {EN: "I am on scene", ZH: "已到场"},
	"responder.cannot":      {EN: "I cannot", ZH: "不能"},
	"responder.tasks":       {EN: "To do", ZH: "任务"},
	"responder.trouble":     {EN: "Trouble", ZH: "求助"},
	"responder.help":        {EN: "I need help", ZH: "需要支援"},
	"responder.danger":      {EN: "I am in DANGER", ZH: "遇险"},
	"responder.alert":       {EN: "Danger alerts the commander at once. In a drill it stops the drill and is treated as real.", ZH: "遇险将立即通知指挥；演练中将暂停演练并按真实情况处理。"},
	"responder.muster":      {EN: "Muster point", ZH: "集合点"},
	"responder.look":        {EN: "Look again", ZH: "刷新"},
	"responder.kept":        {EN: "The link is yours, and for this incident alone: do not pass it on.", ZH: "此链接仅供您本人用于本次事件，请勿转发。"},
	"responder.over":        {EN: "It is over. Nothing more is asked of you.", ZH: "事件已结束，您无需再处理。"},
	"responder.drill":       {EN: "This is a drill.", ZH: "这是演练。"},
	"responder.no-link":     {EN: "This link leads nowhere: answer by text instead.", ZH: "链接无效，请直接回复短信。"},
	"responder.expired":     {EN: "This link has expired: answer by text instead.", ZH: "链接已过期，请直接回复短信。"},
	"responder.no-incident": {EN: "The incident cannot be shown now: answer by text instead, or try again in a moment.", ZH: "目前无法显示事件，请直接回复短信或稍后再试。"},
	"responder.not-yours":   {EN: "This is not yours to do, or no longer: look again.", ZH: "此任务不由您执行或已结束，请刷新。"},
}
