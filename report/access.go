package report

// An accessFact is one thing seen about who or what reaches the data (LGPD art. 46).
type accessFact struct {
	Source string
	Object string // empty for the whole source
	Code   string // role, network, file, hidden_sheet or credentials
	Detail string // in words
	Advice string // key of the words for what to do; empty for nothing
}

// access lists the facts, source by source.
func (p *phrases) access() []accessFact {
	var all []accessFact
	for _, s := range p.inv.Sources {
		if s.User != "" {
			all = append(all, accessFact{s.Name, "", "role", brief(s.User), ""})
		}
		if s.TLS != "" {
			advice := ""
			if s.TLS != "verified" {
				advice = "risk.measure.tls_" + s.TLS
			}
			all = append(all, accessFact{s.Name, "", "network", p.known("tls", s.TLS), advice})
		}
		all = append(all, p.tableAccess(s.Name)...)
	}
	return all
}

// tableAccess are the facts about the tables of a source.
func (p *phrases) tableAccess(source string) []accessFact {
	var all []accessFact
	for _, t := range p.inv.personalTables() {
		if t.Source != source {
			continue
		}
		for _, f := range t.Risk.Factors {
			switch f.Code {
			case "file", "hidden", "clear_credentials":
				all = append(all, accessFact{source, join(t.Schema, t.Entry.Table), f.Code, p.Factor(f), "risk.measure." + f.Code})
			}
		}
	}
	return all
}

func (p *phrases) accessAdvice(f accessFact) string {
	if f.Advice == "" || !p.Has(f.Advice) {
		return ""
	}
	return p.T(f.Advice)
}
