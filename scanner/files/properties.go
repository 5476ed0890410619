package files

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// ofProgram are the properties of a document that are no texts of people: the template, the
// revision, and the name of the program.
var ofProgram = []int64{7, 9, 18}

// propertyTexts are the texts in the properties of a document that say more than a word.
func (c *compound) propertyTexts() (texts [][]byte, err error) {
	for _, s := range c.streams {
		if !strings.HasPrefix(s.path, "\x05") {
			continue
		}
		in, err := c.open(s.path)
		if err != nil {
			return nil, err
		}
		data := make([]byte, min(in.size, maxToken))
		if _, err := in.ReadAt(data, 0); err != nil {
			return nil, cutOff(err)
		}
		texts = append(texts, propertiesIn(data)...)
	}
	return texts, nil
}

// propertiesIn are those in a stream of properties (MS-OLEPS).
func propertiesIn(data []byte) (texts [][]byte) {
	const headSize, textKind, wideKind = 28, 30, 31
	number := func(at int64) int64 {
		if at < 0 || at+4 > int64(len(data)) {
			return 0
		}
		return int64(binary.LittleEndian.Uint32(data[at:]))
	}
	for i := range min(number(24), 2) {
		section := number(headSize + 20*i + 16)
		for k := range min(number(section+4), maxStyles) {
			id, at := number(section+8+8*k), section+number(section+12+8*k)
			kind, size, from := number(at), number(at+4), at+8
			if kind == wideKind {
				size *= 2
			}
			if kind != textKind && kind != wideKind || i == 0 && slices.Contains(ofProgram, id) || from < 0 || from+size > int64(len(data)) {
				continue
			}
			if text := bytes.Trim(propertyText(data[from:from+size], kind == wideKind), "\x00"); isTelling(text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// propertyText makes UTF-8 of a text in characters of two bytes, in UTF-8, or in Windows' encoding.
func propertyText(text []byte, wide bool) (decoded []byte) {
	switch {
	case wide:
		return appendUTF16(nil, text)
	case utf8.Valid(text):
		return text
	}
	decoded, _ = charmap.Windows1252.NewDecoder().Bytes(text) // which knows every byte
	return decoded
}
