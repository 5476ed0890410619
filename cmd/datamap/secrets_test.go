package main

import (
	"strings"
	"testing"
)

func TestScrub(t *testing.T) {
	for _, c := range []struct{ dsn, text string }{
		{"postgres://u:s3gr3do@h/b", "connecting to postgres://u:s3gr3do@h/b"},
		{"postgres://u:s3gr3do%zz@h/b", `parse "postgres://u:s3gr3do%zz@h/b": invalid URL escape "%zz"`},
		{"postgres://u:s3gr%40do@h/b", "user u, password s3gr@do"},
		{"postgres://u:s3gr@do@h/b", "dial tcp: lookup do@h"},
		{"postgres://u:s3gr/do@h/b", "dial tcp u:s3gr/do@h"},
		{"postgres://h/b?user=u&password=s3gr3do", "option password=s3gr3do is refused"},
		{"mysql://u:s3gr3do@h/b", "authorization: czNncjNkbw=="},
		{"mysql://u:abc@h/b", "cannot use mysql://u:abc@h/b"}, // too short to replace anywhere
		{"postgres://u:s3gr do@h/b", "password is s3gr%20do or s3gr+do"},
	} {
		var s secrets
		s.addDSN(c.dsn)
		got := s.scrub(c.text)
		for _, part := range []string{"s3gr", ":abc", "czNn"} {
			if strings.Contains(got, part) {
				t.Errorf("%s: %q is left in %q", c.dsn, part, got)
			}
		}
	}
	var none secrets
	if got := none.scrub("planilhas/clientes.csv"); got != "planilhas/clientes.csv" {
		t.Errorf("a harmless text became %q", got)
	}
}

// FuzzScrub: whatever the password, it is nowhere in a message that repeats the
// connection string.
func FuzzScrub(f *testing.F) {
	for _, seed := range []string{"s3gr3do", "p@ss:w/rd", "%zz%41", "a b+c&d", "çãé€漢", "####", "x'\"\\y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, password string) {
		if len(password) < 6 || strings.Contains("connecting to postgres://***@h/b", password) || strings.ContainsAny(password, " \t\r\n\v\f") {
			return
		}
		var s secrets
		dsn := "postgres://user:" + password + "@h/b"
		s.addDSN(dsn)
		if got := s.scrub("connecting to " + dsn); strings.Contains(got, password) {
			t.Errorf("%q is left in %q", password, got)
		}
	})
}
