package detectors

import "testing"

func TestExponent(t *testing.T) {
	for _, test := range []struct {
		value, want string
		destroyed   bool
	}{
		{"1.2345678909E+10", "12345678909", false},
		{"1,234567890E+10", "12345678900", false},
		{"5.0465E+19", "5.0465E+19", true},
		{"5,2060433009911E+43", "5,2060433009911E+43", true},
		{"1.23E+10", "1.23E+10", true},
		{"1.5E+03", "1.5E+03", false},
		{"12345678909", "12345678909", false},
		{"A.5E+19", "A.5E+19", false},
		{"E+19", "E+19", false},
	} {
		var buf [32]byte
		got, destroyed := Exponent([]byte(test.value), buf[:])
		if string(got) != test.want || destroyed != test.destroyed {
			t.Errorf("%s: %s, destroyed %v", test.value, got, destroyed)
		}
	}
}
