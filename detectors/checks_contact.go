package detectors

import "bytes"

// areaCodes are the 67 DDDs in use (Anatel, Plano Geral de Códigos Nacionais).
var areaCodes = codeTable(
	11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69,
	71, 73, 74, 75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99,
)

// codeTable is the set of some codes of two digits.
func codeTable(codes ...int) (table [100]bool) {
	for _, c := range codes {
		table[c] = true
	}
	return table
}

// phone checks a telephone number: a DDD in use and a subscriber number that
// the numbering plan gives out (Resolução Anatel 749/2022: mobile 9 digits
// from 9, fixed 8 digits from 2–6), eight-digit mobiles of before 2016
// included. Without a DDD only the subscriber number is checked. A number with
// a plus and another country's code is checked for its length.
func phone(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	plus := len(value) > 0 && value[0] == '+'
	switch {
	case len(d) < 8 || repeated(d):
		return false
	case plus && (d[0] != 5 || d[1] != 5):
		return len(d) <= 15
	case plus || len(d) >= 12:
		abroad := d
		for len(abroad) > 2 && abroad[0] == 0 { // 0055
			abroad = abroad[1:]
		}
		if (len(abroad) == 12 || len(abroad) == 13) && abroad[0] == 5 && abroad[1] == 5 {
			d = abroad[2:]
		}
	}
	if (len(d) == 11 || len(d) == 12) && d[0] == 0 { // trunk prefix
		d = d[1:]
	}
	if len(d) >= 10 {
		if !areaCodes[int(d[0])*10+int(d[1])] {
			return false
		}
		d = d[2:]
	}
	switch len(d) {
	case 9:
		return d[0] == 9 && !repeated(d[1:])
	case 8:
		return d[0] >= 2 && !repeated(d)
	}
	return false
}

// northAmerican checks a number of the North American Numbering Plan: neither its area code nor
// its exchange is one of a service, such as 911.
func northAmerican(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if len(d) == 11 && d[0] == 1 {
		d = d[1:]
	}
	starts := func(code []byte) bool { return code[0] >= 2 && (code[1] != 1 || code[2] != 1) }
	return len(d) == 10 && starts(d) && starts(d[3:]) && !repeated(d)
}

// email checks what the pattern leaves open: dots neither at an edge nor
// doubled, a domain of at least two labels, and a top level of letters
// (RFC 5321, 4.1.2 and 4.5.3.1).
func email(value []byte, _ int) bool {
	at := bytes.IndexByte(value, '@')
	if at < 1 || at > 64 || len(value) > 254 {
		return false
	}
	local, domain := value[:at], value[at+1:]
	if local[0] == '.' || local[at-1] == '.' || bytes.Contains(value, []byte("..")) {
		return false
	}
	dot := bytes.LastIndexByte(domain, '.')
	if dot < 1 || domain[0] == '.' || domain[0] == '-' || domain[dot-1] == '-' || len(domain)-dot-1 < 2 {
		return false
	}
	for _, c := range domain[dot+1:] {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// mailbox checks an e-mail address of an office rather than of somebody:
// "contato@", "vendas2@", "nao-responda@".
func (l *nameLists) mailbox(value []byte, fill int) bool {
	n := 0
	for n < len(value) && value[n]|0x20 >= 'a' && value[n]|0x20 <= 'z' {
		n++
	}
	role, _ := l.roleOf(value[:n])
	return role&office != 0 && email(value, fill)
}
