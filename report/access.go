package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// An accessFact is one observation on who or what can reach the data (LGPD art. 46).
type accessFact struct {
	Source  string
	Code    string   // of the words under report.access
	Detail  string   // in words
	Advice  string   // key of the words for what to do; empty for nothing
	Objects []string // that it is true of; none for the whole source
}

// access lists the facts, source by source: those about the source first, then those about
// its tables with personal data, each once for all the tables that it is true of.
func (p *phrases) access() []accessFact {
	type key struct{ code, detail, advice string }
	var all []accessFact
	for _, s := range p.inv.Sources {
		all = append(all, p.sourceAccess(s)...)
		at := map[key]int{}
		for _, t := range p.inv.personalTables() {
			if t.Source != s.Name {
				continue
			}
			for _, f := range p.tableAccess(t, s.Access) {
				k := key{f.Code, f.Detail, f.Advice}
				i, ok := at[k]
				if !ok {
					i = len(all)
					at[k], all = i, append(all, f)
				}
				all[i].Objects = append(all[i].Objects, join(t.Schema, t.Entry.Table))
			}
		}
	}
	return all
}

// sourceAccess are the facts about a source as a whole.
func (p *phrases) sourceAccess(s scanner.SourceInfo) []accessFact {
	var all []accessFact
	add := func(code, detail, advice string) {
		if detail != "" {
			all = append(all, accessFact{s.Name, code, detail, advice, nil})
		}
	}
	add("role", brief(s.User), "")
	if s.TLS != "" {
		network := []string{p.known("tls", s.TLS)}
		for _, part := range []string{s.TLSVersion, s.TLSCipher} {
			if part != "" {
				network = append(network, brief(part))
			}
		}
		add("network", strings.Join(network, ", "), adviceIf(s.TLS != "verified", "risk.measure.tls_"+s.TLS))
	}
	a := s.Access
	if a == nil {
		return all
	}
	// A server that has Grants lists nothing that the user may not see.
	add("grants", p.shownFew(a.Grants), "report.access_advice.visible")
	if a.TLS != "" {
		add("server_tls", p.known("access_tls", a.TLS), adviceIf(a.TLS != "required", "report.access_advice.server_tls"))
	}
	add("passwords", brief(a.Passwords), weakPasswords[a.Passwords])
	add("file_mode", Shown(a.FileMode), adviceIf(world(a.FileMode), "report.access_advice.file_mode"))
	if l := a.Logins; l != nil {
		open := l.Plain+l.Trusting+l.Weak > 0
		add("logins", p.T("report.access_logins", l.Rules, l.Plain, l.Trusting, l.Weak), adviceIf(open, "report.access_advice.logins"))
	}
	if a.Superuser {
		add("superuser", brief(s.User), "report.access_advice.least")
	}
	if a.CanWrite > 0 {
		add("can_write", p.Count("report.tables", a.CanWrite), "report.access_advice.least")
	}
	add("reads_all", p.roles(a.Roles, func(r scanner.Role) string { return r.ReadsAll }), "report.access_advice.few")
	add("writes_all", p.roles(a.Roles, func(r scanner.Role) string { return r.WritesAll }), "report.access_advice.few")
	add("refused", p.reasons(a.Refused), "")
	return all
}

// adviceIf returns the key of an advice where there is cause for it, else "".
func adviceIf(cause bool, key string) string {
	if cause {
		return key
	}
	return ""
}

// shownFew joins the first of several texts of a source.
func (p *phrases) shownFew(texts []string) string {
	return p.few(each(texts, brief))
}

// weakPasswords are the ways of storing passwords that are quickly undone, with the key of
// the words for what to do.
var weakPasswords = map[string]string{
	"md5": "report.access_advice.passwords", "mysql_native_password": "report.access_advice.passwords", "mysql_old_password": "report.access_advice.passwords",
}

// world reports whether everybody on the machine may read a file of these permissions.
func world(mode string) bool {
	bits, err := strconv.ParseUint(mode, 8, 32)
	return err == nil && bits&0o004 != 0
}

// roles names the roles for which why gives a reason, each with its reason.
func (p *phrases) roles(all []scanner.Role, why func(scanner.Role) string) string {
	var names []string
	for _, r := range all {
		if reason := why(r); reason != "" {
			names = append(names, fmt.Sprintf("%s (%s)", brief(r.Name), Shown(reason)))
		}
	}
	return p.few(names)
}

