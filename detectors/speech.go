package detectors

// speech is the words by which texts speak of what types say.
type speech struct {
	words wordList[int] // leads to the indexes of types
	made  []madeSpeech
}

// madeSpeech is the words of one type that are known by their endings.
type madeSpeech struct {
	words madeWords
	typ   int
}

func newSpeech(types []Type) speech {
	s := speech{words: newWordList[int]()}
	for i := range types {
		list := types[i].Rule.Speech
		for _, word := range list {
			s.words.add(word, i)
		}
		if len(list) > 0 && types[i].parts.endings != nil {
			s.made = append(s.made, madeSpeech{newMadeWords(&types[i].parts, wordRef{}), i})
		}
	}
	return s
}

// SpeaksOf returns the types of which some word of a text speaks.
func (c *Catalog) SpeaksOf(text []byte) (types Set) {
	for start := 0; start < len(text); start++ {
		end, all := start, byte(0)
		for end < len(text) && isWord(text[end]) {
			all |= text[end]
			end++
		}
		word := text[start:end]
		for _, i := range c.speech.words.find(word, all >= 0x80) {
			types.Add(i)
		}
		for k := range c.speech.made {
			if m := &c.speech.made[k]; !types.Has(m.typ) && m.words.has(word) {
				types.Add(m.typ)
			}
		}
		start = end
	}
	return types
}
