package detectors

import "strings"

// The byte classes that a shape counts.
const (
	digitClass = iota
	lowerClass
	upperClass
	highClass // bytes of characters beyond ASCII
	hyphenClass
	dotClass
	spaceClass
	otherClass
	numClasses
)

// The marks whose presence a shape notes, one bit each.
const (
	atMark = 1 << iota
	slashMark
	openMark
	plusMark
	colonMark
	commaMark
	underMark
	oddMark // any other character of otherClass
)

// maxShaped is the longest value that is held against whole-value rules; a
// longer one is text.
const maxShaped = 255

// A Shape is what one pass over a value learns: how many bytes there are of
// each class, and which marks occur. It is not the value: it can be kept.
type Shape struct {
	counts uint64 // one byte for each class
	marks  uint8
	first  byte
	length uint8 // maxShaped for all longer ones, of which nothing else is known

	escapes bool // see Escapes
}

var classOf, markOf = classify()

func classify() (class [256]uint8, mark [256]uint8) {
	for i := range 256 {
		c := byte(i)
		switch {
		case c >= '0' && c <= '9':
			class[i] = digitClass
		case c >= 'a' && c <= 'z':
			class[i] = lowerClass
		case c >= 'A' && c <= 'Z':
			class[i] = upperClass
		case c >= 0x80:
			class[i] = highClass
		case c == '-':
			class[i] = hyphenClass
		case c == '.':
			class[i] = dotClass
		case c == ' ':
			class[i] = spaceClass
		default:
			class[i] = otherClass
			mark[i] = oddMark
		}
	}
	for c, m := range map[byte]uint8{'@': atMark, '/': slashMark, '(': openMark, '+': plusMark, ':': colonMark, ',': commaMark, '_': underMark} {
		mark[c] = m
	}
	return class, mark
}

// shapeStep is what one byte adds to a shape.
type shapeStep struct {
	count uint64
	mark  uint64 // and escapeStep
}

// escapeStep is set for the bytes with which what [Shape.Escapes] tells begins.
const escapeStep = 1 << 8

var shapeSteps = makeShapeSteps()

func makeShapeSteps() (steps [256]shapeStep) {
	for i := range 256 {
		steps[i] = shapeStep{count: 1 << (8 * classOf[i]), mark: uint64(markOf[i])}
	}
	for _, b := range []byte("%&\\\xe2\xc2") {
		steps[b].mark |= escapeStep
	}
	return steps
}

// shapeOf returns the shape of a value of 1 to maxShaped bytes.
func shapeOf(value []byte) (s Shape) {
	s.of(value)
	return s
}

// of makes s the shape of a value.
func (s *Shape) of(value []byte) {
	var counts, marks uint64
	rest := value
	for ; len(rest) >= 4; rest = rest[4:] {
		a, b, c, d := &shapeSteps[rest[0]], &shapeSteps[rest[1]], &shapeSteps[rest[2]], &shapeSteps[rest[3]]
		counts += a.count + b.count + c.count + d.count
		marks |= a.mark | b.mark | c.mark | d.mark
	}
	for _, c := range rest {
		step := &shapeSteps[c]
		counts += step.count
		marks |= step.mark
	}
	s.counts, s.marks, s.first, s.length, s.escapes = counts, uint8(marks), value[0], uint8(len(value)), marks >= escapeStep
}

// Escapes reports whether a value of the shape may have characters that are written as
// others ("%40", "&amp;", "\u00e9"), that nobody sees, or dashes of other widths.
func (s *Shape) Escapes() bool { return s.escapes || s.length == maxShaped }

// Clock reports whether a value of the shape is a time of day: 9:30, 09:30:00.
func (s *Shape) Clock() bool {
	colons := s.count(otherClass)
	return s.marks == colonMark && colons <= 2 && s.length == uint8(s.count(digitClass)+colons) && s.length <= uint8(2+3*colons)
}

