package words

// The incident's page, and the orders that are given there.

var incident = map[string]Text{
	"incident.commander":    {EN: "Commander", ZH: "指挥"},
	"incident.no-commander": {EN: "nobody yet", ZH: "尚无"},
	"incident.paused":       {EN: "PAUSED", ZH: "已暂停"},
	"incident.ended":        {EN: "Ended", ZH: "已结束"},
	"incident.simulated":    {EN: "No phone rings for this incident: it runs on the simulator.", ZH: "本事件在模拟网络中运行，不会拨打真实电话。"},
	"incident.stale":        {EN: "The engine does not answer: this is what was last written down.", ZH: "引擎无响应：以下为最近一次记录。"},
	"incident.jump":         {EN: "On this page", ZH: "本页内容"},
	"incident.same":         {EN: "Is this the same as another one?", ZH: "是否与其他事件重复？"},
	"incident.join":         {EN: "Same: make this a part of it", ZH: "同一事件：并入"},
	"incident.links":        {EN: "Linked:", ZH: "关联事件："},

	"steps.title":     {EN: "To do", ZH: "待办步骤"},
	"steps.none":      {EN: "Nothing can be done now.", ZH: "目前没有可执行的步骤。"},
	"steps.late":      {EN: "LATE", ZH: "超时"},
	"steps.due":       {EN: "due", ZH: "截止"},
	"steps.started":   {EN: "begun at", ZH: "开始于"},
	"steps.nobody":    {EN: "nobody yet", ZH: "尚无人"},
	"steps.gate":      {EN: "Hard gate: only a named person passes it. You sign it.", ZH: "强制关口：须由具名人员放行，将以您的名义记录。"},
	"steps.waiting":   {EN: "Waiting for others:", ZH: "等待前置步骤："},
	"steps.past":      {EN: "Done or left out:", ZH: "已完成或跳过："},
	"steps.number":    {EN: "Number", ZH: "数值"},
	"steps.count":     {EN: "How many of how many", ZH: "数量（x/y）"},
	"steps.text":      {EN: "What was found", ZH: "填写结果"},
	"steps.reference": {EN: "Reference number, if there is one", ZH: "受理编号（如有）"},
	"steps.connected": {EN: "They answered", ZH: "已接通"},
	"steps.done":      {EN: "Done", ZH: "完成"},
	"steps.more":      {EN: "Begin or leave out", ZH: "开始或跳过"},
	"steps.start":     {EN: "It has begun", ZH: "已开始"},
	"steps.skip":      {EN: "Leave out", ZH: "跳过"},

	"call.to":    {EN: "Outside call to", ZH: "外部电话："},
	"call.dial":  {EN: "Dial", ZH: "拨打"},
	"call.drill": {EN: "Drill: nobody outside is called.", ZH: "演练：不拨打外部电话。"},
	"call.none":  {EN: "The number is in the task that the person was sent.", ZH: "号码见发给执行人的任务短信。"},

	"facts.title":   {EN: "What is known", ZH: "已知情况"},
	"facts.unknown": {EN: "not known", ZH: "未知"},
	"facts.state":   {EN: "State it", ZH: "填报"},
	"facts.yes":     {EN: "Yes", ZH: "是"},
	"facts.no":      {EN: "No", ZH: "否"},
	"facts.value":   {EN: "Value", ZH: "内容"},
	"fact.no-value": {EN: "Say what is known.", ZH: "请填写内容。"},

	"timeline.title": {EN: "Timeline", ZH: "时间线"},
	"timeline.gaps":  {EN: "Lines are lacking here, since the database does not answer.", ZH: "数据库无响应，此处缺少部分记录。"},
	"timeline.all":   {EN: "All of it", ZH: "全部记录"},

	"review.title": {EN: "Review", ZH: "复盘"},
	"chart.title":  {EN: "Chart", ZH: "时间图"},
	"chart.what":   {EN: "People from the call to the answer, with a mark for the arrival; steps from the opening to done, with a mark for the target.", ZH: "人员：从呼叫到应答，竖线为到场；步骤：从开启到完成，竖线为时限。"},
	"chart.silent": {EN: "no answer", ZH: "未应答"},

	"review.back":  {EN: "To the incident", ZH: "返回事件"},
	"review.print": {EN: "Print", ZH: "打印"},
}

