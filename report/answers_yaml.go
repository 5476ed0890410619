package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// answersFile is the YAML in which answers are kept under version control: one entry for
// each row, ordered by place, so that changing one answer changes one line.
type answersFile struct {
	Version int                 `yaml:"version" json:"version"`
	Extra   map[string][]string `yaml:"extra,omitempty" json:"extra,omitempty"` // headings of columns that people added, by sheet
	Answers []Answer            `yaml:"answers" json:"answers"`
}

const answersVersion = 1

// WriteAnswers writes answers as YAML that [ReadAnswersYAML] reads back.
func WriteAnswers(w io.Writer, a Answers) error {
	file := answersFile{Version: answersVersion, Extra: a.Extra, Answers: []Answer{}}
	for _, id := range slices.Sorted(maps.Keys(a.ByID)) {
		file.Answers = append(file.Answers, a.ByID[id])
	}
	slices.SortStableFunc(file.Answers, func(x, y Answer) int { return cmp.Or(strings.Compare(x.Form, y.Form), x.compare(&y)) })
	for _, loose := range a.Loose {
		loose.ID = ""
		file.Answers = append(file.Answers, loose)
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

// An EntryError is an [ErrAnswers] that tells what is wrong with which entry.
type EntryError struct {
	Entry   int      // from 1; 0 for the file as a whole
	ID      string   // of the entry
	Problem string   // one of EntryProblems
	Name    string   // the version, sheet or field that is wrong; empty for an ID
	Valid   []string // what it may be instead; nil where no list says so
}

// EntryProblems are what may be wrong: an unknown version, sheet or field, an option
// that the field's list does not have, an ID that another entry has.
var EntryProblems = []string{"version", "sheet", "field", "choice", "twice"}

func (e *EntryError) Error() string {
	return fmt.Sprintf("entry %d (%s): %s %q", e.Entry, Shown(e.ID), e.Problem, Shown(e.Name))
}

// ReadAnswersYAML reads what [WriteAnswers] wrote. What is wrong in it is an
// [ErrAnswers]: an [EntryError], or an error of [rules.Decode].
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
		return Answers{}, fmt.Errorf("%w: %w", ErrAnswers,
			&EntryError{Problem: "version", Name: strconv.Itoa(file.Version), Valid: []string{strconv.Itoa(answersVersion)}})
	}
	l, err := loadLaw()
	if err != nil {
		return Answers{}, err
	}
	a := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{}}
	maps.Copy(a.Extra, file.Extra)
	for i, e := range file.Answers {
		wrong := e.wrong(l)
		if _, twice := a.ByID[e.ID]; twice && wrong == nil {
			wrong = &EntryError{Problem: "twice"}
		}
		if wrong != nil {
			wrong.Entry, wrong.ID = i+1, e.ID
			return Answers{}, fmt.Errorf("%w: %w", ErrAnswers, wrong)
		}
		if e.Fields == nil {
			e.Fields = map[string]string{}
		}
		if e.ID == "" {
			a.Loose = append(a.Loose, e)
		} else {
			a.ByID[e.ID] = e
		}
	}
	return a, nil
}

// wrong returns what is wrong with an entry; nil for nothing.
func (a *Answer) wrong(l *law) *EntryError {
	sheets := each(forms, func(f form) string { return f.code })
	if !slices.Contains(sheets, a.Form) {
		return &EntryError{Problem: "sheet", Name: a.Form, Valid: sheets}
	}
	for _, key := range slices.Sorted(maps.Keys(a.Fields)) {
		if key != "" && key[0] == '+' {
			continue
		}
		if machineField(key) || !slices.Contains(fields(), key) {
			return &EntryError{Problem: "field", Name: key}
		}
		if options := each(l.options(key), func(t term) string { return t.Code }); choices[key].strict && a.Fields[key] != "" && !slices.Contains(options, a.Fields[key]) {
			return &EntryError{Problem: "choice", Name: key, Valid: options}
		}
	}
	return nil
}
