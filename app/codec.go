package app

// The codec: what the engine keeps of an incident is compressed. The format is the engine's library's own ("binary/zlib"),
// so that its tools can read it; but the library's codec makes a new compressor of a megabyte for each payload, however
// small, which took a tenth of the processor while many incidents were declared, and more for the garbage.

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"sync"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
)

const (
	zlibEncoding = "binary/zlib"
	// worthIt is from how many bytes on a payload is compressed.
	worthIt = 512
	// mostPayload bounds what a payload may grow to when it is read.
	mostPayload = 64 << 20
)

// codec compresses payloads. Its zero value is ready, and safe for concurrent use.
type codec struct{ writers sync.Pool }

var _ converter.PayloadCodec = (*codec)(nil)

// Encode implements converter.PayloadCodec.
func (c *codec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	result := make([]*commonpb.Payload, len(payloads))
	for k, p := range payloads {
		result[k] = p
		if len(p.GetData()) < worthIt {
			continue
		}
		packed, err := c.pack(p)
		if err != nil {
			return nil, err
		}
		if len(packed) < len(p.GetData()) {
			result[k] = &commonpb.Payload{Metadata: map[string][]byte{converter.MetadataEncoding: []byte(zlibEncoding)}, Data: packed}
		}
	}
	return result, nil
}

func (c *codec) pack(p *commonpb.Payload) ([]byte, error) {
	whole, err := p.Marshal()
	if err != nil {
		return nil, fmt.Errorf("pack a payload: %w", err)
	}
	var packed bytes.Buffer
	w, ok := c.writers.Get().(*zlib.Writer)
	if !ok {
		if w, err = zlib.NewWriterLevel(nil, zlib.BestSpeed); err != nil {
			return nil, fmt.Errorf("pack a payload: %w", err)
		}
	}
	defer c.writers.Put(w)
	w.Reset(&packed)
	_, err = w.Write(whole)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack a payload: %w", err)
	}
	return packed.Bytes(), nil
}

// Decode implements converter.PayloadCodec.
func (c *codec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	result := make([]*commonpb.Payload, len(payloads))
	for k, p := range payloads {
		result[k] = p
		if string(p.GetMetadata()[converter.MetadataEncoding]) != zlibEncoding {
			continue
		}
		whole, err := unpack(p.GetData())
		if err != nil {
			return nil, fmt.Errorf("unpack a payload: %w", err)
		}
		result[k] = whole
	}
	return result, nil
}

func unpack(data []byte) (*commonpb.Payload, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	whole, err := io.ReadAll(io.LimitReader(r, mostPayload))
	if err != nil {
		return nil, err
	}
	p := &commonpb.Payload{}
	return p, p.Unmarshal(whole)
}
