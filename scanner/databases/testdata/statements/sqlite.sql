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

-- clientes, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "clientes" LIMIT 1001) AS s;
-- if_small
SELECT CASE WHEN typeof("id") = 'blob' THEN substr("id", 1, 4096) WHEN octet_length("id") <= 4096 THEN CAST("id" AS TEXT) ELSE substr(CAST("id" AS TEXT), 1, 4096) END, CASE WHEN typeof("nome") = 'blob' THEN substr("nome", 1, 4096) WHEN octet_length("nome") <= 4096 THEN CAST("nome" AS TEXT) ELSE substr(CAST("nome" AS TEXT), 1, 4096) END, CASE WHEN typeof("nascimento") = 'blob' THEN substr("nascimento", 1, 4096) WHEN octet_length("nascimento") <= 4096 THEN CAST("nascimento" AS TEXT) ELSE substr(CAST("nascimento" AS TEXT), 1, 4096) END, CASE WHEN typeof("saldo") = 'blob' THEN substr("saldo", 1, 4096) WHEN octet_length("saldo") <= 4096 THEN CAST("saldo" AS TEXT) ELSE substr(CAST("saldo" AS TEXT), 1, 4096) END FROM "clientes" LIMIT 1000;
-- always
SELECT CASE typeof((SELECT min(rowid) FROM "clientes")) WHEN 'integer' THEN CAST((SELECT min(rowid) FROM "clientes") AS TEXT) END, CASE typeof((SELECT max(rowid) FROM "clientes")) WHEN 'integer' THEN CAST((SELECT max(rowid) FROM "clientes") AS TEXT) END;
-- always
SELECT * FROM (SELECT CASE typeof(rowid) WHEN 'integer' THEN CAST(rowid AS TEXT) END, CASE WHEN typeof("id") = 'blob' THEN substr("id", 1, 4096) WHEN octet_length("id") <= 4096 THEN CAST("id" AS TEXT) ELSE substr(CAST("id" AS TEXT), 1, 4096) END, CASE WHEN typeof("nome") = 'blob' THEN substr("nome", 1, 4096) WHEN octet_length("nome") <= 4096 THEN CAST("nome" AS TEXT) ELSE substr(CAST("nome" AS TEXT), 1, 4096) END, CASE WHEN typeof("nascimento") = 'blob' THEN substr("nascimento", 1, 4096) WHEN octet_length("nascimento") <= 4096 THEN CAST("nascimento" AS TEXT) ELSE substr(CAST("nascimento" AS TEXT), 1, 4096) END, CASE WHEN typeof("saldo") = 'blob' THEN substr("saldo", 1, 4096) WHEN octet_length("saldo") <= 4096 THEN CAST("saldo" AS TEXT) ELSE substr(CAST("saldo" AS TEXT), 1, 4096) END FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?);
-- guard
ROLLBACK;

