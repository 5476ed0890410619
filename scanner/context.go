package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// A tableContext is what a table says of its columns beyond their own values.
type tableContext struct {
	holdings
	subjects  *rules.Subjects
	named     string   // what the table's name says its rows are about, or ""
	alone     bool     // that is people, and nothing else
	mentions  bool     // people are named in it, if only beside others
	eponyms   bool     // its rows are what is named after people
	wordings  bool     // its cells are words about things, as those of translations
	bodies    bool     // its rows are animals, wards …
	reference bool     // its rows are all that there is of a kind
	counts    bool     // its rows are numbers of cases, not cases
	holders   []string // categories of data subjects
	columns   []sign
	names     detectors.Neighbours
	families  map[string]int  // columns of each family and kind
	traits    map[string]int  // columns of each kind of what only people have: sex, birth, race …
	answers   map[string]int  // columns of yes and no of each kind …
	asks      map[string]int  // … and of each family of which a word suggests one
	hints     map[string]int  // columns whose names hint at a type, and nothing else tells of them
	homes     map[string]bool // types that are at home in a table of its name …
	topics    map[string]bool // … or of which its name has a word
	tended    map[string]bool // … or of which it names whom something is done for
	near      map[string]bool // … or in whose schema they are
	among     string          // what most of the tables beside it are about, or ""
	rows      int64
}

// contextOf gathers the signs: what the table's name says, and what its columns hold by
// themselves.
func contextOf(t *Table, subjects *rules.Subjects, catalog *detectors.Catalog, names [][]string, columns []ColumnResult, rows int64) *tableContext {
	c := &tableContext{subjects: subjects, rows: rows, families: map[string]int{}, traits: map[string]int{}, answers: map[string]int{}, asks: map[string]int{}, hints: map[string]int{}}
	words := ownWords(t.Name, subjects)
	c.home(catalog, words, detectors.Tokens(t.Schema))
	c.title(t, words, catalog)
	own := prefixOf(names)
	for i := range columns {
		s := signOf(subjects, catalog, names[i], &columns[i])
		s.within(subjects, words)
		if s.family == own {
			s.family = ""
		}
		if i == 0 && columns[i].Distinct == columns[i].Filled { // "N": it numbers the rows
			s.counts = false
		}
		c.columns = append(c.columns, s)
		c.add(&s, 1)
		for k := 0; k < catalog.Len() && s.served && s.people > 0; k++ { // a row names its patient
			if typ := catalog.Type(k); typ.Rule.Siblings && typ.AtHome(s.name) {
				c.tended[typ.Rule.ID] = true
			}
		}
		c.names.Add(s.name)
	}
	if c.named == "" && c.documents+c.claims+c.people+c.contacts == 0 && listsItself(words, columns) {
		c.named, c.reference = aboutThings, true
	}
	return c
}

// home finds the types that are at home in the table by the words of its name and of its schema.
func (c *tableContext) home(catalog *detectors.Catalog, words, schema []string) {
	c.homes, c.topics, c.tended, c.near = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := 0; i < catalog.Len() && len(words) > 0; i++ {
		typ := catalog.Type(i)
		if typ.AtHome(words) {
			c.homes[typ.Rule.ID] = true
		}
		if typ.Rule.Siblings && catalog.Speaks(i, words) {
			c.topics[typ.Rule.ID] = true
		}
		if typ.Rule.Siblings && (typ.AtHome(schema) || catalog.Speaks(i, schema)) || typ.Rule.Amounts && typ.AtHome(schema) {
			c.near[typ.Rule.ID] = true
		}
	}
}

