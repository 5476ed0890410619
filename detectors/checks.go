package detectors

import "encoding/binary"

// A check decides whether a value of the right shape obeys the arithmetic or
// the vocabulary of its type. It gets the value as written; fill is the length
// to which lost leading zeros are restored, 0 for none.
type check func(value []byte, fill int) bool

// checks returns the arithmetic that rules can name. Names lists are the
// vocabulary of the checks on people's names.
func checks(names *nameLists) map[string]check {
	return map[string]check{
		"cpf":           cpf,
		"cnpj":          cnpj,
		"pis":           pis,
		"card":          card,
		"cep":           cep,
		"titulo":        titulo,
		"cnh":           cnh,
		"cns":           cns,
		"rg_sp":         rgSP,
		"civil":         civilRegistry,
		"case":          caseNumber,
		"boleto":        boleto,
		"nfe":           nfeKey,
		"iban":          iban,
		"br_code":       brCode,
		"imei":          imei,
		"tracking":      tracking,
		"ibge":          ibge,
		"ean":           ean,
		"ssn":           ssn,
		"vin":           vin,
		"hex":           hexHash,
		"base64":        base64Hash,
		"masked":        maskedValue,
		"covered":       coveredValue,
		"disease":       disease,
		"ip":            ipAddress,
		"mac":           macAddress,
		"uuid":          uuid,
		"moment":        moment,
		"lat_long":      latLong,
		"phone":         phone,
		"nanp":          northAmerican,
		"email":         email,
		"mailbox":       names.mailbox,
		"date":          func(value []byte, _ int) bool { return dateOf(value) != 0 },
		"full_name":     func(value []byte, _ int) bool { return names.full(value) },
		"name_list":     func(value []byte, _ int) bool { return names.several(value) },
		"numbered_name": func(value []byte, _ int) bool { return names.numbered(value) },
		"titled_name":   func(value []byte, _ int) bool { return names.full(withoutTitle(value)) },
		"coded_name":    func(value []byte, _ int) bool { return names.full(withoutCode(value)) },
		"council_name":  func(value []byte, _ int) bool { return names.full(withoutRegister(value)) },
		"caret_name":    func(value []byte, _ int) bool { return names.packed(value) },
		"speaker":       func(value []byte, _ int) bool { return names.isSpeaker(value) },
		"directory":     func(value []byte, _ int) bool { return names.inDirectory(value) },
		nameInText:      func(value []byte, _ int) bool { return names.namedInText(value) },
		"login":         func(value []byte, _ int) bool { return names.isLogin(value) },
		"given_name":    func(value []byte, _ int) bool { return names.isGiven(value) },
	}
}

// digitBuffer holds the digits of one value.
type digitBuffer [64]byte

// digits copies the digits of value to buf as numbers 0–9, with lost zeros
// restored, and returns them; nil when there are more than fit.
func digits(buf *digitBuffer, value []byte, fill int) []byte {
	n := 0
	if len(value) >= 8 && len(value) <= 16 {
		// A bare number: two words that overlap, taken at once.
		first, last := binary.LittleEndian.Uint64(value), binary.LittleEndian.Uint64(value[len(value)-8:])
		if digitBits(first)&digitBits(last) == highBits {
			binary.LittleEndian.PutUint64(buf[:], first^'0'*everyByte)
			binary.LittleEndian.PutUint64(buf[len(value)-8:], last^'0'*everyByte)
			n = len(value)
		}
	}
	if n == 0 {
		for _, c := range value {
			if d := c - '0'; d <= 9 {
				if n == len(buf) {
					return nil
				}
				buf[n] = d
				n++
			}
		}
	}
	if lost := fill - n; lost > 0 {
		copy(buf[lost:fill], buf[:n])
		clear(buf[:lost])
		n = fill
	}
	return buf[:n]
}

// repeated reports whether all digits are the same: such numbers satisfy most
// arithmetic and are never issued.
func repeated(d []byte) bool {
	for _, x := range d[1:] {
		if x != d[0] {
			return false
		}
	}
	return true
}

// remainder11 is the check digit of the mod 11 family: the sum of the digits
// times weights that fall from first to 2 and start again at 9; a remainder
// below 2 gives 0, any other 11 minus it.
func remainder11(d []byte, first int) byte {
	sum, w := 0, first
	for _, x := range d {
		sum += int(x) * w
		if w--; w < 2 {
			w = 9
		}
	}
	return elevenMinus(sum)
}

// cpf checks the two digits of an individual's number (Receita Federal: mod 11
// with weights 10…2 and 11…2). Eleven equal digits are refused. Fourteen digits
// are a CPF filled with zeros to the width of a CNPJ.
func cpf(value []byte, fill int) bool {
	var buf digitBuffer
	d := digits(&buf, value, fill)
	for len(d) > 11 && len(d) <= 15 && d[0] == 0 { // filled up to the width of a field
		d = d[1:]
	}
	if len(d) != 11 || repeated(d) {
		return false
	}
	// Weights over ten do not fit remainder11, which starts again at 9.
	var sum1, sum2 int
	for i := range 9 {
		sum1 += int(d[i]) * (10 - i)
		sum2 += int(d[i]) * (11 - i)
	}
	dv1 := elevenMinus(sum1)
	return d[9] == dv1 && d[10] == elevenMinus(sum2+int(dv1)*2)
}

// elevenMinus is the check digit of a sum: what its remainder by 11 lacks to 11,
// and 0 for the remainders 0 and 1. The sum must not be negative.
func elevenMinus(sum int) byte { return lackToEleven[uint32(sum)%11] }

var lackToEleven = [11]byte{0, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1}

// cnpj checks a company's number, numeric or alphanumeric: a character counts
// as its ASCII code less 48 (IN RFB 2.229/2024), lower case as upper, and the
// two check digits are digits.
func cnpj(value []byte, fill int) bool {
	var c [14]byte
	if len(value) == len(c)+1 && value[0] == '0' { // filled up to the width of a field
		value = value[1:]
	}
	n := 0
	for _, b := range value {
		if b >= 'a' && b <= 'z' {
			b -= 'a' - 'A'
		}
		if (b < '0' || b > '9') && (b < 'A' || b > 'Z') {
			continue
		}
		if n == len(c) {
			return false
		}
		c[n] = b - '0'
		n++
	}
	if lost := fill - n; lost > 0 && fill == len(c) {
		copy(c[lost:], c[:n])
		clear(c[:lost])
		n = fill
	}
	if n != len(c) || repeated(c[:]) || c[12] > 9 || c[13] > 9 {
		return false
	}
	return c[12] == remainder11(c[:12], 5) && c[13] == remainder11(c[:13], 6)
}

// pis checks a PIS, PASEP, NIT or NIS: mod 11 with weights 3,2,9…2. Time clocks
// write it with a zero before it.
func pis(value []byte, fill int) bool {
	var buf digitBuffer
	d := digits(&buf, value, fill)
	for len(d) > 11 && d[0] == 0 { // filled up to the width of a field
		d = d[1:]
	}
	return len(d) == 11 && !repeated(d) && d[10] == remainder11(d[:10], 3)
}

// cep checks that a postcode is in a range that the Correios give out.
func cep(value []byte, fill int) bool {
	var buf digitBuffer
	d := digits(&buf, value, fill)
	if len(d) != 8 || repeated(d) {
		return false
	}
	region := int(d[0])*100 + int(d[1])*10 + int(d[2])
	return region >= 10 && region != 789
}
