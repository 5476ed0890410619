package detectors

import (
	"bytes"
	"strconv"
)

// boleto checks a payment slip: the line of 47 digits that people type (three
// fields with a mod 10 digit each), the line of 48 of taxes and utilities (four
// of eleven and a digit), or the 44 of its bar code (mod 11).
func boleto(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	if len(d) < 44 || repeated(d) {
		return false
	}
	digit := mod10
	if d[2] >= 8 {
		digit = utility11
	}
	switch {
	case len(d) == 47:
		// The bar code in the line: bank and currency, the digit, factor and value, the free field.
		var code [43]byte
		copy(code[:4], d[:4])
		copy(code[4:18], d[33:47])
		copy(code[18:23], d[4:9])
		copy(code[23:33], d[10:20])
		copy(code[33:43], d[21:31])
		return mod10(d[:9]) == d[9] && mod10(d[10:20]) == d[20] && mod10(d[21:31]) == d[31] && slip11(code[:]) == d[32]
	case len(d) == 48 && d[0] == 8 && d[2] >= 6:
		for i := 0; i < 48; i += 12 {
			if digit(d[i:i+11]) != d[i+11] {
				return false
			}
		}
		return true
	case len(d) == 44 && d[0] == 8 && d[2] >= 6:
		return digit(append(append(make([]byte, 0, 43), d[:3]...), d[4:]...)) == d[3]
	case len(d) == 44 && d[3] == 9:
		return slip11(append(append(make([]byte, 0, 43), d[:4]...), d[5:]...)) == d[4]
	}
	return false
}

// mod10 is the digit that doubles every other digit from the right.
func mod10(d []byte) byte {
	sum := 0
	for i := range d {
		n := int(d[len(d)-1-i])
		if i%2 == 0 {
			n = n*2/10 + n*2%10
		}
		sum += n
	}
	return byte((10 - sum%10) % 10)
}

func sum11(d []byte) int {
	sum := 0
	for i := range d {
		sum += int(d[len(d)-1-i]) * (i%8 + 2)
	}
	return sum
}

// slip11 is the general digit of a slip: what would be 0, 10 or 11 is 1.
func slip11(d []byte) byte {
	if dv := 11 - sum11(d)%11; dv < 10 {
		return byte(dv)
	}
	return 1
}

// utility11 is the digit of the mod 11 family of utilities' slips.
func utility11(d []byte) byte { return elevenMinus(sum11(d)) }

// nfeKey checks the access key of an electronic invoice: 44 characters, the
// issuer's twelve of which may hold letters since the CNPJ may; a state, a month,
// a model of document, and a digit mod 11.
func nfeKey(value []byte, _ int) bool {
	var c [44]byte
	n := 0
	for _, b := range value[bytes.IndexAny(value, "0123456789"):] { // after "NFe"
		if b >= 'a' && b <= 'z' {
			b -= 'a' - 'A'
		}
		if !isDigit(b) && (b < 'A' || b > 'Z') {
			continue
		}
		if n == len(c) {
			return false
		}
		c[n] = b - '0'
		n++
	}
	if n != len(c) || c[0] > 9 || c[1] > 9 || !stateCodes[c[0]*10+c[1]] {
		return false
	}
	month := int(c[4])*10 + int(c[5])
	model := int(c[20])*10 + int(c[21])
	return month >= 1 && month <= 12 && model >= 55 && model <= 67 && elevenMinus(sum11(c[:43])) == c[43]
}

// stateCodes are IBGE's codes of the states.
var stateCodes = codeTable(11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 35, 41, 42, 43, 50, 51, 52, 53)

// iban checks an account number of ISO 13616: letters count as two digits, and
// the whole, its first four characters moved to the end, is 1 mod 97.
func iban(value []byte, _ int) bool {
	var c [34]byte
	n := 0
	for _, b := range value {
		if b == ' ' {
			continue
		}
		if n == len(c) {
			return false
		}
		c[n] = b
		n++
	}
	if n < 15 {
		return false
	}
	r := 0
	for i := range n {
		switch b := c[(i+4)%n]; {
		case isDigit(b):
			r = (r*10 + int(b-'0')) % 97
		default:
			r = (r*100 + int(b|0x20-'a') + 10) % 97
		}
	}
	return r == 1
}

// brCode checks the text of a Pix QR code (EMV): its last four characters are
// the CRC-16/CCITT-FALSE of all before them.
func brCode(value []byte, _ int) bool {
	n := len(value)
	if n < 40 || !bytes.HasPrefix(value, []byte("000201")) || !bytes.Equal(value[n-8:n-4], []byte("6304")) {
		return false
	}
	crc := uint16(0xFFFF)
	for _, b := range value[:n-4] {
		crc ^= uint16(b) << 8
		for range 8 {
			carry := crc >> 15
			if crc <<= 1; carry != 0 {
				crc ^= 0x1021
			}
		}
	}
	want, err := strconv.ParseUint(string(value[n-4:]), 16, 16)
	return err == nil && uint16(want) == crc
}
