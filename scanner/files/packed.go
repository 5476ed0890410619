package files

import (
	"bytes"
	"context"
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	// minPacked is how many lines of a kind it takes to see where their columns are,
	// minSeen how many different values to see a document.
	minPacked = 8
	minSeen   = 5
	// maxKinds is how many kinds of lines a text may have.
	maxKinds = 12
	// maxRecordLine is the longest line that is a record, in characters.
	maxRecordLine = 4096
)

// A cutter cuts lines that are records into cells.
type cutter interface {
	// cut appends the cells of a line and reports whether it is a record. One that
	// is not is the last cell.
	cut(cells [][]byte, line []byte) ([][]byte, bool)
	names() [][]byte // of the columns; nil or empty for one without a name
	width() int      // of a row
}

// A packedText is a text of records without anything between their columns, as
// payrolls and registries hand them in. Records of different kinds, which their
// first characters tell, have columns of their own.
type packedText struct {
	key   int // how many characters tell the kind of a record
	kinds map[string]*packedKind
	total int // columns; one more holds what is of no kind
}

// A packedKind is the layout of one kind of records.
type packedKind struct {
	length int
	fields []packedField
	first  int // column of the first field
}

// A packedField is a column, in characters.
type packedField struct {
	from, to int
	digits   bool // and blanks; nothing else
}

// sniffPacked finds the layout of a text whose columns touch each other; is is
// that of the options.
func sniffPacked(lines [][]byte, is func(string, []byte) bool) (*packedText, bool) {
	if len(lines) < minPacked || !evenLines(lines) {
		return nil, false
	}
	var best *packedText
	bestScore := 0.0
	for key := range 3 {
		kinds := kindsOf(lines, key)
		if len(kinds) > []int{1, 6, maxKinds}[key] {
			continue
		}
		if score := steadiness(kinds); best == nil || score > bestScore+0.01 {
			best, bestScore = &packedText{key: key, kinds: map[string]*packedKind{}}, score
		}
	}
	fitting, packed := 0, false
	for _, g := range kindsOf(lines, best.key) {
		if len(g.lines) < minPacked {
			continue
		}
		k := &packedKind{length: g.length()}
		var touching bool
		k.fields, touching = fieldsOf(g.lines, k.length, is)
		if len(k.fields) < 2 {
			continue
		}
		packed = packed || touching
		fitting += len(g.lines)
		k.first = best.total
		best.total += len(k.fields)
		best.kinds[g.key] = k
	}
	return best, packed && fitting*10 >= len(lines)*7
}

// evenLines reports whether nearly all lines are long and have one of two lengths.
func evenLines(lines [][]byte) bool {
	times := map[int]int{}
	for _, line := range lines {
		times[utf8.RuneCount(line)]++
	}
	most := commonest(times)
	n := times[most]
	delete(times, most)
	return most >= 16 && most <= maxRecordLine && (n+times[commonest(times)])*10 >= len(lines)*9
}

// linesOfKind are the records whose first characters are the same.
type linesOfKind struct {
	key   string
	lines [][]rune
}

// length is the commonest length of the records.
func (g *linesOfKind) length() int {
	times := map[int]int{}
	for _, line := range g.lines {
		times[len(line)]++
	}
	return commonest(times)
}

// kindsOf sorts lines by as many of their first characters, in the order in which
// they come.
func kindsOf(lines [][]byte, key int) (kinds []*linesOfKind) {
	known := map[string]*linesOfKind{}
	for _, line := range lines {
		r := []rune(string(line))
		k := string(r[:min(key, len(r))])
		if known[k] == nil {
			known[k] = &linesOfKind{key: k}
			kinds = append(kinds, known[k])
		}
		known[k].lines = append(known[k].lines, r)
	}
	return kinds
}

// steadiness is the share of characters that are a digit where most of their kind
// have one, or none where most have none.
func steadiness(kinds []*linesOfKind) float64 {
	good, all := 0, 0
	for _, g := range kinds {
		for at := range g.length() {
			digits, n := 0, 0
			for _, line := range g.lines {
				if at < len(line) {
					n++
					if unicode.IsDigit(line[at]) {
						digits++
					}
				}
			}
			good += max(digits, n-digits)
			all += n
		}
	}
	return float64(good) / float64(max(all, 1))
}

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
		case id == "" && isDay([]byte(value)), id != "" && is(id, []byte(value)):
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

