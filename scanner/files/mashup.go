package files

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"io"
	"path"
	"regexp"
	"slices"
)

// mashupQuoted are the texts of queries that may be tables which somebody typed in:
// Power Query keeps them deflated, in base64.
var mashupQuoted = regexp.MustCompile(`"[A-Za-z0-9+/=]{24,}"`)

// queriesIn returns the lines of the queries that Power Query keeps in a workbook, with
// the tables that were typed into them: code is an archive and settings, in base64.
// There are none in what is no such code.
func queriesIn(code []byte) (lines [][]byte, err error) {
	data, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(code), nil)))
	if err != nil || len(data) < 8 {
		return nil, nil
	}
	size := min(int64(binary.LittleEndian.Uint32(data[4:])), int64(len(data)-8))
	archive, err := zip.NewReader(bytes.NewReader(data[8:]), size)
	if err != nil {
		return nil, nil
	}
	for _, f := range archive.File {
		if path.Ext(f.Name) != ".m" {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		text, err := upTo(maxToken, in)
		in.Close()
		if err != nil {
			return nil, err
		}
		for line := range bytes.Lines(text) {
			if line, err = typedIn(line); err != nil {
				return nil, err
			}
			lines = append(lines, line)
		}
	}
	settings := bytes.FieldsFunc(data[8+size:], func(r rune) bool { return r < ' ' || r == '<' || r == '>' })
	return append(lines, slices.DeleteFunc(settings, func(s []byte) bool { return !hasDocument(s) })...), nil
}

// typedIn returns a line of a query with its tables unpacked.
func typedIn(line []byte) (plain []byte, err error) {
	for {
		at := mashupQuoted.FindIndex(line)
		if at == nil {
			return append(plain, line...), nil
		}
		quoted := line[at[0]:at[1]]
		packed, err := base64.StdEncoding.DecodeString(string(bytes.Trim(quoted, `"`)))
		if err == nil {
			packed, err = upTo(maxToken, flate.NewReader(bytes.NewReader(packed)))
		}
		switch {
		case err == errNested:
			return nil, err
		case err != nil: // it is no table
			packed = quoted
		}
		plain, line = append(append(plain, line[:at[0]]...), packed...), line[at[1]:]
	}
}

// upTo reads to the end; what is larger than so many bytes is an error.
func upTo(size int64, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, size+1))
	if int64(len(data)) > size {
		err = errNested
	}
	return data, err
}
