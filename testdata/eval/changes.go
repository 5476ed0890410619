package eval

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// changes are what systems and spreadsheets do to values, by name.
var changes = map[string]func(m *maker, s string, args []string) string{
	"bare":    func(_ *maker, s string, _ []string) string { return bare(s) },
	"upper":   func(_ *maker, s string, _ []string) string { return strings.ToUpper(s) },
	"lower":   func(_ *maker, s string, _ []string) string { return strings.ToLower(s) },
	"ascii":   func(_ *maker, s string, _ []string) string { return unaccented.Replace(s) },
	"strip":   func(_ *maker, s string, _ []string) string { return strings.TrimLeft(s, "0") }, // leading zeros lost
	"float":   func(_ *maker, s string, _ []string) string { return strings.TrimLeft(s, "0") + ".0" },
	"quote":   func(_ *maker, s string, _ []string) string { return "'" + s },
	"formula": func(_ *maker, s string, _ []string) string { return `="` + s + `"` },
	"nbsp":    func(_ *maker, s string, _ []string) string { return "\u00a0" + s + "\u00a0" },
	"comma":   func(_ *maker, s string, _ []string) string { return strings.Replace(s, ".", ",", 1) },
	"first":   func(_ *maker, s string, _ []string) string { return strings.Fields(s + " .")[0] },
	"cut":     func(_ *maker, s string, args []string) string { return s[:min(len(s), whole(args[0]))] },
	"tail":    func(_ *maker, s string, args []string) string { return s[max(0, len(s)-whole(args[0])):] },
	"pad": func(_ *maker, s string, args []string) string {
		return s + strings.Repeat(" ", max(0, whole(args[0])-len(s)))
	},
	"zfill": func(_ *maker, s string, args []string) string {
		return strings.Repeat("0", max(0, whole(args[0])-len(s))) + s
	},
	"md5":  func(_ *maker, s string, _ []string) string { h := md5.Sum([]byte(s)); return hex.EncodeToString(h[:]) },
	"sha1": func(_ *maker, s string, _ []string) string { h := sha1.Sum([]byte(s)); return hex.EncodeToString(h[:]) },
	"sha256": func(_ *maker, s string, _ []string) string {
		h := sha256.Sum256([]byte(s))
		return hex.EncodeToString(h[:])
	},

	// exp is a spreadsheet's notation of a long number: 5.0465E+19.
	"exp": func(_ *maker, s string, _ []string) string {
		f, _ := strconv.ParseFloat(bare(s), 64)
		return strconv.FormatFloat(f, 'E', 4, 64)
	},
	// wide writes full-width digits.
	"wide": func(_ *maker, s string, _ []string) string {
		return strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' {
				return c - '0' + '０'
			}
			return c
		}, s)
	},
	// spoil PERCENT: that share of the values gets a wrong last digit.
	"spoil": func(m *maker, s string, args []string) string {
		if last := len(s) - 1; m.r.IntN(100) < whole(args[0]) {
			return s[:last] + string(rune('0'+(int(s[last]-'0')+1+m.r.IntN(9))%10))
		}
		return s
	},
	// mask FORM: # takes a character, * hides one.
	"mask": func(_ *maker, s string, args []string) string {
		s = bare(s)
		var b strings.Builder
		for _, c := range []byte(strings.Join(args, " ")) {
			if (c == '#' || c == '*') && s != "" {
				if c == '#' {
					c = s[0]
				}
				s = s[1:]
			}
			b.WriteByte(c)
		}
		return b.String()
	},
	"maskmail": func(_ *maker, s string, _ []string) string {
		user, domain, _ := strings.Cut(s, "@")
		return user[:1] + "***@" + domain
	},
	// money writes a number as Brazil does: 1.234,56.
	"money": func(_ *maker, s string, _ []string) string {
		whole, cents, _ := strings.Cut(s, ".")
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "." + whole[i:]
		}
		return whole + "," + cents
	},
	// caps begins each word with a capital: "Mary Smith".
	"caps": func(_ *maker, s string, _ []string) string {
		words := strings.Fields(strings.ToLower(s))
		for i, w := range words {
			r := []rune(w)
			words[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
		}
		return strings.Join(words, " ")
	},
	// abbrev reduces each middle word to its initial: "MARIA A S LIMA".
	"abbrev": func(_ *maker, s string, _ []string) string {
		words := strings.Fields(s)
		for i := 1; i < len(words)-1; i++ {
			words[i] = string([]rune(words[i])[:1])
		}
		return strings.Join(words, " ")
	},
	// typo PERCENT: in that share of the values two neighbours are swapped.
	"typo": func(m *maker, s string, args []string) string {
		r := []rune(s)
		if len(r) < 3 || m.r.IntN(100) >= whole(args[0]) {
			return s
		}
		at := 1 + m.r.IntN(len(r)-2)
		r[at], r[at+1] = r[at+1], r[at]
		return string(r)
	},
	// mojibake PERCENT: that share of the values is UTF-8 read as Latin-1.
	"mojibake": func(m *maker, s string, args []string) string {
		if m.r.IntN(100) >= whole(args[0]) {
			return s
		}
		var r []rune
		for _, b := range []byte(s) {
			r = append(r, rune(b))
		}
		return string(r)
	},
	// spaces PERCENT: that share of the values has blanks before and after.
	"spaces": func(m *maker, s string, args []string) string {
		if m.r.IntN(100) >= whole(args[0]) {
			return s
		}
		return "  " + s + " "
	},
	// swap puts the last word first: "SILVA, Maria da".
	"swap": func(_ *maker, s string, _ []string) string {
		i := strings.LastIndexByte(s, ' ')
		return s[i+1:] + ", " + s[:max(i, 0)]
	},
}

// bare keeps letters and digits.
func bare(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			return c
		}
		return -1
	}, s)
}
