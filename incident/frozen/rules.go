package frozen

// Rules is the version of the incident's rules that new incidents begin with. One that runs keeps those of its declaration,
// so that its history replays whatever the code becomes (RESPONSE.md section 1): a change of behaviour raises Rules, asks
// for the incident's own where it decides, and adds a golden history.
const Rules = 7

// The rules, by what each one changed.
const (
	LatenessOnlyRaises = 1 // a late step's level lifts the response and never lowers it
	GapsReturnSoon     = 1 // a gap that somebody sees to is theirs for minutes, not for half an hour
	PinnedStay         = 1 // whoever is rostered to a pinned seat is not called away from it
	ReferencesAsked    = 1 // a task asks for the reference number that its step wants

	AlarmsClimbOn      = 1 // danger or a call for help that is reported again does not start its ladder anew
	NumbersAfterDanger = 1 // "7, 3 people trapped" is danger
	ShortSeatsClimbOn  = 1 // a broken promise does not start the ladder anew of a seat that is being called for
	ToldIsTaken        = 1 // whoever accepts takes in hand what they were told of; being assigned to seats takes only these
	EverybodyIsTold    = 1 // who was never called, but holds a seat or has a step, is told of the end and of a pause
	DangerOutlasts     = 1 // the end does not silence a danger that nobody has answered
	EveryCodeAnswers   = 1 // whoever holds a seat answers under the code of every page that they accepted
	OthersAreCalled    = 1 // the company's own people are not called about themselves
	LatePeopleRenew    = 1 // "1" of somebody who is late is a promise again
	HandedBack         = 1 // what somebody had in hand who drops out climbs on at once
	FailuresKeepIDs    = 1 // a message that the carrier lists as failed keeps its id, and fails once
	ForemostFirst      = 1 // of more people than the engine's search can name, it keeps those who matter
	RepliesFollow      = 1 // the reply to a text for which the Desk could not wait follows as a message

	CommandPasses    = 2 // a silent commander is succeeded, a new one is briefed, and who commanded before is asked whether they mean it
	HandedOverBriefs = 2 // a hand-over puts the brief on the timeline and says who commands now
	AnswersAreUndone = 2 // "9" takes the last answer back
	NightsAreQuiet   = 2 // a step of the recovery with working hours waits for the site's day

	AwayIsSaid   = 2 // an incident that was declared while the database was away says so
	CallsByVoice = 2 // a rung that names voice calls people, who answer by a key

	WorkCounts = 3 // "done", under its code, of somebody from whom the step had been taken completes it
)

// What facts, places and levels changed.
const (
	StepsFanOut   = 3 // a step for each place is one for each, and places may be added
	FactsAreAsked = 3 // who may state a fact that something waits for is asked by SMS, and nobody else of the staff may state it
	LevelsRelease = 3 // a lowered level stands down who is not there yet, and asks the commander about the rest
)

// Rules 3: people over time.
const (
	PeopleAreRelieved = 3 // "8" and the end of a shift have a seat called for one more, and its holder stays until somebody has it
	PeopleCheckIn     = 3 // people on scene are asked again whether they are well; two misses count as danger
	OneLeaseEach      = 3 // a person works in one incident at a time: busy people are called last, and the graver incident keeps them
)

// What rules 3 changed in reports by text, and in who is reached how.
const (
	ReportsAreSaid  = 3 // an incident that was declared by text says who reported and who confirmed it
	RadioIsAsked    = 3 // what a desk reports for somebody who commanded before is asked about as their text would be
	RepeatsAreTold  = 3 // whoever has a call repeated has been told of all that its page is about by then
	CallsInOrder    = 3 // of two calls of a person whose answers were lost, the earlier one is asked about first
	UnreadAreCalled = 3 // whom no text reaches is called at once where the ladder soon names voice
)

// The rule of notices.
const (
	NoticesAreSent = 3 // residents are sent their notices, once whoever the site wants to stand behind them does
)

// The rules of incidents that belong together.
const (
	IncidentsMerge    = 3 // one incident hands its people and facts over to another and ends as its duplicate
	DuplicatesAreTold = 3 // declarers and commanders are told of an incident that may be the same, and asked whether it is
	PlansLink         = 3 // what has become true proposes or opens other plans
)

// What rules 4 changed.
const (
	MissedPassOn       = 4 // a question whose message failed is put to the next who may answer it, else again, and holds up no other
	NoticesEndRecorded = 4 // an incident that has ended waits for the end of its notices, so that its record has them
	VacantIsNobodys    = 4 // where nobody commands an order overrules nobody, and who takes the command back succeeds nobody
	OptOutRelieves     = 4 // whoever holds a seat and wants no more messages stays until somebody has taken it over, who is called at once
	DangerIsPlaced     = 4 // a code alone, of somebody in danger in several incidents, says in which of them
	LevelsReopenLeases = 4 // whom of two incidents somebody works in is decided anew once lives are at stake in one of them, or no more
	SeatsStayApart     = 4 // whoever comes to hold a seat, by an order, a merge or an undo, is asked for and holds no other that does not share with it
)

// What rules 5 changed.
const (
	MessagesDiffer  = 5 // a message that says what its reader was told before bears a number, so that each is found at the carrier by its words
	WordsAreUndone  = 5 // "9" takes back a call for help or relief and a wrong number, while nobody has acted on it
	PhonesAreShared = 5 // several people may share a phone: one message asks them, and its codes say who answers
	FilteredStay    = 5 // a page whose text the network has filtered goes on by voice, and the same text is not sent again
	AlikeAreMet     = 5 // incidents that may be the same are known from the beginning, and told by errands, which outlast a kill
)

// What rules 6 changed.
const (
	NeedsFollowTheHour  = 6 // how many a seat needs is looked at again when day becomes night or night day, not only when it opens
	FactsAreVolunteered = 6 // whoever may state a fact tells it by text without being asked
	NoticesSupersede    = 6 // an all clear stops what still tells residents otherwise, in whichever phase its step is, and a correction what it corrects
)

// What rules 7 changed.
const (
	RecordsAreSealed    = 7 // an incident that has ended and rests has its record sealed before its workflow ends
	AccountsConsentOnce = 7 // one account has one person stand behind a notice, whichever names it gives
)