// Answers reports whether a value of the shape may be a yes, a no or a "not
// known", in a word or in one of the codes of forms: S, N, I, 0, 1, 2, 9.
func (s *Shape) Answers() bool {
	if s.length > 1 && s.count(digitClass)+s.count(spaceClass) > 0 {
		return false
	}
	initials := ""
	switch s.length {
	case 1:
		initials = "sniytfvx0129"
	case 2, 3: // no, sim, yes
		initials = "nsy"
	case 4: // não, true
		initials = "nt"
	case 5: // false
		initials = "f"
	case 8: // ignorado
		initials = "i"
	}
	return strings.IndexByte(initials, s.first|0x20) >= 0 // digits have this bit already
}

// Moment reports whether a value of the shape is a day with a time, as 2/24/96 14:38.
func (s *Shape) Moment() bool {
	return s.marks&colonMark != 0 && (s.marks&slashMark != 0 || s.count(hyphenClass) == 2) && s.marks&^(colonMark|slashMark) == 0 &&
		s.count(spaceClass) > 0 && s.count(digitClass) >= minMoment && s.words() <= len("AM")
}

// Day reports whether a value of the shape may be a day written in full, in whatever order, of whatever year:
// 03/25/2022, 2031-12-01.
func (s *Shape) Day() bool {
	return int(s.length) == len("03/25/2022") && s.count(digitClass) == len("03252022") &&
		(s.marks == slashMark || s.marks == 0 && s.count(hyphenClass) == 2)
}

// minMoment is how many digits a day with a time has at least.
const minMoment = 6

// minToken is how many characters a key has that is no number at least.
const minToken = 16

// Key reports whether a value of the shape may be the key of a record: a whole
// number, one in groups ("2024.104-7/01"), or a long word of letters and digits.
func (s *Shape) Key() bool {
	digits, letters, marks := s.count(digitClass), s.words(), s.count(hyphenClass)+s.count(otherClass)
	switch {
	case digits == 0 || s.length == maxShaped || s.count(spaceClass) > 0:
		return false
	case letters == 0:
		return marks > 0 || s.count(dotClass) == 0
	}
	return s.length >= minToken && digits+letters+s.count(hyphenClass) == int(s.length)
}

// Figure reports whether a value of the shape is a number, with or without a
// fraction: 12, 0.5, 9e-05.
func (s *Shape) Figure() bool {
	letters := s.words()
	if s.length == maxShaped || s.count(digitClass) == 0 || s.count(spaceClass) > 0 || s.marks&^commaMark != 0 {
		return false
	}
	return letters == 0 || letters == 1 && isDigit(s.first) && s.count(hyphenClass) == 1
}

// Fraction reports whether a value of the shape is a number with a fraction, as amounts have.
func (s *Shape) Fraction() bool {
	return s.Figure() && (s.count(dotClass) > 0 || s.marks&commaMark != 0)
}

// Code reports whether a value of the shape has no more than two characters, as the codes of kinds.
func (s *Shape) Code() bool { return s.length <= 2 }

// Worded reports whether it is short and has the letters of a word that says something.
func (s *Shape) Worded() bool { return s.length <= maxWorded && s.words() >= minStem }

// maxWorded is the length of the longest value that is a kind, not a text, in bytes.
const maxWorded = 60

// Letter returns the letter with which a value of the shape begins as a bit, 0 when it is none.
func (s *Shape) Letter() uint32 {
	if c := s.first | 0x20; c >= 'a' && c <= 'z' {
		return 1 << (c - 'a')
	}
	return 0
}

func (s *Shape) count(class int) int { return int(s.counts >> (8 * class) & 0xFF) }

// words is how many bytes of letters there are.
func (s *Shape) words() int { return s.count(lowerClass) + s.count(upperClass) + s.count(highClass) }

// inside reports whether a value of this shape may hold others: it has an at
// sign, or digits enough and something beside one number.
func (s *Shape) inside() bool {
	return s.length >= minTextLength && (s.marks&atMark != 0 ||
		s.count(digitClass) >= minTextDigits && s.words()+s.count(spaceClass)+s.count(otherClass) > 0)
}
