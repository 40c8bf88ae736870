package sites_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/roster"
	"muster/sites"
)

func load(t require.TestingT, file string) *sites.Site {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	site, err := sites.Load(data, file)
	require.NoError(t, err)
	return site
}

// TestBrokenFiles loads each broken file; the comments on its first lines are the problems that must be found in it.
func TestBrokenFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(files), 100)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			want := expected(string(data))
			require.NotEmpty(t, want)

			site, err := sites.Load(data, "site.yaml")
			require.Nil(t, site)
			require.EqualError(t, err, strings.Join(want, "\n"))
		})
	}
}

func expected(text string) []string {
	var want []string
	for _, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(line, "# ")
		if !ok {
			break
		}
		want = append(want, "site.yaml:"+rest)
	}
	return want
}

func TestAProblemHasItsPlaceAndRule(t *testing.T) {
	data, err := os.ReadFile("testdata/broken/seat-nobody.yaml")
	require.NoError(t, err)
	_, err = sites.Load(data, "mill.yaml")
	var broken *sites.FileError
	require.ErrorAs(t, err, &broken)
	require.Equal(t, "mill.yaml", broken.File)
	require.Len(t, broken.Problems, 1)
	require.Equal(t, "empty", broken.Problems[0].Rule)
	require.Equal(t, 48, broken.Problems[0].Line)
}

func TestAFileThatIsTooLargeIsNotRead(t *testing.T) {
	_, err := sites.Load(bytes.Repeat([]byte("#"), sites.MaxBytes+1), "big.yaml")
	require.EqualError(t, err, "big.yaml:1:1: the file is larger than 4 MiB; split the site, or take out what does not belong to it")
	_, err = sites.Load(bytes.Repeat([]byte("#"), sites.MaxBytes), "big.yaml")
	require.ErrorContains(t, err, "empty")
}

func TestProblemsNeverShowAPhoneNumber(t *testing.T) {
	for _, name := range []string{"responder-phone", "responder-namesake-shares-phone", "resident-phone", "resident-has-a-responders-phone"} {
		data, err := os.ReadFile("testdata/broken/" + name + ".yaml")
		require.NoError(t, err)
		_, err = sites.Load(data, "site.yaml")
		require.NotContains(t, err.Error(), "25550")
	}
}

func TestWhatIsLeftOutHasItsUsualValue(t *testing.T) {
	data, err := os.ReadFile("testdata/valid.yaml")
	require.NoError(t, err)
	data = bytes.Replace(data, []byte("day: {from: \"06:00\", to: \"20:00\"}\n"), nil, 1)
	site, err := sites.Load(data, "site.yaml")
	require.NoError(t, err)
	require.Equal(t, roster.DayHours{From: "07:00", To: "19:00"}, site.Day)

	day, night := site.Shifts[0], site.Shifts[1]
	require.Equal(t, 4, day.Every)
	require.Equal(t, []int{0, 2}, day.Days)
	require.Equal(t, 1, night.Every)
	require.Equal(t, []int{0}, night.Days)
	require.False(t, site.Residents[1].Assist)
}

func TestAWrittenSiteReadsBackTheSame(t *testing.T) {
	for name, site := range map[string]*sites.Site{
		"valid": load(t, "testdata/valid.yaml"), "riverside": sites.Riverside(), "generated": sites.Generate(70, 50),
	} {
		data, err := site.Marshal()
		require.NoError(t, err, name)
		back, err := sites.Load(data, name)
		require.NoError(t, err)
		require.Equal(t, site, back)
	}
}

func TestLoadSurvivesDamage(t *testing.T) {
	data, err := os.ReadFile("testdata/valid.yaml")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		damaged := bytes.Clone(data)
		for range rapid.IntRange(1, 4).Draw(t, "cuts") {
			from := rapid.IntRange(0, len(damaged)-1).Draw(t, "from")
			to := min(len(damaged), from+rapid.IntRange(0, 30).Draw(t, "length"))
			insert := rapid.SampledFrom([]string{"", " ", "\n", "[", "}", "- ", ": ", "\"", "null", "&a ", "*a", "0", "é"}).Draw(t, "insert")
			damaged = append(append(bytes.Clone(damaged[:from]), insert...), damaged[to:]...)
		}
		site, err := sites.Load(damaged, "site.yaml")
		require.Equal(t, err != nil, site == nil)
		var broken *sites.FileError
		if errors.As(err, &broken) {
			require.NotEmpty(t, broken.Problems)
			for _, p := range broken.Problems {
				require.Positive(t, p.Line)
				require.Positive(t, p.Column)
				require.NotEmpty(t, p.Text)
			}
		}
	})
}

func TestDeeplyNestedFilesAreRefusedQuickly(t *testing.T) {
	var steps strings.Builder
	for i := range 2_000 {
		fmt.Fprintf(&steps, "%sa:\n", strings.Repeat(" ", i))
	}
	for _, text := range []string{strings.Repeat("[", 1<<20), strings.Repeat("- ", 1<<20), steps.String()} {
		_, err := sites.Load([]byte(text), "deep.yaml")
		require.Error(t, err)
	}
}
