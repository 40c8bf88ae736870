package reply

// The words that people write. A clause counts as read only if all of it stands in these lists, so a word too many here
// is worse than one too few: what is not listed gets a question back. Phrases are in lower case, without apostrophes,
// Chinese ones in simplified characters, separated by "|".

import "strings"

// meaning is what a phrase contributes to a clause.
type meaning struct {
	verb  Verb // empty for the other roles
	weak  bool // counts only if the whole text is understood
	role  role
	terms string
}

type role int

const (
	says   role = iota // a verb
	filler             // nothing
	hedge              // makes the text doubtful: a question back
	denies             // so does a negation, except where it only explains a "no"
	yes                // agrees, to nobody knows what
	asks               // opens a question
)

var vocabulary = []meaning{
	{verb: Accept, terms: "accept|accepted|accepting|i accept|coming|coming now|on my way|on the way|on our way|omw|otw|on way|en route|enroute|on route|" +
		"heading over|heading there|heading over now|on it|im on it|ill go|i will go|will go|going now|im going|we are going|were going|ill come|i will come|will come|" +
		"i can come|can come|i can go|i can do it|can do|will do|ill do it|i will do it|ill take it|i will take it|i got this|ive got this|count me in|" +
		"attending|will attend|responding|be right there|right there|ill be there|i will be there|will be there|be there soon|be there shortly|be there asap|there soon|" +
		"on my way now|on my way there|on my way over|coming over|coming right now|coming right away|right away|moving now|leaving now|nearly there|almost there|" +
		"接受|已接受|我接受|接单|我接|去|我去|我来|能去|可以去|愿意去|能来|可以来|能到|可以到|马上|马上到|马上去|马上来|马上就到|马上就来|马上就去|马上过去|马上过来|马上赶到|" +
		"马上赶去|马上出发|立刻到|立刻去|立刻出发|立即到|立即去|立即赶到|立即赶去|立即出发|就去|就来|就到|这就去|这就来|这就到|这就过去|这就过来|在路上|在路上了|在来的路上|在去的路上|" +
		"路上|路上了|出发|出发了|已出发|已经出发|现在出发|正在赶去|正在赶来|正在赶往|正赶去|正赶来|正赶往|赶去|赶来|赶过去|赶过来|在赶了|在赶|正在过去|正在过来|我过去|我过来|" +
		"我这就到|快到了|快要到了|就快到了|一会到|一会儿到|一会就到|一会儿就到|尽快到|尽快赶到|来了|接警|接令|现在去|现在过去|现在过来|开车过来|开车过去|正在开车过来|正在开车过去|在开车过来|在开车过去|在开车赶来"},
	{verb: OnScene, terms: "on scene|onscene|on the scene|on site|onsite|on the site|at scene|at the scene|at site|at the site|here|here now|arrived|have arrived|ive arrived|" +
		"just arrived|i have arrived|arrived on scene|arrived on site|arrived at scene|arrived at the scene|arrived at site|arrived at the site|in place|in position|on post|at post|at my post|on station|" +
		"reached|reached the site|reached the scene|reached site|im there|i am there|we are there|started|have started|" +
		"到|到了|到位|到位了|已到位|已经到位|已到|已经到|已经到了|人到了|我到了|到达|到达了|已到达|已经到达|到达现场|已到达现场|已经到达现场|到场|到场了|已到场|已经到场|到现场|到现场了|已到现场|已经到现场|" +
		"在现场|在现场了|人在现场|抵达|已抵达|抵达现场|已抵达现场|就位|就位了|已就位|到岗|到岗了|已到岗|在岗|开始|开始了|已开始"},
	{verb: Done, terms: "done|all done|its done|it is done|job done|task done|done it|finished|have finished|ive finished|all finished|complete|completed|task complete|task completed|connected|call connected|" +
		"完成|完成了|已完成|已经完成|任务完成|全部完成|都完成了|做好了|做完了|已做完|弄好了|弄完了|搞定|搞定了|好了|办好了|处理好了|处理完了|已处理|处理完毕|完毕|搞好了|接通|接通了|已接通|打通|打通了|已打通"},
	{verb: Cannot, terms: "cannot|can not|cant|i cant|i cannot|cant come|cannot come|can not come|cant go|cannot go|cant make it|cannot make it|cant attend|cannot attend|" +
		"cant do it|cannot do it|cant do|cant get there|cannot get there|cant help|wont make it|wont come|not coming|not able to come|not able|unable|unable to come|unable to attend|unable to go|" +
		"not available|unavailable|im not available|decline|declined|i decline|im out|find someone else|send someone else|page someone else|" +
		"no i cant|no cant|no cannot|no i cannot|no thanks|no thank you|no sorry|sorry no|sorry cant|sorry i cant|sorry cannot|sorry i cannot|" +
		"去不了|来不了|到不了|我去不了|我来不了|我到不了|赶不到|赶不过去|赶不过来|赶不及|来不及|过不去|过不来|我过不去|我过不来|回不去|回不来|不去|我不去|不来|不能|不能去|不能来|不能到|无法|无法去|" +
		"无法到达|无法到场|无法前往|无法参加|没法去|没法来|没空|没时间|走不开|抽不开身|脱不开身|不行|不行啊|不可以|不接受|拒绝|去不成|不方便去|不方便来|没办法去|没办法来|帮不了|做不了|干不了|找别人|换别人"},
	{verb: Cannot, weak: true, terms: "no|nope|nah|not me|不|不了"},
	{verb: NeedHelp, terms: "help|need help|need more help|help needed|i need help|we need help|help me|help us|need backup|need back up|backup|need more people|need more hands|more people|" +
		"need more men|need support|need assistance|assistance|assistance needed|need a hand|send help|send more people|send backup|send more help|send support|need reinforcements|reinforcements|" +
		"支援|请支援|求支援|请求支援|需要支援|要支援|急需支援|增援|请求增援|需要增援|请增援|需要帮助|需要帮忙|请帮忙|帮忙|帮帮忙|求助|需要人手|需要人|加派人手|请派人|派人来|快派人|快派人来|人手不够|人不够|人手不足|来人|快来人|来人啊|来帮忙|快来帮忙"},
	{verb: Relief, terms: "relief|need relief|relieve me|please relieve me|need to be relieved|request relief|need a relief|need replacement|replace me|换班|接班|请求换班|需要换班|换人|请换人|替换|请求替换|替我|请替换|轮换|交班|需要轮换|需要接班|请求接班"},
	{verb: Undo, terms: "undo|undo that|undo last|undo it|take that back|撤销|撤回|撤销上一条|撤回上一条"},
	{verb: Repeat, terms: "repeat|say again|repeat please|please repeat|again please|again|send again|resend|重复|再说一遍|再说一次|再发一遍|再发一次|重发|请重复|请重发|请再发一遍|请再发一次|重复一遍"},
	{verb: Seen, terms: "ok|okay|okey|oky|okie|k|kk|okk|copy|copied|copy that|roger|roger that|rgr|noted|received|recd|got it|got that|understood|ack|acknowledged|acknowledge|sure|fine|alright|all right|" +
		"great|good|cool|right|ok boss|read|seen|no problem|np|10-4|thanks|thank you|thx|ty|tks|tnx|cheers|many thanks|thanks a lot|thank you very much|ok thanks|will check|" +
		"收到|已收到|收到了|好|好的|好吧|好滴|好哒|好嘞|行|可以|没问题|嗯|嗯嗯|恩|哦|噢|喔|明白|明白了|知道了|知道|了解|了解了|清楚|清楚了|已阅|看到了|已看到|已知悉|知悉|遵命|谢谢|谢谢你|谢谢您|多谢|感谢|谢了|辛苦了|辛苦|您辛苦了|" +
		"👍|👌|🆗|✅|✔|☑|🙏|🫡|💪|❤|👏|🤝|🙆"},
	{verb: WrongNumber, terms: "wrong number|wrong no|wrong person|wrong phone|wrong phone number|you have the wrong number|you have a wrong number|you got the wrong number|you have got the wrong number|" +
		"youve got the wrong number|you have wrong number|this is the wrong number|this is a wrong number|its the wrong number|i think you have the wrong number|i think this is the wrong number|i think you got the wrong number|" +
		"i think its the wrong number|you have the wrong person|youve got the wrong person|not my number|wrong recipient|" +
		"打错了|你打错了|您打错了|打错电话了|打错电话|你打错电话了|您打错电话了|号码错了|号码错误|号码不对|错号|错号了|发错人了|你发错人了|您发错人了|发错人|发错号码|发错号码了|你发错号码了|您发错号码了|找错人了|你找错人了|您找错人了|认错人了"},

	{role: yes, terms: "yes|y|yep|yeah|yea|yup|ya|aye|affirmative|correct|是|是的|对|对的|同意"},
	{role: filler, terms: "hi|hello|hey|dear|sir|madam|boss|team|all|please|pls|plz|i|im|i am|ill|i will|ive|i have|we|we are|were|weve|the|now|already|just|just now|sorry|so sorry|very sorry|" +
		"good morning|good evening|good night|regards|best regards|kind regards|br|bye|reply|answer|press|option|code|number|token|control|control room|this is|me|" +
		"asap|soon|immediately|straight away|at once|over|out|lol|你好|您好|大家好|早上好|晚上好|领导|领导好|经理|主管|班长|队长|师傅|老板|我|我们|本人|俺|已|已经|了|啊|呀|哈|哈哈|呢|啦|喽|噢|" +
		"现在|刚|刚刚|回|回复|答复|按|我选|选|报告|对不起|不好意思|抱歉|再见|现场|尽快|谢谢领导|任务|呵呵|的"},
	{role: hedge, terms: "or|if|nobody|none|maybe|perhaps|possibly|probably|might|almost|nearly|half|partly|partially|except|unless|until|till|before|after|when|while|whether|" +
		"otherwise|but|however|though|although|still|yet|left|remaining|remains|only|hardly|instead|should|would|could|suppose|wait|hold on|unsure|depends|" +
		"help arrived|help has arrived|help is here|help here|backup arrived|backup is here|no help needed|" +
		"如果|要是|假如|除非|或|或者|还是|可能|也许|大概|好像|差点|快|快要|差不多|只|除了|但|但是|不过|可是|还有|还剩|剩|等|等等|稍等|等一下|等下|先|吗|么|吧|是不是|能不能|要不要|是否|一半|部分|待会|再|" +
		"支援到了|支援已到|支援来了|支援已到位|增援到了|增援已到"},
	{role: denies, terms: "not|dont|do not|doesnt|didnt|havent|hasnt|hadnt|isnt|arent|wasnt|werent|wont|will not|wouldnt|couldnt|shouldnt|never|not yet|not sure|" +
		"没|没有|未|别|不要|不用|不需要|不是|还没|还没有|尚未|并没有|并不"},
	{role: asks, terms: "what|where|which|who|whom|whose|when|how|why|whats|wheres|whos|hows|哪|哪里|哪儿|哪个|哪栋|哪层|什么|啥|谁|几|几号|几楼|几层|怎么|怎样|多少|在哪|为什么|为啥"},
}

