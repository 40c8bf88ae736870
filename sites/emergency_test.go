package sites_test

// A site without a number of its own for strangers.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/sites"
)

func TestSiteNeedsNoNumberForStrangers(t *testing.T) {
	var lines []string
	for line := range strings.Lines(string(sites.RiversideFile())) {
		if !strings.HasPrefix(line, "emergency:") {
			lines = append(lines, line)
		}
	}
	file := strings.Join(lines, "")
	require.Less(t, len(file), len(sites.RiversideFile()))
	require.NoError(t, compiled(t).Validate(asJSON(t, []byte(file))))
	site, err := sites.Load([]byte(file), "site.yaml")
	require.NoError(t, err)
	require.Empty(t, site.Emergency)
}