var orders = map[string]Text{
	"order.title":     {EN: "Tell the incident", ZH: "指令"},
	"order.reason":    {EN: "Why", ZH: "原因"},
	"order.no-reason": {EN: "Say why, in at most 500 characters.", ZH: "请填写原因（不超过500字）。"},

	"note.text":    {EN: "Note for the timeline", ZH: "备注"},
	"note.do":      {EN: "Note it", ZH: "记录"},
	"note.no-text": {EN: "Write the note, in at most 2000 characters.", ZH: "请填写备注（不超过2000字）。"},

	"escalate.title": {EN: "Call the next people now", ZH: "立即升级呼叫"},
	"escalate.seat":  {EN: "For which seat", ZH: "岗位"},
	"escalate.all":   {EN: "every seat that lacks people", ZH: "所有缺员岗位"},
	"escalate.do":    {EN: "Call them", ZH: "升级"},

	"level.title": {EN: "Change the level", ZH: "调整级别"},
	"level.do":    {EN: "Set the level", ZH: "确定级别"},

	"down.title":      {EN: "Stand down", ZH: "结束响应"},
	"down.left":       {EN: "What is left", ZH: "尚未完成"},
	"down.steps":      {EN: "Steps that are open: %d", ZH: "未完成步骤：%d"},
	"down.late":       {EN: "of them late: %d", ZH: "其中超时：%d"},
	"down.scene":      {EN: "People on scene: %d", ZH: "在场人员：%d"},
	"down.waiting":    {EN: "Steps that will be skipped: %d", ZH: "将跳过的步骤：%d"},
	"down.outcome":    {EN: "How it ended", ZH: "结果"},
	"down.sure":       {EN: "It is over for everybody on scene, and I know what is left.", ZH: "现场已全部解除，我已了解未完成事项。"},
	"down.hold":       {EN: "Hold to stand down", ZH: "按住结束响应"},
	"down.do":         {EN: "End the drill's response", ZH: "结束演练响应"},
	"down.back":       {EN: "Not yet", ZH: "暂不结束"},
	"down.no-outcome": {EN: "Say how it ended.", ZH: "请选择结果。"},
	"down.not-sure":   {EN: "It is real: tick that you know what is left.", ZH: "这是真实事件：请勾选确认已了解未完成事项。"},

	"amend.to":         {EN: "Who (the id, such as chen-jing)", ZH: "人员（编号，如chen-jing）"},
	"amend.reassign":   {EN: "Give it to them", ZH: "改派"},
	"amend.minutes":    {EN: "Minutes from now", ZH: "从现在起分钟数"},
	"amend.extend":     {EN: "Give more time", ZH: "延长时限"},
	"amend.seat":       {EN: "Assign or release", ZH: "指派或解除"},
	"amend.assign":     {EN: "Put into the seat", ZH: "指派到岗"},
	"amend.release":    {EN: "Release", ZH: "解除："},
	"amend.no-minutes": {EN: "Give the minutes from now, 1 to 1440.", ZH: "请填写分钟数（1至1440）。"},

	"brief.title": {EN: "Brief for a hand-over", ZH: "交接简报"},

	"answer.title":      {EN: "Record an answer for somebody on the radio", ZH: "代录对讲机应答"},
	"answer.who":        {EN: "Who", ZH: "人员"},
	"answer.minutes":    {EN: "Minutes, if they say when", ZH: "分钟（如有）"},
	"answer.value":      {EN: "Value, if it is done", ZH: "结果（如完成）"},
	"answer.no-person":  {EN: "Say whose answer it is.", ZH: "请选择人员。"},
	"answer.no-answer":  {EN: "Say what they answered.", ZH: "请选择应答内容。"},
	"answer.no-minutes": {EN: "Give the minutes until they are there, 1 to 240.", ZH: "请填写到达所需分钟数（1至240）。"},
}
