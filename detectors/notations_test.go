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
		{"1.2345678909E10", "12345678909", false},
		{"1,2345678909e10", "12345678909", false},
		{"5.0465E19", "5.0465E19", true},
		{"12E10", "12E10", false},
		{"1234E10", "1234E10", false},
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

func TestNarrow(t *testing.T) {
	for value, want := range map[string]string{
		"１１１４４４７７７３５":                       "11144477735",
		"１１１．４４４．７７７－３５":                    "111.444.777-35",
		"（11） 91234－5678":                   "(11) 91234-5678",
		"11144477735":                       "11144477735",
		"１2é":                               "１2é",
		"１\xff":                             "１\xff",
		"１1111111111111111111111111111111":  "11111111111111111111111111111111",
		"１11111111111111111111111111111111": "１11111111111111111111111111111111",
		"｡":                                 "｡",
	} {
		var buf [32]byte
		if got := Narrow([]byte(value), buf[:]); string(got) != want {
			t.Errorf("%q is %q, not %q", value, got, want)
		}
	}
}
