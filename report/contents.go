package report

import "github.com/datamapbr/datamap/scanner"

// contents says what the binary values of a column are.
func (p *phrases) contents(c *scanner.Contents) string {
	return p.T("report.contents", p.few(each(c.Kinds, func(k scanner.ContentOfKind) string { return p.N("report.content."+string(k.Kind), k.Values) })), p.bytes(c.Bytes))
}

// bytes writes a size as people do.
func (p *phrases) bytes(n int64) string {
	switch size := float64(n); {
	case n < 1e3:
		return p.T("report.bytes.b", n)
	case n < 1e6:
		return p.T("report.bytes.kb", size/1e3)
	case n < 1e9:
		return p.T("report.bytes.mb", size/1e6)
	default:
		return p.T("report.bytes.gb", size/1e9)
	}
}
