package words_test

// A task asks for the reference number that its step wants, where the message has room for it.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/sms"
	"muster/incident/words"
)

func TestTaskAsksForTheReferenceNumber(t *testing.T) {
	task := words.TaskText{Token: "K7M", Title: "Call the water company", Party: "Water", Number: "+12025550152", Script: "No water since two.", Reference: true}
	require.Contains(t, words.Task("en", task), "Reply K7M 4 when done, with the reference number")
	require.Contains(t, words.Task("zh", task), "完成回K7M 4，附受理编号")
	task.Reference = false
	require.NotContains(t, words.Task("en", task), "reference")
}

func TestTaskThatHasNoRoomLeavesTheReferenceNumberOut(t *testing.T) {
	for n := range 500 {
		task := words.TaskText{Token: "K7M", Title: "Call", Task: strings.Repeat("x", n), Reference: true}
		with := words.Task("en", task)
		task.Reference = false
		if without := words.Task("en", task); sms.Measure(without).Parts <= 2 {
			require.LessOrEqual(t, sms.Measure(with).Parts, 2, "%d", n)
		}
	}
}
