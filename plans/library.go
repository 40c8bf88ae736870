// This file finds plans: those that come with Muster, and those of a folder.

package plans

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed library/*.yaml
var embedded embed.FS

// Library gives the plans that come with Muster, sorted by id. They are read once and shared: nobody changes a plan.
func Library() []*Plan { return slices.Clone(library()) }

var library = sync.OnceValue(func() []*Plan {
	files, err := fs.Sub(embedded, "library")
	if err != nil {
		panic(err) //nolint:forbidigo // the folder is part of the program
	}
	plans, err := loadFS(files, "")
	if err != nil {
		panic(err) //nolint:forbidigo // the files are part of the program, and a test loads each
	}
	tied, err := Linked(plans)
	if err != nil {
		panic(err) //nolint:forbidigo // likewise
	}
	return tied
})

// LoadDir reads every .yaml and .yml file of a folder. The error joins what is wrong with all of them, and says so where two files
// hold the same plan.
func LoadDir(dir string) ([]*Plan, error) {
	if _, err := os.ReadDir(dir); err != nil { // a pattern alone finds nothing in what is not there
		return nil, fmt.Errorf("it cannot be listed: %w", err)
	}
	return loadFS(os.DirFS(dir), dir)
}

// With gives the library with further plans; a plan replaces the one that has its id.
func With(library, further []*Plan) []*Plan {
	merged := slices.DeleteFunc(slices.Clone(library), func(p *Plan) bool {
		return slices.ContainsFunc(further, func(f *Plan) bool { return f.Doc.ID == p.Doc.ID })
	})
	merged = append(merged, further...)
	sortByID(merged)
	return merged
}

// Find gives the plan with an id.
func Find(plans []*Plan, id string) (*Plan, bool) {
	i := slices.IndexFunc(plans, func(p *Plan) bool { return p.Doc.ID == id })
	if i < 0 {
		return nil, false
	}
	return plans[i], true
}

func loadFS(files fs.FS, dir string) ([]*Plan, error) {
	var names []string
	for _, pattern := range []string{"*.yaml", "*.yml"} {
		found, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, fmt.Errorf("list the plan files in %s: %w", dir, err)
		}
		names = append(names, found...)
	}
	var plans []*Plan
	var faults []error
	for _, name := range names {
		plan, err := loadFile(files, name, path.Join(dir, name))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if twin, twice := Find(plans, plan.Doc.ID); twice {
			faults = append(faults, fmt.Errorf("%s and %s both hold the plan %s; keep one of them", twin.File, plan.File, plan.Doc.ID))
			continue
		}
		plans = append(plans, plan)
	}
	sortByID(plans)
	return plans, errors.Join(faults...)
}

func loadFile(files fs.FS, name, shown string) (*Plan, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, fmt.Errorf("read the plan file %s: %w", shown, err)
	}
	if info.Size() > MaxBytes { // before it is read
		return nil, limit(shown, fmt.Sprintf("the file is larger than %d KiB; take out what does not belong to a plan", MaxBytes>>10))
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read the plan file %s: %w", shown, err)
	}
	return Load(data, shown)
}

func sortByID(plans []*Plan) {
	slices.SortFunc(plans, func(a, b *Plan) int { return strings.Compare(a.Doc.ID, b.Doc.ID) })
}
