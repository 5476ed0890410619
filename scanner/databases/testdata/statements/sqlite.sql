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
SELECT CASE typeof("id") WHEN 'integer' THEN "id" WHEN 'real' THEN CAST("id" AS TEXT) ELSE CASE WHEN octet_length("id") > 256 THEN CASE WHEN typeof("id") = 'blob' THEN CAST(printf('%016d', octet_length("id")) || CASE WHEN octet_length("id") > 16777216 THEN zeroblob(256) ELSE substr("id", 1, 256) END AS BLOB) WHEN octet_length("id") > 4096 THEN substr("id", 1, 4096) ELSE "id" END ELSE "id" END END, CASE WHEN octet_length("nome") > 256 THEN CASE WHEN typeof("nome") = 'blob' THEN CAST(printf('%016d', octet_length("nome")) || CASE WHEN octet_length("nome") > 16777216 THEN zeroblob(256) ELSE substr("nome", 1, 256) END AS BLOB) WHEN octet_length("nome") > 4096 THEN substr("nome", 1, 4096) ELSE "nome" END ELSE "nome" END, CASE typeof("nascimento") WHEN 'integer' THEN "nascimento" WHEN 'real' THEN CAST("nascimento" AS TEXT) ELSE CASE WHEN octet_length("nascimento") > 256 THEN CASE WHEN typeof("nascimento") = 'blob' THEN CAST(printf('%016d', octet_length("nascimento")) || CASE WHEN octet_length("nascimento") > 16777216 THEN zeroblob(256) ELSE substr("nascimento", 1, 256) END AS BLOB) WHEN octet_length("nascimento") > 4096 THEN substr("nascimento", 1, 4096) ELSE "nascimento" END ELSE "nascimento" END END, CASE typeof("saldo") WHEN 'integer' THEN "saldo" WHEN 'real' THEN CAST("saldo" AS TEXT) ELSE CASE WHEN octet_length("saldo") > 256 THEN CASE WHEN typeof("saldo") = 'blob' THEN CAST(printf('%016d', octet_length("saldo")) || CASE WHEN octet_length("saldo") > 16777216 THEN zeroblob(256) ELSE substr("saldo", 1, 256) END AS BLOB) WHEN octet_length("saldo") > 4096 THEN substr("saldo", 1, 4096) ELSE "saldo" END ELSE "saldo" END END, CASE WHEN octet_length("obs") > 256 THEN CASE WHEN typeof("obs") = 'blob' THEN CAST(printf('%016d', octet_length("obs")) || CASE WHEN octet_length("obs") > 16777216 THEN zeroblob(256) ELSE substr("obs", 1, 256) END AS BLOB) WHEN octet_length("obs") > 4096 THEN substr("obs", 1, 4096) ELSE "obs" END ELSE "obs" END, CASE typeof("foto") WHEN 'integer' THEN "foto" WHEN 'real' THEN CAST("foto" AS TEXT) ELSE CASE WHEN octet_length("foto") > 256 THEN CASE WHEN typeof("foto") = 'blob' THEN CAST(printf('%016d', octet_length("foto")) || CASE WHEN octet_length("foto") > 16777216 THEN zeroblob(256) ELSE substr("foto", 1, 256) END AS BLOB) WHEN octet_length("foto") > 4096 THEN substr("foto", 1, 4096) ELSE "foto" END ELSE "foto" END END FROM "clientes" LIMIT 1000;
-- if_large
SELECT CASE typeof((SELECT min(rowid) FROM "clientes")) WHEN 'integer' THEN CAST((SELECT min(rowid) FROM "clientes") AS TEXT) END, CASE typeof((SELECT max(rowid) FROM "clientes")) WHEN 'integer' THEN CAST((SELECT max(rowid) FROM "clientes") AS TEXT) END;
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT rowid FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) FROM (SELECT rowid AS k FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?) AS s;
-- if_large, open: drawn
SELECT * FROM (SELECT CASE typeof(rowid) WHEN 'integer' THEN CAST(rowid AS TEXT) END, CASE typeof("id") WHEN 'integer' THEN "id" WHEN 'real' THEN CAST("id" AS TEXT) ELSE CASE WHEN octet_length("id") > 256 THEN CASE WHEN typeof("id") = 'blob' THEN CAST(printf('%016d', octet_length("id")) || CASE WHEN octet_length("id") > 16777216 THEN zeroblob(256) ELSE substr("id", 1, 256) END AS BLOB) WHEN octet_length("id") > 4096 THEN substr("id", 1, 4096) ELSE "id" END ELSE "id" END END, CASE WHEN octet_length("nome") > 256 THEN CASE WHEN typeof("nome") = 'blob' THEN CAST(printf('%016d', octet_length("nome")) || CASE WHEN octet_length("nome") > 16777216 THEN zeroblob(256) ELSE substr("nome", 1, 256) END AS BLOB) WHEN octet_length("nome") > 4096 THEN substr("nome", 1, 4096) ELSE "nome" END ELSE "nome" END, CASE typeof("nascimento") WHEN 'integer' THEN "nascimento" WHEN 'real' THEN CAST("nascimento" AS TEXT) ELSE CASE WHEN octet_length("nascimento") > 256 THEN CASE WHEN typeof("nascimento") = 'blob' THEN CAST(printf('%016d', octet_length("nascimento")) || CASE WHEN octet_length("nascimento") > 16777216 THEN zeroblob(256) ELSE substr("nascimento", 1, 256) END AS BLOB) WHEN octet_length("nascimento") > 4096 THEN substr("nascimento", 1, 4096) ELSE "nascimento" END ELSE "nascimento" END END, CASE typeof("saldo") WHEN 'integer' THEN "saldo" WHEN 'real' THEN CAST("saldo" AS TEXT) ELSE CASE WHEN octet_length("saldo") > 256 THEN CASE WHEN typeof("saldo") = 'blob' THEN CAST(printf('%016d', octet_length("saldo")) || CASE WHEN octet_length("saldo") > 16777216 THEN zeroblob(256) ELSE substr("saldo", 1, 256) END AS BLOB) WHEN octet_length("saldo") > 4096 THEN substr("saldo", 1, 4096) ELSE "saldo" END ELSE "saldo" END END, CASE WHEN octet_length("obs") > 256 THEN CASE WHEN typeof("obs") = 'blob' THEN CAST(printf('%016d', octet_length("obs")) || CASE WHEN octet_length("obs") > 16777216 THEN zeroblob(256) ELSE substr("obs", 1, 256) END AS BLOB) WHEN octet_length("obs") > 4096 THEN substr("obs", 1, 4096) ELSE "obs" END ELSE "obs" END, CASE typeof("foto") WHEN 'integer' THEN "foto" WHEN 'real' THEN CAST("foto" AS TEXT) ELSE CASE WHEN octet_length("foto") > 256 THEN CASE WHEN typeof("foto") = 'blob' THEN CAST(printf('%016d', octet_length("foto")) || CASE WHEN octet_length("foto") > 16777216 THEN zeroblob(256) ELSE substr("foto", 1, 256) END AS BLOB) WHEN octet_length("foto") > 4096 THEN substr("foto", 1, 4096) ELSE "foto" END ELSE "foto" END END FROM "clientes" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?);
-- guard
ROLLBACK;

