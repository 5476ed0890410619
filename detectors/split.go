package detectors

import (
	"slices"
	"strings"
)

// typeLetters are what some set before a name for the type of its values: "cTelefone".
const typeLetters = "bcdinst"

const (
	minLettered = 7  // letters of a name with any other, which is a type's by itself: "rcontact"
	minTyped    = 6  // letters of a name with such a one
	minJoined   = 5  // letters of a name that may be several words written together
	maxJoined   = 40 // … and the most
	minWordPart = 3  // letters of each word
	minKeyed    = 4  // … before an "id" or an "of"
)

// manyWords is about how many words the built-in rules have.
const manyWords = 1 << 14

// knownWords gathers the words of the rules' names, and what systems use in names.
func knownWords(types []Type, daily *everyday) map[string]*wordUse {
	known := make(map[string]*wordUse, manyWords)
	use := func(word string) *wordUse {
		u := known[word]
		if u == nil {
			u = &wordUse{latest: -1}
			known[word] = u
		}
		return u
	}
	for i := range types {
		n := &types[i].names
		for _, name := range n.is.names {
			for _, w := range name.words {
				use(w).count(i, len(name.words) == 1)
			}
		}
		for _, name := range n.not.names {
			for _, w := range name.words {
				use(w).all++ // they speak for no type
			}
		}
		for _, list := range []nameList{n.roles, n.hints} {
			for _, name := range list.names {
				for _, w := range name.words {
					use(w)
				}
			}
		}
	}
	for _, list := range [][]string{grammar.Prefixes, grammar.Amounts, grammar.Flags, grammar.Counts, grammar.States, grammar.Qualifiers, grammar.Owners, grammar.Endings, grammar.NameWords, grammar.MoreWords, grammar.Measures} {
		for _, w := range list {
			use(w)
		}
	}
	for word, u := range known {
		u.suggests = u.suggestive(types) && daily.specific(word)
	}
	return known
}

// Words splits a column's name like [Tokens], leaves out the words that only
// join others, and takes apart what is written together ("NROPASSAPORTE") and a
// number at the end of a word ("telefone2"), where that gives known words.
func (c *Catalog) Words(name string) []string {
	var words []string
	tokens := withoutJoints(Tokens(name))
	if len(tokens) == 1 && len(tokens[0]) >= minJoined && !c.Known(tokens[0]) {
		if words = c.shortly(tokens[0]); words != nil {
			return words
		}
	}
	for _, w := range tokens {
		words = append(words, c.split(w)...)
	}
	return words
}

// split returns the known words that w consists of, the fewest there are, or w.
func (c *Catalog) split(w string) []string {
	if c.Known(w) {
		return []string{w}
	}
	if bare := strings.TrimRight(w, "0123456789"); len(bare) >= minWordPart && len(w)-len(bare) <= 2 && c.Known(bare) {
		return []string{bare}
	}
	if len(w) >= minTyped && strings.IndexByte(typeLetters, w[0]) >= 0 && c.Known(w[1:]) {
		return []string{w[1:]}
	}
	if u := c.known[w[min(1, len(w)):]]; len(w) > minLettered && u != nil && u.alone { // the letter of a table, or of whose it is
		return []string{w[1:]}
	}
	if whose, ok := strings.CutSuffix(w, "id"); ok && len(whose) >= minKeyed && c.Known(whose) {
		return []string{whose, "id"}
	}
	if bare, ok := strings.CutSuffix(w, "of"); ok && len(bare) >= minKeyed && c.Known(bare) { // "PlaceofBirth"
		return []string{bare}
	}
	if len(w) < minJoined || len(w) > maxJoined {
		return []string{w}
	}
	if parts := c.joined(w); parts != nil {
		return drop(parts, grammar.InnerJoints)
	}
	if word := c.stems().correct(w); word != "" {
		return []string{word}
	}
	return []string{w}
}

// joined returns the fewest known words that make w written together; nil where none do.
func (c *Catalog) joined(w string) (parts []string) {
	type cut struct{ words, from int } // of the best way to write the letters so far
	best := make([]cut, len(w)+1)
	for end := 2; end <= len(w); end++ {
		for from := 0; from < end; from++ {
			part := w[from:end]
			if from > 0 && best[from].words == 0 || !c.isPart(part, from == 0, end == len(w)) {
				continue
			}
			if b := &best[end]; b.words == 0 || best[from].words+1 < b.words {
				*b = cut{best[from].words + 1, from}
			}
		}
	}
	if best[len(w)].words == 0 {
		return nil
	}
	for end := len(w); end > 0; end = best[end].from {
		parts = append(parts, w[best[end].from:end])
	}
	slices.Reverse(parts)
	return parts
}

// shortly returns a prefix of two or three letters and what the three behind it are short
// for, of which such names consist: "NRDOC", "VLRREN"; nil for another.
func (c *Catalog) shortly(w string) []string {
	n := len(w) - minWordPart
	if n > minWordPart || !slices.Contains(grammar.ShortPrefixes, w[:n]) && !slices.Contains(grammar.Prefixes, w[:n]) && !slices.Contains(grammar.Amounts, w[:n]) {
		return nil
	}
	words := c.Expand(w[n:])
	switch {
	case words != nil && !IsKeyWord(w[:n]):
		return append([]string{w[:n]}, words...)
	case words == nil && c.isShort(w[n:]):
		return []string{w[:n], w[n:]}
	}
	return nil
}

// Known reports whether a word is one of some rule's names for columns, or one that
// systems use in them.
func (c *Catalog) Known(word string) bool {
	_, ok := c.known[word]
	return ok
}

// Expand returns the words for which a short form stands in names that begin or end with the
// code of their table, "ecv" in "cliecv"; nil for none.
func (c *Catalog) Expand(short string) []string {
	if words := c.daily.Short[short]; words != "" {
		return strings.Split(words, "_")
	}
	return nil
}

func (c *Catalog) isPart(part string, first, last bool) bool {
	switch {
	case !first && !last && slices.Contains(grammar.InnerJoints, part):
		return true
	case len(part) < minWordPart:
		return first && !last && slices.Contains(grammar.ShortPrefixes, part) || last && !first && part == "rg"
	case len(part) == minWordPart && last:
		return slices.Contains(grammar.ShortParts, part)
	case len(part) == minWordPart:
		return c.isShort(part)
	}
	return c.Known(part)
}

// isShort reports whether words of three letters may begin a name written
// together, or stand within it: any other is likelier a part of a longer word.
func (c *Catalog) isShort(part string) bool {
	for _, list := range [][]string{grammar.Prefixes, grammar.Owners, grammar.Flags, grammar.Amounts, grammar.NameWords, grammar.ShortParts, grammar.ShortBeginnings} {
		if slices.Contains(list, part) {
			return c.Known(part)
		}
	}
	return false
}
