package detectors

import "unicode/utf8"

// spreadsheetDigits is how many significant digits a spreadsheet keeps.
const spreadsheetDigits = 15

// maxFloat is the length of the longest whole number of which a ".0" is removed.
const maxFloat = 18

// Exponent undoes the notations in which spreadsheets and programs write long numbers
// ("1.2345678909E+10", "5,0465E+19", "1.2345678909E10") and whole ones ("4.0"). It returns
// the digits of the number, in buf, where none is lost; where some are, it returns value
// and true. Any other value is returned as it is.
func Exponent(value []byte, buf []byte) (number []byte, destroyed bool) {
	n := len(value)
	if n > 2 && value[n-1] == '0' && value[n-2] == '.' && n <= maxFloat && onlyDigits(value[:n-2]) {
		return value[:n-2], false
	}
	if n < 5 || !isDigit(value[n-1]) || !isDigit(value[n-2]) {
		return value, false
	}
	mantissa := value[:n-3]
	if value[n-3] == '+' {
		mantissa = value[:n-4]
	} else if value[1] != '.' && value[1] != ',' { // "12E10" is a code
		return value, false
	}
	if value[len(mantissa)]|0x20 != 'e' {
		return value, false
	}
	exponent := int(value[n-2]-'0')*10 + int(value[n-1]-'0')
	number = buf[:0]
	fraction := 0
	for i, c := range mantissa {
		switch {
		case isDigit(c) && len(number) < spreadsheetDigits+1:
			number = append(number, c)
			if i > 0 {
				fraction = len(number) - 1
			}
		case i == 1 && (c == '.' || c == ','):
		default:
			return value, false
		}
	}
	if exponent < 9 || len(number) == 0 {
		return value, false
	}
	if exponent >= spreadsheetDigits || fraction+4 < exponent {
		return value, true
	}
	for len(number) <= exponent {
		number = append(number, '0')
	}
	return number, false
}

// Narrow writes a value that begins in the full width of East Asian keyboards
// ("１２３．４５６") in ASCII, in buf, when all of it fits there and is of that width
// or ASCII; any other value is returned as it is.
func Narrow(value []byte, buf []byte) []byte {
	if len(value) < 3 || value[0] != 0xEF {
		return value
	}
	narrow := buf[:0]
	for rest := value; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if r >= utf8.RuneSelf || len(narrow) == cap(buf) {
			return value
		}
		narrow, rest = append(narrow, byte(r)), rest[n:]
	}
	return narrow
}
