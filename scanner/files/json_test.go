package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestJSON(t *testing.T) {
	for _, tc := range []struct {
		what, data string
		want       []string
	}{
		{"list of objects", `[{"nome":"Ana \u00e3\ud83d\ude00\n\"x\"","cpf":12345678909,"ok":true},{"cpf":null,"novo":[],"nome":"Bia"},{}]`,
			[]string{"d.json: nome,cpf,ok: Ana ã😀\n\"x\"|12345678909|true / Bia|∅|∅"}},
		{"object", `{"nome":"Ana","endereco":{"rua":"A","geo":{"lat":-1.5e0}}}`, []string{"d.json: nome,endereco.rua,endereco.geo.lat: Ana|A|-1.5e0"}},
		{"object of lists", "\xef\xbb\xbf" + `{"gerado":"hoje","clientes":[{"id":1,"fones":["11","22"]},{"id":2}],"produtos":{"itens":[{"p":"x"}]}}`,
			[]string{"d.json: gerado: hoje", "d.json#clientes: id: 1 / 2", "d.json#clientes.fones: fones: 11 / 22", "d.json#produtos.itens: p: x"}},
		{"lists in a list", `{"data":[["Ana",1,null],["Bia",2,{"x":"y"},"z"]]}`,
			[]string{"d.json#data: coluna 1,coluna 2,coluna 3,coluna 4: Ana|1|∅|∅ / Bia|2|∅|z", "d.json#data (2): x: y"}},
		{"names beside lists", `{"columns":["id","nome"],"index":[0,1,2],"data":[[1,"Ana"],[2,"Bia"],[3,"Caio"]]}`,
			[]string{"d.json#columns: columns: id / nome", "d.json#index: index: 0 / 1 / 2", "d.json#data: id,nome: 1|Ana / 2|Bia / 3|Caio"}},
		{"objects that name lists", `{"r":{"fields":[{"name":"id","type":"long"},{"name":"nome","type":"text"}],"rows":[[1,"Ana"]]}}`,
			[]string{"d.json#r.fields: name,type: id|long / nome|text", "d.json#r.rows: id,nome: 1|Ana"}},
		{"a heading of lists", `[["id","nome"],[1,"Ana"],[2,"Bia"]]`, []string{"d.json: id,nome: 1|Ana / 2|Bia"}},
		{"somebody beside lists", `{"x":["529.982.247-25","ana@x.com"],"data":[["a",1],["b",2]]}`,
			[]string{"d.json#x: x: 529.982.247-25 / ana@x.com", "d.json#data: coluna 1,coluna 2: a|1 / b|2"}},
		{"coordinates", `{"features":[{"nome":"a","g":{"c":[[[1,2],[3,4]],[[5,6]]]}}]}`,
			[]string{"d.json#features: nome: a", "d.json#features.g.c: coluna 1,coluna 2: 1|2 / 3|4 / 5|6"}},
		{"a key that is data among lists", `[["Ana",1],{"529.982.247-25":"x"},["Bia"]]`, []string{"d.json: coluna 1,coluna 2: Ana|1 / Bia|∅", "d.json (2): chave,valor: 529.982.247-25|x"}},
		{"values", `["a",1,["b"]]`, []string{"d.json: valor,coluna 1: a|∅ / 1|∅ / ∅|b"}},
		{"lines", "{\"a\":1}\n{\"a\":2,\"b\":\"x\"}\r\n\n{\"b\":[{\"c\":3}]}", []string{"d.json: a,b: 1|∅ / 2|x", "d.json#b: c: 3"}},
		{"lines of lists", "[1,\"Ana\"]\n[2,\"Bia\",[3]]\n", []string{"d.json: coluna 1,coluna 2: 1|Ana / 2|Bia", "d.json (2): coluna 1: 3"}},
		{"lines of lists with a heading", "[\"id\",\"nome\"]\n[1,\"Ana\"]\n[2,\"Bia\"]\n", []string{"d.json: id,nome: 1|Ana / 2|Bia"}},
		{"lists side by side", `{"f":["a","b"],"id":[1,2,null],"nome":["Ana",null,"Bia"],"x":["y"],"g":[3,4],"em":"2024"}`,
			[]string{"d.json: em: 2024", "d.json (2): f,g: a|3 / b|4", "d.json (3): id,nome: 1|Ana / 2|∅ / ∅|Bia", "d.json#x: x: y"}},
		{"lists side by side below", `{"r":{"id":[1,2],"nome":["Ana","Bia"]},"s":[{"a":[1,2],"b":[3,4]}]}`,
			[]string{"d.json#r: id,nome: 1|Ana / 2|Bia", "d.json#s.a: a: 1 / 2", "d.json#s.b: b: 3 / 4"}},
		{"few numbers as keys", `{"p":{"1":"sim","2":"não"}}`, []string{"d.json: p.1,p.2: sim|não"}},
		{"keys that are data", `{"529.982.247-25":{"nome":"Ana"},"111.444.777-35":{"nome":"Bia","f":[1]},"x":7,"123.456.789-09":[]}`,
			[]string{"d.json: chave,valor,nome: 529.982.247-25|∅|Ana / 111.444.777-35|∅|Bia / x|7|∅ / 123.456.789-09|∅|∅", "d.json#f: f: 1"}},
		{"the same key twice", `[{"a":"x","a":"y","a":null}]`, []string{"d.json: a: x\ny"}},
		{"nothing", ` [ ] `, []string{"d.json: valor: "}},
		{"cut", `[{"a":1},{"a":2},{"a":`, []string{"d.json: a: 1 / 2 ! truncated"}},
		{"damaged", `[{"a":1},{"a":2},{"a" 3},{"a":4}]`, []string{"d.json: a: 1 / 2 ! damaged_file"}},
		{"windows-1252", "[{\"a\":\"Jo\xe3o\"}]", []string{"d.json: a: João"}},
		{"exponents", `[{"a":5.2998224725e10},{"a":1e-3},{"a":1E400}]`, []string{"d.json: a: 52998224725 / 1e-3 / 1E400"}},
		{"utf-16", "\xff\xfe" + string(wideText(`{"a":"b"}`)), []string{"d.json: a: b"}},
	} {
		got, _ := tablesOf(t, "d.json", tc.data)
		wantTables(t, tc.what, got, tc.want...)
	}
	for _, text := range []string{"[erro] a\n[erro] b\n", "{a}\n", "[1;2\n", "{\n"} {
		if got, all := tablesOf(t, "d.log", text); len(all) != 1 || all[0].table.State != "" || all[0].err != nil {
			t.Errorf("%q is %q", text, got)
		}
	}
}

