package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/datamapbr/datamap/rules"
)

// writeJSON writes the inventory as indented JSON that [Read] reads back. Characters
// that are not to be shown (see [Shown]) are written as JSON escapes: the document
// holds the names as they are and is harmless on a terminal.
func writeJSON(w io.Writer, inv *Inventory, _ *rules.Words, _ []rules.Rule) error {
	if len(inv.Tables) == 0 {
		return writeIndented(w, inv)
	}
	// The tables, the last field, are nearly all of a result: they are encoded one at a time.
	head, err := json.MarshalIndent(struct {
		*Inventory
		Tables []Table `json:"tables"`
	}{inv, []Table{}}, "", indent)
	if err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	out := bufio.NewWriter(w)
	show(out, bytes.TrimSuffix(head, []byte("]\n}")))
	for i := range inv.Tables {
		table, err := json.MarshalIndent(&inv.Tables[i], indent+indent, indent)
		if err != nil {
			return fmt.Errorf("writing JSON: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprint(out, "\n", indent, indent)
		show(out, table)
	}
	fmt.Fprint(out, "\n", indent, "]\n}\n")
	return out.Flush()
}

const indent = " "

func writeIndented(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", indent)
	if err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	out := bufio.NewWriter(w)
	show(out, data)
	out.WriteByte('\n')
	return out.Flush()
}

// show writes JSON with escapes for the characters that must not be seen.
func show(out *bufio.Writer, data []byte) {
	for {
		n := shownPrefix(data)
		out.Write(data[:n])
		if data = data[n:]; len(data) == 0 {
			return
		}
		r, size := utf8.DecodeRune(data)
		data = data[size:]
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			fmt.Fprintf(out, `\u%04x\u%04x`, high, low)
		} else {
			fmt.Fprintf(out, `\u%04x`, r)
		}
	}
}

// shownPrefix returns how many bytes come before the first character that must not be seen.
func shownPrefix(data []byte) int {
	for i := 0; i < len(data); {
		if c := data[i]; c == '\n' || c >= ' ' && c < 0x7f { // nearly every character
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
