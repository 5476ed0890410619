package files

import (
	"bytes"
	"io"
)

// maxColumns is the most columns that a table has; what a row holds beyond
// them stays in its last cell.
const maxColumns = 16384

// A dialect is how a text is cut into records and cells.
type dialect struct {
	delim   byte // '\n' where a line is one cell
	cr      bool // a carriage return alone ends a record
	folded  bool // whole lines stand in quotes
	escapes bool // by backslashes
}

// plain reads a text of the dialect as one that doubles quotes and folds nothing.
func (d dialect) plain(src io.Reader) io.Reader {
	switch {
	case d.folded:
		return newUnfolder(src)
	case d.escapes:
		return newUnescaper(src, d.delim)
	}
	return src
}

// direct reports whether the text is read as it stands in the file.
func (d dialect) direct() bool { return !d.folded && !d.escapes }

// name returns the delimiter in words.
func (d dialect) name() string {
	return map[byte]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "pipe"}[d.delim]
}

// delimiters that are looked for. Where two fit equally the first wins: a comma
// is also what Brazilian numbers have before their decimals.
var delimiters = []byte{';', '\t', '|', ','}

// separatorLine reads the line "sep=;" that Excel obeys and returns its
// delimiter and length, or zeros.
func separatorLine(text []byte) (delim byte, size int) {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	rest, ok := bytes.CutPrefix(bytes.ToLower(bytes.Trim(line, "\"\r ")), []byte("sep="))
	if !ok || len(rest) != 1 || len(line) == len(text) {
		return 0, 0
	}
	return rest[0], len(line) + 1
}

// sniffDialect judges by the start of a text how it is delimited: by what cuts
// most of its records into the same number of cells, which is usual. Forced is
// the delimiter where the text names it. Whole tells that there is no more text.
func sniffDialect(text []byte, forced byte, whole bool) (best dialect, usual int) {
	ends := []bool{false, true}
	switch bare, feeds := bareCRs(text), bytes.Count(text, []byte{'\n'}); {
	case bare == 0:
		ends = ends[:1]
	case bare > maxBarePerLine*feeds:
		ends = ends[1:]
	}
	delims := delimiters
	if forced != 0 {
		delims = []byte{forced}
	}
	best, usual = dialect{delim: '\n', cr: ends[0]}, 1
	bestScore := 0.0
	if forced != 0 {
		best.delim = forced
	}
	for _, cr := range ends {
		for _, delim := range delims {
			if bytes.IndexByte(text, delim) < 0 {
				continue
			}
			d := dialect{delim: delim, cr: cr}
			if score, common := constancy(text, d, whole); score > bestScore {
				best, bestScore, usual = d, score, common
			}
		}
	}
	return best, usual
}

// sniffLayers finds out whether a text has to be made plain before it is cut, and
// then returns it so, with its dialect.
func sniffLayers(text []byte, forced byte, whole bool) (plain []byte, best dialect, usual int) {
	if isFolded(text) {
		plain, _ = io.ReadAll(newUnfolder(bytes.NewReader(text)))
		if best, usual = sniffDialect(plain, forced, whole); usual > 1 {
			best.folded = true
			return plain, best, usual
		}
	}
	best, usual = sniffDialect(text, forced, whole)
	if best.cr || bytes.IndexByte(text, '\\') < 0 {
		return text, best, usual
	}
	score, _ := constancy(text, best, whole)
	for _, delim := range delimiters {
		if forced != 0 && delim != forced || !hasEscapes(text, delim) {
			continue
		}
		unescaped, _ := io.ReadAll(newUnescaper(bytes.NewReader(text), delim))
		d := dialect{delim: delim}
		if s, common := constancy(unescaped, d, whole); s > score || s == score && s > 0 && d.delim == best.delim {
			d.escapes = true
			return unescaped, d, common
		}
	}
	return text, best, usual
}

// maxBarePerLine is how many carriage returns may stand in the cells of a line that
// ends in a line feed: where there are more, they end lines.
const maxBarePerLine = 20

// bareCRs counts the carriage returns that no line feed follows.
func bareCRs(text []byte) (n int) {
	for i := 0; i < len(text)-1; i++ {
		k := bytes.IndexByte(text[i:len(text)-1], '\r')
		if k < 0 {
			break
		}
		i += k
		if text[i+1] != '\n' && text[i+1] != '\r' {
			n++
		}
	}
	return n
}

// constancy says how well a dialect fits a text: the share of its records that
// have the commonest number of cells. It is 0 when the text is not delimited so:
// when that number is 1, or belongs to few records.
func constancy(text []byte, d dialect, whole bool) (score float64, common int) {
	var counts []int
	times := map[int]int{}
	r := newRecords(bytes.NewReader(text), &csvFile{dialect: d}, -1, 0)
	r.block = len(text) + 1
	readSample(r, whole, func(row [][]byte) bool {
		counts = append(counts, len(row))
		times[len(row)]++
		return len(counts) < 2000
	})
	common = commonest(times)
	if common < 2 {
		return 0, common
	}
	score = float64(times[common]) / float64(len(counts))
	least := 0.3
	if counts[0] != common { // a title, or a delimiter that the header does not know
		score *= 0.8
		least = 0.5
	}
	if score <= least {
		return 0, common
	}
	return score, common
}

// readSample calls row for the records of a sample; the last one is left out
// where the sample was cut.
func readSample(r *records, whole bool, row func(cells [][]byte) bool) {
	if r.load() != nil {
		return
	}
	for {
		switch r.next() {
		case done:
			return
		case starved:
			if r.fill() != nil {
				return
			}
			continue
		case gotRow:
		}
		if !whole && r.eof && r.pos >= r.end {
			return
		}
		for _, i := range r.escaped {
			r.cells[i] = unescape(r.cells[i])
		}
		if !row(r.cells) {
			return
		}
		r.drop(0, 0)
	}
}

// commonest returns the key with the highest count, the larger of equals; 0 for none.
func commonest(times map[int]int) (most int) {
	for k, n := range times {
		if n > times[most] || n == times[most] && k > most {
			most = k
		}
	}
	return most
}
