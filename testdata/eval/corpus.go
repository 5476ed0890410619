// Package eval measures how well datamap judges columns. It generates made-up rows for the
// tables of testdata/corpus, scans them, and compares the verdicts with the labels that an
// auditor would give.
package eval

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// A corpus is every labelled table, and the word lists that fill them.
type corpus struct {
	tables []table
	words  map[string][]string
	specs  map[string]pipeline // compiled so far

	generators map[string]generator
}

// A file is one file of the corpus: the tables of one system.
type file struct {
	System string  `yaml:"system"`
	Tables []table `yaml:"tables"`
}

type table struct {
	Schema    string   `yaml:"schema"`
	Name      string   `yaml:"name"`
	Kind      string   `yaml:"kind"` // table unless said otherwise; a file has no data types
	Comment   string   `yaml:"comment"`
	Half      string   `yaml:"half"`      // tune or check
	Lookalike bool     `yaml:"lookalike"` // nothing in it is personal, but much looks so
	Rows      int      `yaml:"rows"`      // 300 when absent
	Columns   []column `yaml:"columns"`

	system string
}

// A column says how its cells are made and what they are. Exactly one of Gen,
// Pick, Mix, Template and On is set; see [pipeline] for the language.
type column struct {
	Name     string             `yaml:"name"`
	Type     string             `yaml:"type"` // declared data type
	Comment  string             `yaml:"comment"`
	Gen      string             `yaml:"gen"`      // a pipeline
	Pick     []string           `yaml:"pick"`     // one of these
	Mix      map[string]float64 `yaml:"mix"`      // one of these pipelines, by weight
	Template string             `yaml:"template"` // a text with pipelines in braces
	On       string             `yaml:"on"`       // the pipeline in Cases for the cell of this column; "" is any other
	Cases    map[string]string  `yaml:"cases"`
	Nulls    float64            `yaml:"nulls"`    // share of NULLs
	From     float64            `yaml:"from"`     // share of the rows, the first ones, that have Before (or NULL) instead
	Before   string             `yaml:"before"`   // a pipeline
	Distinct int                `yaml:"distinct"` // at most that many different values; 0 is any number
	Labels   labels             `yaml:"labels"`
}

// Labels are what an auditor would say of a column.
type labels struct {
	Personal  string   `yaml:"personal"`  // yes, no (also when absent), or either: two auditors would differ
	Sensitive string   `yaml:"sensitive"` // as Personal
	Types     []string `yaml:"types"`     // to be found, best first
	Also      []string `yaml:"also"`      // no mistake when found
}

// typeIDs are the types of the product's contract; addedTypeIDs are those that the
// catalogue has beside them, which need not occur in the corpus.
var typeIDs = strings.Fields(`cpf cnpj pis titulo_eleitor cnh cns rg rne ctps civil_registry passport professional_reg
	foreign_id driver_license plate renavam vin person_name company_name email phone address cep postal_code birth_date
	birth_place age gender race religion political union health sexual_orientation biometric marital_status nationality
	education occupation salary card bank_account iban pix boleto process_number ip mac_address device_id geo username
	password password_hash api_token hash_id user_agent health_plan_id photo signature
	nfe_key ean ibge_code tracking_code uuid timestamp`)

var addedTypeIDs = []string{"physical", "criminal_record", "family", "employment", "school_record", "social_assistance", "driving_record", "housing", "finances", "habits"}

// load reads the corpus and checks it.
func load(dir string) (*corpus, error) {
	c := &corpus{words: map[string][]string{}, specs: map[string]pipeline{}, generators: generators()}
	paths, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(filepath.Base(path), "words") {
			err = rules.Decode(data, &c.words)
		} else {
			err = c.add(data)
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
	}
	for path, list := range map[string]string{"names/given.txt": "listed_given", "names/surnames.txt": "listed_surname"} {
		data, err := rules.File(path)
		if err != nil {
			return nil, err
		}
		c.words[list] = strings.Fields(string(data))
	}
	for i := range c.tables {
		for k := range c.tables[i].Columns {
			if err := c.check(&c.tables[i].Columns[k]); err != nil {
				return nil, fmt.Errorf("table %s: column %s: %w", c.tables[i].Name, c.tables[i].Columns[k].Name, err)
			}
		}
	}
	return c, nil
}

func (c *corpus) add(data []byte) error {
	var f file
	if err := rules.Decode(data, &f); err != nil {
		return err
	}
	for _, t := range f.Tables {
		if t.Half != "tune" && t.Half != "check" {
			return fmt.Errorf("table %s: half %q is neither tune nor check", t.Name, t.Half)
		}
		if t.Rows == 0 {
			t.Rows = 300
		}
		if t.Kind == "" {
			t.Kind = "table"
		}
		t.system = f.System
		c.tables = append(c.tables, t)
	}
	return nil
}

// check returns an error for a column whose description contradicts itself.
func (c *corpus) check(col *column) error {
	ways := 0
	for _, set := range []bool{col.Gen != "", len(col.Pick) > 0, len(col.Mix) > 0, col.Template != "", col.On != ""} {
		if set {
			ways++
		}
	}
	if ways != 1 {
		return fmt.Errorf("%d ways to make its cells are given, not one", ways)
	}
	l := &col.Labels
	for _, s := range []*string{&l.Personal, &l.Sensitive} {
		if *s == "" {
			*s = "no"
		}
		if !slices.Contains([]string{"yes", "no", "either"}, *s) {
			return fmt.Errorf("label %q is not yes, no or either", *s)
		}
	}
	if l.Sensitive == "yes" && l.Personal != "yes" {
		return errors.New("sensitive, but not personal")
	}
	for _, id := range append(slices.Clone(l.Types), l.Also...) {
		if !slices.Contains(typeIDs, id) && !slices.Contains(addedTypeIDs, id) {
			return fmt.Errorf("type %q is unknown", id)
		}
	}
	return c.compile(col)
}
