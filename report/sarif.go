package report

import (
	"io"
	"net/url"
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
		r := sarifResult{
			Rule: f.Column.Types[0].Type, Level: sarifLevels[f.Column.Risk],
			Message:      sarifText{p.T("report.sarif", brief(f.Column.Name), p.Object(&f.Table.Entry), p.Content(f.Column))},
			Locations:    make([]sarifLocation, 1),
			Fingerprints: map[string]string{"datamapColumn/v1": f.Column.ID},
		}
		r.Locations[0].Physical.Artifact.URI = artifact(p.inv.source(f.Table.Source), &f.Table.Entry)
		r.Locations[0].Physical.Region.Line = 1
		run.Results = append(run.Results, r)
	}
	done := sarifInvocation{Successful: !inv.Interrupted, Notifications: []sarifMessage{}}
	for _, t := range inv.gaps() {
		text := brief(t.Source) + " " + p.Object(&t.Entry) + ": " + p.State(&t.Entry) + ": " + p.Why(&t.Entry)
		done.Notifications = append(done.Notifications, sarifMessage{"warning", sarifText{text}})
	}
	run.Invocations = []sarifInvocation{done}
	return writeIndented(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// artifact is the path of a table's file as a relative URI; for a database its source.
func artifact(source scanner.SourceInfo, e *scanner.Entry) string {
	path := source.Name
	if source.Kind == "folder" {
		file, _, _ := strings.Cut(e.Table, "#")
		path = strings.TrimSuffix(path, "/") + "/" + file
	}
	return (&url.URL{Path: strings.ReplaceAll(path, `\`, "/")}).EscapedPath()
}
