// This file reads and writes percentages.

package document

import (
	"fmt"
	"strconv"
	"strings"
)

// Percent is a share of a target, 1 to 100.
type Percent int

// UnmarshalText reads 80 or 80%; its error says what to write.
func (p *Percent) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(string(text), "%")))
	if err != nil || n < 1 || n > 100 {
		return fmt.Errorf("%q is no share of the target; write 1 to 100, such as 80%%", cut(string(text)))
	}
	*p = Percent(n)
	return nil
}

// MarshalText writes "80%".
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// String gives "80%".
func (p Percent) String() string { return strconv.Itoa(int(p)) + "%" }