// cut appends the cells of a line.
func (p *packedText) cut(cells [][]byte, line []byte) ([][]byte, bool) {
	first := len(cells)
	for range p.width() {
		cells = append(cells, nil)
	}
	cut := placesIn(line)
	k := p.kinds[string(line[:cut.at(p.key)])]
	if k == nil || cut.length != k.length || !k.fits(line, cut) {
		cells[first+p.total] = bytes.TrimSpace(line)
		return cells, k == nil && p.isLong(cut.length)
	}
	for i, f := range k.fields {
		cells[first+k.first+i] = bytes.TrimSpace(line[cut.at(f.from):cut.at(f.to)])
	}
	return cells, true
}

// isLong reports whether records of some kind have this length: then what is of no
// kind is the head or the end of the text.
func (p *packedText) isLong(length int) bool {
	for _, k := range p.kinds {
		if k.length == length {
			return true
		}
	}
	return false
}

// fits reports whether a line has nothing but digits where its kind has.
func (k *packedKind) fits(line []byte, cut runePlaces) bool {
	for _, f := range k.fields {
		if f.digits && len(bytes.Trim(line[cut.at(f.from):cut.at(f.to)], "0123456789 ")) > 0 {
			return false
		}
	}
	return true
}

func (p *packedText) names() [][]byte { return nil }

func (p *packedText) width() int { return p.total + 1 }

// runePlaces knows where the characters of a line are.
type runePlaces struct {
	length int
	starts []int // of the characters; nil where each is a byte
}

func placesIn(line []byte) runePlaces {
	if isASCII(line) {
		return runePlaces{length: len(line)}
	}
	p := runePlaces{}
	for i := range string(line) {
		p.starts = append(p.starts, i)
	}
	p.length = len(p.starts)
	p.starts = append(p.starts, len(line))
	return p
}

// at is the place of a character in bytes, at most that of the end.
func (p runePlaces) at(char int) int {
	char = min(char, p.length)
	if p.starts == nil {
		return char
	}
	return p.starts[char]
}

// records is a text of records of fixed width, if it is one.
func (s *source) records(c content, name string, enc encoding, text []byte, raw int, whole bool) (object, bool) {
	lines := sampleLines(text, enc, whole, "\r\n\x1a")
	var by cutter
	if bank, ok := sniffCNAB(lines); ok {
		by = bank
	} else if p, ok := sniffPacked(lines, s.opt.Is); ok {
		by = p
	} else {
		return object{}, false
	}
	f := &lineFile{content: c, enc: enc}
	t := &rowTable{encoding: enc.name, dialect: "fixed_width", blame: faultOf, columns: nameColumns(by.names(), by.width()), header: -1, rows: -1,
		open: func(ctx context.Context) (rowReader, error) {
			r, err := f.open(ctx)
			if err != nil {
				return nil, err
			}
			return &recordReader{rowReader: r, by: by}, nil
		}}
	if n := int64(bytes.Count(text, []byte{'\n'})); !whole && c.size > 0 && n > 0 {
		t.rows = c.size * n / int64(max(raw, 1))
	}
	return t.object(name, "file"), true
}

// A recordReader cuts lines that are records.
type recordReader struct {
	rowReader
	by    cutter
	row   [][]byte
	seen  int64
	notes tally
}

func (r *recordReader) next(wanted bool) ([][]byte, error) {
	line, err := r.rowReader.next(wanted)
	if err != nil {
		return nil, err
	}
	r.seen++
	var ok bool
	if r.row, ok = r.by.cut(r.row[:0], line[0]); !ok {
		r.notes.add("ragged_rows", r.seen, 0)
	}
	return r.row, nil
}

func (r *recordReader) remarks() (gaps, notes tally) {
	gaps, notes = r.rowReader.remarks()
	return gaps, append(notes, r.notes...)
}
