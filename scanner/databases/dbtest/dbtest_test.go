package dbtest

import "testing"

func TestServersAnswer(t *testing.T) {
	for name, address := range map[string]func(testing.TB) string{"postgres": Postgres, "mysql": MySQL, "sqlite": SQLite} {
		t.Run(name, func(t *testing.T) {
			db := Open(t, address(t))
			var one int
			if err := db.QueryRow("SELECT 1").Scan(&one); err != nil || one != 1 {
				t.Fatalf("SELECT 1 gave %d, %v", one, err)
			}
		})
	}
}
