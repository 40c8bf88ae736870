package app

// The codec against the engine's library's own: each reads what the other writes.

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"pgregory.net/rapid"
)

func payload(data []byte) []*commonpb.Payload {
	return []*commonpb.Payload{{Metadata: map[string][]byte{converter.MetadataEncoding: []byte("json/plain")}, Data: data}}
}

func TestWhatIsPackedIsReadByUsAndByTheLibrary(t *testing.T) {
	ours, library := &codec{}, converter.NewZlibCodec(converter.ZlibCodecOptions{})
	rapid.Check(t, func(t *rapid.T) {
		data := bytes.Repeat([]byte(rapid.String().Draw(t, "text")), rapid.IntRange(1, 2000).Draw(t, "times"))
		whole := payload(data)
		packed, err := ours.Encode(whole)
		require.NoError(t, err)
		theirs, err := library.Encode(whole)
		require.NoError(t, err)
		for _, reading := range []struct {
			reader converter.PayloadCodec
			given  []*commonpb.Payload
		}{{ours, packed}, {library, packed}, {ours, theirs}} {
			read, err := reading.reader.Decode(reading.given)
			require.NoError(t, err)
			require.True(t, bytes.Equal(data, read[0].GetData()))
			require.Equal(t, whole[0].GetMetadata(), read[0].GetMetadata())
		}
	})
}

func TestOnlyWhatGainsByItIsPacked(t *testing.T) {
	c := &codec{}
	small := payload(bytes.Repeat([]byte("a"), worthIt-1))
	large := payload(bytes.Repeat([]byte("a"), worthIt))
	kept, err := c.Encode(small)
	require.NoError(t, err)
	require.Equal(t, small, kept)
	packed, err := c.Encode(large)
	require.NoError(t, err)
	require.Less(t, len(packed[0].GetData()), worthIt)
	require.Equal(t, zlibEncoding, string(packed[0].GetMetadata()[converter.MetadataEncoding]))
}

func TestADamagedPayloadIsAnError(t *testing.T) {
	c := &codec{}
	packed, err := c.Encode(payload(bytes.Repeat([]byte("abc"), worthIt)))
	require.NoError(t, err)
	data := packed[0].GetData()
	for _, damaged := range [][]byte{nil, data[:len(data)/2], append([]byte{0}, data...)} {
		_, err := c.Decode([]*commonpb.Payload{{Metadata: packed[0].GetMetadata(), Data: damaged}})
		require.Error(t, err)
	}
}
