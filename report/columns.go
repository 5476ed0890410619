package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// columnsHeader is the machine-readable column list's first line, which scripts depend on.
var columnsHeader = strings.Split("source,schema,table,column,position,data_type,state,personal,sensitive,types,confidence,risk,"+
	"rows,read,filled,distinct,matched,valid,alternatives", ",")

// isColumnList reports whether a file that begins with start is a column list, of
// either form: "csv" of [Formats] or [CSVExcel]. Start must hold the first line.
func isColumnList(start []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(start, []byte(byteOrderMark)), []byte("\n"))
	header := strings.TrimSuffix(string(line), "\r")
	return header == strings.Join(columnsHeader, ",") || header == strings.Join(columnsHeader, ";")
}

// writeColumns writes the machine-readable column list: a row for every column
// of every object that was to be read, whatever became of it. Objects that were
// not to be read (listed, excluded) have no rows. Cells about a type are empty
// where none was found. Each file of a table of several that was read has rows with
// its own state and what was found in all of them.
func writeColumns(w io.Writer, inv *Inventory, _ *rules.Words, _ []rules.Rule) error {
	return columnList(csv.NewWriter(w), inv, ".")
}

// byteOrderMark tells Excel that a CSV file is in UTF-8.
const byteOrderMark = "\ufeff"

// writeColumnsExcel writes the same list so that Excel in Portuguese opens it by a double
// click: separated by semicolons, with decimal commas, after a byte order mark.
func writeColumnsExcel(w io.Writer, inv *Inventory, _ *rules.Words, _ []rules.Rule) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	return columnList(out, inv, ",")
}

func columnList(out *csv.Writer, inv *Inventory, decimal string) error {
	if err := out.Write(columnsHeader); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	for i := range inv.Tables {
		t := &inv.Tables[i]
		for _, object := range listedAs(t) {
			for j := range t.Columns {
				if err := out.Write(columnRow(t, &object, &t.Columns[j], decimal)); err != nil {
					return fmt.Errorf("writing CSV: %w", err)
				}
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// listedAs are the objects of which the list has the columns of a table.
func listedAs(t *Table) (objects []scanner.Entry) {
	for i := range t.Parts {
		if part := t.Part(i); wasRead(&Table{Entry: part}) {
			objects = append(objects, part)
		}
	}
	if len(t.Parts) == 0 && t.State != scanner.Listed && t.State != scanner.Excluded {
		objects = []scanner.Entry{t.Entry}
	}
	return objects
}

// columnRow is the row of a column of a table, or of an object that is a part of it.
func columnRow(t *Table, object *scanner.Entry, c *Column, decimal string) []string {
	n := func(i int64) string { return strconv.FormatInt(i, 10) }
	rows, confidence, matched, valid := "", "", "", ""
	if t.Rows >= 0 {
		rows = n(t.Rows)
	}
	if len(c.Types) > 0 {
		best := c.Types[0]
		confidence, matched, valid = strconv.FormatFloat(best.Confidence, 'f', 2, 64), n(best.Matched), n(best.Valid)
		confidence = strings.Replace(confidence, ".", decimal, 1)
	}
	return []string{
		plainCell(t.Source), plainCell(t.Schema), plainCell(object.Table), plainCell(c.Name), strconv.Itoa(c.Position), plainCell(c.DataType),
		string(object.State), yesNo(c.Personal), yesNo(c.Sensitive), plainCell(typeIDs(c.Types)), confidence, string(c.Risk),
		rows, n(c.Read), n(c.Filled), n(c.Distinct), matched, valid, plainCell(alternatives(c)),
	}
}

// silencedMark stands before a type among the alternatives that a rule of the
// user's took out of the verdict.
const silencedMark = "silenced:"

// alternatives are the types that a column may hold as well, and those that the
// user's rules silenced.
func alternatives(c *Column) string {
	all := typeIDs(c.Alternatives)
	for _, v := range c.Silenced {
		if all != "" {
			all += ";"
		}
		all += silencedMark + v.Type
	}
	return all
}

// beginsFormula reports whether a spreadsheet would take a text for a formula (CWE-1236).
func beginsFormula(text string) bool {
	return text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0
}

// plainCell is a text of a source for a CSV cell: as [Shown], with a leading ' where it
// would be a formula.
func plainCell(name string) string {
	if beginsFormula(name) {
		return "'" + Shown(name)
	}
	return Shown(name)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func typeIDs(all []scanner.TypeVerdict) string {
	return strings.Join(each(all, func(v scanner.TypeVerdict) string { return v.Type }), ";")
}
