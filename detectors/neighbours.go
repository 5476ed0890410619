package detectors

import "strings"

// Neighbours are the names of a table's columns, found by their words. The zero
// value is of a table without any.
type Neighbours struct {
	names [][]string
	with  map[string][]int // columns whose names have a word, in order
}

// Add adds the name of the next column, as [Tokens].
func (n *Neighbours) Add(tokens []string) {
	if n.with == nil {
		n.with = map[string][]int{}
	}
	for _, word := range tokens {
		n.with[word] = append(n.with[word], len(n.names))
	}
	n.names = append(n.names, tokens)
}

// Forget takes back the name of a column, of which the values deny what it says.
func (n *Neighbours) Forget(i int) { n.names[i] = nil }

// Beside returns the rule's name for a neighbour that the first column has that
// has one, but for the column at a place; "" when none has one.
func (t *Type) Beside(n *Neighbours, own int) (beside string) {
	first := len(n.names)
	for _, name := range t.names.neighbours {
		for _, i := range n.with[name[0]] {
			if i >= first {
				break
			}
			if i != own && contains(n.names[i], name) {
				beside, first = strings.Join(name, "_"), i
			}
		}
	}
	return beside
}
