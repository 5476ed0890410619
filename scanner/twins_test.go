package scanner

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// Tables of one name in two schemas are two tables.
func TestNamesakesAreNoTwins(t *testing.T) {
	objects := []object{{name: "rh", table: Table{Schema: "a", Name: "employees"}}, {name: "rh", table: Table{Schema: "b", Name: "employees"}}}
	settleTwins(objects, nil)
	for _, o := range objects {
		if o.table.State != "" {
			t.Errorf("%s.%s is %s", o.table.Schema, o.table.Name, o.table.State)
		}
	}
}

// Of the same bytes the original is judged, wherever the list begins.
func TestTheOriginalIsJudged(t *testing.T) {
	subjects, err := rules.LoadSubjects()
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range [][]string{ // the original first, "@" before the day of its last change
		{"clientes.csv", "backup/clientes.csv"}, {"clientes.csv", "Cópia de clientes.csv"}, {"clientes.csv", "clientes - Copia.csv"},
		{"clientes.csv", "clientes (1).csv"}, {"rh/folha.xlsx#Saúde", "old.xlsx#Saúde"}, {"2024/vendas.csv", "2024/03/vendas.csv"},
		{"a.csv", "b.csv"}, {"leads.csv@10", "novo.csv@20"}, {"a/lista.csv@30", "z/copia.csv@10"}, {"rh/2023/folha.csv@10", "folha.csv@20"}, {"rh/2024/clientes.csv", "antigos/clientes.csv", "bkp.csv"},
	} {
		for turned := range 2 {
			objects := make([]object, len(files))
			for i, name := range files {
				at := i
				if turned == 1 && files[0] != "a.csv" { // of those that look alike the first is taken
					at = len(files) - 1 - i
				}
				name, day, _ := strings.Cut(name, "@")
				file := &File{}
				fmt.Sscan(day, &file.Day)
				objects[at] = object{name: "pasta", table: Table{Name: name, File: file}, shown: names{table: name}}
			}
			for i := range objects[1:] {
				objects[i+1].table.Twin = objects[0].table.Name
			}
			settleTwins(objects, subjects.Copies)
			original, _, _ := strings.Cut(files[0], "@")
			for _, o := range objects {
				if judged := o.table.State == ""; judged != (o.table.Name == original) {
					t.Errorf("of %q, %q is judged: %v", files, o.table.Name, judged)
				} else if !judged && o.table.Reason.Detail != original {
					t.Errorf("%q is said to be a copy of %q", o.table.Name, o.table.Reason.Detail)
				}
			}
		}
	}
}