// title takes in the words of the table's own name, of which the first that says anything
// counts; where it says nothing, those of its folder, and then of its comment.
func (c *tableContext) title(t *Table, words []string, catalog *detectors.Catalog) {
	silent := func() bool { return c.named == "" && len(c.holders) == 0 && !c.counts }
	c.read(words)
	c.alone = c.named == aboutPeople && !slices.ContainsFunc(words, func(w string) bool {
		return c.subjects.Topics(w)&(rules.Things|rules.Companies|rules.Events) != 0
	})
	if silent() {
		c.read(detectors.Tokens(t.Name))
		if c.named != aboutPeople { // a folder says where its files were put: in a hospital's there are patients
			c.named, c.reference = "", false
		}
	}
	if silent() {
		c.read(slices.DeleteFunc(wordsOf(catalog, t.Comment), func(w string) bool { return slices.Contains(c.subjects.TableWords, w) }))
	}
	slices.Sort(c.holders)
	c.holders = slices.Compact(c.holders)
}

// prefixOf returns the first word that most columns' names share: the table's own,
// which tells no kind of column from another; "" where there is none.
func prefixOf(names [][]string) string {
	begin := map[string]int{}
	for _, name := range names {
		if family := detectors.Family(name); family != "" {
			if begin[family]++; 2*begin[family] > len(names) {
				return family
			}
		}
	}
	return ""
}

// mostListed is how many columns the table of a list has at most: keys, names, a
// short form, and who wrote it down when.
const mostListed = 6

// listsItself reports whether a table is the list of what it is called, with a
// code and a name for each entry: "nacionalidade" with "cod_nacionalidade" and
// "nome_nacionalidade".
func listsItself(table []string, columns []ColumnResult) bool {
	if len(columns) > mostListed || len(table) == 0 {
		return false
	}
	entry, own := table[len(table)-1], 0
	for i := range columns {
		words := detectors.Tokens(columns[i].Name)
		if len(words) == 2 && (words[1] == entry && detectors.IsPrefix(words[0]) || words[0] == entry && detectors.IsEnding(words[1])) {
			own++
		}
	}
	return own >= 2
}

// read takes in the words of a name.
func (c *tableContext) read(words []string) {
	subjects := c.subjects
	for i, word := range words {
		about := ""
		word = subjects.Known(word)
		topics := subjects.Topics(word)
		if topics&rules.People != 0 {
			c.holders = append(c.holders, subjects.Holder(word))
			if topics&rules.Ambiguous == 0 {
				about = aboutPeople
			}
		}
		c.bodies = c.bodies || topics&rules.Bodies != 0
		c.counts = c.counts || topics&rules.Aggregates != 0
		// a table of one school is about those in it, one of schools about them
		c.eponyms = c.eponyms || topics&rules.Eponyms != 0 && (topics&rules.Things != 0 || strings.HasSuffix(word, "s"))
		c.wordings = c.wordings || topics&rules.Wordings != 0
		switch {
		case i+1 < len(words) && slices.Contains(subjects.Kept[word], words[i+1]):
		case topics&rules.Things != 0:
			about = aboutThings
		case topics&rules.Companies != 0 && !(i == 0 && keepsBooks(words, subjects)):
			about = aboutCompanies
		}
		if reference := topics&rules.References != 0; c.named == "" || reference {
			c.named, c.reference = about, c.reference || reference
		}
		c.mentions = c.mentions || about == aboutPeople
	}
}

// keepsBooks reports whether the first word of a table's name, one for a company, is followed
// by what it keeps books on, many of them: "imobiliaria_propostas".
func keepsBooks(words []string, subjects *rules.Subjects) bool {
	last := words[len(words)-1]
	return len(words) > 1 && !strings.HasSuffix(words[0], "s") && strings.HasSuffix(last, "s") && subjects.Topics(subjects.Known(last)) == 0
}

// with runs judge while column i of the table is another. Nothing is copied that
// grows with the table: every column is judged so, several times.
func (c *tableContext) with(i int, other sign, judge func()) {
	before, own := *c, c.columns[i]
	c.exchange(i, other)
	judge()
	c.exchange(i, own)
	*c = before
}

// exchange puts another column in the place of column i.
func (c *tableContext) exchange(i int, s sign) {
	c.add(&c.columns[i], -1)
	c.add(&s, 1)
	c.columns[i] = s
}

// namesPeople reports whether the table's name says that each row is a person.
func (c *tableContext) namesPeople() bool { return c != nil && c.alone }