-- itens, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "itens" LIMIT 1001) AS s;
-- if_small
SELECT CASE typeof("pedido") WHEN 'integer' THEN "pedido" WHEN 'real' THEN CAST("pedido" AS TEXT) ELSE CASE WHEN octet_length("pedido") > 256 THEN CASE WHEN typeof("pedido") = 'blob' THEN CAST(printf('%016d', octet_length("pedido")) || CASE WHEN octet_length("pedido") > 16777216 THEN zeroblob(256) ELSE substr("pedido", 1, 256) END AS BLOB) WHEN octet_length("pedido") > 4096 THEN substr("pedido", 1, 4096) ELSE "pedido" END ELSE "pedido" END END, CASE typeof("linha") WHEN 'integer' THEN "linha" WHEN 'real' THEN CAST("linha" AS TEXT) ELSE CASE WHEN octet_length("linha") > 256 THEN CASE WHEN typeof("linha") = 'blob' THEN CAST(printf('%016d', octet_length("linha")) || CASE WHEN octet_length("linha") > 16777216 THEN zeroblob(256) ELSE substr("linha", 1, 256) END AS BLOB) WHEN octet_length("linha") > 4096 THEN substr("linha", 1, 4096) ELSE "linha" END ELSE "linha" END END, CASE WHEN octet_length("texto") > 256 THEN CASE WHEN typeof("texto") = 'blob' THEN CAST(printf('%016d', octet_length("texto")) || CASE WHEN octet_length("texto") > 16777216 THEN zeroblob(256) ELSE substr("texto", 1, 256) END AS BLOB) WHEN octet_length("texto") > 4096 THEN substr("texto", 1, 4096) ELSE "texto" END ELSE "texto" END FROM "itens" LIMIT 1000;
-- if_large
SELECT CASE typeof((SELECT min(rowid) FROM "itens")) WHEN 'integer' THEN CAST((SELECT min(rowid) FROM "itens") AS TEXT) END, CASE typeof((SELECT max(rowid) FROM "itens")) WHEN 'integer' THEN CAST((SELECT max(rowid) FROM "itens") AS TEXT) END;
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT rowid FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) FROM (SELECT rowid AS k FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?) AS s;
-- if_large, open: drawn
SELECT * FROM (SELECT CASE typeof(rowid) WHEN 'integer' THEN CAST(rowid AS TEXT) END, CASE typeof("pedido") WHEN 'integer' THEN "pedido" WHEN 'real' THEN CAST("pedido" AS TEXT) ELSE CASE WHEN octet_length("pedido") > 256 THEN CASE WHEN typeof("pedido") = 'blob' THEN CAST(printf('%016d', octet_length("pedido")) || CASE WHEN octet_length("pedido") > 16777216 THEN zeroblob(256) ELSE substr("pedido", 1, 256) END AS BLOB) WHEN octet_length("pedido") > 4096 THEN substr("pedido", 1, 4096) ELSE "pedido" END ELSE "pedido" END END, CASE typeof("linha") WHEN 'integer' THEN "linha" WHEN 'real' THEN CAST("linha" AS TEXT) ELSE CASE WHEN octet_length("linha") > 256 THEN CASE WHEN typeof("linha") = 'blob' THEN CAST(printf('%016d', octet_length("linha")) || CASE WHEN octet_length("linha") > 16777216 THEN zeroblob(256) ELSE substr("linha", 1, 256) END AS BLOB) WHEN octet_length("linha") > 4096 THEN substr("linha", 1, 4096) ELSE "linha" END ELSE "linha" END END, CASE WHEN octet_length("texto") > 256 THEN CASE WHEN typeof("texto") = 'blob' THEN CAST(printf('%016d', octet_length("texto")) || CASE WHEN octet_length("texto") > 16777216 THEN zeroblob(256) ELSE substr("texto", 1, 256) END AS BLOB) WHEN octet_length("texto") > 4096 THEN substr("texto", 1, 4096) ELSE "texto" END ELSE "texto" END FROM "itens" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?);
-- guard
ROLLBACK;

