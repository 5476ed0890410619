package files

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// A packedPlace is what stands at one place of all records of a kind.
type packedPlace struct {
	digits, blanks, others int
	letters                int  // of the others
	digital                bool // part of a number
}

func (p packedPlace) blank() bool { return p.digits+p.others == 0 }

// markNumbers finds the numbers: digits and nothing else but blanks, and in most
// records somewhere a digit. Other digits are in texts.
func markNumbers(places []packedPlace) {
	for at := 0; at < len(places); at++ {
		from, dense := at, false
		for ; at < len(places) && places[at].digits > 0 && places[at].others == 0; at++ {
			dense = dense || places[at].digits > places[at].blanks
		}
		for i := from; dense && i < at; i++ {
			places[i].digital = true
		}
	}
}

// fieldsOf finds columns: where digits meet letters, where a place is blank in all
// records, and where the digits are known documents or dates. Touching tells that
// nothing is between some of them.
func fieldsOf(lines [][]rune, length int, is func(string, []byte) bool) (fields []packedField, touching bool) {
	records := make([][]rune, 0, len(lines))
	for _, line := range lines {
		if len(line) == length {
			records = append(records, line)
		}
	}
	places := make([]packedPlace, length)
	for _, line := range records {
		for at, c := range line {
			switch {
			case c == ' ':
				places[at].blanks++
			case c >= '0' && c <= '9':
				places[at].digits++
			default:
				if places[at].others++; unicode.IsLetter(c) {
					places[at].letters++
				}
			}
		}
	}
	markNumbers(places)
	from := 0
	for at := 1; at <= length; at++ {
		if at < length && !beginsField(places, at, len(records)) {
			continue
		}
		f := packedField{from: from, to: at, digits: !slices.ContainsFunc(places[from:at], func(p packedPlace) bool { return p.others > 0 })}
		parts := partsOf(records, f, is)
		if at < length && !places[at-1].blank() && max(runOf(places, at-1, -1), runOf(places, at, 1)) >= 8 || len(parts) > 1 {
			touching = true
		}
		fields = append(fields, parts...)
		from = at
	}
	return fields, touching
}

// beginsField reports whether a column begins at a place. Digits are parted from
// letters, not from what is in dates and settings. One blank also stands
// between words, and in few records at the same place.
func beginsField(places []packedPlace, at, records int) bool {
	if places[at].blank() {
		return false
	}
	if before := places[at-1]; !before.blank() {
		return places[at].digital != before.digital && 2*(places[at].letters+before.letters) >= places[at].others+before.others
	}
	before := at - 1
	for before > 0 && places[before].blank() {
		before--
	}
	return at-before > 2 || records >= 50 || places[at].digital != places[before].digital
}

// runOf is how many places in a row hold a digit in nearly all records, from one on.
func runOf(places []packedPlace, at, step int) (n int) {
	for ; at >= 0 && at < len(places) && places[at].digital && places[at].digits > 9*places[at].blanks; at += step {
		n++
	}
	return n
}

// numberSizes are the documents that are looked for in long numbers, the surest first.
var numberSizes = []struct {
	id   string
	size int
}{{"cnpj", 14}, {"cpf", 11}, {"cns", 15}, {"pis", 11}, {"", 8}}

// partsOf cuts a column of digits where numbers follow each other in it.
func partsOf(records [][]rune, f packedField, is func(string, []byte) bool) []packedField {
	if !f.digits || is == nil || f.to-f.from < 12 || f.to-f.from > 200 || isOne(records, f, is) {
		return []packedField{f}
	}
	for _, number := range numberSizes {
		for from := f.from; from+number.size <= f.to; from++ {
			part := packedField{from, from + number.size, true}
			if !holdsNumbers(records, part, number.id, is) {
				continue
			}
			var parts []packedField
			if from > f.from {
				parts = partsOf(records, packedField{f.from, from, true}, is)
			}
			if parts = append(parts, part); part.to < f.to {
				parts = append(parts, partsOf(records, packedField{part.to, f.to, true}, is)...)
			}
			return parts
		}
	}
	return []packedField{f}
}

// holdsNumbers reports whether nearly all values of a column are of one type; of
// dates for "".
func holdsNumbers(records [][]rune, f packedField, id string, is func(string, []byte) bool) bool {
	seen, good := map[string]bool{}, 0
	for _, line := range records {
		value := string(line[f.from:f.to])
		if seen[value] || len(bytes.Trim([]byte(value), "0 ")) == 0 {
			continue
		}
		seen[value] = true
		switch {
		case id == "" && isDay([]byte(value)), id != "" && is(id, []byte(value)),
			id == "cnpj" && strings.HasPrefix(value, "000") && is("cpf", []byte(value[3:])): // a field for either of them
			good++
		case len(seen) > good+3+good/9:
			return false
		}
	}
	return good >= minSeen && good*10 >= len(seen)*9
}

// isOne reports whether the values of a column are numbers of one kind as they are.
func isOne(records [][]rune, f packedField, is func(string, []byte) bool) bool {
	for _, id := range []string{"nfe_key", "boleto", "card", "cns", "cnpj", "process_number"} {
		if holdsNumbers(records, f, id, is) {
			return true
		}
	}
	return false
}

// isDay reports whether eight digits are a day of the last hundred years or so, in
// either order.
func isDay(v []byte) bool {
	day := func(y, m, d []byte) bool {
		year, month, dayOf := numeral(y), numeral(m), numeral(d)
		return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && dayOf >= 1 && dayOf <= 31
	}
	return isInteger(v) && (day(v[4:], v[2:4], v[:2]) || day(v[:4], v[4:6], v[6:]))
}

// numeral reads a few digits.
func numeral(digits []byte) (n int) {
	for _, c := range digits {
		n = 10*n + int(c-'0')
	}
	return n
}
