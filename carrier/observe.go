package carrier

// Observing: how requests to the network are told of to whoever measures and traces them.

import "context"

// The requests that are told apart.
const (
	CallSend      = "send-message"
	CallList      = "list-messages"
	CallPlace     = "place-call"
	CallListCalls = "list-calls"
)

// Calls are all of them.
var Calls = []string{CallSend, CallList, CallPlace, CallListCalls}

// Observer is told that a request to the network begins; done, that it has ended, and how. It hears of no number and no text.
type Observer func(ctx context.Context, call string) (done func(err error))

// Observed joins observers; none at all is one that does nothing.
func Observed(all ...Observer) Observer {
	return func(ctx context.Context, call string) func(error) {
		ends := make([]func(error), len(all))
		for k, observe := range all {
			ends[k] = observe(ctx, call)
		}
		return func(err error) {
			for _, end := range ends {
				end(err)
			}
		}
	}
}
