package trail

// The lines of the files.

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"muster/audit"
)

// line is one of the file: an entry, or that one has begun that is yet to follow, or that none follows.
type line struct {
	audit.Entry
	Begun   bool `json:",omitempty"`
	Dropped bool `json:",omitempty"`
}

// put writes a line to the file. The trail's lock is held.
func (t *Trail) put(l line) error {
	if t.file == nil {
		return errShut
	}
	text, err := json.Marshal(l)
	if err == nil {
		_, err = t.file.Write(append(text, '\n'))
	}
	if err != nil {
		t.shut() // a line that was cut off ends where the file is opened again
	}
	return err
}

// read gives a file's lines. A line that was cut off in the middle is left out: whoever wrote it had not said that it was done.
func read(path string, log *slog.Logger) ([]line, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var all []line
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l line
		if len(lines.Bytes()) == 0 {
			continue
		}
		if json.Unmarshal(lines.Bytes(), &l) != nil || l.ID == "" {
			log.Error("a line of the audit entries on their way cannot be read, and is left out", "file", path)
			continue
		}
		all = append(all, l)
	}
	return all, lines.Err()
}

// entries are the lines that are to be in the log.
func entries(lines []line) []audit.Entry {
	var all []audit.Entry
	for _, l := range lines {
		if !l.Begun && !l.Dropped {
			all = append(all, l.Entry)
		}
	}
	return all
}
