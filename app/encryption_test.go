package app

// Encryption on the way to the engine: nothing of what people said leaves in the clear, and what cannot be read keeps nothing else from
// being read but what it belongs to.

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	commandpb "go.temporal.io/api/command/v1"
	commonpb "go.temporal.io/api/common/v1"
	failurepb "go.temporal.io/api/failure/v1"
	historypb "go.temporal.io/api/history/v1"
	querypb "go.temporal.io/api/query/v1"
	schedulepb "go.temporal.io/api/schedule/v1"
	sdkpb "go.temporal.io/api/sdk/v1"
	updatepb "go.temporal.io/api/update/v1"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"muster/app/vault"
	"muster/workflows"
)

func vaultIn(t *testing.T) *vault.Vault {
	t.Helper()
	keys, err := vault.Open(filepath.Join(t.TempDir(), "keys.json"), time.Now, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	return keys
}

// passed sends a request through the connection; the engine's answer is in the response already.
func passed(t *testing.T, keys *vault.Vault, request, response proto.Message) error {
	t.Helper()
	encrypt, err := encrypting(keys)
	require.NoError(t, err)
	return encrypt(t.Context(), "", request, response, nil, func(context.Context, string, any, any, *grpc.ClientConn, ...grpc.CallOption) error { return nil })
}

const (
	secretly = "somebody is at +12025550161"
	openly   = "riverside"
)

func inputs(text string) *commonpb.Payloads {
	return &commonpb.Payloads{Payloads: payload([]byte(text))}
}

func memo(text string) *commonpb.Memo {
	return &commonpb.Memo{Fields: map[string]*commonpb.Payload{workflows.MemoDeclared: payload([]byte(text))[0]}}
}

func TestAllThatLeavesForTheEngineIsEncryptedButWhatItSearches(t *testing.T) {
	keys, one := vaultIn(t), payload([]byte(secretly))[0]
	header := &commonpb.Header{Fields: map[string]*commonpb.Payload{"header": one}}
	metadata := &sdkpb.UserMetadata{Summary: one, Details: one}
	failure := &failurepb.Failure{Message: "Encoded failure", EncodedAttributes: one, Cause: &failurepb.Failure{EncodedAttributes: one}}
	marker := &commandpb.RecordMarkerCommandAttributes{Details: map[string]*commonpb.Payloads{"data": inputs(secretly)}}
	begin := &workflowpb.NewWorkflowExecutionInfo{Input: inputs(secretly), Memo: memo(secretly), Header: header, UserMetadata: metadata}
	for _, request := range []proto.Message{
		&workflowservice.StartWorkflowExecutionRequest{
			Input: inputs(secretly), Memo: memo(secretly), Header: header, UserMetadata: metadata,
			SearchAttributes: &commonpb.SearchAttributes{IndexedFields: map[string]*commonpb.Payload{workflows.KeySite.GetName(): payload([]byte(openly))[0]}},
		},
		&workflowservice.SignalWorkflowExecutionRequest{Input: inputs(secretly), Header: header},
		&workflowservice.UpdateWorkflowExecutionRequest{Request: &updatepb.Request{Input: &updatepb.Input{Args: inputs(secretly), Header: header}}},
		&workflowservice.QueryWorkflowRequest{Query: &querypb.WorkflowQuery{QueryArgs: inputs(secretly), Header: header}},
		&workflowservice.RespondQueryTaskCompletedRequest{QueryResult: inputs(secretly), Failure: failure},
		&workflowservice.RespondActivityTaskCompletedRequest{Result: inputs(secretly)},
		&workflowservice.RespondActivityTaskFailedRequest{Failure: failure, LastHeartbeatDetails: inputs(secretly)},
		&workflowservice.RespondWorkflowTaskFailedRequest{Failure: failure},
		&workflowservice.RespondWorkflowTaskCompletedRequest{
			Commands:     []*commandpb.Command{{UserMetadata: metadata, Attributes: &commandpb.Command_RecordMarkerCommandAttributes{RecordMarkerCommandAttributes: marker}}},
			QueryResults: map[string]*querypb.WorkflowQueryResult{"q": {Answer: inputs(secretly), Failure: failure}},
		},
		&workflowservice.TerminateWorkflowExecutionRequest{Details: inputs(secretly)},
		&workflowservice.CreateScheduleRequest{Memo: memo(secretly), Schedule: &schedulepb.Schedule{
			Action: &schedulepb.ScheduleAction{Action: &schedulepb.ScheduleAction_StartWorkflow{StartWorkflow: begin}},
		}},
	} {
		t.Run(fmt.Sprintf("%T", request), func(t *testing.T) {
			sent := proto.Clone(request)
			require.NoError(t, passed(t, keys, sent, &workflowservice.SignalWorkflowExecutionResponse{}))
			raw, err := proto.Marshal(sent)
			require.NoError(t, err)
			require.NotContains(t, string(raw), "12025550161")
			require.NoError(t, passed(t, keys, sent, &workflowservice.SignalWorkflowExecutionResponse{}), "as when it is sent again")
			require.NoError(t, passed(t, keys, &workflowservice.SignalWorkflowExecutionRequest{}, sent))
			require.True(t, proto.Equal(request, sent), "it comes back as it was, whatever way it went")
		})
	}
}

func TestSiteIsLeftForTheEngineToSearch(t *testing.T) {
	start := &workflowservice.StartWorkflowExecutionRequest{
		SearchAttributes: &commonpb.SearchAttributes{IndexedFields: map[string]*commonpb.Payload{workflows.KeySite.GetName(): payload([]byte(openly))[0]}},
	}
	require.NoError(t, passed(t, vaultIn(t), start, &workflowservice.StartWorkflowExecutionResponse{}))
	require.Equal(t, openly, string(start.GetSearchAttributes().GetIndexedFields()[workflows.KeySite.GetName()].GetData()))
}

// sealedBy is something that was encrypted with the keys of some vault.
func sealedBy(t *testing.T, keys *vault.Vault, one *commonpb.Payload) *commonpb.Payload {
	t.Helper()
	sealed, err := keys.Encode([]*commonpb.Payload{one})
	require.NoError(t, err)
	return sealed[0]
}

func TestMemoWhoseKeyIsMissingKeepsNoListFromBeingRead(t *testing.T) {
	here, there := vaultIn(t), vaultIn(t)
	declared, err := newDataConverter().ToPayload(workflows.Declared{Location: "Building 3"})
	require.NoError(t, err)
	list := &workflowservice.ListWorkflowExecutionsResponse{}
	for _, keys := range []*vault.Vault{there, here} {
		list.Executions = append(list.Executions, &workflowpb.WorkflowExecutionInfo{
			Memo: &commonpb.Memo{Fields: map[string]*commonpb.Payload{workflows.MemoDeclared: sealedBy(t, keys, declared)}},
		})
	}
	require.NoError(t, passed(t, here, &workflowservice.ListWorkflowExecutionsRequest{}, list))
	read := func(k int) (string, error) {
		var d workflows.Declared
		err := newDataConverter().FromPayload(list.GetExecutions()[k].GetMemo().GetFields()[workflows.MemoDeclared], &d)
		return d.Location, err
	}
	_, err = read(0)
	require.ErrorIs(t, err, converter.ErrEncodingIsNotSupported, "whoever looks for it finds nothing")
	place, err := read(1)
	require.NoError(t, err)
	require.Equal(t, "Building 3", place)
	require.NotEmpty(t, here.Complaint(), "and it is said")
}

func TestStepWhoseInputCannotBeReadIsNotBegun(t *testing.T) {
	here, there := vaultIn(t), vaultIn(t)
	began := &historypb.WorkflowExecutionStartedEventAttributes{Input: &commonpb.Payloads{Payloads: []*commonpb.Payload{sealedBy(t, there, payload([]byte(secretly))[0])}}}
	task := &workflowservice.PollWorkflowTaskQueueResponse{History: &historypb.History{Events: []*historypb.HistoryEvent{
		{Attributes: &historypb.HistoryEvent_WorkflowExecutionStartedEventAttributes{WorkflowExecutionStartedEventAttributes: began}},
	}}}
	require.ErrorAs(t, passed(t, here, &workflowservice.PollWorkflowTaskQueueRequest{}, task), new(*vault.MissingKeyError))
}

func TestEnginesOwnToolsReadThroughTheCodec(t *testing.T) {
	p := &program{vault: vaultIn(t)}
	served := httptest.NewServer(p.codec())
	t.Cleanup(served.Close)
	remote := converter.NewRemotePayloadCodec(converter.RemotePayloadCodecOptions{Endpoint: served.URL + "/codec"})
	declared := workflows.Declared{Location: strings.Repeat("Building 3 ", 100)}
	packed, err := newDataConverter().ToPayload(declared)
	require.NoError(t, err)
	read, err := remote.Decode([]*commonpb.Payload{sealedBy(t, p.vault, packed)})
	require.NoError(t, err)
	var told workflows.Declared
	require.NoError(t, converter.GetDefaultDataConverter().FromPayload(read[0], &told), "neither packed nor encrypted")
	require.Equal(t, declared, told)
	written, err := remote.Encode(read)
	require.NoError(t, err)
	require.Equal(t, vault.Encoding, string(written[0].GetMetadata()[converter.MetadataEncoding]))
	_, err = remote.Decode([]*commonpb.Payload{sealedBy(t, vaultIn(t), packed)})
	require.ErrorContains(t, err, "which is not in the file of keys here")
}
