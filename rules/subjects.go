package rules

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Subjects are words of the names of tables, and some of columns, that tell what the rows
// are about.
type Subjects struct {
	People    map[string][]string `yaml:"people"` // by category of data subjects
	Companies []string            `yaml:"companies"`
	Things    []string            `yaml:"things"`
	// Kept are, by a word for a company or a thing, the words behind it that make it none: a bank
	// of hours.
	Kept map[string][]string `yaml:"kept"`
	// Bodies are animals, wards and things: their sex, age or health is nobody's.
	Bodies []string `yaml:"bodies"`
	// Beasts are words of the names of columns that only animals have.
	Beasts []string `yaml:"beasts"`
	// Places say the same in the name of a column: "sexo_leito".
	Places []string `yaml:"places"`
	// Wares are words of the names of columns that only things have: prices,
	// brands, voltages.
	Wares []string `yaml:"wares"`
	// Wordings are words under things for tables of texts, such as those of a program in its
	// languages.
	Wordings []string `yaml:"wordings"`
	// Aggregates say that each row counts cases and is about none of them.
	Aggregates []string `yaml:"aggregates"`
	// Events are words under people for what happens to them: a name in such a table is that
	// of an examination, not of the person examined.
	Events []string `yaml:"events"`
	// References are words under things for tables that list all things of a kind, whatever
	// the other words of the name are: "exames_tabela".
	References []string `yaml:"references"`
	// Eponyms are words for what is named after people: streets, schools, ships.
	Eponyms []string `yaml:"eponyms"`
	// Authors are words of the names of columns for who wrote a row down: "usuario_inclusao".
	Authors []string `yaml:"authors"`
	// Ambiguous are words under people that machines and parts have too: alone
	// they say nothing.
	Ambiguous []string `yaml:"ambiguous"`
	// Served are words for those who live or stay in what a table is about, apply for it, or for whom something
	// is done. So are words for the categories ServedHolders, and those that end in ServedEndings.
	Served        []string `yaml:"served"`
	ServedHolders []string `yaml:"served_holders"`
	ServedEndings []string `yaml:"served_endings"`
	// Traders are the categories of data subjects that companies can be, too.
	Traders []string `yaml:"traders"`
	// Schooling are types of data that no animal has.
	Schooling []string `yaml:"schooling"`
	// CompanyTypes are types of data that tell a company, LinkTypes those by which somebody can be
	// looked up, and DeviceTypes those of them that tell a device.
	CompanyTypes []string `yaml:"company_types"`
	LinkTypes    []string `yaml:"link_types"`
	DeviceTypes  []string `yaml:"device_types"`
	// ContactTables are types of data of which systems make tables of their own.
	ContactTables []string `yaml:"contact_tables"`
	// TableWords say in the comment of a table that it is one on a table.
	TableWords []string `yaml:"table_words"`
	// Years and Regions are words of the names of columns by which figures are told apart.
	Years   []string `yaml:"years"`
	Regions []string `yaml:"regions"`
	// Tallies are first or last words of the names of columns that hold numbers of many:
	// rates, totals.
	Tallies []string `yaml:"tallies"`
	// Amounts are first words of the names of columns of numbers, LoneAmounts those that say alone
	// that these are of cases, and Cases what is counted.
	Amounts     []string `yaml:"amounts"`
	LoneAmounts []string `yaml:"lone_amounts"`
	Cases       []string `yaml:"cases"`
	// Crowds are those of the amounts that are nobody's number, and Staff the categories of data
	// subjects of which nobody has any.
	Crowds []string `yaml:"crowds"`
	Staff  []string `yaml:"staff"`
	// Copies say in the path of a file or the name of a table that it is a copy or
	// an old version.
	Copies []string `yaml:"copies"`
	// Wrappers are the words by which services call the lists in which they send rows.
	Wrappers []string `yaml:"wrappers"`

	words map[string]saying // of every list that is a topic
}

// A Topic is a list of [Subjects]; several are a set of bits.
type Topic uint32

// The topics, one for each list.
const (
	People Topic = 1 << iota
	Companies
	Things
	Bodies
	Beasts
	Places
	Wares
	Wordings
	Aggregates
	Events
	References
	Eponyms
	Authors
	Ambiguous
	Years
	Regions
	Tallies
	Amounts
	Cases
	Served

	ofRows = People | Companies | Things | Bodies | Places | Aggregates | Events | Ambiguous // tell what rows are about
)

// A saying is what one word says.
type saying struct {
	topics Topic
	holder string // the first category of data subjects, in the order of the alphabet, that has the word
}

// Topics returns the lists that a word is in.
func (s *Subjects) Topics(word string) Topic { return s.words[word].topics }

// Holder returns the category of data subjects that a word names, or "".
func (s *Subjects) Holder(word string) string { return s.words[word].holder }

// minInflected is the length of the shortest word whose singular or plural is tried.
const minInflected = 4

// minEnding is the length of the shortest word that is looked for at the end of another.
const minEnding = 6

// Known returns the word, its singular or its plural, whichever is in one of the lists
// that tell what rows are about, without the number of a table, or the longest word of these
// lists that it ends in; the word itself where there is none.
func (s *Subjects) Known(word string) string {
	if s.Topics(word)&ofRows != 0 || len(word) < minInflected {
		return word
	}
	if bare := strings.TrimRight(word, "0123456789"); len(bare) < len(word) && len(bare) >= minInflected { // "employee1", "clientes2"
		return s.Known(bare)
	}
	for _, w := range []string{word + "s", strings.TrimSuffix(word, "s"), strings.TrimSuffix(word, "es")} {
		if s.Topics(w)&ofRows != 0 {
			return w
		}
	}
	for i := 1; len(word)-i >= minEnding; i++ { // written together: BINVEICULO
		if s.Topics(word[i:])&ofRows != 0 {
			return word[i:]
		}
	}
	return word
}

// minServed is how many letters a word has at least before one of ServedEndings.
const minServed = 4

// Serves reports whether a word is one for somebody for whom something is done.
func (s *Subjects) Serves(word string) bool {
	return s.Topics(word)&Served != 0 || slices.ContainsFunc(s.ServedEndings, func(e string) bool { return len(word) >= minServed+len(e) && strings.HasSuffix(word, e) })
}

// LoadSubjects returns the built-in words.
func LoadSubjects() (*Subjects, error) {
	var s Subjects
	if err := DecodeFile("subjects.yaml", &s); err != nil {
		return nil, err
	}
	s.words = map[string]saying{}
	for _, holder := range slices.Sorted(maps.Keys(s.People)) {
		for _, word := range s.People[holder] {
			s.words[word] = saying{People, cmp.Or(s.words[word].holder, holder)}
		}
	}
	for topic, words := range map[Topic][]string{
		Companies: s.Companies, Things: s.Things, Bodies: s.Bodies, Beasts: s.Beasts, Places: s.Places, Wares: s.Wares, Wordings: s.Wordings,
		Aggregates: s.Aggregates, Events: s.Events, References: s.References, Eponyms: s.Eponyms, Authors: s.Authors, Ambiguous: s.Ambiguous,
		Years: s.Years, Regions: s.Regions, Tallies: s.Tallies, Amounts: s.Amounts, Cases: s.Cases, Served: s.Served,
	} {
		for _, word := range words {
			said := s.words[word]
			said.topics |= topic
			s.words[word] = said
		}
	}
	for word, said := range s.words {
		if slices.Contains(s.ServedHolders, said.holder) && said.topics&(Events|Ambiguous) == 0 {
			said.topics |= Served
			s.words[word] = said
		}
	}
	return &s, nil
}
