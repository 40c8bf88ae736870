package api

// Rules: what every call asks of whoever makes it. A call without one is not served: the API does not start.

import (
	"muster/account"
)

// reach says where somebody must have the right that a rule names.
type reach int

const (
	anybody    reach = iota // the call asks for nobody's name; webhooks bear a signature instead
	whoever                 // somebody who is known, whatever they may do: it is about themselves
	somewhere               // at some site: the call shows or takes only what is of those sites, and sees to that itself
	everywhere              // at every site
	atIncident              // at the site of the incident whose id is in the address
	atSchedule              // at the site of the drills' schedule whose id is in the address
	atSite                  // at the site whose id is in the address, as {site}
)

// rule is a right, and where it is asked for. What is done to a drill may also be done by whoever may practise at its site.
type rule struct {
	reach reach
	right account.Right
}

// rules are those of all calls, by the ids of their operations. A new call needs a line here.
var rules = map[string]rule{
	"health":    {reach: anybody},
	"readiness": {reach: anybody},

	"receive-text":    {reach: anybody},
	"receive-receipt": {reach: anybody},
	"receive-key":     {reach: anybody},

	"sign-in":          {reach: anybody},
	"sign-in-ways":     {reach: anybody},
	"begin-provider":   {reach: anybody},
	"finish-provider":  {reach: anybody},
	"show-session":     {reach: whoever},
	"sign-out":         {reach: whoever},
	"change-password":  {reach: whoever},
	"list-tokens":      {reach: whoever},
	"add-token":        {reach: whoever},
	"revoke-token":     {reach: whoever},
	"list-accounts":    {somewhere, account.Accounts},
	"add-account":      {somewhere, account.Accounts},
	"show-account":     {somewhere, account.Accounts},
	"edit-account":     {somewhere, account.Accounts},
	"set-roles":        {somewhere, account.Accounts},
	"reset-password":   {somewhere, account.Accounts},
	"disable-account":  {somewhere, account.Accounts},
	"enable-account":   {somewhere, account.Accounts},
	"list-audit":       {everywhere, account.Audit},
	"verify-audit":     {everywhere, account.Audit},
	"rebuild-shadow":   {everywhere, account.Operate},
	"watchdog":         {somewhere, account.Read},
	"stream":           {somewhere, account.Read},
	"list-sites":       {somewhere, account.Read},
	"list-plans":       {somewhere, account.Read},
	"list-responders":  {somewhere, account.Read},
	"list-shifts":      {somewhere, account.Read},
	"list-incidents":   {somewhere, account.Read},
	"list-drills":      {somewhere, account.Read},
	"list-due-drills":  {somewhere, account.Read},
	"import-site":      {somewhere, account.Sites},
	"declare-incident": {somewhere, account.Declare},
	"schedule-drill":   {somewhere, account.Practise},

	"list-phones":   {everywhere, account.Phones},
	"list-messages": {everywhere, account.Phones},
	"reply":         {everywhere, account.Phones},
	"set-habit":     {everywhere, account.Phones},
	"press-keys":    {everywhere, account.Phones},

	"show-incident":  {atIncident, account.Read},
	"show-timeline":  {atIncident, account.Read},
	"show-review":    {atIncident, account.Read},
	"show-brief":     {atIncident, account.Read},
	"list-photos":    {atIncident, account.Read},
	"show-photo":     {atIncident, account.People}, // whom it may show
	"list-notices":   {atIncident, account.Read},
	"record-answer":  {atIncident, account.Respond},
	"state-fact":     {atIncident, account.Respond},
	"add-note":       {atIncident, account.Respond},
	"add-photo":      {atIncident, account.Respond},
	"start-step":     {atIncident, account.Respond},
	"finish-step":    {atIncident, account.Respond},
	"add-place":      {atIncident, account.Respond},
	"escalate":       {atIncident, account.Respond},
	"skip-step":      {atIncident, account.Command},
	"reassign-step":  {atIncident, account.Command},
	"extend-step":    {atIncident, account.Command},
	"add-step":       {atIncident, account.Command},
	"set-level":      {atIncident, account.Command},
	"assign-seat":    {atIncident, account.Command},
	"release-seat":   {atIncident, account.Command},
	"stand-down":     {atIncident, account.Command},
	"cancel":         {atIncident, account.Command},
	"resume":         {atIncident, account.Command},
	"merge-incident": {atIncident, account.Command},
	"link-incident":  {atIncident, account.Command},
	"preview-notice": {atIncident, account.Command},
	"send-notice":    {atIncident, account.Command},
	"approve-notice": {atIncident, account.Command},
	"reject-notice":  {atIncident, account.Command},

	"get-roster":      {atSite, account.Read},
	"list-duties":     {atSite, account.Read},
	"check-coverage":  {atSite, account.Read},
	"list-calendars":  {atSite, account.Read},
	"put-shift":       {atSite, account.Rosters},
	"delete-shift":    {atSite, account.Rosters},
	"add-override":    {atSite, account.Rosters},
	"delete-override": {atSite, account.Rosters},
	"add-leave":       {atSite, account.Rosters},
	"delete-leave":    {atSite, account.Rosters},
	"swap-shifts":     {atSite, account.Rosters},
	"take-shift":      {atSite, account.Rosters},
	"import-events":   {atSite, account.Rosters},
	"make-calendar":   {atSite, account.Rosters},
	"delete-calendar": {atSite, account.Rosters},
	"import-staff":    {atSite, account.Sites},
	"remove-staff":    {atSite, account.Sites},
	"test-responder":  {atSite, account.Command},
	"read-calendar":   {reach: anybody}, // its address bears a secret

	"list-plan-versions": {somewhere, account.Read},
	"get-plan-file":      {somewhere, account.Read},
	"diff-plan":          {somewhere, account.Read},
	"upload-plan":        {everywhere, account.Plans},
	"publish-plan":       {everywhere, account.Plans},
	"roll-back-plan":     {everywhere, account.Plans},

	"pause-drill":  {atSchedule, account.Practise},
	"resume-drill": {atSchedule, account.Practise},
	"skip-drill":   {atSchedule, account.Practise},
	"delete-drill": {atSchedule, account.Practise},
}

// unaudited are calls that change nothing of ours although they are no GET.
var unaudited = map[string]bool{
	"preview-notice": true, "reply": true, "set-habit": true, "press-keys": true, // the simulator's handsets are nobody's
	"sign-in": true, "sign-out": true, // noted by themselves, with who it was
}
