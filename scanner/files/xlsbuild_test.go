package files

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// biff writes a record of a kind; its parts are numbers of their size and texts as they are.
func biff(kind uint16, parts ...any) string {
	data := bytesOf(parts...)
	return bytesOf(kind, uint16(len(data))) + data
}

func bytesOf(parts ...any) string {
	var b []byte
	for _, part := range parts {
		if text, ok := part.(string); ok {
			b = append(b, text...)
			continue
		}
		var err error
		if b, err = binary.Append(b, binary.LittleEndian, part); err != nil {
			panic(err)
		}
	}
	return string(b)
}

// narrow is a text as records have it, of characters of one byte each, and wide one of two.
func narrow(text string) string { return bytesOf(uint16(len(text)), byte(0), text) }

func wide(text string) string { return bytesOf(uint16(len(text)), byte(1), string(wideText(text))) }

// An xlsMaker makes the stream of a workbook of Excel 97.
type xlsMaker struct {
	version uint16   // of Excel 97 where it is 0
	globals string   // more records about the workbook
	names   []string // of the sheets; "-" hides one, "+" makes it a chart
	sheets  []string // their records
	texts   []string // that cells refer to, as records have them
}

func (m xlsMaker) stream() string {
	version := m.version
	if version == 0 {
		version = excel8
	}
	begin := func(kind uint16) string { return biff(biffBOF, version, kind, uint32(0), uint32(0), uint32(0)) }
	head := begin(5) + m.globals
	if m.texts != nil {
		n := uint32(len(m.texts))
		head += biff(biffTexts, n, n, strings.Join(m.texts, ""))
	}
	list := func(at int) (all string) {
		for i, name := range m.names {
			shown, hidden := strings.CutPrefix(name, "-")
			shown, chart := strings.CutPrefix(shown, "+")
			title := bytesOf(byte(len(shown)), byte(0), shown)
			if version == excel5 {
				title = bytesOf(byte(len(shown)), shown)
			}
			all += biff(biffSheet, uint32(at), hidden, map[bool]byte{true: 2}[chart], title)
			at += len(m.sheet(i, begin))
		}
		return all
	}
	end := biff(biffEOF)
	all := head + list(len(head)+len(list(0))+len(end)) + end
	for i := range m.sheets {
		all += m.sheet(i, begin)
	}
	return all
}

func (m xlsMaker) sheet(i int, begin func(uint16) string) string {
	return begin(0x10) + m.sheets[i] + biff(biffEOF)
}

// bytes is the file: the stream of the workbook, and others by path and content.
func (m xlsMaker) bytes(others ...string) string {
	name := "Workbook"
	if m.version == excel5 {
		name = "Book"
	}
	return compoundOf(append([]string{name, m.stream()}, others...)...)
}

// compoundOf makes a compound file of streams, by path and content: those below 4096 bytes are in
// the stream of the small ones. A storage is made for each that a path begins with.
func compoundOf(streams ...string) string {
	const sector, cutoff, none, end, table = 512, 4096, 0xffffffff, 0xfffffffe, 0xfffffffd
	var body, mini bytes.Buffer
	var next, behind []uint32
	put := func(b *bytes.Buffer, chain *[]uint32, size int, data string) uint32 {
		start := uint32(len(*chain))
		for at := 0; at < len(data); at += size {
			piece := data[at:min(at+size, len(data))]
			b.WriteString(piece + strings.Repeat("\x00", size-len(piece)))
			*chain = append(*chain, uint32(len(*chain)+1))
		}
		if len(data) == 0 {
			return end
		}
		(*chain)[len(*chain)-1] = end
		return start
	}
	entry := func(name string, kind byte, right, child, start uint32, size int) string {
		text := string(wideText(name)) + "\x00\x00"
		return bytesOf(text+strings.Repeat("\x00", 64-len(text)), uint16(len(text)), kind, byte(1), uint32(none), right, child, strings.Repeat("\x00", 36), start, uint64(size))
	}
	var entries []string
	storages := map[string]uint32{}
	last := map[string]int{} // entry of each storage, of which another is right of
	add := func(dir, made string) {
		i := len(entries)
		entries = append(entries, made)
		link := func(of int, at int) {
			e := entries[of]
			entries[of] = e[:at] + bytesOf(uint32(i)) + e[at+4:]
		}
		if before, ok := last[dir]; ok {
			link(before, 72)
		} else {
			link(int(storages[dir]), 76)
		}
		last[dir] = i
	}
	entries = append(entries, "")
	var rootStreams []func()
	for i := 0; i < len(streams); i += 2 {
		path, data := streams[i], streams[i+1]
		rootStreams = append(rootStreams, func() {
			dir, name, ok := strings.Cut(path, "/")
			if !ok {
				dir, name = "", path
			} else if _, made := storages[dir]; !made {
				storages[dir] = uint32(len(entries))
				add("", entry(dir, 1, none, none, 0, 0))
			}
			in, chain, size := &body, &next, sector
			if len(data) < cutoff {
				in, chain, size = &mini, &behind, miniSize
			}
			start := put(in, chain, size, data)
			add(dir, entry(name, 2, none, none, start, len(data)))
		})
	}
	entries[0] = entry("Root Entry", 5, none, none, 0, 0)
	for _, make := range rootStreams {
		make()
	}
	start := put(&body, &next, sector, mini.String())
	entries[0] = entries[0][:116] + bytesOf(start, uint64(mini.Len()))
	for len(entries)%4 != 0 {
		entries = append(entries, entry("", 0, none, none, 0, 0))
	}
	directory := put(&body, &next, sector, strings.Join(entries, ""))
	chains := put(&body, &next, sector, bytesOf(behind)+strings.Repeat("\xff", (sector-4*len(behind)%sector)%sector))
	var tables []uint32
	for len(tables)*sector/4 < len(next)+len(tables) {
		tables = append(tables, uint32(len(next)+len(tables)))
	}
	for range tables {
		next = append(next, table)
	}
	body.WriteString(bytesOf(next) + strings.Repeat("\xff", len(tables)*sector-4*len(next)))
	for len(tables) < 109 {
		tables = append(tables, none)
	}
	used := bytes.Count([]byte(bytesOf(tables)), []byte(bytesOf(uint32(none))))
	return bytesOf(oleMagic, strings.Repeat("\x00", 16), uint16(0x3e), uint16(3), uint16(0xfffe), uint16(9), uint16(6), strings.Repeat("\x00", 10), uint32(109-used), directory,
		uint32(0), uint32(cutoff), chains, uint32((4*len(behind)+sector-1)/sector), uint32(end), uint32(0), tables) + body.String()
}

