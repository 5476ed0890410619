package detectors

import (
	"regexp/syntax"
	"unicode/utf8"
)

// A signature is a set of necessary conditions for a value to match a pattern,
// read off the pattern's syntax tree: no value that matches is without them.
type signature struct {
	min, max   int // bytes
	classMin   [numClasses]int
	classMax   [numClasses]int
	required   uint8 // marks that must occur
	allowed    uint8 // marks that may occur
	first      [256]bool
	canBeEmpty bool
}

// unbounded is more than any shape can count.
const unbounded = 1 << 16

func signatureOf(re *syntax.Regexp) signature {
	switch re.Op {
	case syntax.OpLiteral:
		s := emptySignature()
		for _, r := range re.Rune {
			s = s.then(runeSignature([]rune{r, r}, re.Flags&syntax.FoldCase != 0))
		}
		return s
	case syntax.OpCharClass:
		return runeSignature(re.Rune, false)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return runeSignature([]rune{0, utf8.MaxRune}, false)
	case syntax.OpCapture:
		return signatureOf(re.Sub[0])
	case syntax.OpConcat:
		s := emptySignature()
		for _, sub := range re.Sub {
			s = s.then(signatureOf(sub))
		}
		return s
	case syntax.OpAlternate:
		s := signatureOf(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			s = s.or(signatureOf(sub))
		}
		return s
	case syntax.OpQuest:
		return signatureOf(re.Sub[0]).times(0, 1)
	case syntax.OpStar:
		return signatureOf(re.Sub[0]).times(0, -1)
	case syntax.OpPlus:
		return signatureOf(re.Sub[0]).times(1, -1)
	case syntax.OpRepeat:
		return signatureOf(re.Sub[0]).times(re.Min, re.Max)
	}
	return emptySignature() // assertions and the empty match take no byte
}

func emptySignature() signature { return signature{canBeEmpty: true} }

// runeSignature is that of one character out of the ranges in pairs.
func runeSignature(pairs []rune, fold bool) signature {
	var s signature
	var classes [numClasses]bool
	s.min, s.required = utf8.UTFMax, 0xFF
	add := func(b byte) {
		s.first[b] = true
		classes[classOf[b]] = true
		s.allowed |= markOf[b]
		s.required &= markOf[b]
	}
	for i := 0; i < len(pairs); i += 2 {
		lo, hi := pairs[i], pairs[i+1]
		s.min, s.max = min(s.min, utf8.RuneLen(lo)), max(s.max, utf8.RuneLen(hi))
		for r := lo; r <= min(hi, utf8.RuneSelf-1); r++ {
			add(byte(r))
			if letter := r | 0x20; fold && letter >= 'a' && letter <= 'z' {
				add(byte(r ^ 0x20))
				if letter == 'k' || letter == 's' { // U+212A and U+017F fold to them
					hi, s.max = utf8.MaxRune, utf8.UTFMax
				}
			}
		}
		if hi >= utf8.RuneSelf {
			for b := utf8.RuneSelf; b < 256; b++ {
				add(byte(b))
			}
		}
	}
	n := 0
	for class, has := range classes {
		if has {
			n++
			s.classMax[class] = 1
		}
	}
	s.classMax[highClass] *= s.max
	if n == 1 {
		s.classMin = s.classMax
		s.classMin[highClass] = min(s.classMin[highClass], s.min)
	}
	return s
}

func (s signature) then(t signature) signature {
	s.min, s.max = s.min+t.min, min(unbounded, s.max+t.max)
	for c := range numClasses {
		s.classMin[c] += t.classMin[c]
		s.classMax[c] = min(unbounded, s.classMax[c]+t.classMax[c])
	}
	s.required |= t.required
	s.allowed |= t.allowed
	if s.canBeEmpty {
		for b := range s.first {
			s.first[b] = s.first[b] || t.first[b]
		}
	}
	s.canBeEmpty = s.canBeEmpty && t.canBeEmpty
	return s
}

func (s signature) or(t signature) signature {
	s.min, s.max = min(s.min, t.min), max(s.max, t.max)
	for c := range numClasses {
		s.classMin[c] = min(s.classMin[c], t.classMin[c])
		s.classMax[c] = max(s.classMax[c], t.classMax[c])
	}
	s.required &= t.required
	s.allowed |= t.allowed
	for b := range s.first {
		s.first[b] = s.first[b] || t.first[b]
	}
	s.canBeEmpty = s.canBeEmpty || t.canBeEmpty
	return s
}

// times is s repeated; most < 0 means without end.
func (s signature) times(least, most int) signature {
	if most < 0 {
		most = unbounded
	}
	if most == 0 {
		return emptySignature()
	}
	s.min, s.max = s.min*least, min(unbounded, s.max*most)
	for c := range numClasses {
		s.classMin[c] *= least
		s.classMax[c] = min(unbounded, s.classMax[c]*most)
	}
	if least == 0 {
		s.required, s.canBeEmpty = 0, true
	}
	return s
}

// admitsMarks reports whether a value with these marks may match.
func (s *signature) admitsMarks(marks uint8) bool {
	return marks&s.required == s.required && marks&^s.allowed == 0
}

// admits reports whether a value of this shape may match.
func (s *signature) admits(sh *Shape) bool {
	if n := int(sh.length); n < s.min || n > s.max || !s.first[sh.first] || !s.admitsMarks(sh.marks) {
		return false
	}
	for c := range numClasses {
		if n := sh.count(c); n < s.classMin[c] || n > s.classMax[c] {
			return false
		}
	}
	return true
}

// allDigits reports whether a value of digits alone may match.
func (s *signature) allDigits() bool {
	for c := range numClasses {
		if c != digitClass && s.classMin[c] > 0 {
			return false
		}
	}
	return s.required == 0 && s.classMax[digitClass] > 0
}
