package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/testdata/jsonschema"
)

func TestSARIFIsWhatItSays(t *testing.T) {
	var log struct {
		Version string
		Runs    []struct {
			Results []struct {
				RuleID, Level string
				Suppressions  []struct{ Justification string }
				Locations     []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
			}
		}
	}
	if err := json.Unmarshal(write(t, "sarif", "en", sample(t)), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 {
		t.Fatalf("version %s, %d runs", log.Version, len(log.Runs))
	}
	open, silenced := 0, 0
	for _, r := range log.Runs[0].Results {
		switch {
		case len(r.Suppressions) == 0:
			open++
		case strings.Contains(r.Suppressions[0].Justification, "Ana Lima"):
			silenced++
		}
	}
	if want := sample(t).Findings.PersonalColumns; open != want || silenced != 1 {
		t.Errorf("%d results and %d silenced, want %d and 1", open, silenced, want)
	}
	var uris []string
	for _, r := range log.Runs[0].Results {
		uris = append(uris, r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
	}
	if !slices.Contains(uris, "dados/vendas.xlsx") || !slices.Contains(uris, "dados/rh/funcionarios.csv") {
		t.Errorf("locations are %s", fmt.Sprint(uris))
	}
}

// sarifShape is what SARIF 2.1.0 asks of as much of it as is written, and no more
// than that is allowed.
const sarifShape = `{
	"$ref": "#/$defs/log",
	"$defs": {
		"log": {"type": "object", "required": ["version", "runs"], "additionalProperties": false, "properties": {
			"$schema": {"type": "string", "pattern": "^https://.*sarif.*2\\.1\\.0\\.json$"},
			"version": {"const": "2.1.0"},
			"runs": {"type": "array", "items": {"$ref": "#/$defs/run"}}}},
		"run": {"type": "object", "required": ["tool"], "additionalProperties": false, "properties": {
			"tool": {"type": "object", "required": ["driver"], "additionalProperties": false, "properties": {"driver": {"$ref": "#/$defs/driver"}}},
			"invocations": {"type": "array", "items": {"$ref": "#/$defs/invocation"}},
			"results": {"type": "array", "items": {"$ref": "#/$defs/result"}}}},
		"driver": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
			"name": {"const": "datamap"},
			"version": {"type": "string"},
			"rules": {"type": "array", "items": {"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
				"id": {"type": "string", "pattern": "^[a-z_]+$"},
				"shortDescription": {"$ref": "#/$defs/text"}}}}}},
		"invocation": {"type": "object", "required": ["executionSuccessful"], "additionalProperties": false, "properties": {
			"executionSuccessful": {"type": "boolean"},
			"toolExecutionNotifications": {"type": "array", "items": {"type": "object", "required": ["message"], "additionalProperties": false, "properties": {
				"level": {"$ref": "#/$defs/level"},
				"message": {"$ref": "#/$defs/text"}}}}}},
		"result": {"type": "object", "required": ["message"], "additionalProperties": false, "properties": {
			"ruleId": {"type": "string", "pattern": "^[a-z_]+$"},
			"level": {"$ref": "#/$defs/level"},
			"message": {"$ref": "#/$defs/text"},
			"locations": {"type": "array", "items": {"type": "object", "required": ["physicalLocation"], "additionalProperties": false, "properties": {
				"physicalLocation": {"type": "object", "required": ["artifactLocation"], "additionalProperties": false, "properties": {
					"artifactLocation": {"type": "object", "required": ["uri"], "additionalProperties": false, "properties": {
						"uri": {"type": "string", "pattern": "^([!$&-;=?-Z_a-z~]|%[0-9A-F]{2})+$"}}},
					"region": {"type": "object", "required": ["startLine"], "additionalProperties": false, "properties": {
						"startLine": {"type": "integer", "minimum": 1}}}}}}}},
			"partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
			"suppressions": {"type": "array", "items": {"type": "object", "required": ["kind"], "additionalProperties": false, "properties": {
				"kind": {"enum": ["inSource", "external"]},
				"status": {"enum": ["accepted", "underReview", "rejected"]},
				"justification": {"type": "string"}}}}}},
		"level": {"enum": ["none", "note", "warning", "error"]},
		"text": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {"text": {"type": "string", "pattern": "^(.|\\n)+$"}}}
	}
}`

func TestSARIFHasItsShape(t *testing.T) {
	empty, err := Build(&scanner.Result{}, nil, Run{})
	if err != nil {
		t.Fatal(err)
	}
	for name, inv := range map[string]*Inventory{"sample": sample(t), "later": laterSample(t), "wide": wideInventory(t, 200), "empty": empty} {
		data := write(t, "sarif", "pt-BR", inv)
		if err := jsonschema.Validate([]byte(sarifShape), data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for good, bad := range map[string]string{`"2.1.0"`: `"2.0.0"`, `"executionSuccessful"`: `"successful"`} {
			if jsonschema.Validate([]byte(sarifShape), bytes.Replace(data, []byte(good), []byte(bad), 1)) == nil {
				t.Errorf("%s: %s is accepted", name, bad)
			}
		}
	}
}

// A location is a file that a code host can open, whatever lies in it.
func TestSARIFLocationsAreFiles(t *testing.T) {
	for _, c := range []struct {
		source, kind, table, of string
		depth                   int
		want                    string
	}{
		{"dados/", "folder", "loja/erp.db/clientes", "table", 1, "dados/loja/erp.db"},
		{"dados/", "folder", "erp.db/clientes", "table", 0, "dados/erp.db"},
		{"dados/", "folder", "rh/antigos.zip/2019/folha.csv", "file", 1, "dados/rh/antigos.zip"},
		{"dados/", "folder", "rh/antigos.zip/folha.xlsx#Folha/2019", "sheet", 1, "dados/rh/antigos.zip"},
		{"dados/", "folder", "rh/folha 100%.xlsx#Folha/2019", "sheet", 1, "dados/rh/folha%20100%25.xlsx"},
		{"dados/", "folder", "rh/turma #3.csv", "file", 1, "dados/rh/turma%20%233.csv"},
		{"dados/antigos.zip", "folder", "antigos.zip/folha.csv", "file", 0, "dados/antigos.zip"},
		{"dados/*/*.csv", "folder", "rh/folha.csv", "file", 1, "dados/rh/folha.csv"},
		{"*.zip", "folder", "antigos.zip/folha.csv", "file", 0, "antigos.zip"},
		{"rh", "folder", "folha.csv", "file", 0, "rh/folha.csv"},
		{"dados/folha.csv", "csv", "folha.csv", "file", 0, "dados/folha.csv"},
		{"postgres://db.exemplo:5432/crm", "postgres", "clientes", "table", 0, "postgres://db.exemplo:5432/crm"},
	} {
		e := &scanner.Entry{Table: c.table, Kind: c.of, File: &scanner.File{Depth: c.depth}}
		if got := artifact(scanner.SourceInfo{Name: c.source, Kind: c.kind}, e); got != c.want {
			t.Errorf("%s of %s is in %s, want %s", c.table, c.source, got, c.want)
		}
	}
}
