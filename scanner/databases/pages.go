package databases

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// pageRows is how many rows one statement reads of a table that is read whole.
const pageRows = 10_000

// A keyForm is how an engine writes the value of a key: the expression that
// yields it as text, and the literal of that text.
type keyForm struct {
	text    func(k sortKey) string
	literal func(k sortKey, text string) string
}

// keyPages reads every row of o in the order of its key, each page from the row
// after the last of the page before. Without such a key one statement reads all.
func keyPages(s *session, o *object, form keyForm) (*plan, error) {
	if len(o.sorted) == 0 {
		return wholePlan(s, o, 0)
	}
	from, err := o.from(s.d.dialect)
	if err != nil {
		return nil, err
	}
	var texts, order []string
	for _, k := range o.sorted {
		texts, order = append(texts, form.text(k)), append(order, k.quoted)
	}
	last := make([][]byte, len(o.sorted))
	rows, pages := 0, 0
	p := &plan{method: scanner.Whole, rows: -1, paged: true, later: IfMore, rule: Following}
	list, err := p.selectKeys(o, s.d.dialect, texts)
	if err != nil {
		return nil, err
	}
	p.known = func() bool { return pages == 1 }
	p.saw = func(key [][]byte) {
		for i := range key {
			last[i] = append(last[i][:0], key[i]...)
		}
		rows++
	}
	p.next = func(int64) string {
		where := ""
		switch {
		case s.outline != nil && pages == 1: // an outline has the first page and one that follows
			for i := range last {
				last[i] = []byte("1")
			}
			fallthrough
		case rows == pageRows:
			where = " WHERE " + after(o.sorted, last, form)
		case pages > 0:
			return ""
		}
		rows, pages = 0, pages+1
		return fmt.Sprintf("SELECT %s FROM %s%s ORDER BY %s LIMIT %d", list, from, where, strings.Join(order, ", "), pageRows)
	}
	return p, nil
}

// after is the condition of the rows that follow a key. Its first part alone tells the
// server where in the index they begin.
func after(keys []sortKey, last [][]byte, form keyForm) string {
	var either []string
	equal := ""
	for i, k := range keys {
		literal := form.literal(k, string(last[i]))
		either = append(either, equal+k.quoted+" > "+literal)
		equal += k.quoted + " = " + literal + " AND "
	}
	if len(keys) == 1 {
		return either[0]
	}
	return fmt.Sprintf("%s >= %s AND (%s)", keys[0].quoted, form.literal(keys[0], string(last[0])), strings.Join(either, " OR "))
}

// mysqlKey writes numbers as they are, and everything else in hexadecimal.
var mysqlKey = keyForm{
	text: func(k sortKey) string { return k.quoted }, // a text in whole, whatever bytes it holds
	literal: func(k sortKey, text string) string {
		switch {
		case mysqlIntegers[k.base] || k.base == "decimal":
			return text
		case strings.HasSuffix(k.base, "binary"):
			return "X'" + hex.EncodeToString([]byte(text)) + "'"
		}
		return "_utf8mb4 X'" + hex.EncodeToString([]byte(text)) + "'"
	},
}

// mysqlSorted are the types whose literals compare in the order in which the column sorts.
func mysqlSorted(base string) bool {
	switch base {
	case "decimal", "date", "datetime", "timestamp":
		return true
	}
	return mysqlIntegers[base] || mysqlWalked[base]
}

// sqliteRowid is the type of the row number, which is always an integer.
const sqliteRowid = "rowid"

// sqliteKey lets SQLite write the literals, since every value has a type of its own.
var sqliteKey = keyForm{
	text: func(k sortKey) string {
		if k.base == sqliteRowid {
			return k.quoted
		}
		// quote ends a text at a NUL.
		return fmt.Sprintf("CASE typeof(%s) WHEN 'text' THEN 'CAST(' || quote(CAST(%[1]s AS BLOB)) || ' AS TEXT)' ELSE quote(%[1]s) END", k.quoted)
	},
	literal: func(_ sortKey, text string) string { return text },
}
