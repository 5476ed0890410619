package files

import (
	"io"
	"slices"
	"sync"
)

// cellsRead is what readers of the cells of a workbook have learnt on their way of
// what is beside the cells. Nil learns nothing.
type cellsRead struct {
	mu     sync.Mutex
	sheets map[string]besides // of the worksheets that were read to their end, by part
	texts  textSet            // shared strings that their cells refer to
}

// besides is what is in a worksheet beside the values of cells.
type besides int

const (
	nothing  besides = iota
	notes            // known to be looked for
	oddities         // also between the cells what stands in no workbook that a program has written
)

// add takes over what the reader of a worksheet has learnt at its end.
func (c *cellsRead) add(part string, beside besides, texts textSet) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sheets == nil {
		c.sheets = map[string]besides{}
	}
	if notesIn(part).cells == nil {
		beside = oddities
	}
	c.sheets[part] = beside
	c.texts.merge(texts)
}

// of tells whether a worksheet was read to its end, and what it holds.
func (c *cellsRead) of(part string) (beside besides, read bool) {
	if c == nil {
		return oddities, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	beside, read = c.sheets[part]
	return beside, read
}

// refersTo reports whether a cell refers to a shared string.
func (c *cellsRead) refersTo(text int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.texts.has(text)
}

// complete reads the cells of the worksheets that nobody has read to their end yet.
// What is wrong with one is said where it is read for its cells: then those texts
// count as loose to which only its unread rest may refer.
func (c *cellsRead) complete(w *workbook) {
	for _, sheet := range w.sheets {
		if _, read := c.of(sheet.part); read || !sheet.cells {
			continue
		}
		r, err := w.worksheet(sheet.part, nil, c) // of rows that nobody wants no text is looked up
		if err != nil {
			continue
		}
		for err == nil {
			_, err = r.next(false)
		}
		r.close()
		if err != io.EOF {
			c.add(sheet.part, oddities, r.atHand().texts)
		}
	}
}

// looseText takes the shared string that has just been opened: how to pronounce it,
// and all of it when no cell refers to it, as programs leave it that write new
// texts without clearing old ones away.
func (n *bookNotes) looseText() error {
	text, spoken, phonetic := n.text[:0], []byte(nil), 0
	err := n.x.within(func(kind xmlKind) (err error) {
		switch kind {
		case xmlStart:
			if phonetic == 0 && string(n.x.name) == "rPh" {
				phonetic = len(n.x.open)
			}
		case xmlEnd:
			if len(n.x.open) < phonetic {
				n.add(spoken)
				spoken, phonetic = nil, 0
			}
		case xmlComment:
			n.add(n.x.text)
		case xmlText:
			to := &text
			if phonetic > 0 {
				to = &spoken
			}
			if *to, err = appendText(*to, n.x.text, n.x.cdata); len(*to) > maxToken {
				err = errNested
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if !n.learnt.refersTo(n.texts) {
		n.add(unescapeX(text))
	}
	n.text = text
	n.texts++
	return nil
}

// A textSet is a set of shared strings by their numbers.
type textSet []uint64

// maxTextNumber is beyond the numbers of all shared strings that are kept.
const maxTextNumber = maxShared / 12

func (s *textSet) add(text int) {
	if text < 0 || text >= maxTextNumber {
		return
	}
	if n := text/64 + 1; n > len(*s) {
		*s = append(*s, make([]uint64, max(n, 2*len(*s))-len(*s))...)
	}
	(*s)[text/64] |= 1 << (text % 64)
}

func (s textSet) has(text int) bool { return text/64 < len(s) && s[text/64]&(1<<(text%64)) != 0 }

func (s *textSet) merge(other textSet) {
	if len(*s) < len(other) {
		*s = append(slices.Clone(*s), make([]uint64, len(other)-len(*s))...)
	}
	for i, bits := range other {
		(*s)[i] |= bits
	}
}
