package detectors

import "bytes"

// The bounds of a cell of which some words and a number are all there is: its
// length, the digits of the number, and the letters there may be beside both, as
// of the word "tel".
const (
	maxBeside       = 160
	minBesideDigits = 8
	maxBesideLabel  = 12
)

// besideWords returns the place of the words in a text that consists of them and of
// a number or an e-mail address: "Ana Lima - (11) 98888-7777", "Ana Lima <ana@x.com>".
// The end is 0 where it does not. Their first word is a given name or stands before one.
func (l *nameLists) besideWords(text []byte) (start, end int) {
	n := len(text)
	if n == 0 || n > maxBeside {
		return 0, 0
	}
	var rest []byte
	switch last := text[n-1]; {
	case !isLetter(text[0]): // the number comes first
		for start < n && !isLetter(text[start]) {
			start++
		}
		if end = n; start+wordRun(text[start:]) < n || !l.mayBeName(text[start:]) {
			return 0, 0
		}
		rest = text[:start]
	case !isDigit(last) && last != ')' && last != '>' && bytes.IndexByte(text, '@') < 0, !l.mayBeName(text):
		return 0, 0
	default:
		end = wordRun(text)
		rest = text[end:]
	}
	if end == start || !isNumbered(rest) {
		return 0, 0
	}
	return start, end
}

func isLetter(b byte) bool { return isWord(b) && !isDigit(b) }

// wordRun returns the length of the words with which a text begins, up to a mark
// that is of no name, a dash between blanks, or an e-mail address.
func wordRun(text []byte) int {
	n, last := 0, 0 // last is where the last word begins
	for n < len(text) && (isLetter(text[n]) || isNameMark(text[n]) || text[n] == ' ') {
		if text[n] == ' ' {
			last = n
			if n+1 < len(text) && text[n+1] == '-' {
				break
			}
		}
		n++
	}
	if n < len(text) && (text[n] == '@' || text[n] == '_') || n < len(text) && isDigit(text[n]) && bytes.IndexByte(text[n:], '@') > 0 {
		n = last
	}
	return len(bytes.TrimRight(text[:n], " -"))
}

// mayBeName reports whether the first word of a text can be that of a name.
func (l *nameLists) mayBeName(text []byte) bool {
	word, _, _ := bytes.Cut(text, []byte{' '})
	role, _ := l.roleOf(bytes.TrimRight(word, "."))
	return role&(givenName|honorific) != 0
}

// isNumbered reports whether a text is a long number or an e-mail address, with one
// short word at most beside it.
func isNumbered(text []byte) bool {
	if bytes.IndexByte(text, '@') > 0 {
		return bytes.IndexByte(bytes.Trim(text, " <>()-;,:"), ' ') < 0
	}
	digits, letters := 0, 0
	for _, b := range text {
		switch {
		case isDigit(b):
			digits++
		case isWord(b):
			letters++
		}
	}
	return digits >= minBesideDigits && letters <= maxBesideLabel
}

// isBeside reports whether the words beside a number are of the form.
func (f *textForm) isBeside(words []byte) bool {
	return f.matcher.whole(words) && (f.check == nil || f.check(words, 0))
}