// phrasebook finds the longest listed phrase at a place.
type phrasebook[T any] struct {
	entries map[string]T
	longest int
}

// compile cuts phrases the way texts are cut, so that both agree on what a word is.
func (p *phrasebook[T]) add(terms string, value T) {
	if p.entries == nil {
		p.entries = map[string]T{}
	}
	for term := range strings.SplitSeq(terms, "|") {
		atoms := newAtoms(term)
		p.entries[key(atoms)] = value
		p.longest = max(p.longest, len(atoms))
	}
}

// match gives the longest phrase that begins at atom i, and how many atoms it takes; 0 if none does.
func (p *phrasebook[T]) match(atoms []atom, i int) (value T, n int) {
	for n = min(p.longest, len(atoms)-i); n > 0; n-- {
		if v, ok := p.entries[key(atoms[i:i+n])]; ok {
			return v, n
		}
	}
	return value, 0
}

func key(atoms []atom) string {
	texts := make([]string, len(atoms))
	for i, a := range atoms {
		texts[i] = a.text
	}
	return strings.Join(texts, " ")
}

func newAtoms(term string) []atom {
	b := body{clean: []rune(term), fold: []rune(fold(term))}
	for i := 0; i < len(b.fold); {
		i = b.cut(i)
	}
	return b.atoms
}

