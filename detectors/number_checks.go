package detectors

import (
	"bytes"
	"cmp"
)

// A numberCheck is a quick form of a [check], made for the values of one layout, for which
// it gives the same answers. It must not be called for values whose digits are all the
// same.
type numberCheck func(n *number) bool

// numberChecks returns the functions that make the quick forms of checks, by the names of
// the checks. Each is given a value as an example of the layout, and returns nil for a
// layout that has no quick form.
func numberChecks() map[string]func(p places, layout []byte, fill int) numberCheck {
	return map[string]func(places, []byte, int) numberCheck{
		"cpf":    cpfNumber,
		"cnpj":   cnpjNumber,
		"pis":    pisNumber,
		"cnh":    cnhNumber,
		"titulo": tituloNumber,
		"cns":    cnsNumber,
		"card":   cardNumber,
		"imei":   imeiNumber,
		"ean":    eanNumber,
		"cep":    cepNumber,
		"phone":  phoneNumber,
		"date":   dateNumber,
		"moment": momentNumber,
	}
}

func cpfNumber(p places, _ []byte, fill int) numberCheck {
	n := len(p.at)
	if n < minRepeated || max(n, fill) != 11 {
		return nil
	}
	first := p.weigh(11-n, 10, 9, 8, 7, 6, 5, 4, 3, 2)
	second := p.weigh(11-n, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)
	digit1, digit2 := p.at[n-2], p.at[n-1]
	return func(n *number) bool {
		return int(elevenMinus(first.sum(n))) == n.digit(digit1) && int(elevenMinus(second.sum(n))) == n.digit(digit2)
	}
}