-- sem_chave, sample of 1000: ranges
-- guard
BEGIN;
-- always
SELECT count(*) FROM (SELECT 1 FROM "sem_chave" LIMIT 1001) AS s;
-- if_small
SELECT CASE WHEN octet_length("v") > 256 THEN CASE WHEN typeof("v") = 'blob' THEN CAST(printf('%016d', octet_length("v")) || CASE WHEN octet_length("v") > 16777216 THEN zeroblob(256) ELSE substr("v", 1, 256) END AS BLOB) WHEN octet_length("v") > 4096 THEN substr("v", 1, 4096) ELSE "v" END ELSE "v" END FROM "sem_chave" LIMIT 1000;
-- if_large
SELECT CASE typeof((SELECT min(rowid) FROM "sem_chave")) WHEN 'integer' THEN CAST((SELECT min(rowid) FROM "sem_chave") AS TEXT) END, CASE typeof((SELECT max(rowid) FROM "sem_chave")) WHEN 'integer' THEN CAST((SELECT max(rowid) FROM "sem_chave") AS TEXT) END;
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT rowid FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) FROM (SELECT rowid AS k FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?) AS s;
-- if_large, open: drawn
SELECT * FROM (SELECT CASE typeof(rowid) WHEN 'integer' THEN CAST(rowid AS TEXT) END, CASE WHEN octet_length("v") > 256 THEN CASE WHEN typeof("v") = 'blob' THEN CAST(printf('%016d', octet_length("v")) || CASE WHEN octet_length("v") > 16777216 THEN zeroblob(256) ELSE substr("v", 1, 256) END AS BLOB) WHEN octet_length("v") > 4096 THEN substr("v", 1, 4096) ELSE "v" END ELSE "v" END FROM "sem_chave" WHERE rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?);
-- guard
ROLLBACK;

