package databases

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// auditor is the name of the user that the statements of [Auditor] create.
const auditor = "datamap_auditor"

// A Provision is a step towards a user that may read and do nothing else.
type Provision struct {
	Step string // what it is for, of [AuditorSteps]
	SQL  string // without semicolon; empty for a step that is no statement
	Hand bool   // to be run by hand at another time, or after a change: the password, the end of the audit
}

// AuditorSteps are the steps that there are.
var AuditorSteps = []string{
	"role", "read_only", "connect", "schema", "read", "read_all", "bypass", "password_postgres", "user", "password_mysql", "remove", "file",
}

// Auditor returns the statements with which an administrator creates a user with the
// fewest rights that a scan of everything listed in src needs. The tables of src must have
// been listed. The user cannot log in until somebody gives it a password. It returns nil
// for a source that is no database.
func Auditor(src scanner.Source) ([]Provision, error) {
	d, ok := src.(*database)
	if !ok {
		return nil, nil
	}
	switch d.info.Kind {
	case "sqlite":
		return []Provision{{Step: "file"}}, nil
	case "postgres":
		return d.postgresAuditor()
	}
	return d.mysqlAuditor()
}

// schemas returns the quoted names of the schemas with something to read.
func (d *database) schemas() ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := map[string]bool{}
	for _, o := range d.objects {
		if o.Kind == "large_objects" {
			continue
		}
		found[o.Schema] = true
		if o.Structure != nil {
			for _, part := range o.Structure.Partitions {
				schema, _, _ := strings.Cut(part, ".")
				found[schema] = true
			}
		}
	}
	var quoted []string
	for schema := range found {
		q, err := d.dialect.quote(schema)
		if err != nil {
			return nil, err
		}
		quoted = append(quoted, q)
	}
	slices.Sort(quoted)
	return quoted, nil
}

func (d *database) postgresAuditor() ([]Provision, error) {
	schemas, err := d.schemas()
	if err != nil {
		return nil, err
	}
	base, err := d.dialect.quote(d.base)
	if err != nil {
		return nil, err
	}
	all := []Provision{
		{Step: "role", SQL: "CREATE ROLE " + auditor + " LOGIN CONNECTION LIMIT 3"}, // two, and one to cancel by
		{Step: "read_only", SQL: "ALTER ROLE " + auditor + " SET default_transaction_read_only = on"},
		{Step: "connect", SQL: "GRANT CONNECT ON DATABASE " + base + " TO " + auditor},
	}
	for _, schema := range schemas {
		all = append(all, Provision{Step: "schema", SQL: "GRANT USAGE ON SCHEMA " + schema + " TO " + auditor})
	}
	for _, schema := range schemas {
		all = append(all, Provision{Step: "read", SQL: "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + auditor})
	}
	if d.hidesRows() {
		all = append(all, Provision{Step: "bypass", SQL: "ALTER ROLE " + auditor + " BYPASSRLS"})
	}
	return append(all, Provision{Step: "password_postgres"},
		Provision{Step: "remove", SQL: "DROP OWNED BY " + auditor, Hand: true}, Provision{Step: "remove", SQL: "DROP ROLE " + auditor, Hand: true}), nil
}

// hidesRows reports whether some table is under row security.
func (d *database) hidesRows() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, o := range d.objects {
		if o.Access != nil && o.Access.RowSecurity != "" {
			return true
		}
	}
	return false
}

// wild matches the wildcards in the name of a database of a grant.
var wild = strings.NewReplacer(`_`, `\_`, `%`, `\%`)

func (d *database) mysqlAuditor() ([]Provision, error) {
	schemas, err := d.schemas()
	if err != nil {
		return nil, err
	}
	const user = "'" + auditor + "'@'%'"
	create := "CREATE USER " + user
	if d.info.TLS != "none" {
		create += " REQUIRE SSL"
	}
	all := []Provision{{Step: "user", SQL: create + " WITH MAX_USER_CONNECTIONS 3 ACCOUNT LOCK"}}
	for _, schema := range schemas {
		all = append(all, Provision{Step: "read_all", SQL: "GRANT SELECT ON " + wild.Replace(schema) + ".* TO " + user})
	}
	return append(all, Provision{Step: "password_mysql", SQL: "ALTER USER " + user + " IDENTIFIED BY '...' ACCOUNT UNLOCK", Hand: true},
		Provision{Step: "remove", SQL: "DROP USER " + user, Hand: true}), nil
}
