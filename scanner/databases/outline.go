package databases

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// An Outline is how one table would be read: every statement that a reading may
// send, in order, without those that a lost connection makes it repeat.
type Outline struct {
	Method     scanner.Method `json:"method"`     // of a table that is larger than its sample
	Expected   int64          `json:"expected"`   // rows that would be read; -1 when the size of the table is unknown
	TimeoutMS  int64          `json:"timeout_ms"` // of each statement, kept by the server
	Statements []Statement    `json:"statements"`

	counted bool // its rows are counted first, to see whether it is larger than the sample
}

// A Statement of an outline, as it is sent, unless it is open.
type Statement struct {
	When When   `json:"when"`
	SQL  string `json:"sql"`
	// Open is the rule that makes the numbers, keys or lists of addresses that are known
	// only when the table is read, for which SQL has a "?"; "" where there are none.
	Open Rule `json:"open,omitempty"`
	// Joined tells that a statement holds several of this form, one for each
	// range or partition, joined by UNION ALL.
	Joined bool `json:"joined,omitempty"`
}

var (
	number    = regexp.MustCompile(`\b[0-9]+::oid`)
	addresses = regexp.MustCompile(`('\{(?:"\([0-9]+,[0-9]+\)",){3})[^']*"\}'`)
)

// Brief is the statement for people: without the server's number of the table, with only
// the first addresses of a list, and with "cut(column)" for the long expression that cuts
// a column in SQLite.
func (s Statement) Brief() string {
	if s.When == Catalogue {
		return number.ReplaceAllString(s.SQL, "?::oid")
	}
	brief := addresses.ReplaceAllString(s.SQL, "$1 …}'")
	for _, cell := range sqliteCells {
		brief = cell.ReplaceAllString(brief, "cut($1)")
	}
	return brief
}

// A Rule says how the constants of an open statement are made.
type Rule string

// Rules are all of them, each with its words in rules/pt-BR.yaml and rules/en.yaml
// under "cmd.plan.open" and "cmd.plan.rule".
var Rules = []Rule{Surveyed, Drawn, Following, Elsewhere, Connection}

// The rules.
const (
	// Surveyed: the keys between the smallest and the largest, which the statement before
	// asks for (of each group, where it groups), are cut into patches at places that the
	// seed draws. Of each it is asked for how many keys there are, at most patchKeys, for
	// the ends of these and for the last key of the patch. Where the rows lie elsewhere
	// than was expected, what has keys is cut again, up to maxSurveys times.
	Surveyed Rule = "surveyed"
	// Drawn: what has keys by the survey is cut into as many strata as there are ranges, by
	// the rows expected (text keys, which are not surveyed: between the smallest and the
	// largest); each range begins at a place of its stratum that
	// the seed draws and ends before the next begins. The limits add up to the rows
	// that are missing. What lies between and after them is left to the next round.
	Drawn Rule = "drawn"
	// Following: the key of the last row of the page before.
	Following Rule = "following"
	// Elsewhere: addresses in the blocks that the seed has drawn, in the order that it has
	// drawn, each once: for those at which no row lies, or where nobody has counted rows.
	Elsewhere Rule = "elsewhere"
	// Connection: the server's number of the session that is to be stopped.
	Connection Rule = "connection"
)

// A When says whether a statement of an outline is sent.
type When string

// The conditions of a statement.
const (
	Guard     When = "guard"     // around every reading
	Catalogue When = "catalogue" // reads the catalogue, not the table
	Always    When = "always"
	IfMore    When = "if_more"    // the statement before gave as many rows as it may: the next page
	IfFewer   When = "if_fewer"   // those before gave fewer rows than are wanted
	IfLarge   When = "if_large"   // the table has more rows than are wanted
	IfSmall   When = "if_small"   // the table has no more rows than are wanted, or no key to draw lots by after all
	IfHidden  When = "if_hidden"  // row security hides rows: in place of the first statement, once more
	IfStopped When = "if_stopped" // the scan was interrupted while the server was working for it
)

// OutlineOf returns the outline of a table that src listed, and false when src
// is no database. It reads the catalogue only: no row, no count, no key. Where
// what is sent depends on what the table holds, every possibility is there.
func OutlineOf(ctx context.Context, src scanner.Source, t *scanner.Table, sample scanner.Sample) (Outline, bool, error) {
	d, ok := src.(*database)
	if !ok {
		return Outline{}, false, nil
	}
	d.mu.Lock()
	listed := d.objects[[2]string{t.Schema, t.Name}]
	d.mu.Unlock()
	if listed == nil {
		return Outline{}, true, fmt.Errorf("planning %q: table was not listed", t.Name)
	}
	defer d.links.hurry(ctx)()
	o := *listed
	r := &reader{d: d, o: &o, sample: sample}
	out, err := r.outline(ctx)
	if err != nil {
		return out, true, fmt.Errorf("planning %q: %w", t.Name, err)
	}
	return out, true, nil
}

// Opening returns the statements by which src was opened and its tables listed,
// in order, each once; nil when it is no database.
func Opening(src scanner.Source) []string {
	d, ok := src.(*database)
	if !ok {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.opening)
}

// note keeps a statement for [Opening], until the tables are listed.
func (d *database) note(statement string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.objects == nil && !slices.Contains(d.opening, statement) {
		d.opening = append(d.opening, statement)
	}
}

