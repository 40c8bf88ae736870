package words

// The frame around every page, signing in, and what goes wrong.

var frame = map[string]Text{
	"frame.skip":      {EN: "Go to the content", ZH: "跳到正文"},
	"frame.more":      {EN: "More", ZH: "更多"},
	"frame.nav":       {EN: "Pages", ZH: "页面"},
	"frame.other":     {EN: "中文", ZH: "English"},
	"frame.out":       {EN: "Sign out", ZH: "退出登录"},
	"frame.simulated": {EN: "Simulator: NO PHONE RINGS.", ZH: "模拟网络：不会拨打任何真实电话。"},
	"frame.degraded":  {EN: "Something does not work:", ZH: "部分功能异常："},
	"frame.unsent":    {EN: "Not sent: the server could not be reached. What you typed is still there: send it again, it counts once.", ZH: "未发送：无法连接服务器。您填写的内容还在，请再次提交，不会重复生效。"},

	"live.on":   {EN: "Live", ZH: "实时"},
	"live.off":  {EN: "Not live: reconnecting. Everything else works.", ZH: "未实时更新，正在重连；其他操作照常。"},
	"live.none": {EN: "Not live: reload to look again", ZH: "未实时更新：请刷新查看"},

	"mode.real":  {EN: "REAL", ZH: "真实"},
	"mode.drill": {EN: "DRILL", ZH: "演练"},

	"sign-in.title":    {EN: "Sign in", ZH: "登录"},
	"sign-in.login":    {EN: "Login", ZH: "用户名"},
	"sign-in.password": {EN: "Password", ZH: "密码"},
	"sign-in.do":       {EN: "Sign in", ZH: "登录"},
	"sign-in.provider": {EN: "Sign in with %s", ZH: "使用%s登录"},
	"sign-in.ended":    {EN: "Your session has ended.", ZH: "登录已过期。"},
	"sign-in.again":    {EN: "Sign in in another window; what you typed stays here.", ZH: "请在新窗口登录，本页填写的内容会保留。"},
	"sign-in.kept":     {EN: "Sign in, and go on where you were: nothing that you typed is lost.", ZH: "登录后继续，填写的内容不会丢失。"},
	"sign-in.none":     {EN: "No account? An administrator makes one: muster account add.", ZH: "没有账号？请管理员创建：muster account add。"},

	"password.title":  {EN: "Change password", ZH: "修改密码"},
	"password.must":   {EN: "Your password was made for you, and somebody else has seen it: choose your own first.", ZH: "当前密码由他人设置，请先改成自己的密码。"},
	"password.old":    {EN: "Password so far", ZH: "当前密码"},
	"password.new":    {EN: "New password", ZH: "新密码"},
	"password.again":  {EN: "New password, once more", ZH: "再次输入新密码"},
	"password.rule":   {EN: "12 characters or more.", ZH: "不少于12个字符。"},
	"password.do":     {EN: "Change it", ZH: "修改"},
	"password.differ": {EN: "The two new passwords are not the same.", ZH: "两次输入的新密码不一致。"},
}

var errors = map[string]Text{
	"error.title":      {EN: "That did not work", ZH: "操作未成功"},
	"error.board":      {EN: "To the board", ZH: "返回总览"},
	"error.page":       {EN: "There is no such page.", ZH: "没有这个页面。"},
	"error.forbidden":  {EN: "You may not do this: ask an administrator for a role that may.", ZH: "您没有此权限，请联系管理员。"},
	"error.cross-site": {EN: "Another site's page asked for this: open Muster's own page, and do it there.", ZH: "请求来自其他网站，请在本系统页面内操作。"},
	"error.often":      {EN: "You ask too much at once: wait a moment.", ZH: "操作过于频繁，请稍候。"},
	"error.form":       {EN: "The form is incomplete, or too large: reload the page and send it again.", ZH: "表单不完整或过大，请刷新页面后重新提交。"},
	"error.database":   {EN: "The database cannot be asked now. Incidents go on meanwhile: try again in a moment.", ZH: "数据库暂时无法访问，事件仍在继续处理，请稍后再试。"},
	"error.unexpected": {EN: "Something went wrong that should not. Try again; if it goes on, tell the operator.", ZH: "系统出现意外错误，请重试；若仍出现，请通知运维人员。"},
}

