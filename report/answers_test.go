package report

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/rules"
)

func withAnswers(t *testing.T, inv *Inventory, lang string, a Answers) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkbook(&b, inv, words(t, lang), sampleRules(), a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBack(t *testing.T, data []byte) Answers {
	t.Helper()
	a, err := ReadAnswers(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// cellOf is the cell of a field in a row of the inventory's sheet.
func cellOf(code string, row int) string {
	return fmt.Sprint(columnLetter(slices.Index(slices.Concat(inventoryForm.machine, inventoryForm.answers), code)), row)
}

// typed returns a workbook once somebody has typed texts into cells of a sheet.
func typed(t *testing.T, f *excelize.File, sheet string, cells map[string]string) []byte {
	t.Helper()
	for cell, text := range cells {
		if err := f.SetCellStr(sheet, cell, text); err != nil {
			t.Fatal(err)
		}
	}
	return must(f.WriteToBuffer()).Bytes()
}

// ids are the IDs on the inventory's sheet, in its order.
func ids(inv *Inventory) (all []string) {
	for _, f := range inv.places((*Column).Asked) {
		all = append(all, f.Column.ID)
	}
	return all
}

func TestAWorkbookWithoutAnswersHasNone(t *testing.T) {
	inv := laterSample(t)
	inv.Changes = Compare(sample(t), inv)
	for _, lang := range rules.Languages {
		if a := readBack(t, write(t, "xlsx", lang, inv)); len(a.ByID)+len(a.Loose)+len(a.Extra)+a.Own > 0 {
			t.Errorf("read %+v", a)
		}
	}
}

func TestSheetsOfPeopleAreCounted(t *testing.T) {
	gone := Answers{ByID: map[string]Answer{"gone": {ID: "gone", Form: "inventory", Fields: map[string]string{"owner": "rh"}}}}
	f := openWorkbook(t, withAnswers(t, sample(t), "pt-BR", gone))
	for _, name := range []string{"Minhas notas", "inventário 2"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	a := readBack(t, typed(t, f, "Minhas notas", nil))
	if merged := a.Merge(Answers{Own: 1}); a.Own != 2 || merged.Own != 3 {
		t.Errorf("%d sheets of their own, and %d of two workbooks", a.Own, merged.Own)
	}
}

func TestAnswersChangeLanguage(t *testing.T) {
	inv := sample(t)
	id := ids(inv)[0]
	a := Answers{ByID: map[string]Answer{id: {ID: id, Fields: map[string]string{"basis": "art7-V", "review": "false_positive", "purpose": "=1+1", "notes": "_x0041_"}}}}
	for _, lang := range []string{"pt-BR", "en", "pt-BR"} {
		a = readBack(t, withAnswers(t, inv, lang, a))
		if want := map[string]string{"basis": "art7-V", "review": "false_positive", "purpose": "=1+1", "notes": "_x0041_"}; !reflect.DeepEqual(a.ByID[id].Fields, want) {
			t.Fatalf("in %s: %v", lang, a.ByID[id].Fields)
		}
	}
	texts := workbookTexts(t, withAnswers(t, inv, "en", a))
	if got := texts["Inventory!"+cellOf("basis", 3)]; got != "Art. 7, V – Contract or preliminary procedures, at the data subject's request" {
		t.Errorf("the cell says %q", got)
	}
}

func TestConflictingRowsAreNamed(t *testing.T) {
	inv := sample(t)
	f := openWorkbook(t, write(t, "xlsx", "pt-BR", inv))
	first, _ := f.GetCellValue("Inventário", "A3")
	data := typed(t, f, "Inventário", map[string]string{"A40": first, cellOf("purpose", 3): "vendas", cellOf("purpose", 40): "cobrança"})
	_, err := ReadAnswers(bytes.NewReader(data))
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Cells != [2]string{cellOf("purpose", 3), cellOf("purpose", 40)} || conflict.Sheet != "Inventário" {
		t.Errorf("%v", err)
	}
}

func TestReadAnswersRefusesWhatIsNotOurs(t *testing.T) {
	var other bytes.Buffer
	f := excelize.NewFile()
	if err := f.Write(&other); err != nil {
		t.Fatal(err)
	}
	good := write(t, "xlsx", "pt-BR", sample(t))
	for name, data := range map[string][]byte{"text": []byte("a;b"), "empty": nil, "half": good[:len(good)/2], "another workbook": other.Bytes()} {
		if _, err := ReadAnswers(bytes.NewReader(data)); !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRowsWithoutAnIDAreKept(t *testing.T) {
	inv := sample(t)
	f := openWorkbook(t, write(t, "xlsx", "pt-BR", inv))
	outside := columnLetter(len(inventoryForm.machine)+len(inventoryForm.answers)+3) + "4"
	a := readBack(t, typed(t, f, "Inventário", map[string]string{
		cellOf("purpose", 90): "nota de rodapé", cellOf("column", 90): "minha coluna", outside: "fora do cabeçalho",
	}))
	for range 3 { // stays the same however often it is carried over
		if len(a.Loose) != 1 || a.Loose[0].Fields["purpose"] != "nota de rodapé" || a.Loose[0].Column != "minha coluna" {
			t.Fatalf("loose rows are %+v", a.Loose)
		}
		if len(a.Extra["inventory"]) != 4 || len(a.ByID) != 1 {
			t.Fatalf("%d added columns %q, %d answers", len(a.Extra), a.Extra, len(a.ByID))
		}
		a = readBack(t, withAnswers(t, inv, "pt-BR", a))
	}
}

// No answer of either is lost.
func TestMergeAnswers(t *testing.T) {
	one := Answers{ByID: map[string]Answer{
		"a": {ID: "a", Fields: map[string]string{"purpose": "notas"}},
		"b": {ID: "b", Fields: map[string]string{"purpose": "folha"}},
	}, Extra: map[string][]string{"inventory": {"Setor"}}}
	two := Answers{ByID: map[string]Answer{
		"a": {ID: "a", Fields: map[string]string{"purpose": "cobrança", "owner": "Ana"}},
		"c": {ID: "c", Fields: map[string]string{"owner": "Rui"}},
	}, Extra: map[string][]string{"inventory": {"Setor", "Andar"}}, Loose: []Answer{{Fields: map[string]string{"notes": "solta"}}}}
	m := one.Merge(two)
	if got := m.ByID["a"].Fields; got["purpose"] != "notas" || got["owner"] != "Ana" {
		t.Errorf("a: %v", got)
	}
	if m.ByID["b"].Fields["purpose"] != "folha" || m.ByID["c"].Fields["owner"] != "Rui" {
		t.Errorf("b: %v, c: %v", m.ByID["b"], m.ByID["c"])
	}
	if len(m.Loose) != 2 || m.Loose[1].Fields["purpose"] != "cobrança" {
		t.Errorf("loose: %v", m.Loose)
	}
	if len(m.Extra["inventory"]) != 2 {
		t.Errorf("extra: %v", m.Extra)
	}
	if one.ByID["a"].Fields["owner"] != "" {
		t.Error("the first was changed")
	}
}

// A column that was renamed is proposed beside the answers of the old one, and takes
// them over once a person says so.
func TestRenamedColumnsAreProposed(t *testing.T) {
	before := sample(t)
	res := sampleResult()
	var old, renamed string
	for i := range res.Tables {
		for j := range res.Tables[i].Columns {
			if c := &res.Tables[i].Columns[j]; c.Name == "nascimento" {
				old, renamed = c.ID, "00000000000000aa"
				c.Name, c.ID = "data_nascimento", renamed
			}
		}
	}
	after, err := Build(res, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	said := Answers{ByID: map[string]Answer{old: {ID: old, Form: "inventory", Fields: map[string]string{"purpose": "aniversários"}}}}
	data := withAnswers(t, after, "pt-BR", readBack(t, withAnswers(t, before, "pt-BR", said)))
	f := openWorkbook(t, data)
	if text, _ := f.GetCellValue("Removidos", "H2"); text != renamed+" clientes.data_nascimento" {
		t.Fatalf("proposed is %q", text)
	}
	if back := readBack(t, data); back.ByID[renamed].Fields != nil || back.ByID[old].Fields["purpose"] != "aniversários" {
		t.Errorf("without a word the answers are %+v", back.ByID)
	}
	if back := readBack(t, typed(t, f, "Removidos", map[string]string{"I2": "Sim, mover as respostas"})); back.ByID[renamed].Fields["purpose"] != "aniversários" || len(back.ByID) != 1 {
		t.Errorf("the answers are %+v", back.ByID)
	}
}

// Answers stay the same through YAML, whatever was written.
func TestAnswersAsYAML(t *testing.T) {
	inv := sample(t)
	said := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{"inventory": {"Setor: A"}}, Loose: []Answer{{Form: "risk", Risk: "R01", Fields: map[string]string{"notes": "solta"}}}}
	for i, id := range ids(inv) {
		said.ByID[id] = Answer{ID: id, Form: "inventory", Source: "s", Column: odd[i%len(odd)], Fields: map[string]string{"purpose": odd[i%len(odd)], "basis": "art7-V", "+Setor: A": "x"}}
	}
	var b bytes.Buffer
	if err := WriteAnswers(&b, said); err != nil {
		t.Fatal(err)
	}
	back, err := ReadAnswersYAML(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, said) {
		t.Errorf("read back %+v", back)
	}
	for bad, problem := range map[string]string{
		"version: 2\nanswers: []\n":                                                                        "version",
		"version: 1\nanswers:\n  - {id: a, sheet: x}\n":                                                    "sheet",
		"version: 1\nanswers:\n  - {id: a, sheet: risk, fields: {content: x}}\n":                           "field",
		"version: 1\nanswers:\n  - {id: a, sheet: risk, fields: {effect: x}}\n":                            "choice",
		"version: 1\nanswers:\n  - {id: a, sheet: risk, fields: {}}\n  - {id: a, sheet: risk, fields: {}}": "twice",
		"a: [": "",
	} {
		_, err := ReadAnswersYAML(strings.NewReader(bad))
		entry, ok := errors.AsType[*EntryError](err)
		if !errors.Is(err, ErrAnswers) || ok != (problem != "") || ok && entry.Problem != problem {
			t.Errorf("%q: %v", bad, err)
		}
		if problem != "" && !slices.Contains(EntryProblems, problem) {
			t.Errorf("%s is not among the problems", problem)
		}
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"telefone", "telefone_contato", true}, {"nome", "nome_cliente", true}, {"CPF", "nr_cpf_cliente", true}, {"dtNasc", "dt_nasc", true},
		{"nascimento", "data_nascimento", true}, {"Celular", "Telefone celular", true}, {"nome", "sobrenome", true}, {"email", "e-mail", true},
		{"nome", "cpf", false}, {"cep", "cpf", false}, {"", "cpf", false}, {"endereco", "telefone", false},
	} {
		if got := alike(c.a, c.b); (got >= likeEnough) != c.want || got != alike(c.b, c.a) {
			t.Errorf("%q and %q are alike by %.2f, want %v", c.a, c.b, got, c.want)
		}
	}
}