-- visao, sample of 1000: head
-- guard
BEGIN;
-- always
SELECT CASE typeof("nome") WHEN 'integer' THEN "nome" WHEN 'real' THEN CAST("nome" AS TEXT) ELSE CASE WHEN octet_length("nome") > 256 THEN CASE WHEN typeof("nome") = 'blob' THEN CAST(printf('%016d', octet_length("nome")) || CASE WHEN octet_length("nome") > 16777216 THEN zeroblob(256) ELSE substr("nome", 1, 256) END AS BLOB) WHEN octet_length("nome") > 4096 THEN substr("nome", 1, 4096) ELSE "nome" END ELSE "nome" END END FROM "visao" LIMIT 1000;
-- guard
ROLLBACK;

-- clientes, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT rowid, CASE typeof("id") WHEN 'integer' THEN "id" WHEN 'real' THEN CAST("id" AS TEXT) ELSE CASE WHEN octet_length("id") > 256 THEN CASE WHEN typeof("id") = 'blob' THEN CAST(printf('%016d', octet_length("id")) || CASE WHEN octet_length("id") > 16777216 THEN zeroblob(256) ELSE substr("id", 1, 256) END AS BLOB) WHEN octet_length("id") > 4096 THEN substr("id", 1, 4096) ELSE "id" END ELSE "id" END END, CASE WHEN octet_length("nome") > 256 THEN CASE WHEN typeof("nome") = 'blob' THEN CAST(printf('%016d', octet_length("nome")) || CASE WHEN octet_length("nome") > 16777216 THEN zeroblob(256) ELSE substr("nome", 1, 256) END AS BLOB) WHEN octet_length("nome") > 4096 THEN substr("nome", 1, 4096) ELSE "nome" END ELSE "nome" END, CASE typeof("nascimento") WHEN 'integer' THEN "nascimento" WHEN 'real' THEN CAST("nascimento" AS TEXT) ELSE CASE WHEN octet_length("nascimento") > 256 THEN CASE WHEN typeof("nascimento") = 'blob' THEN CAST(printf('%016d', octet_length("nascimento")) || CASE WHEN octet_length("nascimento") > 16777216 THEN zeroblob(256) ELSE substr("nascimento", 1, 256) END AS BLOB) WHEN octet_length("nascimento") > 4096 THEN substr("nascimento", 1, 4096) ELSE "nascimento" END ELSE "nascimento" END END, CASE typeof("saldo") WHEN 'integer' THEN "saldo" WHEN 'real' THEN CAST("saldo" AS TEXT) ELSE CASE WHEN octet_length("saldo") > 256 THEN CASE WHEN typeof("saldo") = 'blob' THEN CAST(printf('%016d', octet_length("saldo")) || CASE WHEN octet_length("saldo") > 16777216 THEN zeroblob(256) ELSE substr("saldo", 1, 256) END AS BLOB) WHEN octet_length("saldo") > 4096 THEN substr("saldo", 1, 4096) ELSE "saldo" END ELSE "saldo" END END, CASE WHEN octet_length("obs") > 256 THEN CASE WHEN typeof("obs") = 'blob' THEN CAST(printf('%016d', octet_length("obs")) || CASE WHEN octet_length("obs") > 16777216 THEN zeroblob(256) ELSE substr("obs", 1, 256) END AS BLOB) WHEN octet_length("obs") > 4096 THEN substr("obs", 1, 4096) ELSE "obs" END ELSE "obs" END, CASE typeof("foto") WHEN 'integer' THEN "foto" WHEN 'real' THEN CAST("foto" AS TEXT) ELSE CASE WHEN octet_length("foto") > 256 THEN CASE WHEN typeof("foto") = 'blob' THEN CAST(printf('%016d', octet_length("foto")) || CASE WHEN octet_length("foto") > 16777216 THEN zeroblob(256) ELSE substr("foto", 1, 256) END AS BLOB) WHEN octet_length("foto") > 4096 THEN substr("foto", 1, 4096) ELSE "foto" END ELSE "foto" END END FROM "clientes" ORDER BY rowid LIMIT 10000;
-- if_more, open: following
SELECT rowid, CASE typeof("id") WHEN 'integer' THEN "id" WHEN 'real' THEN CAST("id" AS TEXT) ELSE CASE WHEN octet_length("id") > 256 THEN CASE WHEN typeof("id") = 'blob' THEN CAST(printf('%016d', octet_length("id")) || CASE WHEN octet_length("id") > 16777216 THEN zeroblob(256) ELSE substr("id", 1, 256) END AS BLOB) WHEN octet_length("id") > 4096 THEN substr("id", 1, 4096) ELSE "id" END ELSE "id" END END, CASE WHEN octet_length("nome") > 256 THEN CASE WHEN typeof("nome") = 'blob' THEN CAST(printf('%016d', octet_length("nome")) || CASE WHEN octet_length("nome") > 16777216 THEN zeroblob(256) ELSE substr("nome", 1, 256) END AS BLOB) WHEN octet_length("nome") > 4096 THEN substr("nome", 1, 4096) ELSE "nome" END ELSE "nome" END, CASE typeof("nascimento") WHEN 'integer' THEN "nascimento" WHEN 'real' THEN CAST("nascimento" AS TEXT) ELSE CASE WHEN octet_length("nascimento") > 256 THEN CASE WHEN typeof("nascimento") = 'blob' THEN CAST(printf('%016d', octet_length("nascimento")) || CASE WHEN octet_length("nascimento") > 16777216 THEN zeroblob(256) ELSE substr("nascimento", 1, 256) END AS BLOB) WHEN octet_length("nascimento") > 4096 THEN substr("nascimento", 1, 4096) ELSE "nascimento" END ELSE "nascimento" END END, CASE typeof("saldo") WHEN 'integer' THEN "saldo" WHEN 'real' THEN CAST("saldo" AS TEXT) ELSE CASE WHEN octet_length("saldo") > 256 THEN CASE WHEN typeof("saldo") = 'blob' THEN CAST(printf('%016d', octet_length("saldo")) || CASE WHEN octet_length("saldo") > 16777216 THEN zeroblob(256) ELSE substr("saldo", 1, 256) END AS BLOB) WHEN octet_length("saldo") > 4096 THEN substr("saldo", 1, 4096) ELSE "saldo" END ELSE "saldo" END END, CASE WHEN octet_length("obs") > 256 THEN CASE WHEN typeof("obs") = 'blob' THEN CAST(printf('%016d', octet_length("obs")) || CASE WHEN octet_length("obs") > 16777216 THEN zeroblob(256) ELSE substr("obs", 1, 256) END AS BLOB) WHEN octet_length("obs") > 4096 THEN substr("obs", 1, 4096) ELSE "obs" END ELSE "obs" END, CASE typeof("foto") WHEN 'integer' THEN "foto" WHEN 'real' THEN CAST("foto" AS TEXT) ELSE CASE WHEN octet_length("foto") > 256 THEN CASE WHEN typeof("foto") = 'blob' THEN CAST(printf('%016d', octet_length("foto")) || CASE WHEN octet_length("foto") > 16777216 THEN zeroblob(256) ELSE substr("foto", 1, 256) END AS BLOB) WHEN octet_length("foto") > 4096 THEN substr("foto", 1, 4096) ELSE "foto" END ELSE "foto" END END FROM "clientes" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- itens, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT rowid, CASE typeof("pedido") WHEN 'integer' THEN "pedido" WHEN 'real' THEN CAST("pedido" AS TEXT) ELSE CASE WHEN octet_length("pedido") > 256 THEN CASE WHEN typeof("pedido") = 'blob' THEN CAST(printf('%016d', octet_length("pedido")) || CASE WHEN octet_length("pedido") > 16777216 THEN zeroblob(256) ELSE substr("pedido", 1, 256) END AS BLOB) WHEN octet_length("pedido") > 4096 THEN substr("pedido", 1, 4096) ELSE "pedido" END ELSE "pedido" END END, CASE typeof("linha") WHEN 'integer' THEN "linha" WHEN 'real' THEN CAST("linha" AS TEXT) ELSE CASE WHEN octet_length("linha") > 256 THEN CASE WHEN typeof("linha") = 'blob' THEN CAST(printf('%016d', octet_length("linha")) || CASE WHEN octet_length("linha") > 16777216 THEN zeroblob(256) ELSE substr("linha", 1, 256) END AS BLOB) WHEN octet_length("linha") > 4096 THEN substr("linha", 1, 4096) ELSE "linha" END ELSE "linha" END END, CASE WHEN octet_length("texto") > 256 THEN CASE WHEN typeof("texto") = 'blob' THEN CAST(printf('%016d', octet_length("texto")) || CASE WHEN octet_length("texto") > 16777216 THEN zeroblob(256) ELSE substr("texto", 1, 256) END AS BLOB) WHEN octet_length("texto") > 4096 THEN substr("texto", 1, 4096) ELSE "texto" END ELSE "texto" END FROM "itens" ORDER BY rowid LIMIT 10000;
-- if_more, open: following
SELECT rowid, CASE typeof("pedido") WHEN 'integer' THEN "pedido" WHEN 'real' THEN CAST("pedido" AS TEXT) ELSE CASE WHEN octet_length("pedido") > 256 THEN CASE WHEN typeof("pedido") = 'blob' THEN CAST(printf('%016d', octet_length("pedido")) || CASE WHEN octet_length("pedido") > 16777216 THEN zeroblob(256) ELSE substr("pedido", 1, 256) END AS BLOB) WHEN octet_length("pedido") > 4096 THEN substr("pedido", 1, 4096) ELSE "pedido" END ELSE "pedido" END END, CASE typeof("linha") WHEN 'integer' THEN "linha" WHEN 'real' THEN CAST("linha" AS TEXT) ELSE CASE WHEN octet_length("linha") > 256 THEN CASE WHEN typeof("linha") = 'blob' THEN CAST(printf('%016d', octet_length("linha")) || CASE WHEN octet_length("linha") > 16777216 THEN zeroblob(256) ELSE substr("linha", 1, 256) END AS BLOB) WHEN octet_length("linha") > 4096 THEN substr("linha", 1, 4096) ELSE "linha" END ELSE "linha" END END, CASE WHEN octet_length("texto") > 256 THEN CASE WHEN typeof("texto") = 'blob' THEN CAST(printf('%016d', octet_length("texto")) || CASE WHEN octet_length("texto") > 16777216 THEN zeroblob(256) ELSE substr("texto", 1, 256) END AS BLOB) WHEN octet_length("texto") > 4096 THEN substr("texto", 1, 4096) ELSE "texto" END ELSE "texto" END FROM "itens" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- sem_chave, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT rowid, CASE WHEN octet_length("v") > 256 THEN CASE WHEN typeof("v") = 'blob' THEN CAST(printf('%016d', octet_length("v")) || CASE WHEN octet_length("v") > 16777216 THEN zeroblob(256) ELSE substr("v", 1, 256) END AS BLOB) WHEN octet_length("v") > 4096 THEN substr("v", 1, 4096) ELSE "v" END ELSE "v" END FROM "sem_chave" ORDER BY rowid LIMIT 10000;
-- if_more, open: following
SELECT rowid, CASE WHEN octet_length("v") > 256 THEN CASE WHEN typeof("v") = 'blob' THEN CAST(printf('%016d', octet_length("v")) || CASE WHEN octet_length("v") > 16777216 THEN zeroblob(256) ELSE substr("v", 1, 256) END AS BLOB) WHEN octet_length("v") > 4096 THEN substr("v", 1, 4096) ELSE "v" END ELSE "v" END FROM "sem_chave" WHERE rowid > ? ORDER BY rowid LIMIT ?;
-- guard
ROLLBACK;

-- visao, sample of 0: whole
-- guard
BEGIN;
-- always
SELECT CASE typeof("nome") WHEN 'integer' THEN "nome" WHEN 'real' THEN CAST("nome" AS TEXT) ELSE CASE WHEN octet_length("nome") > 256 THEN CASE WHEN typeof("nome") = 'blob' THEN CAST(printf('%016d', octet_length("nome")) || CASE WHEN octet_length("nome") > 16777216 THEN zeroblob(256) ELSE substr("nome", 1, 256) END AS BLOB) WHEN octet_length("nome") > 4096 THEN substr("nome", 1, 4096) ELSE "nome" END ELSE "nome" END END FROM "visao";
-- guard
ROLLBACK;
