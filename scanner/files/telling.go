package files

import (
	"bytes"
	"iter"
)

// suspicious reports whether an attribute has a value that may be somebody's: it
// says more than a word, and is no number, mark or name space.
func suspicious(a xmlAttr) bool {
	return isTelling(a.value) && !a.space && a.value[0] != '{' && string(a.name) != "Ignorable" && string(a.name) != "documentId" &&
		!isNumber(string(a.value)) && !isReference(a.value)
}

// isTelling reports whether a text says more than a word.
func isTelling(text []byte) bool {
	return len(text) >= 6 && (countDigits(text) >= 6 || bytes.ContainsAny(text, " @,;"))
}

// literals returns the texts of a formula that say more than a word.
func literals(formula []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for quote := []byte{'"'}; ; {
			_, from, _ := bytes.Cut(formula, quote)
			text, rest, ok := bytes.Cut(from, quote)
			if !ok || isTelling(text) && !yield(text) {
				return
			}
			formula = rest
		}
	}
}

// hasDocument reports whether a text has a number as long as those of documents and
// telephones, or an address of mail. Times, marks and measures have none.
func hasDocument(text []byte) bool {
	digits := 0
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != '.' && c != '-' && c != '/' || digits > 15:
			digits = 0
		}
		if digits >= 10 && digits <= 15 && (i+1 == len(text) || text[i+1] < '0' || text[i+1] > '9') {
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