-- itens, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "itens" LIMIT 1001) AS s;
-- if_small
SELECT CASE WHEN typeof("pedido") = 'blob' THEN substr("pedido", 1, 4096) WHEN octet_length("pedido") <= 4096 THEN CAST("pedido" AS TEXT) ELSE substr(CAST("pedido" AS TEXT), 1, 4096) END, CASE WHEN typeof("linha") = 'blob' THEN substr("linha", 1, 4096) WHEN octet_length("linha") <= 4096 THEN CAST("linha" AS TEXT) ELSE substr(CAST("linha" AS TEXT), 1, 4096) END, CASE WHEN typeof("texto") = 'blob' THEN substr("texto", 1, 4096) WHEN octet_length("texto") <= 4096 THEN CAST("texto" AS TEXT) ELSE substr(CAST("texto" AS TEXT), 1, 4096) END FROM "itens" LIMIT 1000;
-- always
SELECT CASE typeof((SELECT min(rowid) FROM "itens")) WHEN 'integer' THEN CAST((SELECT min(rowid) FROM "itens") AS TEXT) END, CASE typeof((SELECT max(rowid) FROM "itens")) WHEN 'integer' THEN CAST((SELECT max(rowid) FROM "itens") AS TEXT) END;
-- always
SELECT * FROM (SELECT CASE typeof(rowid) WHEN 'integer' THEN CAST(rowid AS TEXT) END, CASE WHEN typeof("pedido") = 'blob' THEN substr("pedido", 1, 4096) WHEN octet_length("pedido") <= 4096 THEN CAST("pedido" AS TEXT) ELSE substr(CAST("pedido" AS TEXT), 1, 4096) END, CASE WHEN typeof("linha") = 'blob' THEN substr("linha", 1, 4096) WHEN octet_length("linha") <= 4096 THEN CAST("linha" AS TEXT) ELSE substr(CAST("linha" AS TEXT), 1, 4096) END, CASE WHEN typeof("texto") = 'blob' THEN substr("texto", 1, 4096) WHEN octet_length("texto") <= 4096 THEN CAST("texto" AS TEXT) ELSE substr(CAST("texto" AS TEXT), 1, 4096) END FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?);
-- guard
ROLLBACK;

-- sem_chave, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "sem_chave" LIMIT 1001) AS s;
-- if_small
SELECT CASE WHEN typeof("v") = 'blob' THEN substr("v", 1, 4096) WHEN octet_length("v") <= 4096 THEN CAST("v" AS TEXT) ELSE substr(CAST("v" AS TEXT), 1, 4096) END FROM "sem_chave" LIMIT 1000;
-- always
SELECT CASE typeof((SELECT min(rowid) FROM "sem_chave")) WHEN 'integer' THEN CAST((SELECT min(rowid) FROM "sem_chave") AS TEXT) END, CASE typeof((SELECT max(rowid) FROM "sem_chave")) WHEN 'integer' THEN CAST((SELECT max(rowid) FROM "sem_chave") AS TEXT) END;
-- always
SELECT * FROM (SELECT CASE typeof(rowid) WHEN 'integer' THEN CAST(rowid AS TEXT) END, CASE WHEN typeof("v") = 'blob' THEN substr("v", 1, 4096) WHEN octet_length("v") <= 4096 THEN CAST("v" AS TEXT) ELSE substr(CAST("v" AS TEXT), 1, 4096) END FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?);
-- guard
ROLLBACK;

-- visao, sample of 1000: head
-- guard
BEGIN;
-- always
SELECT CASE WHEN typeof("nome") = 'blob' THEN substr("nome", 1, 4096) WHEN octet_length("nome") <= 4096 THEN CAST("nome" AS TEXT) ELSE substr(CAST("nome" AS TEXT), 1, 4096) END FROM "visao" LIMIT 1000;
-- guard
ROLLBACK;

