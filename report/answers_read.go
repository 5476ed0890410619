package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadAnswers reads the answers from a workbook that [WriteWorkbook] wrote in any language,
// however its rows were sorted, filtered or rearranged. Nothing is lost when the answers
// are written again: those to rows that are gone, rows without an ID and columns that
// people added are kept. Rows that contradict each other are a [ConflictError], a text
// that a closed list does not have is an [OptionError].
func ReadAnswers(r io.Reader) (Answers, error) {
	v, err := loadVocabulary()
	if err != nil {
		return Answers{}, err
	}
	book, err := openAnswers(r)
	if err != nil {
		return Answers{}, fmt.Errorf("reading answers: %w", ErrNotOurs)
	}
	a := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{}}
	found := false
	for _, code := range []string{inventoryForm.code, operationsForm.code, riskForm.code, "removed"} {
		for _, words := range v.words {
			name := words.T("sheet." + code)
			if !book.has(name) {
				continue
			}
			found = found || code == inventoryForm.code
			s := &answerSheet{Answers: &a, vocabulary: v, book: book, name: name, form: code, seen: map[string]seenRow{}}
			if err := book.rows(name, s.row, s.wanted); err != nil {
				return Answers{}, fmt.Errorf("reading answers: %w", err)
			}
			break
		}
	}
	if !found {
		return Answers{}, fmt.Errorf("reading answers: %w", ErrNotOurs)
	}
	a.Own = v.own(book)
	return a, nil
}

// own counts the sheets of a workbook that this package did not write.
func (v *vocabulary) own(book *answerBook) int {
	ours := map[string]bool{listSheet: true, metaSheet: true}
	for _, words := range v.words {
		for _, key := range words.Keys() {
			if strings.HasPrefix(key, "sheet.") {
				ours[words.T(key)] = true
			}
		}
	}
	n := 0
	for name := range book.sheets {
		if !ours[name] {
			n++
		}
	}
	return n
}

// An answerSheet is a sheet being read.
type answerSheet struct {
	*Answers
	*vocabulary
	book *answerBook
	name string
	form string   // code of the sheet
	keys []string // codes of the columns; nil until the headings have been read
	read []bool   // whether each column is of any use
	seen map[string]seenRow
}

// A seenRow is where an ID was met, and what its row said.
type seenRow struct {
	n      int
	fields map[string]string
}

// wanted reports whether the cells of a column need to be read.
func (s *answerSheet) wanted(column int) bool {
	return s.keys == nil || column >= len(s.read) || s.read[column]
}

// headingRows is the number of first rows among which the headings must be.
const headingRows = 5

// row takes the cells of row n.
func (s *answerSheet) row(n int, cells []string) error {
	if s.keys == nil {
		if keys := s.headings(cells); slices.Contains(keys, "id") {
			s.keys = keys
			for _, key := range keys {
				s.read = append(s.read, !machineField(key) || slices.Contains(goneFields, key))
				s.extra(key)
			}
			return nil
		}
		if n >= headingRows {
			return ErrNotOurs
		}
		return nil
	}
	for len(s.keys) < len(cells) {
		s.keys = append(s.keys, s.added(s.keys, ""))
		s.extra(s.keys[len(s.keys)-1])
	}
	answer, err := s.answer(n, cells)
	if err != nil {
		return err
	}
	before, again := s.seen[answer.ID]
	switch {
	case answer.ID == "":
		if len(answer.Fields) > 0 {
			s.Loose = append(s.Loose, answer)
		}
		return nil
	case again && s.form != "removed":
		if key := contradicted(before.fields, answer.Fields); key != "" {
			letter := columnLetter(slices.Index(s.keys, key))
			return &ConflictError{s.name, [2]string{fmt.Sprint(letter, before.n), fmt.Sprint(letter, n)}}
		}
	}
	s.seen[answer.ID] = seenRow{n, answer.Fields}
	s.add(answer)
	return nil
}

// extra notes the heading of an added column.
func (s *answerSheet) extra(key string) {
	if heading, ok := strings.CutPrefix(key, "+"); ok {
		s.Extra[s.form] = union(s.Extra[s.form], heading)
	}
}

// answer reads one row, which must have no more cells than there are keys.
func (s *answerSheet) answer(n int, cells []string) (Answer, error) {
	a := Answer{Form: s.form, Fields: map[string]string{}}
	proposal := ""
	to := map[string]*string{
		"id": &a.ID, "source": &a.Source, "schema": &a.Schema, "table": &a.Table, "column": &a.Column, "model_risk": &a.Risk, "proposal": &proposal,
	}
	for i, text := range cells {
		if text == "" {
			continue
		}
		key := s.keys[i]
		switch where := to[key]; {
		case where != nil:
			*where = strings.TrimSpace(text)
		case key == "form":
			a.Form = s.sheetOf(text)
		case machineField(key):
		default:
			code, ok := s.option[key][strings.TrimSpace(text)]
			switch {
			case ok:
				text = code
			case choices[key].strict:
				return a, &OptionError{s.name, fmt.Sprint(columnLetter(i), n), s.headingOf(key)}
			}
			a.Fields[key] = text
		}
	}
	if a.Fields[moving] == "move" && proposal != "" {
		a.ID, _, _ = strings.Cut(proposal, " ") // a person accepted the proposed column
	}
	delete(a.Fields, moving)
	return a, nil
}

// headingOf is a column's heading in the first language that has it.
func (s *answerSheet) headingOf(key string) string {
	for _, w := range s.words {
		if s.book.has(w.T("sheet." + s.form)) {
			return w.T("column." + key)
		}
	}
	return key
}

// sheetOf is the code of the form that a sheet's name means.
func (v *vocabulary) sheetOf(name string) string {
	for _, w := range v.words {
		for _, f := range forms {
			if strings.TrimSpace(name) == w.T("sheet."+f.code) {
				return f.code
			}
		}
	}
	return inventoryForm.code
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
	is := func(key string) bool {
		return v.heading[key[1:]] != "" || slices.ContainsFunc(taken, func(t string) bool { return strings.EqualFold(t, key) })
	}
	key := "+" + heading
	for n := 2; heading == "" || is(key); n++ {
		if heading == "" {
			heading = "?"
		}
		key = fmt.Sprintf("+%s (%d)", heading, n)
	}
	return key
}
