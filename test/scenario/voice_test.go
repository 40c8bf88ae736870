package scenario_test

// The carrier's voice: webhooks posted by hand, signed as the vendor signs them.

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// carrierVoice posts webhooks to a program under the simulator.
type carrierVoice struct {
	t      *testing.T
	muster *harness.Program
	key    string
}

func newCarrierVoice(t *testing.T, muster *harness.Program) carrierVoice {
	t.Helper()
	key, err := os.ReadFile(muster.Data("simulator-key"))
	require.NoError(t, err)
	return carrierVoice{t, muster, strings.TrimSpace(string(key))}
}

// says posts a webhook with its right signature.
func (v carrierVoice) says(path string, form map[string]string) (int, string) {
	return v.post(path, form, v.key)
}

// forges posts a webhook that is signed with another key.
func (v carrierVoice) forges(path string, form map[string]string) (int, string) {
	return v.post(path, form, "not"+v.key)
}

func (v carrierVoice) post(path string, form map[string]string, key string) (int, string) {
	v.t.Helper()
	address := v.muster.URL + "/webhooks/twilio/" + path
	text, values := address, url.Values{}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		text += name + form[name]
		values.Set(name, form[name])
	}
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	require.NoError(v.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	response, err := http.DefaultClient.Do(request)
	require.NoError(v.t, err)
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	require.NoError(v.t, err)
	return response.StatusCode, string(answer)
}
