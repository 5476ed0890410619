package detectors

// speech is the words that show what a free text is about.
type speech struct {
	words wordList[int] // leads to the indexes of types
	made  []madeWords
}

// filler is what a word of a placeholder text leads to instead of a type.
const filler = -1

func newSpeech(types []Type, fillers []string) speech {
	s := speech{words: newWordList[int]()}
	for _, word := range fillers {
		s.words.add(word, filler)
	}
	for i := range types {
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
// that only fills the place of another.
func (c *Catalog) SpeaksOf(text []byte) (types Set) {
	for len(text) > 0 {
		n, accented := leadingWord(text)
		word := text[:n]
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
		text = text[min(n+1, len(text)):]
	}
	return types
}
