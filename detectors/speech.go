package detectors

import "github.com/datamapbr/datamap/rules"

// speech is the words that show what a free text is about.
type speech struct {
	words wordList[int] // leads to the indexes of types
	made  []madeWords
	terms map[string][]int // types by their terms
	short shortSpeech
}

// Desk and Surname are the members of what [Catalog.Names] returns that are no types: the value
// has a word of the desk where the row was written, which says nothing of somebody's; it is a
// surname, as streets, towns and goods may be, too.
const (
	Desk    = setSize - 1
	Surname = setSize - 2
)

// A shortSpeech is the further words that show what a short value is about, where a text
// may have them by the way: the terms of types, those by which columns of types with
// siblings are called, and those of the desk.
type shortSpeech struct {
	words  wordList[int]
	begins []begunWords
}

// begunWords are the words that stand for a type by how they begin.
type begunWords struct {
	*parts
	first [sieveBits / 64]uint64 // the first letters, as [beginning] tells them
	typ   int
}

func newShortSpeech(types []Type, known map[string]*wordUse, daily *everyday) shortSpeech {
	s := shortSpeech{words: newWordList[int]()}
	for word, u := range known {
		if len(word) >= minStem && u.names > 0 && (u.alone || u.names >= minSuggesting) && types[u.foremost].Rule.Siblings && u.foremostBy(suggestRatio) && daily.specific(word) {
			s.words.add(word, u.foremost)
		}
	}
	for _, word := range daily.Values {
		s.words.add(word, Desk)
	}
	for i := range types {
		for _, word := range types[i].Rule.Terms {
			s.words.add(word, i)
		}
		if p := &types[i].parts; types[i].Rule.Siblings && len(p.beginnings) > 0 {
			b := begunWords{parts: p, typ: i}
			for _, word := range p.beginnings {
				bit := beginning([]byte(word))
				b.first[bit>>6] |= 1 << (bit & 63)
			}
			s.begins = append(s.begins, b)
		}
	}
	return s
}

// has reports whether a word, not folded, is one of them.
func (b *begunWords) has(word []byte) bool {
	if len(word) < rules.MinPart || len(word) > maxWord {
		return false
	}
	if bit := beginning(word); bit >= 0 && b.first[bit>>6]>>(bit&63)&1 == 0 {
		return false
	}
	var buf [maxWord]byte
	return b.parts.begins(string(foldLatin(buf[:0], word)))
}

// filler is what a word of a placeholder text leads to instead of a type.
const filler = -1

func newSpeech(types []Type, fillers []string) speech {
	s := speech{words: newWordList[int](), terms: map[string][]int{}}
	for _, word := range fillers {
		s.words.add(word, filler)
	}
	for i := range types {
		for _, word := range types[i].Rule.Terms {
			s.terms[word] = append(s.terms[word], i)
		}
		list := types[i].Rule.Speech
		for _, word := range list {
			s.words.add(word, i)
		}
		if len(list) > 0 && types[i].parts.endings != nil {
			s.made = append(s.made, newMadeWords(&types[i].parts, wordRef{typ: uint8(i)}))
		}
	}
	return s
}

// SpeaksOf returns the types that some word of a text shows it to be about; none for a text
// that only fills the place of another. What stands in a person's name tells nothing: "Maria
// das Dores".
func (c *Catalog) SpeaksOf(text []byte) (types Set) {
	var given, joined bool // the word before was a given name, or one that joins the next to such a name
	for len(text) > 0 {
		n, accented := leadingWord(text)
		word := text[:n]
		text = text[min(n+1, len(text)):]
		role, _ := c.personNames.roleOf(word)
		inName := joined
		given, joined = role&givenName != 0, given && n <= maxJoint
		if inName {
			continue
		}
		for _, i := range c.speech.words.find(word, accented) {
			if i == filler {
				return Set{}
			}
			types.Add(i)
		}
		for k := range c.speech.made {
			if m := &c.speech.made[k]; m.has(word) {
				types.Add(int(m.refs[0].typ))
			}
		}
	}
	return types
}

// Names returns the types of which a short value has a word: one of those that show what a
// text is about, a term, or one by which columns are called. [Desk] is with them where it
// has a word of the desk, [Surname] where it is nothing but surnames.
func (c *Catalog) Names(value []byte) Set {
	types := c.SpeaksOf(value)
	if c.personNames.isFamily(value) {
		types.Add(Surname)
	}
	for len(value) > 0 {
		n, accented := leadingWord(value)
		word := value[:n]
		for _, i := range c.speech.short.words.find(word, accented) {
			types.Add(i)
		}
		for k := range c.speech.short.begins {
			if b := &c.speech.short.begins[k]; b.has(word) {
				types.Add(b.typ)
			}
		}
		value = value[min(n+1, len(value)):]
	}
	return types
}
