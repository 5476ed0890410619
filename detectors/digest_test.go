package detectors

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

func TestDigestOf(t *testing.T) {
	for _, test := range []struct {
		hashed, cell string
		want         bool
	}{
		{"11144477735", "11144477735", true},
		{"11144477735", "111.444.777-35", true},
		{"11144477735", " 111.444.777-35  ", true},
		{"111.444.777-35", "11144477735", true},
		{"01169538452", "1169538452", true}, // a number that has lost its zero
		{"011.695.384-52", "1169538452.0", true},
		{"06.946.762/0001-61", "6946762000161", true},
		{"06946762000161", "06.946.762/0001-61", true},
		{"maria@exemplo.com", "Maria@Exemplo.com ", true},
		{"MARIA@EXEMPLO.COM", "maria@exemplo.com", true},
		{"Maria   ", "Maria   ", true}, // as padded
		{"JOSÉ DA SILVA", "José da Silva", true},
		{"+5511912345678", "(11) 91234-5678", true},
		{"5511912345678", "11912345678", true},
		{"sal11144477735", "11144477735", false},
		{"11144477736", "11144477735", false},
		{"", "11144477735", false},
	} {
		for algorithm, sum := range map[string]string{
			"md5": fmt.Sprintf("%x", md5.Sum([]byte(test.hashed))), "sha1": fmt.Sprintf("%x", sha1.Sum([]byte(test.hashed))),
			"sha256": fmt.Sprintf("%x", sha256.Sum256([]byte(test.hashed))),
		} {
			for _, written := range []string{sum, strings.ToUpper(sum)} {
				d, ok := ParseDigest([]byte(written))
				if !ok || d.Algorithm() != algorithm {
					t.Fatalf("%s is read as %s, %v", written, d.Algorithm(), ok)
				}
				if got := d.Of([]byte(test.cell)); got != test.want {
					t.Errorf("%s of %q, held against %q: %v", algorithm, test.hashed, test.cell, got)
				}
			}
		}
	}
	for _, none := range []string{"", "5d41402abc4b2a76b9719d911017c59", "zd41402abc4b2a76b9719d911017c592", strings.Repeat("a", 128)} {
		if _, ok := ParseDigest([]byte(none)); ok {
			t.Errorf("%q is read as a digest", none)
		}
	}
}

func TestSplitCPF(t *testing.T) {
	for _, test := range []struct {
		number, series string
		valid, ok      bool
	}{
		{"1114447", "7735", true, true},
		{"0116953", "8452", true, true},
		{"116953", "8452", true, true}, // zeros lost
		{"0990758", "6560", true, true},
		{"1114447", "7736", false, true},
		{"1111111", "1111", false, true},
		{"11144477", "7735", false, false},
		{"1114447", "77355", false, false},
		{"1114447", "", false, false},
		{"1114447", "77SP", false, false},
	} {
		if valid, ok := SplitCPF([]byte(test.number), []byte(test.series)); valid != test.valid || ok != test.ok {
			t.Errorf("%s and %s: valid %v, ok %v", test.number, test.series, valid, ok)
		}
	}
}

func FuzzDigest(f *testing.F) {
	f.Add([]byte("5d41402abc4b2a76b9719d911017c592"), []byte("hello"))
	f.Add([]byte("1114447"), []byte("7735"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if d, ok := ParseDigest(a); ok && d.Of(b) && len(b) == 0 {
			if sum := fmt.Sprintf("%x", md5.Sum(nil)); len(a) == len(sum) && !strings.EqualFold(string(a), sum) {
				t.Errorf("%s is no digest of nothing", a)
			}
		}
		if valid, ok := SplitCPF(a, b); valid && !ok {
			t.Errorf("%q and %q are a CPF and cannot be one", a, b)
		}
	})
}
