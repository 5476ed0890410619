package detectors

// titulo checks a voter's number: eight digits of sequence, the code of the
// state (01–28) and two digits mod 11. In São Paulo and Minas Gerais a
// remainder of 0 gives 1 in some issues and 0 in others; both are accepted.
func titulo(value []byte, fill int) bool {
	var buf digitBuffer
	d := digits(&buf, value, fill)
	if len(d) != 12 || repeated(d) {
		return false
	}
	state := int(d[8])*10 + int(d[9])
	if state < 1 || state > 28 {
		return false
	}
	sum := 0
	for i := range 8 {
		sum += int(d[i]) * (i + 2)
	}
	return tituloDigits(sum, int(d[8]), int(d[9]), int(d[10]), int(d[11]))
}

// tituloDigits checks the two digits behind a sequence, of which the weighted sum
// is given, and the two of a state.
func tituloDigits(sum, state1, state2, digit1, digit2 int) bool {
	holds := func(zero int) bool {
		digit := func(sum int) int {
			switch r := sum % 11; r {
			case 0:
				return zero
			case 10:
				return 0
			default:
				return r
			}
		}
		dv := digit(sum)
		return digit1 == dv && digit2 == digit(state1*7+state2*8+dv*9)
	}
	return holds(0) || state1*10+state2 <= 2 && holds(1)
}

// cnh checks a driver's registration: two digits mod 11, where a first
// remainder of 10 lowers the second by two. Repeated digits are refused.
func cnh(value []byte, fill int) bool {
	var buf digitBuffer
	d := digits(&buf, value, fill)
	if len(d) != 11 || repeated(d) {
		return false
	}
	first, second, carry := 0, 0, 0
	for i := range 9 {
		first += int(d[i]) * (9 - i)
		second += int(d[i]) * (i + 1)
	}
	if first %= 11; first == 10 {
		first, carry = 0, 2
	}
	if second = second%11 - carry; second < 0 {
		second += 11
	}
	if second == 10 {
		second = 0
	}
	return int(d[9]) == first && int(d[10]) == second
}

// cns checks a SUS card: definitive numbers (1, 2) end in 000 or 001 and a
// digit over the first eleven; provisional ones (7, 8, 9) have a weighted sum
// that eleven divides.
func cns(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if len(d) != 15 || repeated(d) {
		return false
	}
	sum := 0
	for i := range 11 {
		sum += int(d[i]) * (15 - i)
	}
	switch d[0] {
	case 1, 2:
		dv, tail := definitiveCNS(sum)
		return d[11]|d[12] == 0 && int(d[13]) == tail && int(d[14]) == dv
	case 7, 8, 9:
		for i := 11; i < 15; i++ {
			sum += int(d[i]) * (15 - i)
		}
		return sum%11 == 0
	}
	return false
}

// definitiveCNS returns the last digit of a definitive number, from the weighted
// sum of the first eleven, and the one before it.
func definitiveCNS(sum int) (dv, tail int) {
	switch dv := 11 - sum%11; dv {
	case 11:
		return 0, 0
	case 10:
		return 11 - (sum+2)%11, 1
	default:
		return dv, 0
	}
}

// rgSP checks an identity card as São Paulo and Rio number them: eight digits
// with weights 2…9 and a check digit that may be X.
func rgSP(value []byte, _ int) bool {
	sum, n, dv := 0, 0, -1
	for _, c := range value {
		switch {
		case isDigit(c) && n < 8:
			sum += int(c-'0') * (n + 2)
			n++
		case isDigit(c) && dv < 0:
			dv = int(c - '0')
		case c|0x20 == 'x' && n == 8 && dv < 0:
			dv = 10
		case isWord(c):
			return false
		}
	}
	return n == 8 && dv >= 0 && dv == (11-sum%11)%11
}

// civilRegistry checks the 32 digits of a certificate of birth, marriage or
// death (Provimento CNJ 149/2023, art. 473): the service code 55, a year, and
// two digits whose weights start at 2 and 1 and run to 10, then from 0.
func civilRegistry(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if len(d) != 32 || d[8] != 5 || d[9] != 5 || d[10] < 1 || d[10] > 2 || d[14] == 0 {
		return false
	}
	return certificateDigit(d[:30], 2) == d[30] && certificateDigit(d[:31], 1) == d[31]
}

func certificateDigit(d []byte, weight int) byte {
	sum := 0
	for _, x := range d {
		sum += int(x) * weight
		if weight++; weight > 10 {
			weight = 0
		}
	}
	if r := sum % 11; r < 10 {
		return byte(r)
	}
	return 1
}

// caseNumber checks the number of a lawsuit (Resolução CNJ 65/2008: 20 digits,
// of which the two after the seventh make the whole 1 mod 97) or of a federal
// administrative file (NUP: 17 digits, two of them mod 11).
func caseNumber(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	switch len(d) {
	case 20:
		r := 0
		for i, x := range d {
			if i != 7 && i != 8 {
				r = (r*10 + int(x)) % 97
			}
		}
		year := int(d[9])*1000 + int(d[10])*100 + int(d[11])*10 + int(d[12])
		return (r*100+int(d[7])*10+int(d[8]))%97 == 1 && year >= 1900 && year <= lastYear && d[13] > 0
	case 17:
		year := int(d[11])*1000 + int(d[12])*100 + int(d[13])*10 + int(d[14])
		return year >= 1900 && year <= lastYear && d[15] == fileDigit(d[:15]) && d[16] == fileDigit(d[:16])
	}
	return false
}

// fileDigit is a check digit of a NUP: weights from 2 up, right to left.
func fileDigit(d []byte) byte {
	sum := 0
	for i := range d {
		sum += int(d[len(d)-1-i]) * (i + 2)
	}
	return byte((11 - sum%11) % 10)
}

// SplitCPF reports whether two cells are the halves of a valid CPF: its first at digits,
// and the others. Ok is false where they cannot be halves of one at all, and say nothing.
func SplitCPF(first, second []byte, at int) (valid, ok bool) {
	a, b := Clean(first), Clean(second)
	if len(a) == 0 || len(a) > at || len(b) == 0 || len(b) > cpfDigits-at || !onlyDigits(a) || !onlyDigits(b) {
		return false, false
	}
	return cpf(append(numeral(a, at), numeral(b, cpfDigits-at)...), 0), true
}

const cpfDigits = 11
