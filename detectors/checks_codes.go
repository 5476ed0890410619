package detectors

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// imei checks the number of a telephone set: Luhn over 15 digits, of an
// allocating body that exists (TAC from 01 to 99, not 00).
func imei(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	return len(d) == 15 && !repeated(d) && d[0]|d[1] != 0 && luhn(d)
}

// tracking checks a postal tracking code (UPU S10): two letters, eight digits
// and a check digit with weights 8 6 4 2 3 5 9 7, two letters.
func tracking(value []byte, _ int) bool {
	weights := [8]int{8, 6, 4, 2, 3, 5, 9, 7}
	sum, n, dv := 0, 0, -1
	for _, c := range value {
		switch {
		case !isDigit(c):
		case n < 8:
			sum += int(c-'0') * weights[n]
			n++
		default:
			dv = int(c - '0')
		}
	}
	want := 11 - sum%11
	switch want {
	case 10:
		want = 0
	case 11:
		want = 5
	}
	return n == 8 && dv == want
}

// ibgeExceptions are the nine municipalities whose official code has a wrong
// check digit.
var ibgeExceptions = map[int]bool{
	2201919: true, 2201988: true, 2202251: true, 2611533: true, 3117836: true,
	3152131: true, 4305871: true, 5203939: true, 5203962: true,
}

// ibge checks the seven digits of a municipality: a state and a digit that
// doubles every other one.
func ibge(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if len(d) != 7 || !stateCodes[d[0]*10+d[1]] {
		return false
	}
	code, sum := 0, 0
	for i, x := range d {
		code = code*10 + int(x)
		if i == 6 {
			break
		}
		n := int(x) * (1 + i%2)
		sum += n/10 + n%10
	}
	return int(d[6]) == (10-sum%10)%10 || ibgeExceptions[code]
}

// ean checks a trade item number (GTIN-8, 12, 13 or 14): weights 3 and 1 from
// the right.
func ean(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if n := len(d); n != 8 && (n < 12 || n > 14) || repeated(d) {
		return false
	}
	sum := 0
	for i := range d {
		x := int(d[len(d)-1-i])
		if i%2 == 1 {
			x *= 3
		}
		sum += x
	}
	return sum%10 == 0
}

// vin checks what every chassis number has, check digit or not (which Brazil
// does not demand): letters and digits mixed, none of the letters I, O and Q, the last
// four digits (ISO 3779).
func vin(value []byte, _ int) bool {
	letters := 0
	for i, c := range value {
		if isDigit(c) {
			continue
		}
		if letters++; i >= len(value)-4 || strings.IndexByte("ioq", c|0x20) >= 0 {
			return false
		}
	}
	return letters >= 2 && letters <= 12
}

// hexHash checks that a hexadecimal number is no decimal one and no filler.
func hexHash(value []byte, _ int) bool {
	letters, digits, lower, upper := 0, 0, 0, 0
	for _, c := range unprefixed(value) {
		switch {
		case isDigit(c):
			digits++
		case c >= 'a':
			letters, lower = letters+1, 1
		default:
			letters, upper = letters+1, 1
		}
	}
	return letters >= 4 && digits >= 4 && lower+upper == 1
}

// base64Hash checks that a value in Base64 is as long as a digest, and no word.
func base64Hash(value []byte, _ int) bool {
	_, ok := ParseDigest(value)
	return ok && !bytes.Equal(value, bytes.ToLower(value)) && !bytes.Equal(value, bytes.ToUpper(value))
}

// maskedValue checks that a value is partly covered and partly not: it has a
// covering mark twice in a row, and two letters or digits beside it. Words between stars
// are emphasised: "*** NOVO ***".
func maskedValue(value []byte, _ int) bool {
	n := len(value) - 1
	emphasised := value[0] == '*' && value[n] == '*' && bytes.ContainsFunc(value, unicode.IsLetter)
	return !emphasised && coveredBy("*\u2022\u25CF", value)
}

// coveredValue is maskedValue for the marks that are letters or stand for digits elsewhere.
func coveredValue(value []byte, _ int) bool { return coveredBy("Xx#", value) }

func coveredBy(marks string, value []byte) bool {
	run, longest, open := 0, 0, 0
	for len(value) > 0 {
		c, n := utf8.DecodeRune(value)
		value = value[n:]
		if strings.ContainsRune(marks, c) {
			run++
			longest = max(longest, run)
			continue
		}
		if run = 0; c < utf8.RuneSelf && isWord(byte(c)) {
			open++
		}
	}
	return longest >= 2 && open >= 2
}

// ssn checks what the US Social Security Administration never issues: area
// 000, 666 and 900–999, group 00, serial 0000.
func ssn(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if len(d) != 9 {
		return false
	}
	area := int(d[0])*100 + int(d[1])*10 + int(d[2])
	return area != 0 && area != 666 && area < 900 && d[3]|d[4] != 0 && d[5]|d[6]|d[7]|d[8] != 0
}
