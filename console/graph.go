package console

// The graph of a plan's steps: which follows on which, drawn by the server. A step stands in the column after the last of those
// that it waits for.

import (
	"fmt"

	"muster/incident/frozen"
)

// graph is a drawing; lengths are in units of its own view box.
type graph struct {
	Width, Height int
	Nodes         []node
	Edges         []string // paths
}

// node is a step.
type node struct {
	X, Y  int
	ID    string
	Title string // cut to the room that there is
	Whole string
	Phase frozen.Phase
	Gate  bool
}

// The measures of a graph.
const (
	nodeWide, nodeHigh = 190, 46
	columnGap, rowGap  = 46, 14
	graphEdge          = 8
	mostTitle          = 24
)

func graphOf(plan *frozen.Plan, lang string) graph {
	columns := columnsOf(plan.Steps)
	g, rows, at := graph{}, map[int]int{}, map[string]node{}
	for k := range plan.Steps {
		step := &plan.Steps[k]
		column := columns[step.ID]
		title := step.Title.In(lang)
		n := node{
			X: graphEdge + column*(nodeWide+columnGap), Y: graphEdge + rows[column]*(nodeHigh+rowGap), ID: step.ID, Title: short(title, mostTitle), Whole: step.ID + " " + title,
			Phase: step.Phase, Gate: step.HardGate,
		}
		rows[column]++
		g.Nodes, at[step.ID] = append(g.Nodes, n), n
		g.Width, g.Height = max(g.Width, n.X+nodeWide+graphEdge), max(g.Height, n.Y+nodeHigh+graphEdge)
	}
	for k := range plan.Steps {
		for _, before := range plan.Steps[k].After {
			if from, there := at[before]; there {
				g.Edges = append(g.Edges, edge(from, at[plan.Steps[k].ID]))
			}
		}
	}
	return g
}

// edge leads from the right of a step to the left of the one that follows.
func edge(from, to node) string {
	x1, y1, x2, y2 := from.X+nodeWide, from.Y+nodeHigh/2, to.X, to.Y+nodeHigh/2
	bend := columnGap / 2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1+bend, y1, x2-bend, y2, x2, y2)
}

// columnsOf counts how many steps come before each on the longest way to it. A checked plan has no circle; in one that had, the
// count would end all the same.
func columnsOf(steps []frozen.Step) map[string]int {
	columns := map[string]int{}
	for range steps {
		moved := false
		for k := range steps {
			for _, before := range steps[k].After {
				if columns[before]+1 > columns[steps[k].ID] && columns[before] < len(steps) {
					columns[steps[k].ID], moved = columns[before]+1, true
				}
			}
		}
		if !moved {
			break
		}
	}
	return columns
}
