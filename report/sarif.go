package report

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// SARIF 2.1.0, as much of it as a code host needs to show findings in files.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver struct {
			Name    string      `json:"name"`
			Version string      `json:"version"`
			Rules   []sarifRule `json:"rules"`
		} `json:"driver"`
	} `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	Results     []sarifResult     `json:"results"`
}

type sarifInvocation struct {
	Successful    bool           `json:"executionSuccessful"`
	Notifications []sarifMessage `json:"toolExecutionNotifications"` // what was not read
}

type sarifRule struct {
	ID    string    `json:"id"`
	Short sarifText `json:"shortDescription"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifMessage struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

type sarifResult struct {
	Rule         string            `json:"ruleId"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	// Suppressions say that a rule of the user's silenced the result, and why; nil
	// where no result of the run is silenced.
	Suppressions *[]sarifSuppression `json:"suppressions,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region struct {
		Line int `json:"startLine"`
	} `json:"region"`
}

var sarifLevels = map[Band]string{Low: "note", Moderate: "warning", High: "error"}

// writeSARIF writes each personal column as a result at the first line of its
// file. Columns of databases are named in the message; their location is the source.
func writeSARIF(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule) error {
	p, err := newPhrases(inv, words, all)
	if err != nil {
		return err
	}
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver.Name, run.Tool.Driver.Version = "datamap", inv.Version
	run.Tool.Driver.Rules = []sarifRule{}
	for _, t := range inv.Types {
		if t.Personal {
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{t.ID, sarifText{p.TypeName(t.ID)}})
		}
	}
	for _, f := range inv.places(func(c *Column) bool { return c.Personal && len(c.Types) > 0 }) {
		r := p.sarifResult(f, f.Column.Types[0].Type, p.Content(f.Column))
		r.Level = sarifLevels[f.Column.Risk]
		run.Results = append(run.Results, r)
	}
	run.suppressed(p)
	done := sarifInvocation{Successful: !inv.Interrupted, Notifications: []sarifMessage{}}
	for _, t := range inv.gapLines() {
		text := brief(t.Source) + " " + p.Object(&t.Entry) + ": " + p.State(&t.Entry) + ": " + p.Why(&t.Entry)
		done.Notifications = append(done.Notifications, sarifMessage{"warning", sarifText{text}})
	}
	run.Invocations = []sarifInvocation{done}
	return writeIndented(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifResult is the result for a column, at the first line of its file.
func (p *phrases) sarifResult(f place, id, content string) sarifResult {
	r := sarifResult{
		Rule: id, Level: "note", Message: sarifText{p.T("report.sarif", brief(f.Column.Name), p.Object(&f.Table.Entry), content)},
		Locations: make([]sarifLocation, 1), Fingerprints: map[string]string{"datamapColumn/v1": f.Column.ID},
	}
	r.Locations[0].Physical.Artifact.URI = artifact(p.inv.source(f.Table.Source), &f.Table.Entry)
	r.Locations[0].Physical.Region.Line = 1
	return r
}

// suppressed adds what the user's rules silence as suppressed results, with who decided it,
// when and why. SARIF wants suppressions in all results, if only empty ones, or in none.
func (run *sarifRun) suppressed(p *phrases) {
	var silent []sarifResult
	for _, f := range p.inv.places(func(c *Column) bool { return len(c.Silenced) > 0 }) {
		for _, v := range f.Column.Silenced {
			s := p.silence(v.Rule)
			if s == nil {
				continue
			}
			r := p.sarifResult(f, v.Type, p.TypeName(v.Type))
			r.Fingerprints["datamapSilenced/v1"] = v.Type
			r.Suppressions = &[]sarifSuppression{{"external", "accepted", p.signed(s)}}
			silent = append(silent, r)
			if !slices.ContainsFunc(run.Tool.Driver.Rules, func(rule sarifRule) bool { return rule.ID == v.Type }) {
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{v.Type, sarifText{p.TypeName(v.Type)}})
			}
		}
	}
	for i := range run.Results {
		if len(silent) > 0 {
			run.Results[i].Suppressions = &[]sarifSuppression{}
		}
	}
	run.Results = append(run.Results, silent...)
}

// artifact is the path of a table's file as a relative URI; for a database its source. For
// a member of an archive it is the path of the archive: the message names the member.
func artifact(source scanner.SourceInfo, e *scanner.Entry) string {
	where := strings.ReplaceAll(source.Name, `\`, "/")
	if source.Kind == "folder" {
		where = below(where, fileOf(e))
	}
	return (&url.URL{Path: where}).EscapedPath()
}

// below is the path of a file of a source, which is a folder, the file alone, or a pattern
// that begins with the folder of all its files.
func below(source, file string) string {
	switch {
	case path.Base(source) == file:
		return source
	case strings.HasSuffix(source, "/"):
		return source + file
	}
	for strings.ContainsAny(source, "*?[") {
		source = path.Dir(source)
	}
	if source == "." {
		return file
	}
	return strings.TrimSuffix(source, "/") + "/" + file
}

// fileOf is the path, below the source, of the file that a table is in: without the name
// of the sheet, of the member of an archive or of the table of a database.
func fileOf(e *scanner.Entry) string {
	file := e.Table
	if len(e.Parts) > 0 {
		file = e.Parts[0].Name
	}
	if e.File != nil {
		parts := strings.SplitN(file, "/", e.File.Depth+2)
		file = strings.Join(parts[:min(len(parts), e.File.Depth+1)], "/")
	}
	if e.Kind != "file" {
		file, _, _ = strings.Cut(file, "#")
	}
	return file
}
