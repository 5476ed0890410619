-- mysql, 1m0s
SET SESSION transaction_read_only = 1, SESSION transaction_isolation = 'READ-COMMITTED', SESSION max_execution_time = 60000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
START TRANSACTION READ ONLY;
-- mysql, 1.5s
SET SESSION transaction_read_only = 1, SESSION transaction_isolation = 'READ-COMMITTED', SESSION max_execution_time = 1500, SESSION lock_wait_timeout = 1, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
START TRANSACTION READ ONLY;
-- mariadb, 1m0s
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 60.000, SESSION lock_wait_timeout = 5, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
START TRANSACTION READ ONLY;
-- mariadb, 1.5s
SET SESSION tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = 1.500, SESSION lock_wait_timeout = 1, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT;
START TRANSACTION READ ONLY;
