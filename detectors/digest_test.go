package detectors

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
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
			"sha256": fmt.Sprintf("%x", sha256.Sum256([]byte(test.hashed))), "sha512": fmt.Sprintf("%x", sha512.Sum512([]byte(test.hashed))),
		} {
			raw, err := hex.DecodeString(sum)
			if err != nil {
				t.Fatal(err)
			}
			for _, written := range []string{sum, strings.ToUpper(sum), "0x" + strings.ToUpper(sum), `\x` + sum, base64.StdEncoding.EncodeToString(raw), base64.URLEncoding.EncodeToString(raw)} {
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
	for _, none := range []string{"", "XUFAKrxLKna5cZ2REBfFkg", "XUFAKrxLKna5cZ2REBfF*g==", "XUFAKrxLKna5cZ2REBfFkgXUFA==", "5d41402abc4b2a76b9719d911017c59", "zd41402abc4b2a76b9719d911017c592", strings.Repeat("a", 96), strings.Repeat("a", 127) + "g"} {
		if _, ok := ParseDigest([]byte(none)); ok {
			t.Errorf("%q is read as a digest", none)
		}
	}
}

func TestSplitCPF(t *testing.T) {
	for _, test := range []struct {
		first, second string
		at            int
		valid, ok     bool
	}{
		{"1114447", "7735", 7, true, true},
		{"0116953", "8452", 7, true, true},
		{"116953", "8452", 7, true, true}, // zeros lost
		{"0990758", "6560", 7, true, true},
		{"1114447", "7736", 7, false, true},
		{"1111111", "1111", 7, false, true},
		{"11144477", "7735", 7, false, false},
		{"1114447", "77355", 7, false, false},
		{"1114447", "", 7, false, false},
		{"1114447", "77SP", 7, false, false},
		{"111444777", "35", 9, true, true},
		{"248438034", "80", 9, true, true},
		{"11695384", "52", 9, true, true}, // zeros lost
		{"000000001", "91", 9, true, true},
		{"012345678", "90", 9, true, true},
		{"111444777", "36", 9, false, true},
		{"111444777", "350", 9, false, false},
	} {
		if valid, ok := SplitCPF([]byte(test.first), []byte(test.second), test.at); valid != test.valid || ok != test.ok {
			t.Errorf("%s and %s: valid %v, ok %v", test.first, test.second, valid, ok)
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
		if valid, ok := SplitCPF(a, b, 7); valid && !ok {
			t.Errorf("%q and %q are a CPF and cannot be one", a, b)
		}
	})
}
