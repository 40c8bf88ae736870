package carrier

// How a failure is told apart: one classifier for refused requests and for receipts.

import "net/http"

// Classify tells what a failure means: from the carrier's code and the HTTP status of a refused request, or from the code
// alone (status 0) where a receipt brings it.
//
// A status of 5xx is ambiguous whatever the code says, since the network may have taken the message before it failed.
// An unknown code is a bug of ours with a status of 4xx, and ambiguous otherwise.
func Classify(code, status int) Class {
	if status >= http.StatusInternalServerError {
		return Ambiguous
	}
	if class, known := codes[code]; known {
		return class
	}
	return classifyStatus(status)
}

func classifyStatus(status int) Class {
	switch status {
	case http.StatusTooManyRequests:
		return Throttled
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound, http.StatusProxyAuthRequired:
		return Account // wrong credentials, or an address that is not the carrier's
	case http.StatusRequestTimeout:
		return Ambiguous
	}
	if status >= http.StatusBadRequest {
		return Bug
	}
	return Ambiguous
}

// codes are the vendor's error codes, https://www.twilio.com/docs/api/errors; those from 30001 come in receipts.
var codes = map[int]Class{
	20003:  Account,     // authentication
	20404:  Account,     // no such account or sender
	21212:  Account,     // bad sender number
	21603:  Account,     // sender missing
	21606:  Account,     // sender is not ours
	21608:  Account,     // trial account, recipient not verified
	572005: Account,     // the same, newer
	21408:  Account,     // country not permitted
	30002:  Account,     // account suspended
	30032:  Account,     // toll-free sender not verified
	30034:  Account,     // sender not registered
	20429:  Throttled,   // too many requests
	14107:  Throttled,   // send rate exceeded
	20500:  Ambiguous,   // internal error of the carrier
	20503:  Ambiguous,   // service unavailable
	21211:  Recipient,   // invalid number
	21268:  Recipient,   // premium number
	21614:  Recipient,   // not a mobile number
	21635:  Recipient,   // landline
	30004:  Recipient,   // blocked
	30005:  Recipient,   // unknown handset
	30006:  Recipient,   // landline or unreachable network
	21612:  Route,       // no route from our sender to this number: often a whole country's
	63016:  Route,       // of WhatsApp: our sender lacks a template for whoever has not written for a day
	21610:  OptedOut,    // the recipient has said STOP
	30003:  Unreachable, // handset off or roaming
	30008:  Unreachable, // unknown error on the way
	30036:  Unreachable, // validity expired before delivery
	30500:  Unreachable, // internal error on the way
	30007:  Filtered,    // taken for spam
	21611:  QueueFull,   // the sender's queue is full
	30001:  QueueFull,   // the same, after acceptance
	30022:  QueueFull,   // registered sender's rate
	30023:  QueueFull,   // registered sender's daily cap
	21602:  Bug,         // empty body
	21617:  Bug,         // body too long
	21205:  Bug,         // of a call: no text, or an address that cannot be called back
	21210:  Account,     // of a call: sender not verified
	21215:  Account,     // of a call: country not permitted
	21216:  Account,     // of a call: the account may not call this number
	21217:  Recipient,   // of a call: not a number
	21219:  Account,     // of a call: trial account, recipient not verified
	13223:  Recipient,   // of a call: not a number that can be dialled
	13224:  Recipient,   // the same, as the network says it
	13227:  Account,     // of a call: country not permitted
}
