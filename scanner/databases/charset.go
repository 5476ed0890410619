package databases

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A charset is the encoding of a PostgreSQL database whose texts come as they are
// stored, since the server cannot make UTF-8 of all of them; "" where it does.
type charset string

const (
	noCharset   charset = "SQL_ASCII" // any bytes: the server does not know what they are
	windows1252 charset = "WIN1252"   // five of its bytes are no characters, and stand in old databases all the same
)

// charsetOf returns the charset of a database with an encoding of this name.
func charsetOf(encoding string) charset {
	if c := charset(encoding); c == noCharset || c == windows1252 {
		return c
	}
	return ""
}

// encoded converts a statement, which may hold names, for a session in the encoding of the
// database.
func (c charset) encoded(statement string) string {
	if c == windows1252 {
		if text, err := charmap.Windows1252.NewEncoder().String(statement); err == nil {
			return text
		}
	}
	return statement
}

// decoded converts a name that came from such a session.
func (c charset) decoded(name string) string {
	if c == windows1252 {
		if text, err := charmap.Windows1252.NewDecoder().String(name); err == nil {
			return text
		}
	}
	return name
}

// repaired decodes a text that is in any encoding: UTF-8 where it can be, also where it
// was cut in the middle of a character, else what Windows wrote.
func repaired(cell []byte) []byte {
	if utf8.Valid(cell) {
		return cell
	}
	for n := 1; n < utf8.UTFMax && len(cell) == maxCell; n++ {
		whole, last := cell[:maxCell-n], cell[maxCell-n:]
		if utf8.RuneStart(last[0]) && !utf8.FullRune(last) && utf8.Valid(whole) {
			return whole
		}
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(cell)
	if err != nil {
		return nil
	}
	return decoded
}
