package files

import (
	"bytes"
	"context"
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

// A cutLine appends the cells of a line and reports whether it is a record. One that
// is not is a cell of its own; a line without any is passed over.
type cutLine func(cells [][]byte, line []byte) ([][]byte, bool)

// A cutter cuts lines that are records into cells.
type cutter interface {
	cut(cells [][]byte, line []byte) ([][]byte, bool) // a cutLine: what is no record is the last cell
	names() [][]byte                                  // of the columns; nil or empty for one without a name
	width() int                                       // of a row
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

// cut appends the cells of a line.
func (p *packedText) cut(cells [][]byte, line []byte) ([][]byte, bool) {
	first := len(cells)
	cells = append(cells, make([][]byte, p.width())...)
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
	t := (&lineFile{content: c, enc: enc}).cutBy(by, "fixed_width")
	if !whole {
		t.setRows(c.linesLike(text, raw), false)
	}
	return t.object(name, "file"), true
}

// cutBy is the table that a cutter makes of the lines.
func (f *lineFile) cutBy(by cutter, dialect string) *rowTable {
	return &rowTable{encoding: f.enc.name, dialect: dialect, blame: faultOf, columns: nameColumns(by.names(), by.width()), header: -1, rows: -1, open: f.cut(by.cut)}
}

// cut opens the lines, to be cut into cells.
func (f *lineFile) cut(cut cutLine) func(context.Context) (rowReader, error) {
	return func(ctx context.Context) (rowReader, error) {
		r, err := f.open(ctx)
		if err != nil {
			return nil, err
		}
		return &recordReader{rowReader: r, cut: cut}, nil
	}
}

// A recordReader cuts lines that are records.
type recordReader struct {
	rowReader
	cut   cutLine
	row   [][]byte
	seen  int64
	notes tally
}

func (r *recordReader) next(wanted bool) ([][]byte, error) {
	for {
		line, err := r.rowReader.next(wanted)
		if err != nil {
			return nil, err
		}
		var ok bool
		if r.row, ok = r.cut(r.row[:0], line[0]); len(r.row) == 0 {
			continue
		}
		if r.seen++; !ok {
			r.notes.add("ragged_rows", r.seen, 0)
		}
		return r.row, nil
	}
}

func (r *recordReader) remarks() (gaps, notes tally) {
	gaps, notes = r.rowReader.remarks()
	return gaps, append(notes, r.notes...)
}
