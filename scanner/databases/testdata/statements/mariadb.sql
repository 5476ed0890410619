-- opening
SELECT VERSION(), SUBSTRING_INDEX(CURRENT_USER(), '@', 1);
SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_cipher', 'Ssl_version');
SELECT CAST(1000000 * @@SESSION.max_statement_time AS UNSIGNED);
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
START TRANSACTION READ ONLY;
SELECT CAST(CONNECTION_ID() AS CHAR);
ROLLBACK;
SELECT t.table_schema, t.table_name, t.table_type, coalesce(t.engine, ''), t.table_rows, coalesce(t.data_length + t.index_length, 0),
  coalesce(t.table_comment, '')
FROM information_schema.tables t WHERE t.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR t.table_schema = DATABASE());
SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.data_type, c.is_nullable = 'NO', coalesce(c.column_comment, ''),
  coalesce(c.privileges, ''), coalesce(c.character_maximum_length, 0)
FROM information_schema.columns c WHERE c.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR c.table_schema = DATABASE()) ORDER BY c.table_schema, c.table_name, c.ordinal_position;
SELECT s.table_schema, s.table_name, s.index_name, s.non_unique = 0, coalesce(s.column_name, ''), s.sub_part IS NULL,
  coalesce(s.cardinality, 0)
FROM information_schema.statistics s WHERE s.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR s.table_schema = DATABASE()) ORDER BY s.table_schema, s.table_name, s.index_name, s.seq_in_index;
SELECT k.table_schema, k.table_name, k.ordinal_position = 1, k.referenced_table_schema, k.referenced_table_name,
  k.column_name, k.referenced_column_name
FROM information_schema.key_column_usage k WHERE k.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR k.table_schema = DATABASE()) AND k.referenced_table_name IS NOT NULL ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position;
SHOW GRANTS;
SHOW GLOBAL VARIABLES WHERE Variable_name IN ('require_secure_transport', 'have_ssl', 'default_authentication_plugin',
  'authentication_policy', 'character_set_server');
SELECT grantee, '' AS db, '' AS tab, '' AS col, privilege_type FROM information_schema.user_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'SUPER')
UNION ALL SELECT grantee, table_schema, '', '', privilege_type FROM information_schema.schema_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
UNION ALL SELECT grantee, table_schema, table_name, '', privilege_type FROM information_schema.table_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
UNION ALL SELECT grantee, table_schema, table_name, column_name, privilege_type FROM information_schema.column_privileges
  WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE')
ORDER BY 1, 2, 3, 5, 4;

