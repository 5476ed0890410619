package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/testdata/jsonschema"
)

// schemaPath is where the published schema of a result is.
var schemaPath = filepath.Join("..", "docs", "result.schema.json")

// resultSchema makes the schema from the types.
func resultSchema(t *testing.T) []byte {
	t.Helper()
	few := func(all ...string) jsonschema.Schema {
		list := make([]any, len(all))
		for i, s := range all {
			list[i] = s
		}
		return jsonschema.Schema{"type": "string", "enum": list}
	}
	texts := func(all any) (s []string) {
		for i := range reflect.ValueOf(all).Len() {
			s = append(s, reflect.ValueOf(all).Index(i).String())
		}
		return s
	}
	schema := jsonschema.Of(reflect.TypeFor[Inventory](), map[reflect.Type]jsonschema.Schema{
		reflect.TypeFor[scanner.State]():    few(append(texts(scanner.States), "")...),
		reflect.TypeFor[scanner.Method]():   few("whole", "head", "blocks", "probes", "ranges", "spread"),
		reflect.TypeFor[scanner.Mode]():     few("whole", "contains"),
		reflect.TypeFor[Band]():             few(texts(Bands)...),
		reflect.TypeFor[detectors.Masked](): {"type": "string", "pattern": `^[^0-9]*$`},
	})
	schema["title"] = "datamap result"
	schema["description"] = "What `datamap scan -o result.json` writes: identifiers, counts and masked shapes; no value of anybody's data."
	defs := schema["$defs"].(jsonschema.Schema)
	inventory := defs["Inventory"].(jsonschema.Schema)["properties"].(jsonschema.Schema)
	inventory["schema"] = jsonschema.Schema{"const": Schema}
	defs["Changes"].(jsonschema.Schema)["properties"].(jsonschema.Schema)["schema"] = jsonschema.Schema{"const": DiffSchema}
	column := defs["Column"].(jsonschema.Schema)["properties"].(jsonschema.Schema)
	column["id"] = jsonschema.Schema{"type": "string", "pattern": "^.+$"}
	data, err := json.MarshalIndent(schema, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

func TestSchemaGolden(t *testing.T) {
	made := resultSchema(t)
	if *update {
		if err := os.WriteFile(schemaPath, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, published) {
		t.Errorf("%s is not that of the types; run the tests with -update, and tell of the change", schemaPath)
	}
}

// Every result that the tests of this package make is as the schema says.
func TestResultsAreAsTheSchemaSays(t *testing.T) {
	schema, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	changed, reviewed := laterSample(t), sample(t)
	changed.Changes = Compare(sample(t), changed)
	if err := reviewed.Review(Answers{ByID: map[string]Answer{ids(reviewed)[0]: {Fields: map[string]string{"review": "false_positive"}}}}); err != nil {
		t.Fatal(err)
	}
	empty, err := Build(&scanner.Result{}, nil, Run{})
	if err != nil {
		t.Fatal(err)
	}
	for name, inv := range map[string]*Inventory{"sample": sample(t), "changed": changed, "reviewed": reviewed, "wide": wideInventory(t, 200), "empty": empty} {
		if err := jsonschema.Validate(schema, write(t, "json", "en", inv)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema refuses what [Read] refuses.
func TestSchemaRefuses(t *testing.T) {
	schema, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	good := string(write(t, "json", rules.Languages[0], sample(t)))
	for name, change := range map[string][2]string{
		"another schema":     {Schema, "datamap.result/9"},
		"an unknown field":   {`"seed"`, `"sneed"`},
		"an unmasked shape":  {"###.###.###-##", "111.444.777-35"},
		"an unknown state":   {`"state": "covered"`, `"state": "clean"`},
		"a text for a count": {`"position": 1`, `"position": "1"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s: the sample has no %q", name, change[0])
		}
		if jsonschema.Validate(schema, []byte(bad)) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
