package client

// Plans: their versions.

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// PlanDraft is a plan that has been uploaded.
type PlanDraft struct {
	Plan     string
	Replaces int
	Version  int
	Digest   string
	Warnings []string
}

// PlanVersion is a version of a plan.
type PlanVersion struct {
	Version     int        `json:"version"`
	Source      string     `json:"source"`
	Note        *string    `json:"note"`
	PublishedAt *time.Time `json:"published_at"`
	InForce     bool       `json:"in_force"`
}

func planPath(plan, what string) string { return root + "/plans/" + url.PathEscape(plan) + "/" + what }

// UploadPlan checks a plan file and keeps it as a draft.
func (c *Client) UploadPlan(ctx context.Context, file []byte) (PlanDraft, error) {
	var d PlanDraft
	err := c.call(ctx, request{method: http.MethodPost, path: root + "/plans", body: file, contentType: "application/yaml"}, &d)
	return d, err
}

// PublishPlan puts the draft of that digest in force.
func (c *Client) PublishPlan(ctx context.Context, plan, digest, note string) (PlanVersion, error) {
	body := map[string]string{}
	for name, value := range map[string]string{"digest": digest, "note": note} {
		if value != "" {
			body[name] = value
		}
	}
	var v PlanVersion
	err := c.post(ctx, planPath(plan, "publish"), body, nil, &v)
	return v, err
}

// RollBackPlan makes an earlier version the next one.
func (c *Client) RollBackPlan(ctx context.Context, plan string, to, replaces int, note string) (PlanVersion, error) {
	body := map[string]any{"to": to, "replaces": replaces}
	if note != "" {
		body["note"] = note
	}
	var v PlanVersion
	err := c.post(ctx, planPath(plan, "rollback"), body, nil, &v)
	return v, err
}

// PlanHistory lists a plan's versions, newest first.
func (c *Client) PlanHistory(ctx context.Context, plan string) ([]PlanVersion, error) {
	var found struct{ Items []PlanVersion }
	err := c.get(ctx, planPath(plan, "history"), nil, &found)
	return found.Items, err
}

// PlanDiff is how two versions of a plan differ, and the digest of the second one's file.
type PlanDiff struct{ Diff, Digest string }

// DiffPlan shows how two versions differ; empty names are the one in force and the draft.
func (c *Client) DiffPlan(ctx context.Context, plan, from, to string) (PlanDiff, error) {
	q := url.Values{}
	if from != "" {
		q.Set("from", from)
	}
	if to != "" {
		q.Set("to", to)
	}
	var found PlanDiff
	err := c.get(ctx, planPath(plan, "diff"), q, &found)
	return found, err
}

// PlanFile gives a version's file; an empty one is the one in force.
func (c *Client) PlanFile(ctx context.Context, plan, version string) (string, error) {
	q := url.Values{}
	if version != "" {
		q.Set("version", version)
	}
	var found struct{ File string }
	err := c.get(ctx, planPath(plan, "file"), q, &found)
	return found.File, err
}
