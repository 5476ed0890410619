package files

import "bytes"

// maxLiterals is how many texts in formulas are told apart; of others each is a note.
const maxLiterals = 4096

// A noteQueue holds notes that were found, until they are handed out as rows.
type noteQueue struct {
	queue  [][]byte
	isData func([]byte) bool // tells what is somebody's wherever it stands; may be nil
	seen   map[string]bool   // texts in formulas
	row    [1][]byte
	text   []byte // room for one
}

// isSomebodys reports whether a text that stands where nobody writes is a personal
// value all the same. One with few digits may be the time or mark of a program.
func (n *noteQueue) isSomebodys(text []byte) bool {
	return hasDocument(text) || n.isData != nil && countDigits(text) == 0 && n.isData(text)
}

// pull takes the first note out, as a row.
func (n *noteQueue) pull() [][]byte {
	n.row[0], n.queue = n.queue[0], n.queue[1:]
	return n.row[:]
}

func (n *noteQueue) remarks() (gaps, notes tally) { return nil, nil }

// add queues a note.
func (n *noteQueue) add(text []byte) {
	if text = bytes.TrimSpace(text); len(text) > 0 {
		n.queue = append(n.queue, bytes.Clone(text))
	}
}

// addLiterals queues the texts of a formula, each once.
func (n *noteQueue) addLiterals(formula []byte) {
	for text := range literals(formula) {
		n.addOnce(bytes.TrimPrefix(text, []byte("mailto:")))
	}
}

// addOnce queues a note that is not among the first that were queued so.
func (n *noteQueue) addOnce(text []byte) {
	if n.seen[string(text)] {
		return
	}
	if n.seen == nil {
		n.seen = map[string]bool{}
	}
	if len(n.seen) < maxLiterals {
		n.seen[string(text)] = true
	}
	n.add(text)
}