func cnpjNumber(p places, _ []byte, fill int) numberCheck {
	n := len(p.at)
	if n < minRepeated || n != 14 && (n > 14 || fill != 14) {
		return nil
	}
	first := p.weigh(14-n, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
	second := p.weigh(14-n, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
	digit1, digit2 := p.at[n-2], p.at[n-1]
	return func(n *number) bool {
		return int(elevenMinus(first.sum(n))) == n.digit(digit1) && int(elevenMinus(second.sum(n))) == n.digit(digit2)
	}
}

func pisNumber(p places, _ []byte, fill int) numberCheck {
	n := len(p.at)
	if n < minRepeated || max(n, fill) != 11 {
		return nil
	}
	sum, digit := p.weigh(11-n, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), p.at[n-1]
	return func(n *number) bool { return int(elevenMinus(sum.sum(n))) == n.digit(digit) }
}

func cnhNumber(p places, _ []byte, fill int) numberCheck {
	n := len(p.at)
	if n < minRepeated || max(n, fill) != 11 {
		return nil
	}
	first := p.weigh(11-n, 9, 8, 7, 6, 5, 4, 3, 2, 1)
	second := p.weigh(11-n, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	digit1, digit2 := p.at[n-2], p.at[n-1]
	return func(n *number) bool {
		dv, carry := int(uint32(first.sum(n))%11), 0
		if dv == 10 {
			dv, carry = 0, 2
		}
		if dv != n.digit(digit1) {
			return false
		}
		dv = second.sum(n)%11 - carry
		if dv < 0 {
			dv += 11
		}
		return dv%10 == n.digit(digit2)
	}
}

func tituloNumber(p places, _ []byte, fill int) numberCheck {
	if len(p.at) != 12 || fill > 12 {
		return nil
	}
	sum, at := p.weigh(0, 2, 3, 4, 5, 6, 7, 8, 9), p.at[8:]
	return func(n *number) bool {
		a, b := n.digit(at[0]), n.digit(at[1])
		state := 10*a + b
		return state >= 1 && state <= 28 && tituloDigits(sum.sum(n), a, b, n.digit(at[2]), n.digit(at[3]))
	}
}

func cnsNumber(p places, _ []byte, _ int) numberCheck {
	if len(p.at) != 15 {
		return nil
	}
	sum := p.weigh(0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5)
	tail := p.weigh(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 3, 2, 1)
	first, at := p.at[0], p.at[11:]
	return func(n *number) bool {
		switch n.digit(first) {
		case 1, 2:
			dv, last := definitiveCNS(sum.sum(n))
			return n.digit(at[0])|n.digit(at[1]) == 0 && n.digit(at[2]) == last && n.digit(at[3]) == dv
		case 7, 8, 9:
			return (sum.sum(n)+tail.sum(n))%11 == 0
		}
		return false
	}
}

func cardNumber(p places, _ []byte, _ int) numberCheck {
	if n := len(p.at); n < 14 || n > 19 {
		return nil
	}
	luhn := luhnNumber(p)
	at := p.at
	return func(n *number) bool {
		if !luhn(n) {
			return false
		}
		var d [19]byte
		for i, offset := range at {
			d[i] = byte(n.digit(offset))
		}
		return isIssued(d[:len(at)])
	}
}

func imeiNumber(p places, _ []byte, _ int) numberCheck {
	if len(p.at) != 15 {
		return nil
	}
	luhn := luhnNumber(p)
	first, second := p.at[0], p.at[1]
	return func(n *number) bool { return n.digit(first)|n.digit(second) != 0 && luhn(n) }
}

func luhnNumber(p places) numberCheck {
	var doubled [numberWords]uint64
	for i := len(p.at) - 2; i >= 0; i -= 2 {
		for word, bit := range p.mask(i, i+1) {
			doubled[word] |= bit
		}
	}
	words := p.words
	return func(n *number) bool { return n.luhn(doubled[:words])%10 == 0 }
}

func eanNumber(p places, _ []byte, _ int) numberCheck {
	n := len(p.at)
	if n != 8 && (n < 12 || n > 14) {
		return nil
	}
	sum := p.weigh(14-n, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)
	return func(n *number) bool { return sum.sum(n)%10 == 0 }
}

func cepNumber(p places, _ []byte, fill int) numberCheck {
	n := len(p.at)
	if n < minRepeated || max(n, fill) != 8 {
		return nil
	}
	region := p.weigh(8-n, 100, 10, 1)
	return func(n *number) bool {
		r := region.sum(n)
		return r >= 10 && r != 789
	}
}

// phoneNumber checks numbers without the code of a country.
func phoneNumber(p places, layout []byte, _ int) numberCheck {
	n := len(p.at)
	if n < 8 || n > 11 || layout[0] == '+' {
		return nil
	}
	at, tail := p.at, p.mask(max(0, n-8), n)
	last := at[n-1]
	// rest reports whether the digits after the area code are a number: eight, or nine with
	// the 9 of a mobile.
	rest := func(n *number, from int) bool {
		return !n.same(&tail, n.digit(last)) && (from == len(at)-8 && n.digit(at[from]) >= 2 || from == len(at)-9 && n.digit(at[from]) == 9)
	}
	if n < 10 {
		return func(n *number) bool { return rest(n, 0) }
	}
	return func(n *number) bool {
		code := 0
		if len(at) == 11 && n.digit(at[0]) == 0 { // trunk prefix
			code = 1
		}
		return areaCodes[n.digit(at[code])*10+n.digit(at[code+1])] && rest(n, code+2)
	}
}

func dateNumber(p places, layout []byte, _ int) numberCheck {
	date := dateIn(p, layout)
	if date == nil {
		return nil
	}
	return func(n *number) bool {
		n.date = date(n)
		return n.date != 0
	}
}

// dateIn returns what [dateOf] does for the values that begin with one layout, which has
// the first of the places; nil where that is none of the usual ones.
func dateIn(p places, layout []byte) func(n *number) int {
	var width [3]int
	k := 0
	for _, c := range layout {
		if isDigit(c) {
			width[k]++
			continue
		}
		if width[k] == 0 {
			return nil
		}
		if k++; k == 3 || c == ' ' {
			break
		}
	}
	yearFirst := func() func(n *number) int {
		year, monthAndDay := p.weigh(0, 1000, 100, 10, 1), p.weigh(0, 0, 0, 0, 0, 1000, 100, 10, 1)
		return func(n *number) int {
			rest := monthAndDay.sum(n)
			return date(year.sum(n), rest/100, rest%100)
		}
	}
	dayFirst := func() func(n *number) int {
		dayAndMonth, year := p.weigh(0, 1000, 100, 10, 1), p.weigh(0, 0, 0, 0, 0, 1000, 100, 10, 1)
		return func(n *number) int {
			rest := dayAndMonth.sum(n)
			return date(year.sum(n), rest%100, rest/100)
		}
	}
	switch width {
	case [3]int{8, 0, 0}:
		first, second := yearFirst(), dayFirst()
		return func(n *number) int { return cmp.Or(first(n), second(n)) }
	case [3]int{4, 2, 2}:
		return yearFirst()
	case [3]int{2, 2, 4}:
		return dayFirst()
	}
	return nil
}

func momentNumber(p places, layout []byte, _ int) numberCheck {
	n := len(p.at)
	if n == len(layout) && n >= 10 && n != 14 {
		return func(n *number) bool {
			seconds := n.read(0, 10)
			return seconds >= 1e9 && seconds < 2051222400
		}
	}
	i := bytes.IndexByte(layout, ' ')
	if i < 0 || len(layout) < i+6 {
		return nil
	}
	time := layout[i+1:]
	date := dateIn(p, layout[:i])
	if date == nil || !onlyDigits(time[:2]) || !onlyDigits(time[3:5]) {
		return nil
	}
	end := len(time)
	for k, c := range time { // up to the time zone
		if c == '+' || k > 5 && c == '-' {
			end = k
			break
		}
	}
	first, last := 0, 0
	for first < n && p.at[first] <= i {
		first++
	}
	for last < n && p.at[last] <= i+end {
		last++
	}
	clock := p.mask(first, last)
	return func(n *number) bool {
		return (n.date != 0 || date(n) != 0) && n.read(i+1, 2) <= 23 && n.read(i+4, 2) <= 59 && !n.same(&clock, 0)
	}
}