// xlsPeople is a workbook with texts, numbers of all kinds, results of formulas, and notes.
func xlsPeople() xlsMaker {
	cell := func(row, col uint16, style uint16) string { return bytesOf(row, col, style) }
	comment := biff(biffTextBox, uint16(0), uint16(0), strings.Repeat("\x00", 6), uint16(14), uint16(16), uint32(0)) + biff(biffContinue, byte(0), "ligar para Bia")
	people := biff(biffTextAt, cell(0, 0, 0), uint32(0)) + biff(biffTextAt, cell(0, 1, 0), uint32(1)) + biff(biffLabel, cell(0, 2, 0), narrow("ativo")) +
		biff(biffLabel, cell(0, 3, 0), wide("total")) + biff(biffLabel, cell(0, 4, 0), narrow("obs")) +
		biff(biffTextAt, cell(1, 0, 0), uint32(2)) + biff(biffNumber, cell(1, 1, 1), 43952.0) + biff(biffBoolError, cell(1, 2, 0), byte(1), byte(0)) +
		biff(biffMulRK, uint16(1), uint16(3), uint16(0), uint32(150<<2|3), uint16(0), uint32(0x3ff00000), uint16(4)) +
		biff(biffTextAt, cell(2, 0, 0), uint32(3)) + biff(biffRK, cell(2, 1, 1), uint32(43953<<2|2)) + biff(biffBoolError, cell(2, 2, 0), byte(0x2a), byte(1)) +
		biff(biffFormula, cell(2, 3, 0), 2.5, uint16(0), uint32(0), uint16(0)) +
		biff(biffFormula, cell(2, 4, 0), "\x00\x00\x00\x00\x00\x00\xff\xff", uint16(0), uint32(0), uint16(0)) + biff(0x04bc, "") + biff(biffString, narrow("um dois")) +
		begunChart + biff(biffLabel, cell(9, 9, 0), narrow("Rui Barros, 1998")) + biff(biffEOF) + comment
	return xlsMaker{
		globals: biff(biffFormat, uint16(164), narrow("dd/mm/yyyy")) + biff(biffStyle, uint16(0), uint16(0), uint32(0)) + biff(biffStyle, uint16(0), uint16(164), uint32(0)),
		names:   []string{"Plan1", "-Oculta", "+Grafico"},
		sheets:  []string{people, biff(biffLabel, cell(3, 0, 0), narrow("produto")) + biff(biffLabel, cell(4, 0, 0), narrow("l\xe1pis")), ""},
		texts:   []string{narrow("nome"), wide("admiss\xe3o"), narrow("Ana Lima"), bytesOf(uint16(8), byte(8), uint16(1), "Eva Reis", uint32(0)), narrow("de ningu\xe9m")},
	}
}

var begunChart = biff(biffBOF, uint16(excel8), uint16(0x20), uint32(0), uint32(0), uint32(0))

// xlsSummary is a stream of properties with the author.
func xlsSummary(author string) string {
	section := bytesOf(uint32(0), uint32(2), uint32(4), uint32(24), uint32(18), uint32(24), uint32(30), uint32(len(author)+1), author+"\x00")
	return bytesOf(uint16(0xfffe), uint16(0), uint32(0), strings.Repeat("\x00", 16), uint32(1), strings.Repeat("\x00", 16), uint32(48), section)
}
