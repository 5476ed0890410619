package detectors

import "testing"

// TestIsLogin: user names are known by the names that they are made of.
func TestIsLogin(t *testing.T) {
	c := builtin(t)
	for value, want := range map[string]bool{
		"ana.lima": true, "a.lima": true, "maria_souza2": true, "jsilva": true, "silvaj": true, "mariasilva": true, "carlos77": true, "ana.l": true,
		"maria": false, "total": false, "nota.fiscal": false, "srv-web-01": false, "status": false, "rua.silva": false, "x.y": false, "lote12": false,
	} {
		if got := c.personNames.isLogin([]byte(value)); got != want {
			t.Errorf("%s is a user name: %v, want %v", value, got, want)
		}
	}
}