// refusals say what the codes of refusals mean; the sentence of the API stands behind, in English.
var refusals = map[string]Text{
	"refused.other":                {EN: "It was refused.", ZH: "操作被拒绝。"},
	"refused.incident_ended":       {EN: "The incident has ended.", ZH: "事件已结束，不能再更改。"},
	"refused.incident_unknown":     {EN: "There is no such incident.", ZH: "没有这个事件。"},
	"refused.step_unknown":         {EN: "There is no such step.", ZH: "没有这个步骤。"},
	"refused.seat_unknown":         {EN: "There is no such seat.", ZH: "没有这个岗位。"},
	"refused.fact_unknown":         {EN: "There is no such fact.", ZH: "没有这项情况。"},
	"refused.fact_not_yours":       {EN: "Others are to state this.", ZH: "此项应由其他岗位确认。"},
	"refused.notice_unknown":       {EN: "There is no such notice.", ZH: "没有这条通知。"},
	"refused.zone_unknown":         {EN: "There is no such zone.", ZH: "没有这个区域。"},
	"refused.responder_unknown":    {EN: "This person is not among those whom the incident can reach.", ZH: "此人不在本事件可呼叫的人员之中。"},
	"refused.plan_unknown":         {EN: "There is no such plan.", ZH: "没有这个预案。"},
	"refused.site_unknown":         {EN: "There is no such site.", ZH: "没有这个园区。"},
	"refused.step_state":           {EN: "That cannot be done in this state: somebody may have been quicker.", ZH: "当前状态不能这样操作，可能他人已处理。"},
	"refused.hard_gate":            {EN: "This is a hard gate: a named person decides, after what comes before it.", ZH: "此为强制关口，须由指定人员在前置步骤完成后决定。"},
	"refused.value_invalid":        {EN: "The value does not fit.", ZH: "填写的值不符合要求。"},
	"refused.nothing_open":         {EN: "There is nothing that this applies to.", ZH: "当前没有可对应的事项。"},
	"refused.field_invalid":        {EN: "A field does not fit.", ZH: "有一项填写不符合要求。"},
	"refused.command_changed":      {EN: "Somebody else commands by now: look who, and give the order again if it is to stand.", ZH: "指挥已变更：请确认现任指挥后，如仍需要请再次下达。"},
	"refused.idempotency_conflict": {EN: "This page has declared an incident already: see the board. Send it again only if this is another one.", ZH: "本页已申报过一个事件，请查看总览；若为另一事件，请再次提交。"},
	"refused.busy":                 {EN: "Too much at once: send it again in a moment, it counts once.", ZH: "系统繁忙，请稍后再次提交，不会重复生效。"},
	"refused.engine_unavailable":   {EN: "The engine does not answer. Send it again, it counts once; if it goes on, call people by phone.", ZH: "引擎无响应。请再次提交，不会重复生效；若仍无响应，请直接打电话通知人员。"},
	"refused.input_too_large":      {EN: "Plan and site are too large together.", ZH: "预案与园区数据过大。"},
	"refused.plan_refused":         {EN: "The plan cannot be declared at this site.", ZH: "该预案不能在此园区启动。"},
	"refused.not_now":              {EN: "Something else comes first now: try again once it is over.", ZH: "当前有其他事项优先，请稍后再试。"},
	"refused.account_invalid":      {EN: "The account does not fit.", ZH: "账号信息不符合要求。"},
	"refused.password_unfit":       {EN: "The password does not fit.", ZH: "密码不正确或不符合要求。"},
	"refused.sign_in_refused":      {EN: "Login or password is wrong, or the account is disabled.", ZH: "用户名或密码错误，或账号已停用。"},
	"refused.account_locked":       {EN: "The account is closed for a quarter of an hour after too many wrong passwords. An administrator can open it at once.", ZH: "密码错误次数过多，账号锁定15分钟；管理员可立即解锁。"},
	"refused.forbidden":            {EN: "You may not do this.", ZH: "您没有此权限。"},
	"refused.schedule_unknown":     {EN: "There is no such schedule.", ZH: "没有这个演练计划。"},
	"refused.too_often":            {EN: "That was tried too often: wait a minute.", ZH: "尝试过于频繁，请等一分钟。"},
}
