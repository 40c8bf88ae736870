package app

// Encryption: what leaves for the engine is encrypted by the connection itself, and what comes is decrypted.

import (
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/proxy"
	"google.golang.org/grpc"

	"muster/app/vault"
)

// encrypting has every payload of a request encrypted, and of an answer decrypted; search attributes are none. An answer that cannot
// be decrypted is refused as a whole, but for its memos: those come in lists, and one whose key is missing would keep all others
// from being found. It stays as it is, and whoever looks for what it says finds nothing.
func encrypting(keys *vault.Vault) (grpc.UnaryClientInterceptor, error) {
	return proxy.NewPayloadVisitorInterceptor(proxy.PayloadVisitorInterceptorOptions{
		Outbound: &proxy.VisitPayloadsOptions{SkipSearchAttributes: true, Visitor: func(_ *proxy.VisitPayloadsContext, payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
			return keys.Encode(payloads)
		}},
		Inbound: &proxy.VisitPayloadsOptions{SkipSearchAttributes: true, Visitor: func(at *proxy.VisitPayloadsContext, payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
			opened, err := keys.Decode(payloads)
			if _, memo := at.Parent.(*commonpb.Memo); memo && err != nil {
				return payloads, nil
			}
			return opened, err
		}},
	})
}
