package report

import (
	"slices"

	"github.com/datamapbr/datamap/rules"
)

// A form is a sheet on which people answer: rows under IDs of their own, columns
// that the scan fills, and columns for answers.
type form struct {
	code    string // of its sheet
	machine []string
	answers []string
}

// forms are all there are; IDs are unique over them.
var forms = []form{inventoryForm, operationsForm, riskForm}

var inventoryForm = form{
	code: "inventory",
	machine: []string{
		"id", "source", "schema", "table", "column", "content", "idp", "fci", "class", "sensitive", "holders", "protected",
		"shape", "confidence_word", "confidence", "share", "interval", "rows", "distinct", "subjects", "oldest", "newest", "column_risk", "remarks",
	},
	answers: []string{
		"purpose", "basis", "provision", "retention", "retention_source", "sharing", "transfer", "guarantee", "security",
		"owner", "review", "reviewer", "reviewed_on", "notes",
	},
}

// operationsForm is the record of processing operations (LGPD art. 37): the eight blocks
// of ANPD's simplified model, and what PPSI 2.0 and the IDP ask besides.
var operationsForm = form{
	code: "operations",
	machine: []string{
		"id", "source", "schema", "table", "organization", "cnpj", "recorded_on", "holders", "protected", "subjects",
		"kinds", "sensitive_kinds", "kinds_count", "fci", "storage", "records",
	},
	answers: []string{
		"activity", "main_activity", "address", "unit", "manager", "filled_by", "purpose", "common_basis", "sensitive_basis", "provision", "results",
		"origin", "scope", "flow", "frequency", "sharing", "security", "retention", "retention_source", "disposal", "operators", "transfer",
		"guarantee", "contracts", "status", "notes",
	},
}

var riskForm = form{
	code: "risk",
	machine: []string{
		"id", "model_risk", "source", "finding", "band", "product", "probability", "impact", "evidence", "affected", "measures",
	},
	answers: []string{"treatment", "effect", "residual_probability", "residual_impact", "approved", "owner", "due", "notes"},
}

// goneFields are the machine columns of the sheet that keeps answers without a row.
var goneFields = []string{"id", "form", "source", "schema", "table", "column", "model_risk", "proposal"}

// moving is the answer column that only that sheet has.
const moving = "move"

// fields are the codes of all columns that the sheets with answers may have.
func fields() []string {
	all := append(slices.Clone(goneFields), moving)
	for _, f := range forms {
		all = union(union(all, f.machine...), f.answers...)
	}
	return all
}

// machineField reports whether the scan fills the column.
func machineField(code string) bool {
	return slices.Contains(goneFields, code) || slices.ContainsFunc(forms, func(f form) bool { return slices.Contains(f.machine, code) })
}

// choices are the drop-downs by column. A strict one takes nothing but its options.
var choices = map[string]struct {
	list   string // of rules/lgpd.yaml
	strict bool
}{
	"basis":                {"", true}, // art. 7 or art. 11, by the row
	"common_basis":         {"", true},
	"sensitive_basis":      {"", true},
	"retention_source":     {"retention_source", true},
	"guarantee":            {"guarantee", true},
	"security":             {"security", false},
	"status":               {"status", true},
	"review":               {"review", true},
	"effect":               {"effect", true},
	"residual_probability": {"scale", true},
	"residual_impact":      {"scale", true},
	"approved":             {"approved", true},
	moving:                 {"move", true},
}

// options are the terms of a column's drop-down; none where it has no drop-down.
func (l *law) options(code string) []term {
	switch code {
	case "basis":
		return slices.Concat(l.Bases.Common, l.Bases.Sensitive)
	case "common_basis":
		return l.Bases.Common
	case "sensitive_basis":
		return l.Bases.Sensitive
	}
	return l.Lists[choices[code].list]
}

// option is the text of an option by its code; any other text is returned as it is.
func (l *law) option(column, text, lang string) string {
	for _, t := range l.options(column) {
		if t.Code == text {
			return t.Words[lang]
		}
	}
	return text
}

// A vocabulary maps headings and options, in every language, back to their codes.
type vocabulary struct {
	words   []*rules.Words
	heading map[string]string            // heading → code of the column
	option  map[string]map[string]string // code of the column → text of the option → its code
}

func loadVocabulary() (*vocabulary, error) {
	l, err := loadLaw()
	if err != nil {
		return nil, err
	}
	v := &vocabulary{heading: map[string]string{}, option: map[string]map[string]string{}}
	for column := range choices {
		v.option[column] = map[string]string{}
	}
	for _, lang := range rules.Languages {
		words, err := rules.NewWords(lang)
		if err != nil {
			return nil, err
		}
		v.words = append(v.words, words)
		for _, code := range fields() {
			v.heading[words.T("column."+code)] = code
		}
		for column, texts := range v.option {
			for _, t := range l.options(column) {
				texts[t.Words[lang]] = t.Code
			}
		}
	}
	return v, nil
}
