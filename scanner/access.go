package scanner

import "github.com/datamapbr/datamap/detectors"

// An Access is what a database tells of who can reach its data and how: evidence for
// art. 46 of the LGPD. It is limited to what the scanning user may see; Refused says what
// the server refused to tell.
type Access struct {
	Standby   bool   `json:"standby,omitempty"`   // a replica was read
	Encoding  string `json:"encoding,omitempty"`  // of the database
	TLS       string `json:"tls,omitempty"`       // of the server: required, offered, off; empty when unknown
	Passwords string `json:"passwords,omitempty"` // how the server stores new ones: scram-sha-256, md5, mysql_native_password, …
	FileMode  string `json:"file_mode,omitempty"` // of a database that is a file: permissions in octal
	// Superuser and CanWrite are of the scanning user: a scan needs neither.
	Superuser bool     `json:"superuser"`
	CanWrite  int      `json:"can_write"`          // tables that it may change
	Grants    []string `json:"grants,omitempty"`   // what it was granted, as the server words it, without password hashes
	OwnView   bool     `json:"own_view,omitempty"` // the server lists nothing that the scanning user may not see, so that there may be more
	Logins    *Logins  `json:"logins,omitempty"`   // nil when it may not be seen
	Roles     []Role   `json:"roles,omitempty"`    // those that may log in or were granted something here, by name
	Refused   []Reason `json:"refused,omitempty"`  // what could not be asked, by the code of the server
}

// Logins counts the rules by which a server lets clients of other machines in.
type Logins struct {
	Rules    int `json:"rules"`
	Plain    int `json:"plain"`    // of which do not ask for TLS
	Trusting int `json:"trusting"` // of which ask for no password
	Weak     int `json:"weak"`     // of which take a password in clear or by MD5
}

// A Role is a user or a group of them.
type Role struct {
	Name     string   `json:"name"` // PUBLIC is everybody
	Login    bool     `json:"login,omitempty"`
	MemberOf []string `json:"member_of,omitempty"`
	// ReadsAll and WritesAll say why the role may read or change every table,
	// whatever the grants: superuser, pg_read_all_data, global; empty when it may not.
	ReadsAll  string `json:"reads_all,omitempty"`
	WritesAll string `json:"writes_all,omitempty"`
	// Unhindered tells that row security does not apply to the role.
	Unhindered bool `json:"unhindered,omitempty"`
}

// A TableAccess is who may read or change one table, besides the roles that may do so
// with every table.
type TableAccess struct {
	Owner       string  `json:"owner,omitempty"`
	RowSecurity string  `json:"row_security,omitempty"` // on, forced (for its owner too); empty when off
	Grants      []Grant `json:"grants,omitempty"`       // by role
}

// A Grant is what a role may do with a table.
type Grant struct {
	Role    string   `json:"role"`
	Rights  []string `json:"rights"`            // of select, insert, update, delete
	Columns []string `json:"columns,omitempty"` // the only ones it holds for; empty is all
	Via     string   `json:"via,omitempty"`     // schema where it was granted on the whole schema; empty for the table
}

// veiled returns a with every name masked as those of the tables and columns are.
func (a *Access) veiled(catalog *detectors.Catalog) *Access {
	if a == nil {
		return nil
	}
	v := *a
	v.Grants, v.Roles = nil, nil
	for _, g := range a.Grants {
		v.Grants = append(v.Grants, catalog.Veil(g))
	}
	for _, r := range a.Roles {
		r.Name, r.MemberOf = catalog.Veil(r.Name), veilAll(catalog, r.MemberOf)
		v.Roles = append(v.Roles, r)
	}
	return &v
}

func (a *TableAccess) veiled(catalog *detectors.Catalog) *TableAccess {
	if a == nil {
		return nil
	}
	v := &TableAccess{Owner: catalog.Veil(a.Owner), RowSecurity: a.RowSecurity}
	for _, g := range a.Grants {
		g.Role, g.Columns = catalog.Veil(g.Role), veilAll(catalog, g.Columns)
		v.Grants = append(v.Grants, g)
	}
	return v
}

func veilAll(catalog *detectors.Catalog, names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, catalog.Veil(name))
	}
	return out
}

// Add records that role has a right on a column, or on all of them where that is "". The
// columns of one right must be added one after the other.
func (a *TableAccess) Add(role, right, column, via string) {
	for i := range a.Grants {
		g := &a.Grants[i]
		if g.Role != role || g.Via != via || (column == "") != (len(g.Columns) == 0) || column != "" && g.Rights[0] != right {
			continue
		}
		if column != "" {
			g.Columns = append(g.Columns, column)
		} else {
			g.Rights = append(g.Rights, right)
		}
		return
	}
	g := Grant{Role: role, Rights: []string{right}, Via: via}
	if column != "" {
		g.Columns = []string{column}
	}
	a.Grants = append(a.Grants, g)
}
