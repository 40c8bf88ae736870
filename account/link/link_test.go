package link_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account/link"
)

func TestCodeNamesOnePersonInOneIncident(t *testing.T) {
	k := link.New("secret")
	code := k.Code("inc-0abc", "liu.yang-2")
	incident, person, ok := k.Read(code)
	require.True(t, ok)
	require.Equal(t, [2]string{"inc-0abc", "liu.yang-2"}, [2]string{incident, person})
	require.Equal(t, code, link.New("secret").Code("inc-0abc", "liu.yang-2"), "the same text is sent again, and found again")
}

func TestCodeThatWasChangedOpensNothing(t *testing.T) {
	k := link.New("secret")
	code := k.Code("inc-0abc", "liu-yang")
	for _, wrong := range []string{
		"", ".", "..", "inc-0abc", "inc-0abc.liu-yang", "inc-0abc.liu-yang.", ".liu-yang." + code[len(code)-13:], code + "a", code[:len(code)-1],
		strings.Replace(code, "liu", "sun", 1), strings.Replace(code, "0abc", "0abd", 1), link.New("another").Code("inc-0abc", "liu-yang"),
	} {
		_, _, ok := k.Read(wrong)
		require.False(t, ok, wrong)
	}
}
