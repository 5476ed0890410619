// Package report turns the result of a scan into an inventory and writes it in
// every format: JSON, CSV, workbook, page, Markdown, SARIF and terminal.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// Schema names the form of an inventory's JSON.
const Schema = "datamap.result/1"

// An Inventory is what a scan found, joined with the LGPD catalogue and the risk
// model. It is the source of every format and holds all that they show, as
// identifiers and counts: no words of any language, and no value.
type Inventory struct {
	Schema       string               `json:"schema"`
	Version      string               `json:"version"`    // of datamap
	ScannedAt    time.Time            `json:"scanned_at"` // UTC, whole seconds: the only field that differs between two runs
	Interrupted  bool                 `json:"interrupted"`
	Settings     Settings             `json:"settings"`
	Organization Organization         `json:"organization"`
	Sources      []scanner.SourceInfo `json:"sources"`
	Coverage     scanner.Totals       `json:"coverage"`
	Findings     Findings             `json:"findings"`
	Types        []Type               `json:"types"`             // everything that was looked for, by ID
	Changes      *Changes             `json:"changes,omitempty"` // since the baseline; nil where there is none
	Tables       []Table              `json:"tables"`            // the ledger, in source order
}

// Settings are the choices of the user that shaped the result.
type Settings struct {
	Seed       uint64   `json:"seed"`
	SampleRows int64    `json:"sample_rows"` // most rows per table; 0 is all
	Only       []string `json:"only"`
	Exclude    []string `json:"exclude"`
	Rules      *Rules   `json:"rules,omitempty"` // nil when all are built in
}

// Rules are what the user's own rule files changed. The terms that are not
// counted may be somebody's data: only their number is told.
type Rules struct {
	Types    []string        `json:"types,omitempty"`    // added
	Extended []string        `json:"extended,omitempty"` // with names
	Ignored  int             `json:"ignored,omitempty"`  // terms that are not counted
	Silences []rules.Silence `json:"silences,omitempty"`
}

// An Organization heads the records. Its fields come from the configuration and may be empty.
type Organization struct {
	Name string `json:"name,omitempty"`
	CNPJ string `json:"cnpj,omitempty"`
	DPO  string `json:"dpo,omitempty"`
}

// A Type is what the catalogue of the scan said about a type.
type Type struct {
	ID       string `json:"id"`
	Personal bool   `json:"personal"`
	Class    string `json:"class"`
	IDP      string `json:"idp,omitempty"`
	FCI      string `json:"fci,omitempty"`
	Article  string `json:"article,omitempty"`
	// Checked tells that what is valid is right and the rest is wrong. Of other types what
	// is valid is only what was recognised, such as the usual names.
	Checked bool `json:"checked,omitempty"`
	// Words are those of a type of the user's own, by language, which the built-in rules
	// do not have.
	Words map[string]rules.Text `json:"words,omitempty"`
}

// A Table is a line of the ledger with its columns and, when it holds personal
// data, its risk.
type Table struct {
	scanner.Entry
	Subject   string               `json:"subject,omitempty"`   // what its rows are about: people, companies, things
	Holders   []string             `json:"holders,omitempty"`   // categories of data subjects
	Protected []Protected          `json:"protected,omitempty"` // groups among them that the law protects, by age
	Comment   string               `json:"comment,omitempty"`   // of the source, with the personal values in it masked
	Structure *scanner.Structure   `json:"structure,omitempty"`
	Access    *scanner.TableAccess `json:"access,omitempty"` // who may read and change it
	Risk      *Risk                `json:"risk,omitempty"`
	Columns   []Column             `json:"columns"`
}

// A Column is a verdict with the risk of the column taken by itself.
type Column struct {
	scanner.ColumnResult
	Risk      Band       `json:"risk,omitempty"`      // empty when the column holds no personal data
	Dismissed *Dismissal `json:"dismissed,omitempty"` // the verdict, where a person called it a false positive
}

// Found reports whether there is anything to say about the column: it has a type, or people
// are asked about it ([Column.Asked]).
func (c *Column) Found() bool { return len(c.Types) > 0 || c.Asked() }

