package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSON writes the inventory as indented JSON that [Read] reads back. Characters
// that are not to be shown (see [Shown]) are written as JSON escapes: the document
// holds the names as they are and is harmless on a terminal.
func WriteJSON(w io.Writer, inv *Inventory) error {
	return writeIndented(w, inv)
}

func writeIndented(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	out := bufio.NewWriter(w)
	for len(data) > 0 {
		n := shownPrefix(data)
		out.Write(data[:n])
		data = data[n:]
		if len(data) == 0 {
			break
		}
		r, size := utf8.DecodeRune(data)
		data = data[size:]
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			fmt.Fprintf(out, `\u%04x\u%04x`, high, low)
		} else {
			fmt.Fprintf(out, `\u%04x`, r)
		}
	}
	out.WriteByte('\n')
	return out.Flush()
}

// shownPrefix returns how many bytes come before the first character that must not be seen.
func shownPrefix(data []byte) int {
	for i := 0; i < len(data); {
		if c := data[i]; c == '\n' || c >= ' ' && c < 0x7f { // most of all there is
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if hidden(r) {
			return i
		}
		i += size
	}
	return len(data)
}