var lexicon = func() (p phrasebook[meaning]) {
	for _, m := range vocabulary {
		p.add(m.terms, m)
	}
	return p
}()

// words makes a phrasebook of terms that mean the same.
func words(terms string) (p phrasebook[bool]) {
	p.add(terms, true)
	return p
}

// keywords are the carriers' words: only a text that holds nothing else is one.
var keywords = map[string]Verb{
	"stop": OptOut, "stopall": OptOut, "stop all": OptOut, "unsubscribe": OptOut, "cancel": OptOut, "end": OptOut, "quit": OptOut, "revoke": OptOut,
	"optout": OptOut, "opt out": OptOut, "unsubscribe me": OptOut, "stop texting me": OptOut, "stop texting": OptOut, "stop messaging me": OptOut,
	"td": OptOut, "t": OptOut, "退 订": OptOut, "请 退 订": OptOut, "我 要 退 订": OptOut, "回 复 退 订": OptOut, "退 订 回 t": OptOut, "别 再 发 了": OptOut, "不 要 再 发 了": OptOut,
	"start": OptIn, "unstop": OptIn, "opt in": OptIn, "optin": OptIn, "重 新 订 阅": OptIn, "恢 复 订 阅": OptIn, "恢 复 接 收": OptIn,
}

// keyword says which carrier's word a whole text is, or "".
func keyword(clean string) Verb {
	var kept []atom
	for _, a := range newAtoms(clean) {
		switch a.kind {
		case ask, number, sign:
			return ""
		case stop:
		case word, han:
			kept = append(kept, a)
		}
	}
	return keywords[key(kept)]
}
