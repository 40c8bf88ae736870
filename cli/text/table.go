package text

// Tables: columns as wide as what they hold, one of which may give way or take what is left.

// Column says how a table's column behaves.
type Column struct {
	Max   int  // cells at most; 0: as many as it needs
	Right bool // numbers stand at its right edge
	Grow  bool // it takes up what is left of the width, and gives way first where there is too little
}

const (
	gap     = 2
	least   = 6 // cells that a column keeps when it gives way
	noLimit = 0
)

// Table lays rows out in columns. A width of 0 sets no limit, and no column grows.
func Table(columns []Column, rows [][]Line, width int) []Line {
	widths := natural(columns, rows)
	if width != noLimit {
		settle(columns, widths, width)
	}
	lines := make([]Line, len(rows))
	for i, row := range rows {
		lines[i] = layOut(columns, widths, row)
		if width != noLimit {
			lines[i] = lines[i].Fit(width)
		}
	}
	return lines
}

func natural(columns []Column, rows [][]Line) []int {
	widths := make([]int, len(columns))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], cell.Width())
		}
	}
	for i, c := range columns {
		if c.Max > 0 {
			widths[i] = min(widths[i], c.Max)
		}
	}
	return widths
}

// settle makes the columns fit the width: those that grow first, then the widest.
func settle(columns []Column, widths []int, width int) {
	spare := width - total(widths)
	for i, c := range columns {
		if c.Grow {
			widths[i] = max(min(widths[i], least), widths[i]+spare)
			spare = width - total(widths)
		}
	}
	for ; spare < 0; spare++ {
		widest := 0
		for i := range widths {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= least {
			return
		}
		widths[widest]--
	}
}

func total(widths []int) int {
	sum := -gap
	for _, w := range widths {
		if w > 0 {
			sum += w + gap
		}
	}
	return max(sum, 0)
}

func layOut(columns []Column, widths []int, row []Line) Line {
	var line Line
	for i, cell := range row {
		if widths[i] == 0 {
			continue
		}
		if len(line) > 0 {
			line = append(line, Span{Text: "  "})
		}
		if columns[i].Right {
			line = append(line, cell.Right(widths[i])...)
		} else {
			line = append(line, cell.Pad(widths[i])...)
		}
	}
	return line
}
