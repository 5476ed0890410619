-- opening
BEGIN;
SELECT sqlite_version(), count(*) FROM sqlite_master;
ROLLBACK;
SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name;
SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('clientes') ORDER BY cid;
SELECT l.name, l."unique", coalesce(i.name, '') FROM pragma_index_list('clientes') l, pragma_index_info(l.name) i WHERE l.origin <> 'pk' ORDER BY l.name, i.seqno;
SELECT seq = 0, "table", "from", coalesce("to", '') FROM pragma_foreign_key_list('clientes') ORDER BY id, seq;
SELECT coalesce(min((SELECT max(rowid) FROM "clientes") - (SELECT min(rowid) FROM "clientes") + 1.0, (SELECT page_count * page_size / 4.0 FROM pragma_page_count, pragma_page_size)), 0.0);
SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('itens') ORDER BY cid;
SELECT l.name, l."unique", coalesce(i.name, '') FROM pragma_index_list('itens') l, pragma_index_info(l.name) i WHERE l.origin <> 'pk' ORDER BY l.name, i.seqno;
SELECT seq = 0, "table", "from", coalesce("to", '') FROM pragma_foreign_key_list('itens') ORDER BY id, seq;
SELECT coalesce(min((SELECT max(rowid) FROM "itens") - (SELECT min(rowid) FROM "itens") + 1.0, (SELECT page_count * page_size / 4.0 FROM pragma_page_count, pragma_page_size)), 0.0);
SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('sem_chave') ORDER BY cid;
SELECT l.name, l."unique", coalesce(i.name, '') FROM pragma_index_list('sem_chave') l, pragma_index_info(l.name) i WHERE l.origin <> 'pk' ORDER BY l.name, i.seqno;
SELECT seq = 0, "table", "from", coalesce("to", '') FROM pragma_foreign_key_list('sem_chave') ORDER BY id, seq;
SELECT coalesce(min((SELECT max(rowid) FROM "sem_chave") - (SELECT min(rowid) FROM "sem_chave") + 1.0, (SELECT page_count * page_size / 4.0 FROM pragma_page_count, pragma_page_size)), 0.0);
SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('visao') ORDER BY cid;
SELECT count(*), (SELECT freelist_count FROM pragma_freelist_count) FROM sqlite_schema WHERE sql GLOB '*''*' OR sql GLOB '*--*' OR sql GLOB '*/[*]*';

-- clientes, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "clientes" LIMIT 1001) AS s;
-- if_small
SELECT cut("id"), cut("nome"), cut("nascimento"), cut("saldo"), cut("obs"), cut("foto") FROM "clientes" LIMIT 1000;
-- if_large
SELECT (SELECT min(rowid) FROM "clientes"), (SELECT max(rowid) FROM "clientes");
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT rowid FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) FROM (SELECT rowid AS k FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?) AS s;
-- if_large, open: drawn
SELECT rowid, cut("id"), cut("nome"), cut("nascimento"), cut("saldo"), cut("obs"), cut("foto") FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT abs(?);
-- guard
ROLLBACK;

-- itens, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "itens" LIMIT 1001) AS s;
-- if_small
SELECT cut("pedido"), cut("linha"), cut("texto") FROM "itens" LIMIT 1000;
-- if_large
SELECT (SELECT min(rowid) FROM "itens"), (SELECT max(rowid) FROM "itens");
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT rowid FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) FROM (SELECT rowid AS k FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?) AS s;
-- if_large, open: drawn
SELECT rowid, cut("pedido"), cut("linha"), cut("texto") FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT abs(?);
-- guard
ROLLBACK;

-- sem_chave, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "sem_chave" LIMIT 1001) AS s;
-- if_small
SELECT cut("v") FROM "sem_chave" LIMIT 1000;
-- if_large
SELECT (SELECT min(rowid) FROM "sem_chave"), (SELECT max(rowid) FROM "sem_chave");
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT rowid FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) FROM (SELECT rowid AS k FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?) AS s;
-- if_large, open: drawn
SELECT rowid, cut("v") FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT abs(?);
-- guard
ROLLBACK;

-- visao, sample of 1000: head
-- guard
BEGIN;
-- always
SELECT cut("nome") FROM "visao" LIMIT 1000;
-- guard
ROLLBACK;

-- clientes, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT rowid, cut("id"), cut("nome"), cut("nascimento"), cut("saldo"), cut("obs"), cut("foto") FROM "clientes" ORDER BY rowid LIMIT 10000;
-- if_more, open: following
SELECT rowid, cut("id"), cut("nome"), cut("nascimento"), cut("saldo"), cut("obs"), cut("foto") FROM "clientes" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- itens, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT rowid, cut("pedido"), cut("linha"), cut("texto") FROM "itens" ORDER BY rowid LIMIT 10000;
-- if_more, open: following
SELECT rowid, cut("pedido"), cut("linha"), cut("texto") FROM "itens" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- sem_chave, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT rowid, cut("v") FROM "sem_chave" ORDER BY rowid LIMIT 10000;
-- if_more, open: following
SELECT rowid, cut("v") FROM "sem_chave" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- visao, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT cut("nome") FROM "visao";
-- guard
ROLLBACK;

-- cut(column)
CASE typeof("column") WHEN 'integer' THEN "column" WHEN 'real' THEN CAST("column" AS TEXT) ELSE CASE WHEN octet_length("column") > 256 THEN CASE WHEN typeof("column") = 'blob' THEN CAST(printf('%016d', octet_length("column")) || CASE WHEN octet_length("column") > 16777216 THEN zeroblob(256) ELSE substr("column", 1, 256) END AS BLOB) WHEN octet_length("column") > 4096 THEN substr("column", 1, 4096) ELSE "column" END ELSE "column" END END

-- cut(column)
CASE WHEN octet_length("column") > 256 THEN CASE WHEN typeof("column") = 'blob' THEN CAST(printf('%016d', octet_length("column")) || CASE WHEN octet_length("column") > 16777216 THEN zeroblob(256) ELSE substr("column", 1, 256) END AS BLOB) WHEN octet_length("column") > 4096 THEN substr("column", 1, 4096) ELSE "column" END ELSE "column" END
