package scanner

import (
	"context"
	"io"
	"iter"
	"strconv"
	"time"
)

// A Source is somewhere tables can be read: a database, a file, a workbook, a folder.
type Source interface {
	// Info identifies the source. It never reveals credentials.
	Info() SourceInfo
	// Tables lists everything there is, in a stable order, also what cannot or
	// will not be read (Table.State and Table.Reason say so). An error means
	// that nothing could be listed.
	Tables(ctx context.Context) ([]Table, error)
	// Read reads rows of t until the sample is complete. t is one of the values
	// that Tables returned.
	Read(ctx context.Context, t *Table, s Sample) *Reading
	io.Closer
}

// SourceInfo says what a source is.
type SourceInfo struct {
	Name    string `json:"name"`              // as in the reports: "vendas/", "postgres://db.exemplo:5432/crm"
	Kind    string `json:"kind"`              // postgres, mysql, mariadb, sqlite, csv, xlsx, file, folder; source where it could not be opened
	Version string `json:"version,omitempty"` // of the server
	User    string `json:"user,omitempty"`    // role that the scan used
	TLS     string `json:"tls,omitempty"`     // verified, unverified, none; empty where there is no network
	// TLSVersion and TLSCipher are what was negotiated, as the server names them.
	TLSVersion string  `json:"tls_version,omitempty"`
	TLSCipher  string  `json:"tls_cipher,omitempty"`
	Access     *Access `json:"access,omitempty"` // of a database whose tables were listed
	AtOnce     int     `json:"-"`                // how many of its tables may be read at the same time; 0 is any number
	Server     string  `json:"-"`                // of a database: sources with the same server share AtOnce
}

// A Reading is the rows of one table, as they are read. Facts are complete when Batches
// has ended.
type Reading struct {
	// Batches yields the rows. A batch is valid until the next one. An error
	// ends the sequence; what was read before it stays judged, and the ledger
	// says "partial". The error is, or wraps, a *Fault where the reason is known.
	Batches Batches
	Facts   Facts
}

// Batches is the sequence of a reading.
type Batches = iter.Seq2[*Batch, error]

// Facts are what a reading reports besides its rows.
type Facts struct {
	Method   Method   // how the rows were chosen
	Touched  int64    // blocks, ranges or probes touched, where the method has them
	Rows     int64    // size of the table where the reading learned it, else -1
	Encoding string   // of a file: utf-8, utf-8-bom, utf-16le, utf-16be, windows-1252, …
	Dialect  string   // of a CSV: the delimiter in words: comma, semicolon, tab, pipe
	Gaps     []Reason // what could not be read although the reading went on: makes the table partial
	Notes    []Reason // what the auditor should know although everything was read
}

// A Method is how the rows of a sample were chosen.
type Method string

// The methods.
const (
	Whole  Method = "whole"  // every row
	Head   Method = "head"   // the first rows, which need not be typical: the report says so
	Blocks Method = "blocks" // random blocks (TABLESAMPLE SYSTEM)
	Probes Method = "probes" // random rows by physical address or rowid
	Ranges Method = "ranges" // random ranges of the primary key
	Spread Method = "spread" // positions spread over a file
)

// A Table is one object of a source: a table, view, file or sheet.
type Table struct {
	Schema  string
	Name    string // for a file in a folder its path below it, with "/"; for a sheet "file.xlsx#Sheet"
	Kind    string // table, partitioned_table, view, materialized_view, foreign_table, large_objects, file, sheet; source for one that could not be listed
	Comment string
	Columns []Column
	Rows    int64 // -1 when unknown
	// RowsEstimated tells that Rows is the server's estimate.
	RowsEstimated bool
	Hidden        bool // a hidden sheet
	// Twin is the name of an earlier table of this source that holds the same
	// bytes: a copy of its file. It is empty for none.
	Twin string
	File *File // that the table is in; nil where there is none
	// Series is what [SeriesOf] returns for the table of a file that may be one of several
	// parts of a table; empty for all others.
	Series string
	// Sparse tells that the columns are those of which the file has values: another one of
	// the same kind may have more, or fewer.
	Sparse bool
	// State is empty for what is to be read; else Listed or NotRead, with the reason.
	State  State
	Reason Reason
	// What the catalogue of a database says besides; nil where there is none.
	Structure *Structure
	Access    *TableAccess
}

// A File is what the file system says of the file that a table is in. Copying a file or
// checking it out anew changes its time; only the year of it is in results, so that they
// stay the same.
type File struct {
	Size  int64  `json:"size"`            // in bytes
	Year  int    `json:"year"`            // of the last change, UTC
	Day   int    `json:"-"`               // of the last change, counted from 1970
	Mode  string `json:"mode,omitempty"`  // "0644"; empty where the system has none
	Owner string `json:"owner,omitempty"` // root or other; empty for the account that scans, or where unknown
	Open  bool   `json:"open,omitempty"`  // every account of the machine can read it
	Depth int    `json:"depth,omitempty"` // folders between what is scanned and the file
}

// unnamed begins the names of columns that have none: a sheet may have 16,384 of them.
const unnamed = "coluna"

// Unnamed returns the name of column n, counted from 1, where the file gives it none.
func Unnamed(n int) string { return unnamed + " " + strconv.Itoa(n) }

// A Column of a table.
type Column struct {
	Name     string // as [Unnamed] where the file gives it none
	Position int    // from 1
	DataType string // the source's own word, lower case; empty in a CSV
	Comment  string
	NotNull  bool // the source refuses NULL here
	// NullShare is the share of NULLs by the server's own statistics; nil when
	// it has none.
	NullShare *float64
	// Form is what the first values in a file are made of.
	Form Form
	// Skip tells that the source does not read this column's values (a geometry,
	// what it was not granted); its cells are nil.
	Skip bool
}

// A Form is what the values of a column are made of.
type Form byte

// The forms.
const (
	Mixed   Form = iota // of both, or not known
	Digits              // but no letters
	Letters             // but no digits
)

// A Batch is some rows of a table. Cells are row by row, Rows×Cols of them; a
// nil cell is NULL or one of the Binaries, an empty one is an empty text. The bytes
// belong to the source and are valid until the next batch.
type Batch struct {
	Rows     int
	Cols     int
	Cells    [][]byte
	Binaries []Binary // in no order
}

// A Binary is a cell that is no text, of which a source reads only the beginning.
type Binary struct {
	Row, Col int    // from 0
	Size     int64  // bytes of the whole value, at least 1
	Head     []byte // its first bytes; all zero where the source could not tell
}

// Row returns the cells of row i.
func (b *Batch) Row(i int) [][]byte { return b.Cells[i*b.Cols : (i+1)*b.Cols] }

// A Sample says how much of a table to read.
type Sample struct {
	Rows    int64 // at most this many; 0 reads all
	Seed    uint64
	Timeout time.Duration // per table; 0 means none
}
