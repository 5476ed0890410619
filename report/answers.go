package report

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/rules"
)

// Answers are what people wrote into the workbook's answer columns. The zero
// value has none.
type Answers struct {
	ByID  map[string]Answer // by the column's ID
	Loose []Answer          // rows without an ID that hold something
	Extra []string          // headings of columns that people added, in their order
}

// An Answer is what people wrote about one column.
type Answer struct {
	ID                            string
	Source, Schema, Table, Column string // as the workbook showed them
	// Fields holds the filled cells by the code of their field, or by the
	// heading of an added column with a leading "+". An option of a drop-down
	// is held as its code, any other text as it is.
	Fields map[string]string
}

// answerFields are the codes of the answer columns, in the order of the sheet.
var answerFields = []string{"purpose", "basis", "retention", "sharing", "owner", "review", "notes"}

// reviews are the options of the field "review".
var reviews = []string{"confirmed", "false_positive", "pending"}

// A ConflictError tells that two rows of a sheet have the same ID and different answers.
type ConflictError struct {
	Sheet string
	Rows  [2]int
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("rows %d and %d of sheet %q have the same ID and different answers", e.Rows[0], e.Rows[1], Shown(e.Sheet))
}

// ErrNotOurs tells that a file is not a workbook that [WriteWorkbook] wrote.
var ErrNotOurs = errors.New("it is not a workbook of datamap")

// maxWorkbook bounds what a workbook may unfold to, and keeps it in memory:
// people's answers are not spilled into temporary files.
const maxWorkbook = 1 << 30

// ReadAnswers reads the answers out of a workbook that [WriteWorkbook] wrote, in
// whatever language, however its rows were sorted, filtered or rearranged. What
// it returns, written again, loses nothing: answers to columns that are gone,
// rows without an ID and columns that people added are kept.
func ReadAnswers(r io.Reader) (Answers, error) {
	f, err := excelize.OpenReader(r, excelize.Options{
		UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxWorkbook, ShortDatePattern: "dd/mm/yyyy",
	})
	if err != nil {
		return Answers{}, fmt.Errorf("reading answers: %w", ErrNotOurs)
	}
	defer f.Close()
	v, err := loadVocabulary()
	if err != nil {
		return Answers{}, err
	}
	a := Answers{ByID: map[string]Answer{}}
	found := false
	for _, key := range []string{"sheet.inventory", "sheet.removed"} {
		for _, words := range v.words {
			name := words.T(key)
			if !slices.Contains(f.GetSheetList(), name) {
				continue
			}
			found = found || key == "sheet.inventory"
			if err := a.readSheet(f, name, v, key == "sheet.removed"); err != nil {
				return Answers{}, fmt.Errorf("reading answers: %w", err)
			}
			break
		}
	}
	if !found {
		return Answers{}, fmt.Errorf("reading answers: %w", ErrNotOurs)
	}
	return a, nil
}

// readSheet adds the answers of a sheet. An ID in both sheets keeps the answers of
// the first, which a person saw last; those of the second fill what it leaves open.
func (a *Answers) readSheet(f *excelize.File, sheet string, v *vocabulary, removed bool) error {
	rows, err := f.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	var keys []string
	seen := map[string]int{}
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if keys == nil {
			if keys = v.headings(cells); !slices.Contains(keys, "id") {
				return ErrNotOurs
			}
			a.extra(keys)
			continue
		}
		for len(keys) < len(cells) {
			keys = append(keys, v.added(keys, ""))
			a.extra(keys[len(keys)-1:])
		}
		answer := v.answer(keys, cells)
		switch {
		case answer.ID == "":
			if len(answer.Fields) > 0 {
				a.Loose = append(a.Loose, answer)
			}
		case seen[answer.ID] > 0 && !removed:
			if contradict(a.ByID[answer.ID].Fields, answer.Fields) {
				return &ConflictError{sheet, [2]int{seen[answer.ID], n}}
			}
			a.merge(answer)
		default:
			seen[answer.ID] = n
			a.merge(answer)
		}
	}
	return rows.Error()
}

