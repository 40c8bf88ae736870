package api

// SessionCookie is the name of a session's cookie where the outside reaches Muster at an address: whatever serves pages beside
// the API signs people in by the same one.
func SessionCookie(publicURL string) string {
	s := server{Options: Options{PublicURL: publicURL}}
	return s.cookie()
}
