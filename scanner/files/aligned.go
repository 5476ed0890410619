package files

import (
	"bytes"
	"context"
	"unicode"
	"unicode/utf8"
)

const (
	// minAligned is how many lines it takes to see columns in a text.
	minAligned = 4
	// maxAligned is how much of a line is looked at for columns, in characters.
	maxAligned = 4096
)

// A layout is how the lines of a text without delimiters are cut into cells.
type layout struct {
	starts []int // of the columns, in characters; nil where runs of spaces part the cells
	gap    int   // length of such a run
	usual  int   // cells of a line where one blank parts them; others are one cell
	padded bool  // most lines have two blanks in a row
}

// name returns the layout in words.
func (l layout) name() string {
	if l.starts != nil {
		return "fixed_width"
	}
	return "spaces"
}

// sniffLayout finds columns in a text: parts of the lines that stand below each
// other, or a number of words that is the same in nearly all. It reports false
// where there is one column or none.
func (s *source) sniffLayout(lines [][]byte) (layout, bool) {
	if len(lines) < minAligned {
		return layout{}, false
	}
	if starts := columnStarts(lines); len(starts) > 1 {
		_, padded := withoutTitles(lines)
		return layout{starts: starts, padded: padded}, true
	}
	for _, gap := range []int{2, 1} {
		l := layout{gap: gap}
		times, figures := map[int]int{}, 0
		for _, line := range lines {
			cells := l.cut(nil, line)
			times[len(cells)]++
			// A telephone number or a date with its time is one value.
			if isFigure(cells[len(cells)-1]) && isFigure(cells[0]) && (s.opt.IsData == nil || !s.opt.IsData(line)) {
				figures++
			}
		}
		common := commonest(times)
		if common > 1 && times[common]*10 >= len(lines)*9 && (gap > 1 || len(lines) >= 8 && figures*10 >= len(lines)*8) {
			if gap == 1 {
				l.usual = common
			}
			return l, true
		}
	}
	return layout{}, false
}

// columnStarts returns where columns start that all lines have in common; nil
// when there are fewer than two.
func columnStarts(lines [][]byte) []int {
	lines, _ = withoutTitles(lines)
	// At a place: lines with something there, and with a blank either there or two before:
	// with both, the whole value is missing, which tells nothing of the one between.
	var inked, widened [maxAligned]int
	for _, line := range lines {
		at, blank := 0, [3]bool{}
		for _, r := range string(line) {
			if at == maxAligned {
				break
			}
			blank[at%3] = unicode.IsSpace(r)
			if !blank[at%3] {
				inked[at]++
			}
			if at > 1 && blank[at%3] != blank[(at-2)%3] {
				widened[at]++
			}
			at++
		}
	}
	few := len(lines) / 50
	starts, begun, gutters := []int{0}, false, 0
	for at := 1; at < maxAligned; at++ {
		begun = begun || inked[at-1] > few
		if !begun || inked[at-1] > few || inked[at] <= few {
			continue
		}
		// One blank also stands inside of phone numbers. Between columns a shorter
		// value on the left or the right makes it wider.
		if inked[max(at-2, 0)] <= few {
			gutters++
		} else if widened[at]*10 < len(lines) {
			continue
		}
		starts = append(starts, at)
	}
	if gutters == 0 && len(starts) < 3 {
		return nil
	}
	return filledStarts(lines, starts)
}

// sniffHeading finds columns in a text by its heading: by the ruler below it, or by its
// words, where nearly all lines are blank somewhere between two of them. A word behind a
// single blank is a column's only if values begin at it. It reports false where the first
// line is no heading, or one whose words a delimiter parts.
func sniffHeading(lines [][]byte, delimiter byte) (layout, bool) {
	if len(lines) < minAligned {
		return layout{}, false
	}
	if starts := ruledStarts(lines); starts != nil {
		return layout{starts: starts}, true
	}
	lines, padded := withoutTitles(lines)
	heading := []rune(string(lines[0]))
	if len(heading) > maxAligned || bytes.IndexByte(lines[0], delimiter) >= 0 {
		return layout{}, false
	}
	inked := make([]int, len(heading)+1) // at a place: lines with something there
	for _, line := range lines[1:] {
		at := 0
		for _, r := range string(line) {
			if at < len(inked) && !unicode.IsSpace(r) {
				inked[at]++
			}
			at++
		}
	}
	few := len(lines) / 50
	l := layout{starts: []int{0}, padded: padded}
	at := indexRune(heading, 0, false)
	for at < len(heading) {
		if unicode.IsDigit(heading[at]) {
			return layout{}, false // so values begin
		}
		end := indexRune(heading, at, true)
		next := indexRune(heading, end, false)
		gap := next - 1
		for gap >= end && inked[gap] > few {
			gap--
		}
		switch wide := next-end > 1; {
		case next == len(heading):
		case gap >= end && (wide || inked[next] > few):
			l.starts = append(l.starts, gap+1)
			l.padded = l.padded && wide // else a line may fill its columns
		case wide:
			return layout{}, false
		}
		at = next
	}
	return l, len(l.starts) > 1
}

// indexRune returns the first place in a text from one on that is blank or not, or its length.
func indexRune(text []rune, at int, blank bool) int {
	for at < len(text) && unicode.IsSpace(text[at]) != blank {
		at++
	}
	return at
}

// ruledStarts returns where columns start by the ruler below a heading; nil for none.
func ruledStarts(lines [][]byte) []int {
	for _, line := range lines[:min(len(lines), 5)] {
		if isRuler(line) && bytes.Contains(line, []byte("- -")) && bytes.Contains(line, []byte("--")) {
			return wordStarts(line)
		}
	}
	return nil
}

