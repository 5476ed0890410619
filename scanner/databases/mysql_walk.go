package databases

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

// A speller makes keys between the smallest and the largest value of a text or binary key:
// their common prefix, and after it the digits of a number in some base.
type speller struct {
	prefix string
	digits string // in the order of the server
	length int    // digits after the prefix
	lo, hi uint64 // the numbers of the smallest and the largest key
}

// spellings are the digits tried, the fewest first: numbers, hexadecimal, letters. Digits
// and letters of one case have the same order in every collation.
var spellings = []string{
	"0123456789", "0123456789abcdef", "0123456789ABCDEF",
	"0123456789abcdefghijklmnopqrstuvwxyz", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}

// newSpeller works for identifiers (UUID, hexadecimal, codes) and for words; of
// other characters it takes the nearest digit.
func newSpeller(first, last string, binary bool) speller {
	n := 0
	for n < len(first) && n < len(last) && first[n] == last[n] {
		n++
	}
	for !binary && !utf8.ValidString(first[:n]) {
		n-- // in the middle of a character
	}
	s := speller{prefix: first[:n], digits: spellings[3], length: 8}
	if binary {
		all := make([]byte, 256)
		for i := range all {
			all[i] = byte(i)
		}
		s.digits, s.length = string(all), 7
	} else {
		letters := strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				return r
			}
			return -1
		}, first[n:]+last[n:])
		for _, digits := range slices.Backward(spellings) {
			if strings.Trim(letters, digits) == "" {
				s.digits = digits
			}
		}
	}
	s.lo, s.hi = s.number(first[n:], 0), s.number(last[n:], len(s.digits)-1)
	return s
}

// number is the value of the digits of text, filled up with pad.
func (s speller) number(text string, pad int) uint64 {
	var n uint64
	for i := range s.length {
		digit := pad
		if i < len(text) {
			digit = 0
			for digit+1 < len(s.digits) && s.digits[digit+1] <= text[i] {
				digit++
			}
		}
		n = n*uint64(len(s.digits)) + uint64(digit)
	}
	return n
}

// spell writes the key of a number.
func (s speller) spell(n uint64) string {
	out := make([]byte, s.length)
	for i := s.length - 1; i >= 0; i-- {
		out[i] = s.digits[n%uint64(len(s.digits))]
		n /= uint64(len(s.digits))
	}
	return s.prefix + string(out)
}

// mysqlWalk samples o by random ranges of a text or binary key. Unlike those of an integer
// key, they are chosen in one round.
func mysqlWalk(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
	from, err := o.from(s.d.dialect)
	if err != nil {
		return nil, err
	}
	first, last, err := s.ends(ctx, o, want, fmt.Sprintf("SELECT min(%[1]s), max(%[1]s) FROM %[2]s", o.key, from))
	if err != nil {
		return nil, err
	}
	speller := newSpeller(first.String, last.String, o.keyBinary)
	if !first.Valid || speller.hi <= speller.lo {
		return headPlan(s, o, want)
	}
	cells, err := o.cells(s.d.dialect)
	if err != nil {
		return nil, err
	}
	list := strings.Join(cells, ", ")
	literal := func(n uint64) string {
		text := "X'" + hex.EncodeToString([]byte(speller.spell(n))) + "'"
		if o.keyBinary {
			return text
		}
		return "_utf8mb4 " + text
	}
	ranges := min(max((want+rowsPerRange-1)/rowsPerRange, min(50, want)), maxRanges)
	stratum := float64(speller.hi-speller.lo) / float64(ranges)
	starts := make([]uint64, ranges)
	for i := range starts {
		starts[i] = speller.lo + uint64(math.Floor((float64(i)+rnd.Float64())*stratum))
	}
	p := &plan{method: scanner.Ranges, rows: -1, known: never, rule: Drawn}
	i := int64(0)
	p.next = func(int64) string {
		var terms []string
		size := 0
		for ; i < ranges && len(terms) < maxCompounded && size < maxStatement; i++ {
			where := fmt.Sprintf("%s >= %s", o.key, literal(starts[i]))
			if i+1 < ranges {
				where += fmt.Sprintf(" AND %s < %s", o.key, literal(starts[i+1]))
			}
			limit := (i+1)*want/ranges - i*want/ranges
			terms = append(terms, fmt.Sprintf("(SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %d)", list, from, where, o.key, limit))
			size += len(terms[len(terms)-1])
			p.touched++
		}
		return strings.Join(terms, " UNION ALL ")
	}
	return p, nil
}
