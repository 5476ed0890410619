package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/datamapbr/datamap/"

// mayImport is the one-way street of the packages, and which of them know the
// drivers of databases and the YAML library.
var mayImport = map[string][]string{
	"rules":                    {"gopkg.in/yaml.v3"},
	"detectors":                {"rules"},
	"scanner":                  {"rules", "detectors"},
	"scanner/files":            {"rules", "scanner"},
	"scanner/databases":        {"scanner", "github.com/lib/pq", "github.com/go-sql-driver/mysql", "modernc.org/sqlite"},
	"scanner/databases/dbtest": {"github.com/lib/pq", "github.com/go-sql-driver/mysql", "modernc.org/sqlite"},
	"report":                   {"rules", "detectors", "scanner"},
	"cmd/datamap":              {"rules", "detectors", "scanner", "scanner/files", "scanner/databases", "report"},
	"testdata/bench":           {"rules", "detectors", "scanner", "scanner/files"}, // its references and its oracle
	"testdata/jsonschema":      {},
	"testdata/eval":            {"rules", "detectors", "scanner"},
}

// guarded are modules that only the packages named above may import.
var guarded = []string{"gopkg.in/yaml.v3", "github.com/lib/pq", "github.com/go-sql-driver/mysql", "modernc.org/sqlite"}

// TestImports: packages import in one direction only. The demo's blank import
// of the SQLite driver is the exception: it writes a database, which
// scanner/databases cannot.
func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		allowed, ok := mayImport[pkg]
		if !ok {
			t.Errorf("package %s is not in the order of imports", pkg)
		}
		seen[pkg] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			own, inside := strings.CutPrefix(name, module)
			isGuarded := slices.ContainsFunc(guarded, func(g string) bool { return name == g || strings.HasPrefix(name, g+"/") })
			if (!inside && !isGuarded) || slices.ContainsFunc(allowed, func(a string) bool { return own == a || isGuarded && strings.HasPrefix(own, a+"/") }) || strings.HasSuffix(file, "demo_tables.go") && name == "modernc.org/sqlite" {
				continue
			}
			t.Errorf("%s imports %s", rel, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range mayImport {
		if !seen[pkg] {
			t.Errorf("package %s does not exist", pkg)
		}
	}
}