func (a *Answers) merge(answer Answer) {
	if len(answer.Fields) == 0 {
		return
	}
	old, ok := a.ByID[answer.ID]
	if !ok {
		a.ByID[answer.ID] = answer
		return
	}
	if contradict(old.Fields, answer.Fields) {
		a.Loose = append(a.Loose, answer)
		return
	}
	maps.Copy(old.Fields, answer.Fields)
}

// contradict reports whether two rows say different things in a field that both fill.
func contradict(a, b map[string]string) bool {
	for key, text := range b {
		if was := a[key]; was != "" && was != text {
			return true
		}
	}
	return false
}

// extra notes the headings of added columns.
func (a *Answers) extra(keys []string) {
	for _, key := range keys {
		if heading, ok := strings.CutPrefix(key, "+"); ok {
			a.Extra = union(a.Extra, heading)
		}
	}
}

// gone returns the answers that no column of the inventory's sheet takes, ordered by place.
func (a *Answers) gone(inv *Inventory) []Answer {
	here := map[string]bool{}
	for _, f := range inv.places((*Column).Found) {
		here[f.Column.ID] = true
	}
	var all []Answer
	for id, answer := range a.ByID {
		if !here[id] {
			all = append(all, answer)
		}
	}
	slices.SortFunc(all, func(x, y Answer) int {
		return slices.Compare([]string{x.Source, x.Schema, x.Table, x.Column, x.ID}, []string{y.Source, y.Schema, y.Table, y.Column, y.ID})
	})
	return append(all, a.Loose...)
}

// vocabulary reads headings and options of every language back into codes.
type vocabulary struct {
	words   []*rules.Words
	heading map[string]string
	option  map[string]string // text of a drop-down's option → its code
}

func loadVocabulary() (*vocabulary, error) {
	l, err := loadLaw()
	if err != nil {
		return nil, err
	}
	v := &vocabulary{heading: map[string]string{}, option: map[string]string{}}
	for _, lang := range rules.Languages {
		words, err := rules.NewWords(lang)
		if err != nil {
			return nil, err
		}
		v.words = append(v.words, words)
		for _, key := range slices.Concat(machineFields, answerFields) {
			v.heading[words.T("column."+key)] = key
		}
		for _, o := range slices.Concat(l.Bases.Common, l.Bases.Sensitive) {
			v.option[o.Words[lang]] = o.Code
		}
		for _, code := range reviews {
			v.option[words.T("review."+code)] = code
		}
	}
	return v, nil
}

// headings returns the code of each column; "+" and the heading for one that
// people added, made unique and numbered where it is empty.
func (v *vocabulary) headings(cells []string) []string {
	keys := make([]string, len(cells))
	for i, text := range cells {
		key, ok := v.heading[strings.TrimSpace(text)]
		if !ok || slices.Contains(keys, key) {
			key = v.added(keys, strings.TrimSpace(text))
		}
		keys[i] = key
	}
	return keys
}

func (v *vocabulary) added(taken []string, heading string) string {
	key := "+" + heading
	for n := 2; heading == "" || slices.Contains(taken, key) || v.heading[key[1:]] != ""; n++ {
		if heading == "" {
			heading = "?"
		}
		key = fmt.Sprintf("+%s (%d)", heading, n)
	}
	return key
}

// answer reads one row, of no more cells than there are keys.
func (v *vocabulary) answer(keys, cells []string) Answer {
	a := Answer{Fields: map[string]string{}}
	machine := map[string]*string{"id": &a.ID, "source": &a.Source, "schema": &a.Schema, "table": &a.Table, "column": &a.Column}
	for i, text := range cells {
		if text == "" {
			continue
		}
		key := keys[i]
		switch to := machine[key]; {
		case to != nil:
			*to = strings.TrimSpace(text)
		case slices.Contains(machineFields, key):
		default:
			if code, ok := v.option[strings.TrimSpace(text)]; ok && (key == "basis" || key == "review") {
				text = code
			}
			a.Fields[key] = text
		}
	}
	return a
}