// Asked reports whether the column has a row of its own for people to answer: it holds
// personal data, or may (alternatives that cannot be told apart, a name that the values
// deny), or a person or a rule of the user's has said that it does not. Nobody has to
// answer for what is plainly no personal data, such as a CNPJ or a time of day.
func (c *Column) Asked() bool {
	return c.Personal || c.Dismissed != nil || len(c.Alternatives) > 0 || c.Contradicted != "" || len(c.Silenced) > 0
}

// A Run is what [Build] must know besides the result.
type Run struct {
	Version      string    // of datamap
	Moment       time.Time // of the scan
	Settings     Settings
	Organization Organization
}

// Build joins a scan's result with the catalogue and the risk model. It fails
// when the ledger contradicts itself, which is a defect of the scan.
func Build(res *scanner.Result, all []rules.Rule, run Run) (*Inventory, error) {
	inv := &Inventory{
		Schema:       Schema,
		Version:      run.Version,
		ScannedAt:    run.Moment.UTC().Truncate(time.Second),
		Interrupted:  res.Interrupted,
		Settings:     run.Settings,
		Organization: run.Organization,
		Sources:      list(res.Sources),
		Types:        make([]Type, len(all)),
		Tables:       make([]Table, len(res.Tables)),
	}
	inv.Settings.Only, inv.Settings.Exclude = list(run.Settings.Only), list(run.Settings.Exclude)
	for i := range inv.Sources {
		inv.Sources[i].Name = utf8Name(inv.Sources[i].Name)
	}
	for i, r := range all {
		inv.Types[i] = Type{ID: r.ID, Personal: r.Personal, Class: r.Class, IDP: r.IDP, FCI: r.FCI, Article: r.Article, Checked: r.Check != ""}
		if own := run.Settings.Rules; own != nil && slices.Contains(own.Types, r.ID) {
			inv.Types[i].Words = r.Words
		}
	}
	slices.SortFunc(inv.Types, func(a, b Type) int { return strings.Compare(a.ID, b.ID) })
	for i := range res.Tables {
		inv.Tables[i] = tableOf(&res.Tables[i])
	}
	if err := inv.assess(); err != nil {
		return nil, fmt.Errorf("building the inventory: %w", err)
	}
	inv.Coverage, inv.Findings = inv.count()
	if err := inv.check(); err != nil {
		return nil, fmt.Errorf("building the inventory: %w", err)
	}
	return inv, nil
}

// tableOf is a table of a result, without its risk, as JSON can hold it.
func tableOf(t *scanner.TableResult) Table {
	columns := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		c.Name, c.DataType = utf8Name(c.Name), utf8Name(c.DataType)
		c.Types, c.Alternatives = verdicts(c.Types), verdicts(c.Alternatives)
		if of := c.DigestOf; of != nil {
			shown := *of
			shown.Column = utf8Name(of.Column)
			c.DigestOf = &shown
		}
		columns[i] = Column{ColumnResult: c}
	}
	e := t.Entry
	e.Source, e.Schema, e.Table = utf8Name(e.Source), utf8Name(e.Schema), utf8Name(e.Table)
	e.Parts = slices.Clone(e.Parts)
	for i := range e.Parts {
		e.Parts[i].Name = utf8Name(e.Parts[i].Name)
	}
	return Table{
		Entry: e, Subject: t.Subject, Holders: t.Holders, Protected: protectedIn(columns),
		Comment: t.Comment, Structure: t.Structure, Access: t.Access, Columns: columns,
	}
}

// utf8Name is a name as JSON can hold it: bytes that are not UTF-8, which names of files
// may have, are escaped as by [Shown].
func utf8Name(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	return Shown(name)
}

// list returns a copy that is never nil, so that JSON has [] and not null.
func list[T any](s []T) []T { return append([]T{}, s...) }

func verdicts(from []scanner.TypeVerdict) []scanner.TypeVerdict {
	to := list(from)
	for i := range to {
		to[i].Evidence = list(to[i].Evidence)
	}
	return to
}

