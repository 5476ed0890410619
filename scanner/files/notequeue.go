package files

import "bytes"

// maxLiterals is how many texts in formulas are told apart.
const maxLiterals = 4096

// A noteQueue holds notes that were found, until they are handed out as rows.
type noteQueue struct {
	queue [][]byte
	seen  map[string]bool // texts in formulas
	row   [1][]byte
	text  []byte // room for one
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
		if n.seen[string(text)] || len(n.seen) >= maxLiterals {
			continue
		}
		if n.seen == nil {
			n.seen = map[string]bool{}
		}
		n.seen[string(text)] = true
		n.add(bytes.TrimPrefix(text, []byte("mailto:")))
	}
}
