package account

// Refusals: codes that stay, with a sentence that says what to do.

// Code names a kind of refusal for programs.
type Code string

// The codes.
const (
	CodeField    Code = "account_invalid"
	CodeUnknown  Code = "account_unknown"
	CodeTaken    Code = "login_taken"
	CodeLast     Code = "last_administrator"
	CodeRight    Code = "forbidden"
	CodePassword Code = "password_unfit"
	CodeSignIn   Code = "sign_in_refused"
	CodeLocked   Code = "account_locked"
	CodeToken    Code = "token_unknown"
	CodeOften    Code = "too_often"
	CodeProvider Code = "provider_unavailable"
)

// Error is a refusal.
type Error struct {
	Code    Code
	Field   string // of the body that is to blame, empty if none is
	Message string // a sentence for people
}

// Error implements error.
func (e *Error) Error() string { return e.Message }

// Refuse makes a refusal.
func Refuse(code Code, field, message string) *Error {
	return &Error{Code: code, Field: field, Message: message}
}
