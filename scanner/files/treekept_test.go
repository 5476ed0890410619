package files

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// readObjects reads the tables of a file in turn, some times over.
func readObjects(t *testing.T, objects []object, times int) (all []reading) {
	t.Helper()
	s := &source{byName: map[string]*object{}}
	for i := range objects {
		s.byName[objects[i].table.Name] = &objects[i]
	}
	for range times {
		all = all[:0]
		for i := range objects {
			all = append(all, readTable(t, s, &objects[i].table, scanner.Sample{}))
		}
	}
	return all
}

// manyLists is an XML text with lists of every kind, one after the other and mixed.
func manyLists(lists int) string {
	var b strings.Builder
	b.WriteString("<r><solto>x</solto>")
	for i := range 30 {
		for k := range lists {
			fmt.Fprintf(&b, "<l%d n=\"%d\"><nome>ANA %d</nome><t>%d</t><t>%d</t>solto %d</l%d><!-- %d -->", k, i, i, i, i+1, i, k, i)
		}
	}
	b.WriteString("</r>")
	return b.String()
}

// TestKeptTrees: tables that are read at once and kept hold what they do when each is
// read by itself, and so do those of a file that is cut or too large to be kept.
func TestKeptTrees(t *testing.T) {
	xml := manyLists(5)
	large := strings.Repeat(`{"texto":"`+strings.Repeat("x", 4000)+`"},`, maxKept/4000/2)
	json := `[1,{"a":[` + large + `{}],"b":[` + large + `{}],"c":[` + large + `{}]},2]`
	for name, data := range map[string]string{"a.xml": xml, "b.json": json, "c.json": json[:len(json)-5000], "d.json": "{\"a\":[1,{\"b\":[2]}]}\n{\"a\":[{\"b\":[3]}],\n{\"c\":[[4],[5]]}\n"} {
		path := writeFile(t, name, data)
		objects := func(whole bool) []object {
			s, err := Open(path, Options{})
			must(t, err)
			c := content{path: path, size: int64(len(data))}
			enc := encoding{name: "utf-8"}
			var open treeOpener
			if strings.HasSuffix(name, ".xml") {
				f := &xmlFile{content: c, enc: enc}
				must(t, f.survey(context.Background()))
				open = f.open
			} else {
				open = (&jsonFile{content: c, enc: enc}).open
			}
			r, in, err := open(context.Background(), 0)
			must(t, err)
			defer in.Close()
			root, err := surveyTree(r, nil)
			if !whole {
				root.tokens = mostTokens + 1 // as though the text were long
			}
			return root.objects(name, enc, err == nil, open, &s.(*source).trees)
		}
		kept, alone := readObjects(t, objects(true), 2), readObjects(t, objects(false), 1)
		if len(kept) < 3 || len(kept) != len(alone) {
			t.Errorf("%s: %d tables, %d by themselves", name, len(kept), len(alone))
			continue
		}
		for i := range kept {
			if !reflect.DeepEqual(kept[i].rows, alone[i].rows) || !reflect.DeepEqual(kept[i].facts, alone[i].facts) || fmt.Sprint(kept[i].err) != fmt.Sprint(alone[i].err) {
				t.Errorf("%s: %d rows, %+v, %v; by itself %d, %+v, %v", kept[i].table.Name, len(kept[i].rows), kept[i].facts, kept[i].err,
					len(alone[i].rows), alone[i].facts, alone[i].err)
			}
		}
	}
}

// TestKeptTreesTakeTurns reads the tables of more files in turn than are kept.
func TestKeptTreesTakeTurns(t *testing.T) {
	texts := map[string]string{}
	for i := range keptAtOnce + 2 {
		texts[fmt.Sprintf("%d.xml", i)] = strings.ReplaceAll(manyLists(4), "ANA", fmt.Sprintf("ANA%d", i))
	}
	s, err := Open(layOut(t, texts), Options{})
	must(t, err)
	defer s.Close()
	tables, err := s.Tables(context.Background())
	must(t, err)
	files := len(tables) / (keptAtOnce + 2)
	for k := range files {
		for i := k; i < len(tables); i += files {
			got := readTable(t, s, &tables[i], scanner.Sample{})
			if want := fmt.Sprintf("ANA%s ", got.table.Name[:1]); got.err != nil || strings.Contains(got.table.Name, "#l") && strings.Count(fmt.Sprint(got.rows), want) != 30 && !strings.HasSuffix(got.table.Name, ".t") {
				t.Errorf("%s: %v %q", got.table.Name, got.err, got.rows)
			}
		}
	}
	if kept := len(s.(*source).trees.all); kept != keptAtOnce {
		t.Errorf("%d files are kept, want %d", kept, keptAtOnce)
	}
}