// tableAccess are the facts about a table of a source with this access, which may be nil.
func (p *phrases) tableAccess(t *Table, source *scanner.Access) []accessFact {
	var all []accessFact
	add := func(code, detail, advice string) {
		if detail != "" {
			all = append(all, accessFact{t.Source, code, detail, advice, nil})
		}
	}
	if a := t.Access; a != nil {
		add("owner", brief(a.Owner), "")
		public := slices.ContainsFunc(a.Grants, func(g scanner.Grant) bool { return g.Role == everybody })
		advice := adviceIf(public, "risk.measure.public")
		add("may_read", p.grants(readersOf(t), source, func(right string) bool { return right == "select" }), advice)
		add("may_change", p.grants(a.Grants, source, func(right string) bool { return right != "select" }), advice)
		switch {
		case a.RowSecurity != "":
			add("row_security", p.known("access_rows", a.RowSecurity), "")
		case a.Owner != "" && len(a.Grants) > 0: // a server that has row security
			add("row_security", p.known("access_rows", "off"), "")
		}
	}
	if f := t.File; f != nil {
		add("file_mode", p.fileFacts(f), adviceIf(f.Open, "report.access_advice.file_mode"))
	}
	for _, f := range t.Risk.Factors {
		switch f.Code {
		case "file", "hidden", "clear_credentials", "world_readable", "copies", "old_copy", "stale":
			add(f.Code, p.Factor(f), "risk.measure."+f.Code)
		}
	}
	return all
}

// fileFacts are what the file system says of a file: permissions, owner, year of
// the last change.
func (p *phrases) fileFacts(f *scanner.File) string {
	var parts []string
	if f.Mode != "" {
		parts = append(parts, Shown(f.Mode))
	}
	if f.Owner != "" {
		parts = append(parts, p.T("report.file_owner", p.known("file_owner", f.Owner)))
	}
	if f.Year > 0 {
		parts = append(parts, p.T("report.file_year", strconv.Itoa(f.Year)))
	}
	return strings.Join(parts, ", ")
}

// everybody is the role that all others are members of.
const everybody = "PUBLIC"

// readersOf are the grants that let personal data of a table be read. A grant on some
// columns is reduced to the personal ones among them.
func readersOf(t *Table) []scanner.Grant {
	var all []scanner.Grant
	for _, g := range t.Access.Grants {
		if limited := len(g.Columns) > 0; limited && slices.Contains(g.Rights, "select") {
			g.Columns = slices.DeleteFunc(slices.Clone(g.Columns), func(name string) bool {
				return !slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == name && c.Personal })
			})
			if len(g.Columns) == 0 {
				continue
			}
		}
		all = append(all, g)
	}
	return all
}

// membersOf are the users who have the rights of a role because they belong to it, directly
// or through other roles.
func membersOf(role string, a *scanner.Access) (users []string) {
	if a == nil {
		return nil
	}
	groups := []string{role}
	for i := 0; i < len(groups); i++ {
		for _, r := range a.Roles {
			if !slices.Contains(r.MemberOf, groups[i]) || slices.Contains(groups, r.Name) {
				continue
			}
			groups = append(groups, r.Name)
			if r.Login {
				users = append(users, brief(r.Name))
			}
		}
	}
	slices.Sort(users)
	return users
}

// grants names the roles that hold a right of a kind, with the columns it is limited to
// and the users who belong to them.
func (p *phrases) grants(all []scanner.Grant, source *scanner.Access, wanted func(right string) bool) string {
	var names []string
	for _, g := range all {
		if !slices.ContainsFunc(g.Rights, wanted) {
			continue
		}
		name := brief(g.Role)
		if len(g.Columns) > 0 {
			name += " (" + p.few(each(g.Columns, brief)) + ")"
		}
		if users := membersOf(g.Role, source); len(users) > 0 {
			name = p.T("report.role_members", name, p.few(users))
		}
		names = union(names, name)
	}
	return p.few(names)
}

func (p *phrases) accessAdvice(f accessFact) string {
	if f.Advice == "" || !p.Has(f.Advice) {
		return ""
	}
	return p.T(f.Advice)
}
