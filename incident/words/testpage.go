package words

// Test pages: a text that is plainly one, and what its answer is answered.

import (
	"fmt"

	"muster/incident/sms"
)

// TestPage asks somebody to show that texts reach them. It asks for a word that accepts nothing, should it be read as an answer to a
// page after all.
func TestPage(lang, site, name, at string) string {
	whole := func(site string) string {
		return pick(lang,
			fmt.Sprintf("TEST %s, %s: no emergency, nothing to do. %s, reply OK to show that this phone works.", at, site, name),
			fmt.Sprintf("【测试】%s %s：无险情，无需行动。%s，请回复“收到”，以确认本机可用。", at, site, name))
	}
	return whole(sms.Shorten(site, partsAim, whole))
}

// TestThanks answers the answer.
func TestThanks(lang string) string {
	return pick(lang, "Thank you: this phone works. That was only a test.", "谢谢，本机可用。以上仅为测试。")
}
