package main

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/datamapbr/datamap/report"
)

// readAnswers reads the answers of --answers, a workbook or a YAML file that must be
// readable, and of the workbooks that the outputs replace. It runs before any source is
// read: answers that contradict each other have to be put right first, so that nothing
// that somebody wrote is lost.
func (a *app) readAnswers(path string, outputs []output) (report.Answers, error) {
	var answers report.Answers
	if path != "" {
		read := report.ReadAnswers
		if ext := extension(path); ext == "yaml" || ext == "yml" {
			read = report.ReadAnswersYAML
		}
		var err error
		if answers, err = readAnswersFrom(path, read); err != nil {
			return answers, a.answersFailure(path, err)
		}
	}
	for _, o := range outputs {
		if o.path == stdoutPath || o.format.Name != "xlsx" || sameFile(o.path, path) {
			continue
		}
		standing, err := readWorkbook(o.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case errors.Is(err, report.ErrNotOurs):
			a.warn(phrase{"cmd.warning.answers_unreadable", []any{o.path}}, phrase{key: "cmd.hint.answers_unreadable"})
			continue
		case err != nil:
			return answers, a.answersFailure(o.path, err)
		}
		answers = answers.Merge(standing)
	}
	return answers, nil
}

// answersFailure says what is wrong with the answers of a workbook or a YAML file.
func (a *app) answersFailure(path string, err error) error {
	if conflict, ok := errors.AsType[*report.ConflictError](err); ok {
		return failed(err, "answers_conflict", path, conflict.Cells[0], conflict.Cells[1], conflict.Sheet).hinting("answers_conflict")
	}
	if option, ok := errors.AsType[*report.OptionError](err); ok {
		return failed(err, "answers_option", path, option.Cell, option.Sheet, option.Heading).hinting("answers_option")
	}
	if entry, ok := errors.AsType[*report.EntryError](err); ok {
		where := path
		if entry.Entry > 0 {
			where = a.words.T("cmd.answers.entry", path, entry.Entry, cmp.Or(entry.ID, "–"))
		}
		f := failed(err, "answers_invalid", where, a.words.T("cmd.answers."+entry.Problem, entry.Name))
		if len(entry.Valid) > 0 {
			return f.hinting("valid", strings.Join(entry.Valid, ", "))
		}
		return f.hinting("answers_invalid")
	}
	switch {
	case errors.Is(err, report.ErrNotOurs):
		return failed(err, "answers", path).hinting("answers")
	case errors.Is(err, report.ErrAnswers):
		f := a.yamlFailure(path, err)
		f.code = exitFailed
		return f.hinting("answers_invalid")
	}
	return sourceFailure(a.words, path, err)
}

func readWorkbook(path string) (report.Answers, error) {
	return readAnswersFrom(path, report.ReadAnswers)
}

func readAnswersFrom(path string, read func(io.Reader) (report.Answers, error)) (report.Answers, error) {
	f, err := os.Open(path)
	if err != nil {
		return report.Answers{}, err
	}
	defer f.Close()
	return read(f)
}
