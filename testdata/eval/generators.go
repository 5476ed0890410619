package eval

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A generator makes a text from its arguments.
type generator func(m *maker, args []string) string

// generators are the generators by name; word lists can be named like them.
func generators() map[string]generator {
	return map[string]generator{
		"cpf":     func(m *maker, _ []string) string { return cpf(m.r) },
		"cnpj":    func(m *maker, _ []string) string { return cnpj(m.r, digits(m.r, 8)) },
		"cnpj_az": func(m *maker, _ []string) string { return cnpjLetters(m.r) },
		"pis":     func(m *maker, _ []string) string { return pis(m.r) },
		"renavam": func(m *maker, _ []string) string { return renavam(m.r) },
		"cnh":     func(m *maker, _ []string) string { return cnh(m.r) },
		"voter":   func(m *maker, _ []string) string { return voter(m.r) },
		"cns":     func(m *maker, _ []string) string { return cns(m.r) },
		"rg":      func(m *maker, _ []string) string { return rg(m.r) },
		"civil":   func(m *maker, _ []string) string { return certificate(m.r) },
		"process": func(m *maker, _ []string) string { return process(m.r) },
		"nfe":     func(m *maker, _ []string) string { return invoiceKey(m.r) },
		"ean":     func(m *maker, _ []string) string { return ean(m.r) },
		"gtin14":  func(m *maker, _ []string) string { return gtin("1789" + digits(m.r, 9)) },
		"parcel":  func(m *maker, _ []string) string { return tracking(m.r) },
		"card":    func(m *maker, _ []string) string { return card(m.r) },
		"imei":    func(m *maker, _ []string) string { return imei(m.r) },
		"iban":    func(m *maker, _ []string) string { return iban(m.r) },
		"boleto":  func(m *maker, _ []string) string { return boleto(m.r) },
		"iban_pt": func(m *maker, _ []string) string { return ibanPT(m.r) },
		"nif":     func(m *maker, _ []string) string { return nif(m.r) },
		"cuil":    func(m *maker, _ []string) string { return cuil(m.r) },

		"name":     func(m *maker, _ []string) string { return person(m) },
		"forename": func(m *maker, _ []string) string { return given(m) },
		"lastname": func(m *maker, _ []string) string { return surname(m) },
		"email":    func(m *maker, _ []string) string { return email(m) },
		"mobile":   func(m *maker, _ []string) string { return mobile(m) },
		"landline": func(m *maker, _ []string) string { return landline(m) },
		"phone": func(m *maker, _ []string) string {
			if m.r.IntN(3) == 0 {
				return landline(m)
			}
			return mobile(m)
		},

		"like":   func(m *maker, args []string) string { return like(m.r, strings.Join(args, " ")) },
		"is":     func(_ *maker, args []string) string { return strings.Join(args, " ") },
		"null":   func(*maker, []string) string { return "" },
		"pick":   func(m *maker, args []string) string { return m.pick(args) },
		"copy":   func(m *maker, args []string) string { return m.cells[args[0]] },
		"seq":    func(m *maker, args []string) string { return strconv.Itoa(whole(args[0]) + m.row) },
		"number": number,
		"uuid":   func(m *maker, _ []string) string { return like(m.r, "xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx") },
		"hex":    func(m *maker, args []string) string { return like(m.r, strings.Repeat("x", whole(args[0]))) },
		"b64":    func(m *maker, args []string) string { return like(m.r, strings.Repeat("b", whole(args[0]))) },
		"crypt":  func(m *maker, args []string) string { return like(m.r, strings.Repeat("c", whole(args[0]))) },
		"brcode": func(m *maker, _ []string) string { return brcode(m) },
		"date":   date,
		"born":   born,
		"text":   text,
		"blob":   func(*maker, []string) string { return "" },
	}
}