// TestObjectsAsLists: an object with a key for each row is a list, be it one of records or, if
// the keys are numbers, of the values of a column.
func TestObjectsAsLists(t *testing.T) {
	const n = minListed + 2
	keyed := func(key string, member func(i int) string) string {
		members := make([]string, n)
		for i := range members {
			members[i] = fmt.Sprintf(`"%s%d":%s`, key, i, member(i))
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	object := func(member func(i int) string) string { return keyed("", member) }
	id := func(i int) string { return fmt.Sprint(100 + i) }
	name := func(i int) string { return fmt.Sprintf(`"Ana %d"`, i) }
	record := func(i int) string { return `{"id":` + id(i) + `,"nome":` + name(i) + `}` }
	var columns, rows []string
	for i := range n {
		columns = append(columns, fmt.Sprintf("%d|Ana %d", 100+i, i))
		rows = append(rows, fmt.Sprintf("%d|%d|Ana %d", i, 100+i, i))
	}
	got, _ := tablesOf(t, "d.json", `{"id":`+object(id)+`,"nome":`+object(name)+`}`)
	wantTables(t, "columns", got, "d.json: id,nome: "+strings.Join(columns, " / "))
	got, _ = tablesOf(t, "d.json", object(record))
	wantTables(t, "rows", got, "d.json: chave,id,nome: "+strings.Join(rows, " / "))
	got, _ = tablesOf(t, "d.json", `{"cfg":{"x":1},"p":`+keyed("-N", record)+`}`)
	wantTables(t, "keys", got, "d.json: cfg.x: 1", "d.json#p: chave,id,nome: -N"+strings.Join(rows, " / -N"))
	for what, text := range map[string]string{"one row": object(id), "in rows": `[{"q":` + object(id) + `}]`, "plain": `{"q":` + keyed("q", id) + `}`} {
		if _, all := tablesOf(t, "d.json", text); len(all) != 1 || len(all[0].names) != n {
			t.Errorf("%s: %d tables", what, len(all))
		}
	}
}

// TestBrokenLines passes lines that are not JSON, and says so.
func TestBrokenLines(t *testing.T) {
	for name, bad := range map[string]string{"cut": `{"a":"x`, "odd": `{"a":}`, "text": "erro", "open": `{"a":{"a":[`, "closed": `}]`} {
		data := "{\"a\":1}\n{\"a\":2}\n" + bad + "\n{\"a\":3}\n"
		got := readOne(t, writeFile(t, "d.ndjson", data), Options{}, scanner.Sample{})
		wantRows(t, got.rows, table("1\n2\n3\n"))
		wantCodes(t, name, got.facts.Gaps, "bad_record")
		if got.err != nil {
			t.Errorf("%s: %v", name, got.err)
		}
	}
}

// TestTextBehindJSON: what stands behind the only value is said of every table.
func TestTextBehindJSON(t *testing.T) {
	for _, r := range readPath(t, writeFile(t, "d.json", `{"a":{"x":[{"b":1}]},"c":{"y":[{"d":2}]}}`+"\n529.982.247-25\n"), Options{}, scanner.Sample{}) {
		wantCodes(t, r.table.Name, r.facts.Gaps, "bad_record")
	}
}

// TestJSONBounds reads texts made to take time and memory.
func TestJSONBounds(t *testing.T) {
	deep := readOne(t, writeFile(t, "d.json", strings.Repeat("[", 1<<20)), Options{}, scanner.Sample{})
	if deep.table.Reason.Code != "too_large" {
		t.Errorf("a deep text is %+v", deep.table)
	}
	long := readOne(t, writeFile(t, "d.json", `[{"a":"`+strings.Repeat("x", 3<<20)+`","b":1}]`), Options{}, scanner.Sample{})
	wantCodes(t, "gaps", long.facts.Gaps, "record_too_long")
	if len(long.rows) != 1 || long.rows[0][1] != "1" {
		t.Errorf("a long value: %d rows", len(long.rows))
	}
	var b strings.Builder
	b.WriteString(`{"x":0`)
	for i := range 5000 {
		fmt.Fprintf(&b, `,"k%dk":{"n":%d}`, i, i)
	}
	b.WriteString("}")
	wide := readOne(t, writeFile(t, "d.json", b.String()), Options{}, scanner.Sample{})
	if len(wide.rows) != 5001 || strings.Join(wide.names, ",") != "chave,valor,n" || wide.rows[5000][2] != "4999" {
		t.Errorf("many keys: %d rows, columns %q", len(wide.rows), wide.names)
	}
}

// TestManyLists: where reading each list by itself would take too long, those of the
// fewest rows are read in one go, and nothing is lost.
func TestManyLists(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"vazia":[],"nula":[null],"textos":["solto",["em lista"]],"por cpf":{"529.982.247-25":{"n":1},"111.444.777-35":"x"}`)
	for i := range 30 {
		fmt.Fprintf(&b, `,"lista %d":[{"n":%d,"dentro":{"nome":"nome %d"}}%s]`, i, i, i, strings.Repeat(`,{"n":0}`, i))
	}
	text := b.String() + "}"
	f := &jsonFile{content: content{path: writeFile(t, "d.json", text), size: int64(len(text))}, enc: encoding{name: "utf-8"}}
	l, in, err := f.open(t.Context(), 0)
	must(t, err)
	defer in.Close()
	root, err := surveyTree(l, isData)
	must(t, err)
	values := func(objects []object) (all string, tables int) {
		s := &source{byName: map[string]*object{}}
		for i := range objects {
			s.byName[objects[i].table.Name] = &objects[i]
		}
		for i := range objects {
			got := readTable(t, s, &objects[i].table, scanner.Sample{})
			must(t, got.err)
			all += fmt.Sprintln(got.table.Name, got.names, got.rows)
		}
		return all, len(objects)
	}
	if all, tables := values(root.objects("d.json", f.enc, true, f.open, &keptTrees{})); strings.Contains(all, "#listas") || tables != 33 {
		t.Errorf("of a small file are %d tables:\n%s", tables, all)
	}
	for _, n := range append(root.order, root) { // as though the text were long
		n.tokens = maxTokens
	}
	all, tables := values(root.objects("d.json", f.enc, true, f.open, &keptTrees{}))
	for _, want := range []string{"textos: solto", "textos.coluna 1: em lista", "por cpf.chave: 529.982.247-25", "por cpf.n: 1", "por cpf.valor: x", "lista 0.dentro.nome: nome 0", "lista 3.n: 3", "nome 29"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
	if tables != minTables+1 {
		t.Errorf("%d tables:\n%s", tables, all)
	}
}
