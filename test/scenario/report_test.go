package scenario_test

// Declaring by text: a guard writes, confirms, and people are called; nobody declares by mistake, and strangers nothing at all.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/test/harness"
)

// all are the incidents that a program knows.
func all(muster *harness.Program) []harness.Incident {
	var list struct{ Items []harness.Incident }
	muster.Do(http.MethodGet, declarations, nil, &list)
	return list.Items
}

// awaitText waits for the next text to a handset that holds one of some phrases.
func awaitText(t *testing.T, muster *harness.Program, number string, phrases ...string) string {
	t.Helper()
	found := ""
	harness.Await(t, 30*time.Second, "a text with "+strings.Join(phrases, " or "), func() bool {
		for _, m := range muster.Messages(number) {
			for _, phrase := range phrases {
				if m.Direction == "out" && strings.Contains(m.Body, phrase) {
					found = m.Body
					return true
				}
			}
		}
		return false
	})
	return found
}

// A text brings no clock: the program gives what is declared by one the clock of the page's golden timeline, here five times as fast.
func TestAGuardDeclaresByText(t *testing.T) {
	t.Parallel()
	const speed = 5
	muster := harness.Start(t, "MUSTER_STORY_CLOCK=2026-11-23T14:00:00+08:00/5")
	town := harness.NewTown(t, muster, "")
	guard, manager := town.Phone("luo-yong"), town.Phone("he-ping")
	muster.Reply(guard, "火警 3栋12层 走廊有烟")
	awaitText(t, muster, guard, "回1=宣布火灾：3栋12层", "Reply 1 = declare FIRE at Building 3, floor 12")
	muster.Kill() // what waits for a word is kept by the engine
	muster.Start()
	muster.Reply(manager, "fire")
	awaitText(t, muster, manager, "where?", "在哪里")
	require.Empty(t, all(muster), "nothing is declared by a text alone")
	muster.Reply(guard, "1")
	awaitText(t, muster, guard, "DECLARED: FIRE", "已宣布：火灾")
	harness.Await(t, 10*time.Second, "the fire is open", func() bool { return len(all(muster)) == 1 })
	fire := muster.Incident(all(muster)[0].ID)
	require.Equal(t, "fire", fire.Plan)
	require.Equal(t, "real", fire.Mode)
	awaitLine(t, muster, fire.ID, "page.sent", "", 10*time.Second)
	entries := muster.Timeline(fire.ID)
	require.Equal(t, []string{"carrier.simulated", "incident.opened", "incident.reported", "incident.confirmed"},
		[]string{entries[0].Kind, entries[1].Kind, entries[2].Kind, entries[3].Kind})
	require.Contains(t, entries[2].Text.EN, "Reported by SMS by Luo Yong")
	require.Equal(t, "luo-yong", entries[1].By)
	require.Contains(t, entries[3].Text.EN, "Confirmed by Luo Yong")
	require.Contains(t, awaitNoted(t, muster, fire.ID, "declare-by-text", "luo-yong"), `"plan":"fire"`)
	told := &tale{muster, town, t, fire.ID, speed}
	told.requireTells("declared-by-sms", "carrier.simulated", "incident.opened", "incident.reported", "incident.confirmed", "step.opened")
	told.requireCalled("declared-by-sms", 0)
	require.WithinDuration(t, time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC), entries[1].At, told.lag(), "the fire lives by the story's clock")
	told.requireOnce()
}

func TestAReportBesideAnOpenPageIsConfirmedByItsCode(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	town := harness.NewTown(t, muster, "")
	outage := muster.Declare(harness.Fire("location", "Building 5, floor 7"))
	called := ""
	harness.Await(t, 10*time.Second, "somebody has a page", func() bool {
		for _, p := range muster.Incident(outage.ID).Pages {
			if p.State == "paging" {
				called = p.Responder
			}
		}
		return called != ""
	})
	phone := town.Phone(called)
	muster.Reply(phone, "GAS B4 2")
	offer := awaitText(t, muster, phone, "1 = declare GAS LEAK", "1=宣布燃气泄漏")
	code := harness.Code(strings.Replace(strings.Replace(offer, "1 =", "1 ", 1), "1=", "1 ", 1))
	require.NotEmpty(t, code, offer)
	muster.Reply(phone, "1")
	awaitText(t, muster, phone, "Which one?", "指哪一项？", "Which incident?", "指哪一事件？")
	require.Len(t, all(muster), 1)
	muster.Reply(phone, code+" 1")
	awaitText(t, muster, phone, "DECLARED: GAS LEAK", "已宣布：燃气泄漏")
	harness.Await(t, 10*time.Second, "both are open", func() bool { return len(all(muster)) == 2 })
	for _, p := range muster.Incident(outage.ID).Pages {
		if p.Responder == called {
			require.Equal(t, "paging", p.State, "no word was taken for an answer to the page")
		}
	}
}

func TestAStrangerStartsNothingAndIsToldWhomToCall(t *testing.T) {
	t.Parallel()
	muster, network := harness.WithCarrier(t, sim.Options{})
	muster.Start()
	muster.Staff()
	stranger := "+12025559999"
	network.AddPhones(stranger)
	require.NoError(t, network.Reply(t.Context(), stranger, "火警 3栋12层"))
	require.NoError(t, network.Reply(t.Context(), stranger, "1"))
	said := []string{}
	harness.Await(t, 20*time.Second, "the stranger is answered", func() bool {
		said = nil
		for _, m := range network.Messages(stranger) {
			if m.Direction == sim.Out {
				said = append(said, m.Body)
			}
		}
		return len(said) > 0
	})
	require.Len(t, said, 1, "once within ten minutes")
	require.Contains(t, said[0], "starts nothing")
	require.Contains(t, said[0], "+12025550160")
	require.Empty(t, all(muster))
}

func TestAGuardDeclaresWhereNoWebhookComes(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, "MUSTER_INBOUND=poll", "MUSTER_PUBLIC_URL=http://127.0.0.1:9")
	town := harness.NewTown(t, muster, "")
	guard := town.Phone("luo-yong")
	_, _ = muster.Call(http.MethodPost, "/api/v1/phones/"+guard+"/replies", map[string]string{"text": "FIRE B3 12"})
	awaitText(t, muster, guard, "1 = declare FIRE", "1=宣布火灾")
	_, _ = muster.Call(http.MethodPost, "/api/v1/phones/"+guard+"/replies", map[string]string{"text": "1"})
	awaitText(t, muster, guard, "DECLARED: FIRE", "已宣布：火灾")
	harness.Await(t, 10*time.Second, "the fire is open", func() bool { return len(all(muster)) == 1 })
}