func whole(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// like fills a form: 9 is a digit, 8 one from 1 to 9, 3 one from 2 to 5, A a
// capital letter, x a hexadecimal digit, b one of base64 for addresses, c one of
// crypt's base64, Z a digit or capital, J one from A to J as in newer plates,
// L a capital and V a digit or capital that a chassis number may have.
// A character after ! is itself.
func like(r *rand.Rand, form string) string {
	var b strings.Builder
	for i := 0; i < len(form); i++ {
		switch c := form[i]; c {
		case '!':
			i++
			b.WriteByte(form[i])
		case '9':
			b.WriteByte(byte('0' + r.IntN(10)))
		case '8':
			b.WriteByte(byte('1' + r.IntN(9)))
		case '3':
			b.WriteByte(byte('2' + r.IntN(4)))
		case 'A':
			b.WriteByte(byte('A' + r.IntN(26)))
		case 'x':
			b.WriteByte("0123456789abcdef"[r.IntN(16)])
		case 'b':
			b.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[r.IntN(64)])
		case 'Z':
			b.WriteByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[r.IntN(36)])
		case 'c':
			b.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./"[r.IntN(64)])
		case 'J':
			b.WriteByte(byte('A' + r.IntN(10)))
		case 'L':
			b.WriteByte("ABCDEFGHJKLMNPRSTUVWXYZ"[r.IntN(23)])
		case 'V':
			b.WriteByte("0123456789ABCDEFGHJKLMNPRSTUVWXYZ"[r.IntN(33)])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// number FROM TO [DECIMALS]
func number(m *maker, args []string) string {
	from, _ := strconv.ParseFloat(args[0], 64)
	to, _ := strconv.ParseFloat(args[1], 64)
	if len(args) < 3 {
		return strconv.Itoa(int(from) + m.r.IntN(int(to-from)+1))
	}
	decimals := whole(args[2])
	return strconv.FormatFloat(from+m.r.Float64()*(to-from), 'f', decimals, 64)
}

// layouts of dates by a short name.
var layouts = map[string]string{
	"iso": "2006-01-02", "br": "02/01/2006", "ymd": "20060102", "dmy": "02012006", "short": "02/01/06", "us": "01/02/2006",
	"time": "2006-01-02 15:04:05", "zulu": "2006-01-02T15:04:05Z", "hours": "15:04", "month": "01/2006", "brtime": "02/01/2006 15:04",
	"compact": "20060102150405", "ym": "200601",
}

// date FROM TO LAYOUT: evenly over these years. The layouts unix, milli and
// serial are seconds, milliseconds and a spreadsheet's days.
func date(m *maker, args []string) string {
	from := time.Date(whole(args[0]), 1, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(whole(args[1])+1, 1, 1, 0, 0, 0, 0, time.UTC)
	return write(from.Add(time.Duration(m.r.Float64()*float64(to.Sub(from)))), args[2])
}

// born LAYOUT [FROM TO]: a birth date; without years, ages are those of a population of
// adults.
func born(m *maker, args []string) string {
	if len(args) == 3 {
		return date(m, []string{args[1], args[2], args[0]})
	}
	age := 18 + (m.r.Float64()+m.r.Float64())*30
	return write(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Duration(age*365.25*24)*time.Hour), args[0])
}

func write(t time.Time, layout string) string {
	switch layout {
	case "unix":
		return strconv.FormatInt(t.Unix(), 10)
	case "milli":
		return strconv.FormatInt(t.UnixMilli(), 10)
	case "serial":
		return strconv.Itoa(int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
	}
	return t.Format(layouts[layout])
}

// text LIST MIN MAX [LIST=SHARE…]
func text(m *maker, args []string) string {
	var sentences []string
	for range whole(args[1]) + m.r.IntN(whole(args[2])-whole(args[1])+1) {
		sentences = append(sentences, m.expand(m.pick(m.words[args[0]])))
	}
	for _, arg := range args[3:] {
		list, share, _ := strings.Cut(arg, "=")
		if p, _ := strconv.ParseFloat(share, 64); m.r.Float64() < p {
			at := m.r.IntN(len(sentences) + 1)
			said := m.expand(m.pick(m.words[list]))
			sentences = append(sentences[:at], append([]string{said}, sentences[at:]...)...)
		}
	}
	return strings.Join(sentences, " ")
}
