package files

import (
	"bytes"
	"iter"
)

// suspicious reports whether an attribute has a value that may be somebody's: it
// says more than a word, and is no mark, name space or number but for one as long as
// those of documents.
func suspicious(a xmlAttr) bool {
	return isTelling(a.value) && (!a.space || hasDocument(a.value)) && a.value[0] != '{' && string(a.name) != "Ignorable" && string(a.name) != "documentId" &&
		(isLong(a.value) || !isNumber(string(a.value))) && !isReference(a.value)
}

// The numbers of documents and telephones have so many digits.
const minLong, maxLong = 10, 15

// isLong reports whether a text is a number as long as those of documents.
func isLong(text []byte) bool {
	return len(text) >= minLong && len(text) <= maxLong && isInteger(text) && text[0] != '-'
}

// isTelling reports whether a text says more than a word.
func isTelling(text []byte) bool {
	return len(text) >= 6 && (countDigits(text) >= 6 || bytes.ContainsAny(text, " @,;"))
}

// literals returns the texts of a formula that say more than a word, and numbers as
// long as those of documents, in names of sheets too.
func literals(formula []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for quote := []byte{'"'}; ; {
			outside, from, _ := bytes.Cut(formula, quote)
			if number := longNumber(outside); number != nil && !yield(number) {
				return
			}
			text, rest, ok := bytes.Cut(from, quote)
			if !ok || isTelling(text) && !yield(text) {
				return
			}
			formula = rest
		}
	}
}

// longNumber returns the first number in a text that is as long as those of documents.
func longNumber(text []byte) []byte {
	for len(text) >= minLong {
		text = text[max(bytes.IndexAny(text, "0123456789"), 0):]
		size := len(text) - len(bytes.TrimLeft(text, "0123456789.-/"))
		word := bytes.TrimRight(text[:size], ".-/")
		if last := word[bytes.LastIndexAny(word, "-/")+1:]; isLong(last) {
			return last
		}
		if hasDocument(word) && !isNumber(string(word)) {
			return word
		}
		text = text[max(size, 1):]
	}
	return nil
}

// hasDocument reports whether a text has a number as long as those of documents and
// telephones, or an address of mail. Times, marks and measures have none.
func hasDocument(text []byte) bool {
	digits := 0
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != '.' && c != '-' && c != '/' || digits > maxLong:
			digits = 0
		}
		if digits >= minLong && digits <= maxLong && (i+1 == len(text) || text[i+1] < '0' || text[i+1] > '9') {
			return true
		}
	}
	at := bytes.IndexByte(text, '@')
	return at > 0 && bytes.IndexByte(text[at:], '.') > 1
}

// isReference reports whether a text names cells: "L200001", "A1:L200001 N1".
func isReference(text []byte) bool {
	letters, digits := 0, 0
	for _, b := range text {
		switch {
		case b == ':' || b == ' ' || b == '$':
			if b != '$' {
				letters, digits = 0, 0
			}
		case b >= 'A' && b <= 'Z' && digits == 0:
			letters++
		case isDigit(b):
			digits++
		default:
			return false
		}
		if letters > 3 || digits > 7 || digits > 0 && letters == 0 {
			return false
		}
	}
	return true
}
