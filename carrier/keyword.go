package carrier

// The words that the network itself acts upon.

import "strings"

// Keyword says what the network itself does on a text that is one of its reserved words alone: "STOP" ends all messages to
// that phone, "START" allows them again, "HELP" is answered by it; otherwise it is empty.
//
// YES counts as START for a phone that has said STOP; to any other it is an answer like others, which the caller tells apart.
func Keyword(text string) string {
	return keywords[strings.ToUpper(strings.TrimSpace(text))]
}

var keywords = map[string]string{
	"STOP": "STOP", "STOPALL": "STOP", "UNSUBSCRIBE": "STOP", "CANCEL": "STOP", "END": "STOP", "QUIT": "STOP", "REVOKE": "STOP", "OPTOUT": "STOP",
	"START": "START", "UNSTOP": "START", "YES": "START",
	"HELP": "HELP", "INFO": "HELP",
}
