package words

// Seats, people, and the simulator's phones.

var people = map[string]Text{
	"seats.title":    {EN: "Seats", ZH: "岗位"},
	"seats.relief":   {EN: "asks for relief", ZH: "请求轮换"},
	"seats.promised": {EN: "there by", ZH: "承诺到达"},
	"seats.rung":     {EN: "Rung %d of %d; the next people are called at", ZH: "第%d级，共%d级；下一级呼叫于"},
	"seats.in-hand":  {EN: "taken on by", ZH: "处理人："},
	"seats.unasked":  {EN: "Seats that are not asked for now:", ZH: "当前不需要的岗位："},

	"people.title":  {EN: "People called", ZH: "被呼叫人员"},
	"people.called": {EN: "called at", ZH: "呼叫于"},
	"people.calls":  {EN: "called %d times", ZH: "已呼叫%d次"},
	"people.once":   {EN: "called once", ZH: "已呼叫1次"},
}

var phones = map[string]Text{
	"phones.title":     {EN: "Phones", ZH: "手机墙"},
	"phones.what":      {EN: "The simulator's handsets. What Muster sends stands here; answer as the person would.", ZH: "模拟手机：此处显示系统发出的信息，可代其本人回复。"},
	"phones.none":      {EN: "No handset has got anything yet: declare something.", ZH: "尚无手机收到信息：请先申报一个事件。"},
	"phones.silent":    {EN: "Handsets that have got nothing:", ZH: "未收到信息的手机："},
	"phones.voice":     {EN: "call", ZH: "电话"},
	"phones.link":      {EN: "Open the link as they would", ZH: "以其本人身份打开链接"},
	"phones.mine":      {EN: "written here", ZH: "本机发送"},
	"phones.accept":    {EN: "1 Accept", ZH: "1 接受"},
	"phones.decline":   {EN: "5 Cannot", ZH: "5 不能"},
	"phones.scene":     {EN: "3 On scene", ZH: "3 已到场"},
	"phones.write":     {EN: "Write", ZH: "回复内容"},
	"phones.send":      {EN: "Send", ZH: "发送"},
	"phones.digits":    {EN: "Keys, while the call is on", ZH: "通话中按键"},
	"phones.press":     {EN: "Press", ZH: "按键"},
	"phones.no-text":   {EN: "Write something, in at most 1600 characters.", ZH: "请填写内容（不超过1600字）。"},
	"phones.no-digits": {EN: "Give the keys: digits, * and #.", ZH: "请输入按键：数字、*或#。"},
	"phones.no-phone":  {EN: "There is no such handset.", ZH: "没有这部手机。"},
	"phones.no-call":   {EN: "The handset is in no call: wait until it rings.", ZH: "该手机没有通话，请等待来电。"},
	"phones.not-taken": {EN: "Muster has not taken it: see whether it is ready, and try again.", ZH: "系统未收到，请确认系统正常后重试。"},
}
