package files

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A sqlDump is a text of SQL statements that define tables and fill them.
type sqlDump struct {
	content
	enc     encoding
	dialect sqlDialect
}

// A sqlTable is a table of a dump.
type sqlTable struct {
	dump    *sqlDump
	name    string
	columns []scanner.Column
	width   int            // most values of a row
	rows    int64          // in the dump
	places  map[string]int // of the columns
	first   int64          // where the first statement with rows begins
	cut     bool           // the dump ends in a row of it
}

// sqlStart finds a statement that only a dump has.
var sqlStart = regexp.MustCompile(`(?im)^\s*(insert\s+(ignore\s+|or\s+\w+\s+)?into\s|insert\s+\[|create\s+table\s|replace\s+into\s|copy\s+\S+.*\sfrom\s+stdin)`)

// isSQL reports whether a text is a dump: it says so by its name, or by its
// first statements.
func isSQL(ext string, text []byte) bool {
	return (ext == ".sql" || slices.Contains(sqlWords, firstWord(text))) && sqlStart.Match(text)
}

// sqlWords begin the first statement of a dump.
var sqlWords = []string{"INSERT", "CREATE", "SET", "DROP", "BEGIN", "PRAGMA", "USE", "COPY", "ALTER", "LOCK", "START", "DELETE",
	"REPLACE", "SELECT", "GO", "TRUNCATE", "GRANT"}

// firstWord is the first word of a text behind comments.
func firstWord(text []byte) string {
	l := &sqlLexer{r: bytes.NewReader(text), buf: make([]byte, 4<<10), lineStart: true} // with less room than for a dump
	l.space()
	return l.word()
}

// sql returns the tables of a dump, and as one more what stands in it beside
// their rows, line by line.
func (s *source) sql(ctx context.Context, c content, name string, enc encoding, text []byte) []object {
	d := &sqlDump{content: c, enc: enc, dialect: dialectOf(text)}
	tables, lines, err := d.survey(ctx)
	if ctx.Err() != nil {
		return []object{notRead(name, faultOf(ctx.Err()))}
	}
	rest := texts(faultOf, d.openRest)
	rest.rows, rest.exact, rest.encoding = lines, err == nil, enc.name
	var objects []object
	if lines > 0 || err != nil || len(tables) == 0 {
		objects = append(objects, rest.object(name, "file"))
	}
	for _, t := range tables {
		rows := &rowTable{header: -1, rows: t.rows, exact: !t.cut, encoding: enc.name, open: t.open, blame: faultOf}
		rows.columns = t.columns
		if n := len(t.columns); t.width > n {
			rows.columns = append(rows.columns, nameColumns(nil, min(t.width, maxColumns))[n:]...)
		}
		objects = append(objects, rows.object(name+"#"+t.name, "table"))
	}
	return objects
}

// open starts parsing at an offset.
func (d *sqlDump) open(ctx context.Context, offset int64) (*sqlParser, io.Closer, error) {
	text, at, in, err := d.text(ctx, d.enc, offset)
	if err != nil {
		return nil, nil, err
	}
	return &sqlParser{sqlLexer: newSQLLexer(text, d.dialect, at)}, in, nil
}

// survey reads the dump once and returns its tables in the order in which they
// come up, and how many lines there are beside their rows. An error tells how
// far it came.
func (d *sqlDump) survey(ctx context.Context) (tables []*sqlTable, lines int64, err error) {
	p, in, err := d.open(ctx, 0)
	if err != nil {
		return nil, 0, err
	}
	defer in.Close()
	byName := map[string]*sqlTable{}
	find := func(name string) *sqlTable {
		t := byName[name]
		if t == nil && len(tables) < maxSheets {
			t = &sqlTable{dump: d, name: name, first: -1, places: map[string]int{}}
			byName[name] = t
			tables = append(tables, t)
		}
		return t
	}
	p.created = func(name string, columns []scanner.Column) {
		if t := find(name); t != nil && len(t.columns) == 0 {
			for _, c := range columns {
				t.place(c.Name, c)
			}
		}
	}
	rest := &sqlRest{p: p}
	p.collect = true
	for {
		row, err := p.next()
		if row {
			if t := find(p.table); t != nil {
				t.seen(p)
			}
		}
		for err != nil || len(p.kept) > sqlBlock {
			if rest.line(err != nil) == nil {
				break
			}
			lines++
		}
		if err == nil {
			continue
		}
		if t := find(p.table); p.mode != betweenRows && t != nil {
			if t.cut = true; t.first < 0 {
				t.first = p.first
			}
		}
		if err == io.EOF {
			err = nil
		}
		return tables, lines, err
	}
}

// place adds a column where it is new.
func (t *sqlTable) place(name string, c scanner.Column) {
	key := strings.ToLower(name)
	if _, known := t.places[key]; !known {
		t.places[key] = len(t.columns)
		c.Name, c.Position = columnName([]byte(name)), len(t.columns)+1
		t.columns = append(t.columns, c)
	}
}

// seen takes note of a row.
func (t *sqlTable) seen(p *sqlParser) {
	if t.first < 0 {
		t.first = p.first
	}
	t.rows++
	if p.named == nil {
		t.width = max(t.width, p.fields)
	} else if len(t.columns) < maxColumns {
		for _, name := range p.named {
			t.place(name, scanner.Column{})
		}
	}
}

// open starts reading the rows.
func (t *sqlTable) open(ctx context.Context) (rowReader, error) {
	r := &sqlRows{table: t, dec: t.dump.enc.decoder()}
	if t.first < 0 {
		return r, nil
	}
	p, in, err := t.dump.open(ctx, t.first)
	if err != nil {
		return nil, err
	}
	r.p, r.in = p, in
	p.wanted = func(table string) bool { return r.wanted && table == t.name }
	return r, nil
}

// sqlRows reads the rows of one table.
type sqlRows struct {
	table  *sqlTable
	p      *sqlParser // nil where there are no rows
	in     io.Closer
	dec    *decoder
	wanted bool
	seen   int64
	row    [][]byte
}

func (r *sqlRows) next(wanted bool) ([][]byte, error) {
	if r.p == nil || !r.table.cut && r.seen >= r.table.rows {
		return nil, io.EOF
	}
	r.wanted = wanted
	for {
		row, err := r.p.next()
		if err != nil {
			return nil, err
		}
		if !row || r.p.table != r.table.name {
			continue
		}
		r.seen++
		if !wanted {
			return nil, nil
		}
		return r.arrange(), nil
	}
}

// arrange puts the values of the row at hand in the order of the columns.
func (r *sqlRows) arrange() [][]byte {
	r.dec.reset()
	values := r.p.row
	for i, v := range values {
		if v != nil {
			values[i] = r.dec.decode(v, r.seen)
		}
	}
	if r.p.named == nil {
		return values
	}
	clear(r.row)
	r.row = append(r.row[:0], make([][]byte, len(r.table.columns))...)
	for i, v := range values {
		if i >= len(r.p.named) {
			r.row = append(r.row, v)
		} else if at, ok := r.table.places[strings.ToLower(r.p.named[i])]; ok {
			r.row[at] = v
		}
	}
	return r.row
}

func (r *sqlRows) remarks() (gaps, notes tally) {
	if r.p != nil && r.p.long > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: r.p.long})
	}
	return gaps, append(notes, r.dec.notes()...)
}

func (r *sqlRows) close() {
	if r.in != nil {
		r.in.Close()
	}
}
