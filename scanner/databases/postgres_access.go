package databases

import (
	"context"
	"database/sql"

	"github.com/datamapbr/datamap/scanner"
)

const postgresServer = `SELECT pg_is_in_recovery(), current_setting('server_encoding'), current_setting('ssl') = 'on', current_setting('password_encryption'),
  (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
  has_table_privilege('pg_hba_file_rules', 'SELECT') AND has_function_privilege('pg_hba_file_rules()', 'EXECUTE')`

const postgresLogins = `SELECT count(*), count(*) FILTER (WHERE type IN ('host', 'hostnossl')), count(*) FILTER (WHERE auth_method = 'trust'),
  count(*) FILTER (WHERE auth_method IN ('password', 'md5'))
FROM pg_hba_file_rules WHERE type <> 'local' AND auth_method <> 'reject' AND error IS NULL
  AND coalesce(address, '') NOT IN ('127.0.0.1', '::1', 'localhost', 'samehost')`

const postgresRoles = `SELECT r.rolname, r.rolcanlogin, r.rolsuper, r.rolbypassrls, coalesce(g.rolname, ''),
  coalesce((SELECT pg_has_role(r.oid, p.oid, 'MEMBER') FROM pg_roles p WHERE p.rolname = 'pg_read_all_data'), false),
  coalesce((SELECT pg_has_role(r.oid, p.oid, 'MEMBER') FROM pg_roles p WHERE p.rolname = 'pg_write_all_data'), false)
FROM pg_roles r LEFT JOIN pg_auth_members m ON m.member = r.oid LEFT JOIN pg_roles g ON g.oid = m.roleid
WHERE r.rolname !~ '^pg_' ORDER BY r.rolname, g.rolname`

const postgresOwners = `SELECT c.oid, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
  coalesce(has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ` + postgresUser

// What an owner has by being it is left out.
const postgresGrants = `SELECT c.oid, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END AS role, lower(g.privilege_type) AS privilege, '' AS col, 0 AS place
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN aclexplode(c.relacl) g
WHERE g.grantee <> c.relowner AND g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND ` + postgresUser + `
UNION ALL SELECT c.oid, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END, lower(g.privilege_type), a.attname, a.attnum
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN aclexplode(a.attacl) g
WHERE NOT a.attisdropped AND g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE') AND ` + postgresUser + ` ORDER BY 1, 2, 3, 5`

// postgresAccess asks the catalogue, of which every user may read nearly all.
func postgresAccess(ctx context.Context, d *database, objects []*object) *scanner.Access {
	a := &scanner.Access{}
	byOID := make(map[uint32]*object, len(objects))
	for _, o := range objects {
		byOID[o.oid] = o
	}
	s, err := d.session(ctx, &object{}, d.opt.Timeout)
	if err == nil {
		err = postgresAsk(ctx, s, a, byOID)
		s.close(ctx)
	}
	if err != nil {
		a.Refused = append(a.Refused, scanner.ReasonOf(d.faultOf(ctx, err)))
	}
	return a
}

func postgresAsk(ctx context.Context, s *session, a *scanner.Access, byOID map[uint32]*object) error {
	var tls, logins bool
	if err := s.value(ctx, postgresServer, &a.Standby, &a.Encoding, &tls, &a.Passwords, &a.Superuser, &logins); err != nil {
		return err
	}
	a.TLS = "off"
	if tls {
		a.TLS = "offered"
	}
	if err := s.rows(ctx, postgresRoles, func(rows *sql.Rows) error { return postgresRole(rows, a) }); err != nil {
		return err
	}
	if err := postgresTableRights(ctx, s, a, byOID); err != nil {
		return err
	}
	if !logins { // not asked: the refusal would stand in the server's log
		a.Refused = append(a.Refused, scanner.Reason{Code: "permission_denied", Detail: "pg_hba_file_rules"})
		return nil
	}
	a.Logins = &scanner.Logins{}
	err := s.value(ctx, postgresLogins, &a.Logins.Rules, &a.Logins.Plain, &a.Logins.Trusting, &a.Logins.Weak)
	if tls && a.Logins.Rules > 0 && a.Logins.Plain == 0 {
		a.TLS = "required"
	}
	return err
}

// postgresTableRights records who owns each table and who was granted what on it.
func postgresTableRights(ctx context.Context, s *session, a *scanner.Access, byOID map[uint32]*object) error {
	err := s.rows(ctx, postgresOwners, func(rows *sql.Rows) error {
		var oid uint32
		var owner string
		var security, forced, write bool
		if err := rows.Scan(&oid, &owner, &security, &forced, &write); err != nil {
			return err
		}
		o := byOID[oid]
		if o == nil {
			return nil
		}
		t := o.tableAccess()
		t.Owner = owner
		switch {
		case security && forced:
			t.RowSecurity = "forced"
		case security:
			t.RowSecurity = "on"
		}
		if write && o.Kind != "view" && o.Kind != "materialized_view" {
			a.CanWrite++
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.rows(ctx, postgresGrants, func(rows *sql.Rows) error {
		var oid uint32
		var role, right, col string
		if err := rows.Scan(&oid, &role, &right, &col, new(int)); err != nil {
			return err
		}
		if o := byOID[oid]; o != nil {
			o.tableAccess().Add(role, right, col, "")
		}
		return nil
	})
}

// postgresRole records a role; there is a row for each role that it is a member of.
func postgresRole(rows *sql.Rows, a *scanner.Access) error {
	var r scanner.Role
	var super, readsAll, writesAll bool
	var group string
	if err := rows.Scan(&r.Name, &r.Login, &super, &r.Unhindered, &group, &readsAll, &writesAll); err != nil {
		return err
	}
	if n := len(a.Roles); n == 0 || a.Roles[n-1].Name != r.Name {
		switch {
		case super:
			r.ReadsAll, r.WritesAll, r.Unhindered = "superuser", "superuser", true
		default:
			if readsAll {
				r.ReadsAll = "pg_read_all_data"
			}
			if writesAll {
				r.WritesAll = "pg_write_all_data"
			}
		}
		a.Roles = append(a.Roles, r)
	}
	if last := &a.Roles[len(a.Roles)-1]; group != "" {
		last.MemberOf = append(last.MemberOf, group)
	}
	return nil
}
