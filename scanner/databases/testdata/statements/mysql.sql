-- key ["`id`"], sample of 1000: ranges
SELECT count(*) FROM (SELECT 1 FROM `loja`.`t` LIMIT 1001) AS s;
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` LIMIT 1000;
SELECT (SELECT min(`id`) FROM `loja`.`t`), (SELECT max(`id`) FROM `loja`.`t`);
SELECT count(*), min(k), max(k), (SELECT `id` FROM `loja`.`t` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` DESC LIMIT ?) FROM (SELECT `id` AS k FROM `loja`.`t` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?) AS s;
(SELECT `id`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?);
-- key ["`id`"], sample of 0: whole
SELECT `id`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` ORDER BY `id` LIMIT 10000;
SELECT `id`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `id` > ? ORDER BY `id` LIMIT ?;
-- key ["`empresa`" "`filial`" "`id`"], sample of 1000: ranges
SELECT count(*) FROM (SELECT 1 FROM `loja`.`t` LIMIT 1001) AS s;
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` LIMIT 1000;
SELECT `empresa`, `filial`, min(`id`), max(`id`) FROM `loja`.`t` GROUP BY `empresa`, `filial` LIMIT 1000;
SELECT count(*), min(g0), min(g1), min(k), max(k), (SELECT `id` FROM `loja`.`t` WHERE `empresa` = ? AND `filial` = ? AND `id` >= ? AND `id` <= ? ORDER BY `id` DESC LIMIT ?) FROM (SELECT `empresa` AS g0, `filial` AS g1, `id` AS k FROM `loja`.`t` WHERE `empresa` = ? AND `filial` = ? AND `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?) AS s;
(SELECT `empresa`, `filial`, `id`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `empresa` = ? AND `filial` = ? AND `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?);
-- key ["`empresa`" "`filial`" "`id`"], sample of 0: whole
SELECT `id`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` ORDER BY `id` LIMIT 10000;
SELECT `id`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `id` > ? ORDER BY `id` LIMIT ?;
-- key ["`codigo`"], sample of 1000: ranges
SELECT count(*) FROM (SELECT 1 FROM `loja`.`t` LIMIT 1001) AS s;
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` LIMIT 1000;
SELECT min(`codigo`), max(`codigo`) FROM `loja`.`t`;
(SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `codigo` >= ? AND `codigo` < ? ORDER BY `codigo` LIMIT ?);
(SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `codigo` >= ? ORDER BY `codigo` LIMIT ?);
-- key ["`codigo`"], sample of 0: whole
SELECT `codigo`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` ORDER BY `codigo` LIMIT 10000;
SELECT `codigo`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `codigo` > ? ORDER BY `codigo` LIMIT ?;
-- key ["`chave`"], sample of 1000: ranges
SELECT count(*) FROM (SELECT 1 FROM `loja`.`t` LIMIT 1001) AS s;
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` LIMIT 1000;
SELECT min(`chave`), max(`chave`) FROM `loja`.`t`;
(SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `chave` >= ? AND `chave` < ? ORDER BY `chave` LIMIT ?);
(SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `chave` >= ? ORDER BY `chave` LIMIT ?);
-- key ["`chave`"], sample of 0: whole
SELECT `chave`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` ORDER BY `chave` LIMIT 10000;
SELECT `chave`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `chave` > ? ORDER BY `chave` LIMIT ?;
-- key [""], sample of 1000: head
SELECT count(*) FROM (SELECT 1 FROM `loja`.`t` LIMIT 1001) AS s;
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` LIMIT 1000;
-- key [""], sample of 0: whole
SELECT `dia`, `valor`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` ORDER BY `dia`, `valor` LIMIT 10000;
SELECT `dia`, `valor`, `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` WHERE `dia` >= ? AND (`dia` > ? OR `dia` = ? AND `valor` > ?) ORDER BY `dia`, `valor` LIMIT ?;
-- key [""], sample of 1000: head
SELECT count(*) FROM (SELECT 1 FROM `loja`.`t` LIMIT 1001) AS s;
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t` LIMIT 1000;
-- key [""], sample of 0: whole
SELECT `c_int`, LEFT(`c_varchar`, 4096), CAST(`c_bit` + 0 AS CHAR), `c_datetime`, IF(LENGTH(`c_longblob`) > 256, CONCAT(LPAD(LENGTH(`c_longblob`), 16, '0'), LEFT(`c_longblob`, 256)), `c_longblob`) FROM `loja`.`t`;