// mostOutlined is the number of statements of a table up to which they are listed as they
// are sent; of more, only their forms are. It is also the number of statements of a sample
// that are looked at, since its rounds repeat them.
const mostOutlined = 64

// outline does what attempt does, with a session that runs no statement on the table.
func (r *reader) outline(ctx context.Context) (Outline, error) {
	out := Outline{Expected: r.o.Rows, TimeoutMS: r.timeout().Milliseconds()}
	if r.o.Rows >= 0 && r.sample.Rows > 0 {
		out.Expected = min(r.o.Rows, r.sample.Rows)
	}
	for _, statement := range r.d.dialect.begin(r.d, r.o, r.timeout()) {
		out.exactly(Guard, statement)
	}
	open := *r.o
	open.openRLS = true
	for _, statement := range r.d.dialect.begin(r.d, &open, r.timeout()) {
		out.exactly(IfHidden, statement)
	}
	if r.d.dialect.id != "" {
		out.exactly(Guard, r.d.dialect.id)
	}
	s, err := r.d.session(ctx, r.o, r.timeout())
	if err != nil {
		return out, err
	}
	defer func() { s.close(ctx) }()
	s.outline = &out
	p, err := r.d.dialect.plan(ctx, s, r.o, r.sample.Rows, random(r.sample.Seed, r.o))
	if err != nil {
		return out, err
	}
	out.Method = p.method
	for n := 0; n < mostOutlined || p.paged; n++ {
		statement := p.next(0)
		if statement == "" {
			break
		}
		when, known := Always, p.known == nil || p.known()
		if n > 0 && p.later != "" && (!known || p.known == nil) {
			when = p.later
		}
		if known && n < mostOutlined {
			out.exactly(when, statement)
		} else {
			out.add(when, p.rule, forms(statement)...)
		}
	}
	if p.paged && r.d.dialect.turn != "" {
		out.exactly(Guard, r.d.dialect.turn)
	}
	out.exactly(Guard, r.d.dialect.end)
	if r.d.dialect.stop != nil {
		out.add(IfStopped, Connection, r.d.dialect.stop(r.d, "?"))
	}
	return out, nil
}

// exactly adds a statement that is sent as it is, unless it is there.
func (o *Outline) exactly(when When, statement string) {
	o.add(when, "", statement)
	i := slices.IndexFunc(o.Statements, func(s Statement) bool { return s.SQL == statement })
	o.Statements[i].Open = ""
}

// add adds the forms of a statement that are not there yet. A form that is sent both for
// a small and for a large table has no condition.
func (o *Outline) add(when When, rule Rule, forms ...string) {
	if when == Always && o.counted {
		when = IfLarge
	}
	for _, form := range forms {
		i := slices.IndexFunc(o.Statements, func(s Statement) bool { return s.SQL == form })
		switch {
		case i < 0:
			o.Statements = append(o.Statements, Statement{When: when, SQL: form, Open: rule, Joined: len(forms) > 1})
		case when == IfLarge && o.Statements[i].When == IfSmall:
			o.Statements[i].When = Always
		case len(forms) > 1:
			o.Statements[i].Joined = true
		}
	}
}

// outlineSmall adds the statement for all rows of o, or the first want.
func (s *session) outlineSmall(o *object, want int64) error {
	p, err := wholePlan(s, o, want)
	if err == nil {
		s.outline.exactly(IfSmall, p.next(0))
	}
	return err
}

// forms are those of the SELECTs that a statement on a table joins: from WHERE
// or TABLESAMPLE on every number and text is "?". Names stay as they are,
// whatever they hold.
func forms(statement string) []string {
	var all []string
	var form strings.Builder
	depth, drawn := 0, false
	for rest := statement; rest != ""; {
		word := token(rest)
		rest = rest[len(word):]
		switch {
		case word == "(":
			depth++
		case word == ")":
			depth--
		case word == "WHERE" || word == "TABLESAMPLE":
			drawn = true
		case word == "UNION" && depth == 0:
			all = append(all, strings.TrimSuffix(form.String(), " "))
			form.Reset()
			drawn, rest = false, strings.TrimPrefix(rest, " ALL ")
			continue
		case drawn && (word == "X" || word == "_utf8mb4"):
			rest = strings.TrimPrefix(rest, " ")
			continue // the literal follows
		case drawn && word == "CAST" && strings.HasPrefix(rest, "(X'"): // a text, as SQLite writes it
			_, rest, _ = strings.Cut(rest, ")")
			word = "?"
		case drawn && strings.IndexByte("'-0123456789", word[0]) >= 0:
			word = "?"
		}
		form.WriteString(word)
	}
	return append(all, form.String())
}

// token returns the first token of SQL: a quoted name or text, a word, a number
// with its sign, or one character.
func token(sql string) string {
	letter := func(c byte) bool {
		return c == '_' || c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	c, n := sql[0], 1
	switch {
	case c == '"' || c == '`' || c == '\'':
		for n < len(sql) && (sql[n] != c || n+1 < len(sql) && sql[n+1] == c) {
			if sql[n] == c {
				n++ // doubled
			}
			n++
		}
		return sql[:min(n+1, len(sql))]
	case c == '-' || c >= '0' && c <= '9':
		for n < len(sql) && (sql[n] == '.' || sql[n] >= '0' && sql[n] <= '9') {
			n++
		}
		return sql[:n]
	}
	for letter(c) && n < len(sql) && letter(sql[n]) {
		n++
	}
	return sql[:n]
}
