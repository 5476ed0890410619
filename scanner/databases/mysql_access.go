package databases

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

const mysqlVariables = `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('require_secure_transport', 'have_ssl', 'default_authentication_plugin',
  'authentication_policy', 'character_set_server')`

// Who may not read the server's own tables sees only his own rights.
const mysqlPrivileges = `SELECT grantee, '' AS db, '' AS tab, '' AS col, privilege_type FROM information_schema.user_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'SUPER')
UNION ALL SELECT grantee, table_schema, '', '', privilege_type FROM information_schema.schema_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
UNION ALL SELECT grantee, table_schema, table_name, '', privilege_type FROM information_schema.table_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
UNION ALL SELECT grantee, table_schema, table_name, column_name, privilege_type FROM information_schema.column_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE')
ORDER BY 1, 2, 3, 5, 4`

func mysqlAccess(ctx context.Context, d *database, objects []*object) *scanner.Access {
	a := &scanner.Access{}
	s, err := d.session(ctx, &object{}, d.opt.Timeout)
	if err == nil {
		err = mysqlAsk(ctx, s, a, objects)
		s.close(ctx)
	}
	if err != nil {
		a.Refused = append(a.Refused, scanner.ReasonOf(d.faultOf(ctx, err)))
	}
	return a
}

func mysqlAsk(ctx context.Context, s *session, a *scanner.Access, objects []*object) error {
	for _, o := range objects {
		if o.writable {
			a.CanWrite++
		}
	}
	err := s.rows(ctx, "SHOW GRANTS", func(rows *sql.Rows) error {
		var grant string
		if err := rows.Scan(&grant); err != nil {
			return err
		}
		a.Grants = append(a.Grants, withoutHash(grant))
		return nil
	})
	if err != nil {
		return err
	}
	a.OwnView = tellHidden(a.Grants, objects)
	err = s.rows(ctx, mysqlVariables, func(rows *sql.Rows) error {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		switch {
		case name == "character_set_server":
			a.Encoding = value
		case name == "require_secure_transport" && value == "ON":
			a.TLS = "required"
		case name == "have_ssl" && value == "YES" && a.TLS == "":
			a.TLS = "offered"
		case name == "have_ssl" && a.TLS == "":
			a.TLS = "off"
		case strings.HasPrefix(name, "auth") || strings.HasPrefix(name, "default_auth"):
			a.Passwords, _, _ = strings.Cut(value, ",")
		}
		return nil
	})
	if err != nil {
		return err
	}
	m := &mysqlRights{access: a, objects: objects, roles: map[string]*scanner.Role{}}
	if err := s.rows(ctx, mysqlPrivileges, m.add); err != nil {
		return err
	}
	m.finish()
	return nil
}

// hash matches the password hash in a grant.
var hash = regexp.MustCompile(` IDENTIFIED (BY|VIA|WITH) .*?( REQUIRE | WITH (GRANT|MAX)[_ ]|$)`)

func withoutHash(grant string) string {
	return strings.TrimRight(hash.ReplaceAllString(grant, "$2"), " ")
}

// granted takes a grant apart: rights, database, table; of the last two "" is all.
var granted = regexp.MustCompile("(?s)^GRANT (.*?) ON (?:`((?:[^`]|``)*)`|\\*)\\.(?:`((?:[^`]|``)*)`|\\*) TO ")

// columnList are the columns to which a right is limited, wholeRead the right to all.
var (
	columnList = regexp.MustCompile("(?s)SELECT \\(`(?:[^`]|``)*`(?:, ?`(?:[^`]|``)*`)*\\)")
	wholeRead  = regexp.MustCompile(`(?:^|, )(?:SELECT|ALL PRIVILEGES)(?:,|$)`)
)

// tellHidden records which tables may have columns that are not listed: where rights are
// granted on some columns, the server hides the others. It reports whether there may be
// hidden tables, too.
func tellHidden(grants []string, objects []*object) bool {
	type place struct{ db, table string }
	some, whole := map[place]bool{}, map[place]bool{}
	var in []*regexp.Regexp // databases that may be read whole
	for _, grant := range grants {
		m := granted.FindStringSubmatch(grant)
		if m == nil {
			continue
		}
		at := place{strings.ReplaceAll(m[2], "``", "`"), strings.ReplaceAll(m[3], "``", "`")}
		some[at] = some[at] || columnList.MatchString(m[1])
		if !wholeRead.MatchString(m[1]) {
			continue
		}
		switch whole[at] = true; {
		case at.db == "":
			return false
		case at.table == "":
			in = append(in, likeness(at.db))
		}
	}
	for _, o := range objects {
		at := place{o.Schema, o.Name}
		if o.State == "" && some[at] && !whole[at] && !slices.ContainsFunc(in, func(db *regexp.Regexp) bool { return db.MatchString(o.Schema) }) {
			o.gaps = append(o.gaps, scanner.Reason{Code: "hidden_columns"})
		}
	}
	return true
}

// mysqlRights are the rights that the server shows, user by user.
type mysqlRights struct {
	access  *scanner.Access
	objects []*object
	roles   map[string]*scanner.Role
}

func (m *mysqlRights) add(rows *sql.Rows) error {
	var grantee, db, table, col, right string
	if err := rows.Scan(&grantee, &db, &table, &col, &right); err != nil {
		return err
	}
	right = strings.ToLower(right)
	user, host, _ := strings.Cut(strings.Trim(grantee, "'"), "'@'")
	name := user
	if host != "" {
		name += "@" + host
	}
	r := m.roles[name]
	if r == nil {
		r = &scanner.Role{Name: name, Login: host != ""}
		m.roles[name] = r
	}
	switch {
	case right == "super":
	case db == "" && right == "select":
		r.ReadsAll = "global"
	case db == "":
		r.WritesAll = "global"
	default:
		via := ""
		var in *regexp.Regexp
		if table == "" {
			via, in = "schema", likeness(db)
		}
		for _, o := range m.objects {
			if o.Schema == db && o.Name == table || in != nil && in.MatchString(o.Schema) {
				o.tableAccess().Add(name, right, col, via)
			}
		}
	}
	return nil
}

func (m *mysqlRights) finish() {
	for _, r := range m.roles {
		m.access.Roles = append(m.access.Roles, *r)
	}
	slices.SortFunc(m.access.Roles, func(a, b scanner.Role) int { return strings.Compare(a.Name, b.Name) })
	if len(m.roles) <= 1 {
		m.access.Refused = append(m.access.Refused, scanner.Reason{Code: "permission_denied", Detail: "mysql.user"})
	}
	m.access.Superuser = slices.ContainsFunc(m.access.Grants, func(g string) bool {
		return strings.HasPrefix(g, "GRANT ALL PRIVILEGES ON *.*") || strings.Contains(g, " SUPER") && strings.Contains(g, " ON *.*")
	})
}

// likeness compiles the name of a database in a grant, in which % and _ stand
// for other characters.
func likeness(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	escaped := false
	for _, r := range pattern {
		switch {
		case r == '\\' && !escaped:
			escaped = true
			continue
		case r == '%' && !escaped:
			b.WriteString(".*")
		case r == '_' && !escaped:
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
		escaped = false
	}
	return regexp.MustCompile(b.String() + `\z`)
}