-- clientes, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT CAST(rowid AS TEXT), CASE WHEN typeof("id") = 'blob' THEN substr("id", 1, 4096) WHEN octet_length("id") <= 4096 THEN CAST("id" AS TEXT) ELSE substr(CAST("id" AS TEXT), 1, 4096) END, CASE WHEN typeof("nome") = 'blob' THEN substr("nome", 1, 4096) WHEN octet_length("nome") <= 4096 THEN CAST("nome" AS TEXT) ELSE substr(CAST("nome" AS TEXT), 1, 4096) END, CASE WHEN typeof("nascimento") = 'blob' THEN substr("nascimento", 1, 4096) WHEN octet_length("nascimento") <= 4096 THEN CAST("nascimento" AS TEXT) ELSE substr(CAST("nascimento" AS TEXT), 1, 4096) END, CASE WHEN typeof("saldo") = 'blob' THEN substr("saldo", 1, 4096) WHEN octet_length("saldo") <= 4096 THEN CAST("saldo" AS TEXT) ELSE substr(CAST("saldo" AS TEXT), 1, 4096) END FROM "clientes" ORDER BY rowid LIMIT 10000;
-- if_more
SELECT CAST(rowid AS TEXT), CASE WHEN typeof("id") = 'blob' THEN substr("id", 1, 4096) WHEN octet_length("id") <= 4096 THEN CAST("id" AS TEXT) ELSE substr(CAST("id" AS TEXT), 1, 4096) END, CASE WHEN typeof("nome") = 'blob' THEN substr("nome", 1, 4096) WHEN octet_length("nome") <= 4096 THEN CAST("nome" AS TEXT) ELSE substr(CAST("nome" AS TEXT), 1, 4096) END, CASE WHEN typeof("nascimento") = 'blob' THEN substr("nascimento", 1, 4096) WHEN octet_length("nascimento") <= 4096 THEN CAST("nascimento" AS TEXT) ELSE substr(CAST("nascimento" AS TEXT), 1, 4096) END, CASE WHEN typeof("saldo") = 'blob' THEN substr("saldo", 1, 4096) WHEN octet_length("saldo") <= 4096 THEN CAST("saldo" AS TEXT) ELSE substr(CAST("saldo" AS TEXT), 1, 4096) END FROM "clientes" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- itens, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT CAST(rowid AS TEXT), CASE WHEN typeof("pedido") = 'blob' THEN substr("pedido", 1, 4096) WHEN octet_length("pedido") <= 4096 THEN CAST("pedido" AS TEXT) ELSE substr(CAST("pedido" AS TEXT), 1, 4096) END, CASE WHEN typeof("linha") = 'blob' THEN substr("linha", 1, 4096) WHEN octet_length("linha") <= 4096 THEN CAST("linha" AS TEXT) ELSE substr(CAST("linha" AS TEXT), 1, 4096) END, CASE WHEN typeof("texto") = 'blob' THEN substr("texto", 1, 4096) WHEN octet_length("texto") <= 4096 THEN CAST("texto" AS TEXT) ELSE substr(CAST("texto" AS TEXT), 1, 4096) END FROM "itens" ORDER BY rowid LIMIT 10000;
-- if_more
SELECT CAST(rowid AS TEXT), CASE WHEN typeof("pedido") = 'blob' THEN substr("pedido", 1, 4096) WHEN octet_length("pedido") <= 4096 THEN CAST("pedido" AS TEXT) ELSE substr(CAST("pedido" AS TEXT), 1, 4096) END, CASE WHEN typeof("linha") = 'blob' THEN substr("linha", 1, 4096) WHEN octet_length("linha") <= 4096 THEN CAST("linha" AS TEXT) ELSE substr(CAST("linha" AS TEXT), 1, 4096) END, CASE WHEN typeof("texto") = 'blob' THEN substr("texto", 1, 4096) WHEN octet_length("texto") <= 4096 THEN CAST("texto" AS TEXT) ELSE substr(CAST("texto" AS TEXT), 1, 4096) END FROM "itens" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- sem_chave, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT CAST(rowid AS TEXT), CASE WHEN typeof("v") = 'blob' THEN substr("v", 1, 4096) WHEN octet_length("v") <= 4096 THEN CAST("v" AS TEXT) ELSE substr(CAST("v" AS TEXT), 1, 4096) END FROM "sem_chave" ORDER BY rowid LIMIT 10000;
-- if_more
SELECT CAST(rowid AS TEXT), CASE WHEN typeof("v") = 'blob' THEN substr("v", 1, 4096) WHEN octet_length("v") <= 4096 THEN CAST("v" AS TEXT) ELSE substr(CAST("v" AS TEXT), 1, 4096) END FROM "sem_chave" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- visao, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT CASE WHEN typeof("nome") = 'blob' THEN substr("nome", 1, 4096) WHEN octet_length("nome") <= 4096 THEN CAST("nome" AS TEXT) ELSE substr(CAST("nome" AS TEXT), 1, 4096) END FROM "visao";
-- guard
ROLLBACK;
