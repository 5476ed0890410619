package report

import (
	"fmt"

	"github.com/datamapbr/datamap/scanner"
)

// A Dismissal is a verdict that a person called a false positive. It stays out of
// every total and is shown with who said so, and when.
type Dismissal struct {
	By        string                `json:"by,omitempty"`
	On        string                `json:"on,omitempty"` // as the person wrote it
	Personal  bool                  `json:"personal"`
	Sensitive bool                  `json:"sensitive"`
	Types     []scanner.TypeVerdict `json:"types"`
	Ages      *scanner.Ages         `json:"ages,omitempty"`
	DigestOf  *scanner.DigestOf     `json:"digest_of,omitempty"`
}

// Review takes the verdicts that people called false positives out of the inventory, and
// restores those that they no longer do. It leaves columns without such an answer as they
// are.
func (inv *Inventory) Review(answers Answers) error {
	changed := false
	for i := range inv.Tables {
		t := &inv.Tables[i]
		for j := range t.Columns {
			c := &t.Columns[j]
			said := answers.ByID[c.ID].Fields
			switch {
			case said["review"] == "false_positive" && c.Dismissed == nil && len(c.Types) > 0:
				c.dismiss(said["reviewer"], said["reviewed_on"])
			case said["review"] == "false_positive" && c.Dismissed != nil:
				c.Dismissed.By, c.Dismissed.On = said["reviewer"], said["reviewed_on"]
			case said["review"] != "" && c.Dismissed != nil:
				c.restore()
			default:
				continue
			}
			changed = true
		}
		t.Protected = protectedIn(t.Columns)
	}
	if !changed {
		return nil
	}
	for i := range inv.Tables {
		t := &inv.Tables[i]
		t.Risk = nil
		for j := range t.Columns {
			t.Columns[j].Risk = ""
		}
	}
	if err := inv.assess(); err != nil {
		return fmt.Errorf("applying the review: %w", err)
	}
	inv.Coverage, inv.Findings = inv.count()
	return nil
}

func (c *Column) dismiss(by, on string) {
	c.Dismissed = &Dismissal{By: by, On: on, Personal: c.Personal, Sensitive: c.Sensitive, Types: c.Types, Ages: c.Ages, DigestOf: c.DigestOf}
	c.Personal, c.Sensitive, c.Types, c.Ages, c.DigestOf = false, false, []scanner.TypeVerdict{}, nil, nil
}

func (c *Column) restore() {
	d := c.Dismissed
	c.Personal, c.Sensitive, c.Types, c.Ages, c.DigestOf = d.Personal, d.Sensitive, d.Types, d.Ages, d.DigestOf
	c.Dismissed = nil
}

// dismissed says what a column was taken for, who dismissed that, and when.
func (p *phrases) dismissed(d *Dismissal) string {
	text := p.T("report.dismissed", p.typeNames(d.Types))
	if d.By != "" {
		text += ", " + p.T("report.dismissed_by", brief(d.By))
	}
	if d.On != "" {
		text += ", " + p.T("report.dismissed_on", brief(d.On))
	}
	return text
}
