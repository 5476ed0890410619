package report

import "github.com/datamapbr/datamap/rules"

// law is rules/lgpd.yaml: the terms of the LGPD and of the public models.
type law struct {
	IDP   []term `yaml:"idp"`
	Bases struct {
		Common    []term `yaml:"common"`    // art. 7
		Sensitive []term `yaml:"sensitive"` // art. 11
	} `yaml:"bases"`
	Risks []modelRisk       `yaml:"risks"` // of the RIPD model
	Lists map[string][]term `yaml:"lists"` // drop-downs of the workbook
}

// A term is a code with its words in each language.
type term struct {
	Code  string            `yaml:"code"`
	Words map[string]string `yaml:",inline"`
}

type modelRisk struct {
	Code  string            `yaml:"code"`
	Scan  string            `yaml:"scan"` // evidence, or never when no scan can assess it
	Words map[string]string `yaml:",inline"`
}

func loadLaw() (*law, error) {
	l := &law{}
	return l, rules.DecodeFile("lgpd.yaml", l)
}