-- chaves, sample of 1000: ranges
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT count(*) FROM (SELECT 1 FROM `banco`.`chaves` LIMIT 1001) AS s;
-- if_small
SELECT `chave` FROM `banco`.`chaves` LIMIT 1000;
-- if_large
SELECT min(`chave`), max(`chave`) FROM `banco`.`chaves`;
-- if_large, open: drawn
(SELECT `chave` FROM `banco`.`chaves` WHERE `chave` >= ? AND `chave` < ? ORDER BY `chave` LIMIT ?);
-- if_large, open: drawn
(SELECT `chave` FROM `banco`.`chaves` WHERE `chave` >= ? ORDER BY `chave` LIMIT ?);
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- clientes, sample of 1000: ranges
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT count(*) FROM (SELECT 1 FROM `banco`.`clientes` LIMIT 1001) AS s;
-- if_small
SELECT `id`, `nome`, `nascimento`, `saldo`, LEFT(`obs`, 4096), IF(LENGTH(`foto`) > 256, CONCAT(LPAD(LENGTH(`foto`), 16, '0'), LEFT(`foto`, 256)), `foto`) FROM `banco`.`clientes` LIMIT 1000;
-- if_large
SELECT (SELECT min(`id`) FROM `banco`.`clientes`), (SELECT max(`id`) FROM `banco`.`clientes`);
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT `id` FROM `banco`.`clientes` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` DESC LIMIT ?) FROM (SELECT `id` AS k FROM `banco`.`clientes` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?) AS s;
-- if_large, open: drawn
(SELECT `id`, `nome`, `nascimento`, `saldo`, LEFT(`obs`, 4096), IF(LENGTH(`foto`) > 256, CONCAT(LPAD(LENGTH(`foto`), 16, '0'), LEFT(`foto`, 256)), `foto`) FROM `banco`.`clientes` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?);
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- codigos, sample of 1000: ranges
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT count(*) FROM (SELECT 1 FROM `banco`.`codigos` LIMIT 1001) AS s;
-- if_small
SELECT `codigo` FROM `banco`.`codigos` LIMIT 1000;
-- if_large
SELECT min(`codigo`), max(`codigo`) FROM `banco`.`codigos`;
-- if_large, open: drawn
(SELECT `codigo` FROM `banco`.`codigos` WHERE `codigo` >= ? AND `codigo` < ? ORDER BY `codigo` LIMIT ?);
-- if_large, open: drawn
(SELECT `codigo` FROM `banco`.`codigos` WHERE `codigo` >= ? ORDER BY `codigo` LIMIT ?);
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- itens, sample of 1000: ranges
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT count(*) FROM (SELECT 1 FROM `banco`.`itens` LIMIT 1001) AS s;
-- if_small
SELECT `pedido`, `linha`, LEFT(`texto`, 4096) FROM `banco`.`itens` LIMIT 1000;
-- if_large
SELECT (SELECT min(`pedido`) FROM `banco`.`itens`), (SELECT max(`pedido`) FROM `banco`.`itens`);
-- if_large, open: surveyed
SELECT count(*), min(k), max(k), (SELECT `pedido` FROM `banco`.`itens` WHERE `pedido` >= ? AND `pedido` <= ? ORDER BY `pedido` DESC LIMIT ?) FROM (SELECT `pedido` AS k FROM `banco`.`itens` WHERE `pedido` >= ? AND `pedido` <= ? ORDER BY `pedido` LIMIT ?) AS s;
-- if_large, open: drawn
(SELECT `pedido`, `linha`, LEFT(`texto`, 4096) FROM `banco`.`itens` WHERE `pedido` >= ? AND `pedido` <= ? ORDER BY `pedido` LIMIT ?);
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- sem_chave, sample of 1000: head
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT count(*) FROM (SELECT 1 FROM `banco`.`sem_chave` LIMIT 1001) AS s;
-- always
SELECT `v` FROM `banco`.`sem_chave` LIMIT 1000;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- visao, sample of 1000: head
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `nome` FROM `banco`.`visao` LIMIT 1000;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- chaves, sample of 0: whole
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `chave` FROM `banco`.`chaves` ORDER BY `chave` LIMIT 10000;
-- if_more, open: following
SELECT `chave` FROM `banco`.`chaves` WHERE `chave` > ? ORDER BY `chave` LIMIT ?;
-- guard
ROLLBACK AND CHAIN;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- clientes, sample of 0: whole
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `id`, `nome`, `nascimento`, `saldo`, LEFT(`obs`, 4096), IF(LENGTH(`foto`) > 256, CONCAT(LPAD(LENGTH(`foto`), 16, '0'), LEFT(`foto`, 256)), `foto`) FROM `banco`.`clientes` ORDER BY `id` LIMIT 10000;
-- if_more, open: following
SELECT `id`, `nome`, `nascimento`, `saldo`, LEFT(`obs`, 4096), IF(LENGTH(`foto`) > 256, CONCAT(LPAD(LENGTH(`foto`), 16, '0'), LEFT(`foto`, 256)), `foto`) FROM `banco`.`clientes` WHERE `id` > ? ORDER BY `id` LIMIT ?;
-- guard
ROLLBACK AND CHAIN;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- codigos, sample of 0: whole
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `codigo` FROM `banco`.`codigos` ORDER BY `codigo` LIMIT 10000;
-- if_more, open: following
SELECT `codigo` FROM `banco`.`codigos` WHERE `codigo` > ? ORDER BY `codigo` LIMIT ?;
-- guard
ROLLBACK AND CHAIN;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- itens, sample of 0: whole
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `pedido`, `linha`, LEFT(`texto`, 4096) FROM `banco`.`itens` ORDER BY `pedido`, `linha` LIMIT 10000;
-- if_more, open: following
SELECT `pedido`, `linha`, LEFT(`texto`, 4096) FROM `banco`.`itens` WHERE `pedido` >= ? AND (`pedido` > ? OR `pedido` = ? AND `linha` > ?) ORDER BY `pedido`, `linha` LIMIT ?;
-- guard
ROLLBACK AND CHAIN;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- sem_chave, sample of 0: whole
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `v` FROM `banco`.`sem_chave`;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;

-- visao, sample of 0: whole
-- guard
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
-- guard
START TRANSACTION READ ONLY;
-- guard
SELECT CAST(CONNECTION_ID() AS CHAR);
-- always
SELECT `nome` FROM `banco`.`visao`;
-- guard
ROLLBACK;
-- if_stopped, open: connection
KILL QUERY ?;
