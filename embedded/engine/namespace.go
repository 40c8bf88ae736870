// The namespace and the attributes by which running incidents are found.

package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	namespacepb "go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"google.golang.org/protobuf/types/known/durationpb"

	sqliteschema "go.temporal.io/server/schema/sqlite"
)

// SearchAttributes are Muster's own, by name. They hold no personal data: the
// engine stores them as they are.
func SearchAttributes() map[string]enumspb.IndexedValueType {
	return map[string]enumspb.IndexedValueType{
		"MusterSite":   enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"MusterPlan":   enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"MusterMode":   enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"MusterState":  enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"MusterPhones": enumspb.INDEXED_VALUE_TYPE_KEYWORD_LIST,
	}
}

// columns gives each attribute its column of the index, in a fixed order: the
// first ones, which alone have an index (see schema).
func columns() map[string]string {
	prefixes := map[enumspb.IndexedValueType]string{
		enumspb.INDEXED_VALUE_TYPE_KEYWORD:      "Keyword",
		enumspb.INDEXED_VALUE_TYPE_KEYWORD_LIST: "KeywordList",
	}
	attributes, taken := SearchAttributes(), map[string]int{}
	out := make(map[string]string, len(attributes))
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		prefix := prefixes[attributes[name]]
		taken[prefix]++
		out[fmt.Sprintf("%s%02d", prefix, taken[prefix])] = name
	}
	return out
}

const (
	// readyTimeout bounds the wait for a server that has started to answer.
	readyTimeout = 20 * time.Second
	// readyPause is the pause between two looks.
	readyPause = 10 * time.Millisecond
)

// createNamespace writes the namespace into new tables, of files or of a server, before the server reads
// it, which spares the two seconds that the server takes to notice one made later.
func createNamespace(st store, retention time.Duration) error {
	namespace, err := sqliteschema.NewNamespaceConfig(clusterName, Namespace, false, nil)
	if err != nil {
		return fmt.Errorf("cannot describe the engine's namespace: %w", err)
	}
	namespace.Detail.Config.Retention = durationpb.New(retention)
	namespace.Detail.Config.CustomSearchAttributeAliases = columns()
	if err := sqliteschema.CreateNamespaces(st.main(), namespace); err != nil {
		return fmt.Errorf("cannot create the engine's namespace: %w", err)
	}
	return nil
}

// awaitNamespace returns once the namespace can be searched by every attribute
// and keeps ended workflows for as long as asked, changing an older file to that.
func awaitNamespace(ctx context.Context, address string, retention time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	c, err := client.DialContext(ctx, client.Options{HostPort: address, Namespace: Namespace, Logger: silent{}})
	if err != nil {
		return fmt.Errorf("the engine started but does not answer at %s: %w", address, err)
	}
	defer c.Close()
	if err := completeNamespace(ctx, c, retention); err != nil {
		return err
	}
	for {
		if err = searchByAll(ctx, c); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the engine started but cannot search by Muster's attributes: %w", err)
		case <-time.After(readyPause):
		}
	}
}

// completeNamespace adds what a file written by an older Muster lacks.
func completeNamespace(ctx context.Context, c client.Client, retention time.Duration) error {
	listed, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: Namespace})
	if err != nil {
		return fmt.Errorf("the engine does not tell its search attributes: %w", err)
	}
	missing := SearchAttributes()
	maps.DeleteFunc(missing, func(name string, _ enumspb.IndexedValueType) bool {
		_, known := listed.GetCustomAttributes()[name]
		return known
	})
	if len(missing) > 0 {
		if _, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: Namespace, SearchAttributes: missing}); err != nil {
			return fmt.Errorf("the engine does not take Muster's search attributes: %w", err)
		}
	}
	return setRetention(ctx, c, retention)
}

func setRetention(ctx context.Context, c client.Client, retention time.Duration) error {
	service := c.WorkflowService()
	described, err := service.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: Namespace})
	if err != nil {
		return fmt.Errorf("the engine does not know its namespace: %w", err)
	}
	if described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration() == retention {
		return nil
	}
	_, err = service.UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: Namespace,
		Config:    &namespacepb.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(retention)},
	})
	if err != nil {
		return fmt.Errorf("the engine does not take %s as the time to keep ended incidents: %w", retention, err)
	}
	return nil
}

// searchByAll asks one question by every attribute; the server refuses those it
// does not know yet.
func searchByAll(ctx context.Context, c client.Client) error {
	var errs []error
	for name := range SearchAttributes() {
		_, err := c.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Namespace: Namespace, Query: name + ` = "none"`})
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// silent keeps the client's remarks about a server that is still starting out of the log.
type silent struct{ sdklog.Logger }

// Debug says nothing.
func (silent) Debug(string, ...any) {}

// Info says nothing.
func (silent) Info(string, ...any) {}

// Warn says nothing.
func (silent) Warn(string, ...any) {}

// Error says nothing.
func (silent) Error(string, ...any) {}
