-- opening
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
SELECT pg_backend_pid()::text;
SELECT current_setting('server_version'), current_user, current_setting('server_encoding'), current_database(),
  coalesce(l.version, ''), coalesce(l.cipher, ''),
  (SELECT reset_val::bigint FROM pg_settings WHERE name = 'statement_timeout'), (SELECT reset_val::bigint FROM pg_settings WHERE name = 'lock_timeout')
FROM (SELECT pg_backend_pid()) AS b(pid) LEFT JOIN pg_stat_ssl l ON l.pid = b.pid;
ROLLBACK;
SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relispopulated, c.reltuples::float8, c.relpages,
  coalesce(obj_description(c.oid, 'pg_class'), ''), coalesce(has_schema_privilege(n.oid, 'USAGE'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_';
WITH RECURSIVE base(oid, type, modifier) AS (
  SELECT oid, typbasetype, typtypmod FROM pg_type WHERE typtype = 'd'
  UNION ALL SELECT b.oid, t.typbasetype, t.typtypmod FROM base b JOIN pg_type t ON t.oid = b.type AND t.typtype = 'd')
SELECT c.oid, a.attname, format_type(a.atttypid, a.atttypmod), t.typname,
  CASE WHEN t.typname IN ('varchar', 'bpchar') THEN greatest(coalesce(b.modifier, a.atttypmod) - 4, 0) ELSE 0 END, a.attnotnull,
  coalesce(col_description(c.oid, a.attnum), ''), coalesce(has_column_privilege(c.oid, a.attnum, 'SELECT'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN base b ON b.oid = a.atttypid JOIN pg_type t ON t.oid = coalesce(b.type, a.atttypid) AND t.typtype <> 'd'
WHERE c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY c.oid, a.attnum;
WITH RECURSIVE tree(root, oid) AS (
  SELECT c.oid, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  UNION ALL SELECT t.root, i.inhrelid FROM tree t JOIN pg_class p ON p.oid = t.oid AND p.relkind = 'p' JOIN pg_inherits i ON i.inhparent = p.oid)
SELECT t.root, n.nspname, c.relname, c.relkind::text, c.reltuples::float8, c.relpages,
  (c.relpages + coalesce(o.relpages, 0) + coalesce((SELECT sum(y.relpages) FROM pg_index x JOIN pg_class y ON y.oid = x.indexrelid
    WHERE x.indrelid IN (c.oid, c.reltoastrelid)), 0)) * current_setting('block_size')::bigint
FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
ORDER BY t.root, n.nspname, c.relname;
SELECT c.oid, i.relname, x.indisprimary, x.indisunique, coalesce(a.attname, '')
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN unnest((x.indkey::int2[])[0:x.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, place)
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
WHERE c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY c.oid, i.relname, k.place;
SELECT c.oid, k.place = 1, m.nspname, f.relname, a.attname, b.attname
FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = r.confrelid JOIN pg_namespace m ON m.oid = f.relnamespace
CROSS JOIN unnest(r.conkey, r.confkey) WITH ORDINALITY AS k(own, other, place)
JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.own JOIN pg_attribute b ON b.attrelid = r.confrelid AND b.attnum = k.other
WHERE r.contype = 'f' AND c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY c.oid, r.conname, k.place;
SELECT c.oid, s.attname, s.null_frac::float8
FROM pg_stats s JOIN pg_namespace n ON n.nspname = s.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
WHERE s.inherited = (c.relkind = 'p') AND c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_';
SELECT EXISTS (SELECT FROM pg_largeobject_metadata);
SELECT pg_is_in_recovery(), current_setting('server_encoding'), current_setting('ssl') = 'on', current_setting('password_encryption'),
  (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
  has_table_privilege('pg_hba_file_rules', 'SELECT') AND has_function_privilege('pg_hba_file_rules()', 'EXECUTE');
SELECT r.rolname, r.rolcanlogin, r.rolsuper, r.rolbypassrls, coalesce(g.rolname, ''),
  coalesce((SELECT pg_has_role(r.oid, p.oid, 'MEMBER') FROM pg_roles p WHERE p.rolname = 'pg_read_all_data'), false),
  coalesce((SELECT pg_has_role(r.oid, p.oid, 'MEMBER') FROM pg_roles p WHERE p.rolname = 'pg_write_all_data'), false)
FROM pg_roles r LEFT JOIN pg_auth_members m ON m.member = r.oid LEFT JOIN pg_roles g ON g.oid = m.roleid
WHERE r.rolname !~ '^pg_' ORDER BY r.rolname, g.rolname;
SELECT c.oid, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
  coalesce(has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_';
SELECT c.oid, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END AS role, lower(g.privilege_type) AS privilege, '' AS col, 0 AS place
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN aclexplode(c.relacl) g
WHERE g.grantee <> c.relowner AND g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
UNION ALL SELECT c.oid, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END, lower(g.privilege_type), a.attname, a.attnum
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN aclexplode(a.attacl) g
WHERE NOT a.attisdropped AND g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE') AND c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY 1, 2, 3, 5;
SELECT count(*), count(*) FILTER (WHERE type IN ('host', 'hostnossl')), count(*) FILTER (WHERE auth_method = 'trust'),
  count(*) FILTER (WHERE auth_method IN ('password', 'md5'))
FROM pg_hba_file_rules WHERE type <> 'local' AND auth_method <> 'reject' AND error IS NULL
  AND coalesce(address, '') NOT IN ('127.0.0.1', '::1', 'localhost', 'samehost');

-- clientes, sample of 1000: probes
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "id", "nome", "nascimento"::text, left("saldo"::text, 4096), left("obs"::text, 4096), CASE WHEN octet_length("foto") > 256 THEN lpad(octet_length("foto")::text, 16, '0')::bytea || substring("foto" FROM 1 FOR 256) ELSE "foto" END FROM ONLY "public"."clientes" WHERE ctid = ANY ('{"(0,9)","(0,11)","(0,27)", …}'::tid[]);
-- if_fewer, open: elsewhere
SELECT "id", "nome", "nascimento"::text, left("saldo"::text, 4096), left("obs"::text, 4096), CASE WHEN octet_length("foto") > 256 THEN lpad(octet_length("foto")::text, 16, '0')::bytea || substring("foto" FROM 1 FOR 256) ELSE "foto" END FROM ONLY "public"."clientes" WHERE ctid = ANY (?::tid[]);
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- itens, sample of 1000: head
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT count(*) FROM (SELECT 1 FROM ONLY "public"."itens" LIMIT 1001) AS s;
-- always
SELECT "pedido", "linha", left("texto"::text, 4096) FROM ONLY "public"."itens" LIMIT 1000;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- partida, sample of 1000: head
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT count(*) FROM (SELECT 1 FROM "public"."partida" LIMIT 1001) AS s;
-- always
SELECT "id" FROM "public"."partida" LIMIT 1000;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- sem_chave, sample of 1000: probes
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT count(*) FROM (SELECT 1 FROM ONLY "public"."sem_chave" LIMIT 1001) AS s;
-- if_small
SELECT "v" FROM ONLY "public"."sem_chave" LIMIT 1000;
-- if_large
SELECT "v" FROM ONLY "public"."sem_chave" WHERE ctid = ANY ('{"(0,1)","(0,2)","(0,3)", …}'::tid[]);
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- visao, sample of 1000: head
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "nome" FROM "public"."visao" LIMIT 1000;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- clientes, sample of 0: whole
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "id", "nome", "nascimento"::text, left("saldo"::text, 4096), left("obs"::text, 4096), CASE WHEN octet_length("foto") > 256 THEN lpad(octet_length("foto")::text, 16, '0')::bytea || substring("foto" FROM 1 FOR 256) ELSE "foto" END FROM ONLY "public"."clientes" WHERE ctid >= '(0,0)'::tid AND ctid < '(4294967295,0)'::tid;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- itens, sample of 0: whole
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "pedido", "linha", left("texto"::text, 4096) FROM ONLY "public"."itens" WHERE ctid >= '(0,0)'::tid AND ctid < '(4294967295,0)'::tid;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- partida, sample of 0: whole
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "id" FROM ONLY "public"."parte" WHERE ctid >= '(0,0)'::tid AND ctid < '(4294967295,0)'::tid;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- sem_chave, sample of 0: whole
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "v" FROM ONLY "public"."sem_chave" WHERE ctid >= '(0,0)'::tid AND ctid < '(4294967295,0)'::tid;
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;

-- visao, sample of 0: whole
-- guard
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- if_hidden
BEGIN READ ONLY; SET LOCAL statement_timeout = 60000; SET LOCAL lock_timeout = 5000; SET LOCAL row_security = on; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL synchronize_seqscans = off;
-- guard
SELECT pg_backend_pid()::text;
-- always
SELECT "nome" FROM "public"."visao";
-- guard
ROLLBACK;
-- if_stopped, open: connection
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = 'datamap' AND usename = current_user;