// withoutTitles leaves the lines away that have no two blanks in a row, where
// most lines have, and reports whether they have.
func withoutTitles(lines [][]byte) (rest [][]byte, padded bool) {
	for _, line := range lines {
		if isPadded(line) {
			rest = append(rest, line)
		}
	}
	if len(rest)*5 < len(lines)*3 {
		return lines, false
	}
	return rest, true
}

// isRuler reports whether a line shows where columns are.
func isRuler(line []byte) bool {
	return bytes.ContainsAny(line, "-=") && len(bytes.Trim(line, "-= ")) == 0
}

func isPadded(line []byte) bool { return bytes.Contains(bytes.TrimSpace(line), []byte("  ")) }

// wordStarts returns where the words of a line start.
func wordStarts(line []byte) (starts []int) {
	for i := range line {
		if line[i] != ' ' && (i == 0 || line[i-1] == ' ') {
			starts = append(starts, i)
		}
	}
	if len(starts) > 0 {
		starts[0] = 0
	}
	return starts
}

// filledStarts leaves the columns away that are blank in most lines: they are
// the ends of long values, or chance.
func filledStarts(lines [][]byte, starts []int) []int {
	filled := make([]int, len(starts))
	l := layout{starts: starts}
	for _, line := range lines {
		for i, cell := range l.cut(nil, line) {
			if len(cell) > 0 {
				filled[i]++
			}
		}
	}
	kept := starts[:1]
	for i := 1; i < len(starts); i++ {
		if filled[i]*3 >= len(lines) {
			kept = append(kept, starts[i])
		}
	}
	if len(kept) < 2 {
		return nil
	}
	return kept
}

// cut appends the cells of a line, in UTF-8. A line in which a word stands where
// a column should start is one cell: it is a title, or a value that is too long.
func (l layout) cut(cells [][]byte, line []byte) [][]byte {
	line = bytes.TrimRight(line, " \t\r")
	if l.starts == nil {
		first, line := len(cells), bytes.TrimLeft(line, " \t")
		if cells = l.words(cells, line); l.usual > 0 && len(cells)-first != l.usual {
			return append(cells[:first], line)
		}
		return cells
	}
	if l.padded && !isPadded(line) && !isRuler(line) && utf8.RuneCount(line) > l.starts[1] {
		return append(cells, bytes.TrimSpace(line))
	}
	first, from, at, before := len(cells), 0, 0, rune(' ')
	next := l.starts[1:]
	for i, r := range string(line) {
		if len(next) > 0 && at == next[0] {
			if !unicode.IsSpace(before) && !unicode.IsSpace(r) {
				return append(cells[:first], bytes.TrimSpace(line))
			}
			cells = append(cells, bytes.TrimSpace(line[from:i]))
			from, next = i, next[1:]
		}
		before = r
		at++
	}
	return append(cells, bytes.TrimSpace(line[from:]))
}

// words cuts at runs of blanks.
func (l layout) words(cells [][]byte, line []byte) [][]byte {
	from := 0
	for k := 0; k < len(line); {
		end := k
		for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
			end++
		}
		if end-k >= l.gap {
			cells = append(cells, line[from:k])
			from = end
		}
		k = max(end, k+1)
	}
	return append(cells, line[from:])
}

// sampleLines returns the lines of a sample in UTF-8 that hold something, without
// some characters at their ends.
func sampleLines(text []byte, enc encoding, whole bool, ends string) (lines [][]byte) {
	dec := enc.decoder()
	for line := range bytes.Lines(text) {
		if len(lines) == 500 || !whole && line[len(line)-1] != '\n' {
			break
		}
		line = bytes.TrimRight(line, ends)
		if dec.reset(); len(line) > 0 {
			lines = append(lines, bytes.Clone(dec.decode(line, 0)))
		}
	}
	return lines
}

// decimalCommas reports whether the commas of a text stand in decimal numbers: "-1.234,56".
func decimalCommas(text []byte) bool {
	all, decimal := 0, 0
	for word := range bytes.FieldsSeq(text) {
		n := bytes.Count(word, []byte{','})
		if all += n; n == 1 && len(bytes.Trim(bytes.TrimLeft(word, "R$+-("), "0123456789.,%)")) == 0 {
			decimal++
		}
	}
	return decimal*20 >= all*19
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// cutLines is a text whose lines are cut into cells; dialect is how, in words.
func (s *source) cutLines(c content, name string, enc encoding, text []byte, raw int, dialect string, cut cutLine) object {
	f := &lineFile{content: c, enc: enc}
	t := &rowTable{encoding: enc.name, dialect: dialect, blame: faultOf, open: f.cut(cut)}
	r, err := t.open(context.Background())
	if err != nil {
		return notRead(name, faultOf(err))
	}
	defer r.close()
	if err := t.sniff(r, s.opt.IsData); err != nil {
		return notRead(name, faultOf(err))
	}
	if n := c.linesLike(text, raw); !t.exact && n > 0 {
		t.setRows(n, false)
	}
	return t.object(name, "file")
}

// record appends the cells of a line and reports whether it is cut as the others are. A
// ruler has none.
func (l layout) record(cells [][]byte, line []byte) ([][]byte, bool) {
	if l.starts != nil && isRuler(line) {
		return cells, true
	}
	first := len(cells)
	cells = l.cut(cells, line)
	return cells, len(cells)-first > 1 || l.usual <= 1 && (len(l.starts) < 2 || utf8.RuneCount(line) <= l.starts[1])
}
