package report

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/datamapbr/datamap/rules"
)

// answersFile is the form of answers kept as text beside the code: one entry for
// each row, ordered by place, so that a change of one answer is a change of one line.
type answersFile struct {
	Version int                 `yaml:"version" json:"version"`
	Extra   map[string][]string `yaml:"extra,omitempty" json:"extra,omitempty"` // headings of columns that people added, by sheet
	Answers []answerEntry       `yaml:"answers" json:"answers"`
}

type answerEntry struct {
	ID     string            `yaml:"id,omitempty" json:"id,omitempty"` // empty for a row that people added
	Sheet  string            `yaml:"sheet" json:"sheet"`
	Source string            `yaml:"source,omitempty" json:"source,omitempty"`
	Schema string            `yaml:"schema,omitempty" json:"schema,omitempty"`
	Table  string            `yaml:"table,omitempty" json:"table,omitempty"`
	Column string            `yaml:"column,omitempty" json:"column,omitempty"`
	Risk   string            `yaml:"risk,omitempty" json:"risk,omitempty"`
	Fields map[string]string `yaml:"fields" json:"fields"`
}

const answersVersion = 1

// WriteAnswers writes answers as YAML that [ReadAnswersYAML] reads back.
func WriteAnswers(w io.Writer, a Answers) error {
	file := answersFile{Version: answersVersion, Extra: a.Extra, Answers: []answerEntry{}}
	entry := func(a Answer) answerEntry {
		return answerEntry{a.ID, a.Form, a.Source, a.Schema, a.Table, a.Column, a.Risk, a.Fields}
	}
	for _, id := range slices.Sorted(maps.Keys(a.ByID)) {
		file.Answers = append(file.Answers, entry(a.ByID[id]))
	}
	slices.SortStableFunc(file.Answers, func(x, y answerEntry) int {
		return slices.Compare([]string{x.Sheet, x.Source, x.Schema, x.Table, x.Column, x.Risk, x.ID}, []string{y.Sheet, y.Source, y.Schema, y.Table, y.Column, y.Risk, y.ID})
	})
	for _, loose := range a.Loose {
		loose.ID = ""
		file.Answers = append(file.Answers, entry(loose))
	}
	data, err := rules.Encode(file, hidden)
	if err != nil {
		return fmt.Errorf("writing answers: %w", err)
	}
	_, err = w.Write(data)
	return err
}

// ErrAnswers tells that a YAML file does not hold answers as [WriteAnswers] writes them.
var ErrAnswers = errors.New("reading answers")

// ReadAnswersYAML reads what [WriteAnswers] wrote. An unknown key, sheet or field, an
// option that its list does not have and two entries of one ID are errors with
// the number of the entry.
func ReadAnswersYAML(r io.Reader) (Answers, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Answers{}, fmt.Errorf("reading answers: %w", err)
	}
	var file answersFile
	if err := rules.Decode(data, &file); err != nil {
		return Answers{}, fmt.Errorf("%w: %w", ErrAnswers, err)
	}
	if file.Version != answersVersion {
		return Answers{}, fmt.Errorf("%w: version %d is unknown; this program reads %d", ErrAnswers, file.Version, answersVersion)
	}
	l, err := loadLaw()
	if err != nil {
		return Answers{}, err
	}
	a := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{}}
	maps.Copy(a.Extra, file.Extra)
	for i, e := range file.Answers {
		if err := e.check(l); err != nil {
			return Answers{}, fmt.Errorf("%w: entry %d (%s): %w", ErrAnswers, i+1, Shown(e.ID), err)
		}
		if e.Fields == nil {
			e.Fields = map[string]string{}
		}
		answer := Answer{e.ID, e.Sheet, e.Source, e.Schema, e.Table, e.Column, e.Risk, e.Fields}
		switch _, twice := a.ByID[e.ID]; {
		case e.ID == "":
			a.Loose = append(a.Loose, answer)
		case twice:
			return Answers{}, fmt.Errorf("%w: entry %d (%s): there is another one of this ID", ErrAnswers, i+1, Shown(e.ID))
		default:
			a.ByID[e.ID] = answer
		}
	}
	return a, nil
}

func (e *answerEntry) check(l *law) error {
	if !slices.ContainsFunc(forms, func(f form) bool { return f.code == e.Sheet }) {
		return fmt.Errorf("sheet %q is unknown; the sheets are inventory, operations and risk", Shown(e.Sheet))
	}
	for _, key := range slices.Sorted(maps.Keys(e.Fields)) {
		if key != "" && key[0] == '+' {
			continue
		}
		if machineField(key) || !slices.Contains(fields(), key) {
			return fmt.Errorf("field %q is unknown", Shown(key))
		}
		known := slices.ContainsFunc(l.options(key), func(t term) bool { return t.Code == e.Fields[key] })
		if choices[key].strict && !known && e.Fields[key] != "" {
			return fmt.Errorf("field %q: %w; the options are %v", key, errOption, codes(l.options(key)))
		}
	}
	return nil
}

var errOption = errors.New("its list has no such option")

func codes(terms []term) (all []string) {
	for _, t := range terms {
		all = append(all, t.Code)
	}
	return all
}
