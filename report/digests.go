package report

import "github.com/datamapbr/datamap/scanner"

// A Proof is a column whose values are the plain digests of another's.
type Proof struct {
	Name string `json:"name"` // of the column
	scanner.DigestOf
}

// digests collects the columns that are proved to hold digests of another.
func (c *circumstances) digests() (f Factor, ok bool) {
	for _, column := range c.columns {
		if column.DigestOf != nil {
			f.add(column.Name, column.Types[0].Type)
			f.Proofs = append(f.Proofs, Proof{column.Name, *column.DigestOf})
		}
	}
	return f, len(f.Proofs) > 0
}

// algorithms are the names of hash functions, the same in every language.
var algorithms = map[string]string{"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha512": "SHA-512"}

// digestOf says of which column a column's values are digests.
func (p *phrases) digestOf(d *scanner.DigestOf) string {
	return p.T("report.digest_of", algorithms[d.Algorithm], brief(d.Column), p.Percent(float64(d.Equal)/float64(d.Rows)))
}

// proof says the same of the column of a proof.
func (p *phrases) proof(f *Proof) string {
	return p.T("risk.digest_of", brief(f.Name), algorithms[f.Algorithm], brief(f.Column), p.Percent(float64(f.Equal)/float64(f.Rows)))
}
