package scanner

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

const (
	// minCoded is how long a value in base64 is that can hide somebody: 18 bytes.
	minCoded = 24
	// codedHead is how much of it tells what it is.
	codedHead = 4 << 10
)

// hexMark begins bytes in hexadecimal, as PostgreSQL writes them.
const hexMark = `\x`

// addCoded looks into a value in base64, as which documents carry files and texts, or
// in marked hexadecimal.
// It returns the text that the value stands for; of a picture or another file,
// which it counts, and of anything else the value itself.
func (p *profile) addCoded(c *columnProfile, value []byte) []byte {
	if len(value) < minCoded {
		return value
	}
	code, marked := value, false // the first byte tells that most values are neither
	if value[0] == hexMark[0] {
		code, marked = bytes.CutPrefix(value, []byte(hexMark))
	}
	decode, size := p.unhexed, int64(len(code)/2)
	if !marked {
		if value[0] == 'd' && bytes.HasPrefix(value, []byte("data:")) {
			_, code, _ = bytes.Cut(value, []byte(";base64,"))
		}
		if !isCoded(code) {
			return value
		}
		decode, size = p.uncoded, int64(len(code)/4*3)
	}
	head, ok := decode(code[:min(len(code), codedHead)])
	if !ok {
		return value
	}
	switch kind := detectors.ContentOf(head, max(size, int64(len(head)))); kind {
	case detectors.OtherContent: // a digest, a token, what is encrypted
	case detectors.PlainText:
		if text, ok := decode(code); ok && detectors.ContentOf(text, int64(len(text))) == kind {
			return bytes.Clone(text) // there may be more base64 in it
		}
	default:
		if c.contents == nil {
			c.contents = &Contents{}
		}
		c.contents.add(kind, 1, size, size)
	}
	return value
}

// isCoded reports whether a value begins like one in base64. Digests are in letters
// of one case.
func isCoded(value []byte) bool {
	if len(value) < minCoded || isParted(word(value)) || isParted(word(value[8:])) {
		return false
	}
	var upper, lower bool
	for _, c := range value[:minCoded] {
		switch {
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			upper = true
		case c < '0' || c > '9' && c != '+' && c != '/':
			return false
		}
	}
	return upper && lower
}

// isParted reports whether a space, a dot or an at sign is among eight bytes.
func isParted(w uint64) bool { return hasByte(w, ' ') || hasByte(w, '.') || hasByte(w, '@') }

// uncoded decodes base64 with or without line ends and padding; what it returns is
// valid until the next call.
func (p *profile) uncoded(code []byte) ([]byte, bool) {
	p.code = p.code[:0]
	for _, c := range code {
		if c > ' ' && c != '=' {
			p.code = append(p.code, c)
		}
	}
	if len(p.code)%4 == 1 { // less than a byte
		p.code = p.code[:len(p.code)-1]
	}
	p.plain = slices.Grow(p.plain[:0], base64.RawStdEncoding.DecodedLen(len(p.code)))
	n, err := base64.RawStdEncoding.Decode(p.plain[:cap(p.plain)], p.code)
	return p.plain[:n], err == nil
}

// unhexed decodes hexadecimal; what it returns is valid until the next call.
func (p *profile) unhexed(code []byte) ([]byte, bool) {
	p.plain = slices.Grow(p.plain[:0], hex.DecodedLen(len(code)))
	n, err := hex.Decode(p.plain[:cap(p.plain)], code)
	return p.plain[:n], err == nil
}