// Read reads an inventory from its JSON. A file of another kind, an unknown field
// and a ledger that contradicts itself are errors.
func Read(r io.Reader) (*Inventory, error) {
	inv := &Inventory{}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	err := d.Decode(inv)
	_, after := d.Token()
	switch {
	case err == nil && after != io.EOF, err != nil && inv.Schema == "":
		return nil, errors.New("reading a result: it is not the JSON that `datamap scan -o result.json` writes")
	case inv.Schema != Schema:
		return nil, fmt.Errorf("reading a result: its schema is %q, this version reads %q", Shown(inv.Schema), Schema)
	case err != nil:
		return nil, fmt.Errorf("reading a result: %w", err)
	}
	if err := inv.check(); err != nil {
		return nil, fmt.Errorf("reading a result: %w", err)
	}
	coverage, findings := inv.count()
	if !reflect.DeepEqual(coverage, inv.Coverage) || !reflect.DeepEqual(findings, inv.Findings) {
		return nil, errors.New("reading a result: its totals are not those of its tables")
	}
	return inv, nil
}

// Complete reports whether everything listed was covered.
func (inv *Inventory) Complete() bool { return !inv.Interrupted && inv.Coverage.Complete() }

// check reports an error where the inventory contradicts itself.
func (inv *Inventory) check() error {
	sum, objects := 0, 0
	for _, n := range inv.Coverage.States {
		sum += n
	}
	for i := range inv.Tables {
		objects += max(1, len(inv.Tables[i].Parts))
	}
	if inv.Coverage.Listed != objects || sum != objects {
		return fmt.Errorf("the ledger lists %d objects, its states add up to %d, and there are %d", inv.Coverage.Listed, sum, objects)
	}
	columns := map[string]bool{}
	for i := range inv.Tables {
		t := &inv.Tables[i]
		if err := checkEntry(&t.Entry); err != nil {
			return fmt.Errorf("object %d of %q: %w", i+1, Shown(t.Source), err)
		}
		for j := range t.Columns {
			c := &t.Columns[j]
			if c.ID == "" || columns[c.ID] {
				return fmt.Errorf("object %d of %q: column %d has no identifier of its own", i+1, Shown(t.Source), j+1)
			}
			columns[c.ID] = true
			if c.Filled > c.Read || c.Read > t.Read {
				return fmt.Errorf("object %d of %q: column %d has %d filled of %d read, of %d rows", i+1, Shown(t.Source), j+1, c.Filled, c.Read, t.Read)
			}
		}
	}
	return nil
}

func checkEntry(e *scanner.Entry) error {
	read := int64(0)
	for i := range e.Parts {
		part := e.Part(i)
		if err := checkEntry(&part); err != nil {
			return fmt.Errorf("file %d of it: %w", i+1, err)
		}
		read += part.Read
	}
	if len(e.Parts) > 0 && read != e.Read {
		return fmt.Errorf("it has %d rows read, its files %d", e.Read, read)
	}
	switch e.State {
	case scanner.Covered, scanner.Sampled:
		if len(e.Reasons) > 0 {
			return fmt.Errorf("it is %s and has a reason (%s) not to be", e.State, e.Reasons[0].Code)
		}
	case scanner.Partial:
		if len(e.Reasons) == 0 {
			return fmt.Errorf("it is %s without a reason", e.State)
		}
	case scanner.Listed, scanner.NotRead, scanner.Excluded:
		if len(e.Reasons) == 0 {
			return fmt.Errorf("it is %s without a reason", e.State)
		}
		if e.Read > 0 {
			return fmt.Errorf("it is %s and has %d rows read", e.State, e.Read)
		}
	default:
		return fmt.Errorf("state %q is unknown; the states are %v", Shown(string(e.State)), scanner.States)
	}
	return nil
}

// types returns the catalogue of the scan by ID.
func (inv *Inventory) types() map[string]Type {
	m := make(map[string]Type, len(inv.Types))
	for _, t := range inv.Types {
		m[t.ID] = t
	}
	return m
}

// source returns what is known of a source; its name alone when nothing is.
func (inv *Inventory) source(name string) scanner.SourceInfo {
	for _, s := range inv.Sources {
		if s.Name == name {
			return s
		}
	}
	return scanner.SourceInfo{Name: name}
}
