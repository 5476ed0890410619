package scanner

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"syscall"
)

// A State is where an object of a source ended in the coverage ledger.
type State string

// The states. Every object listed ends in exactly one.
const (
	Covered  State = "covered"  // all rows judged
	Sampled  State = "sampled"  // some rows judged, chosen by the method of the entry and the seed of the scan
	Partial  State = "partial"  // judged up to a fault or around a gap
	Listed   State = "listed"   // seen, not read by design: views, foreign tables
	NotRead  State = "not_read" // could not be read
	Excluded State = "excluded" // left out by the user's own filter, a file that this program wrote, or one of a kind that holds nobody's data
)

// States in the order in which people read them.
var States = []State{Covered, Sampled, Partial, Listed, NotRead, Excluded}

// A Reason says why an object is in its state, without words of any language.
// Detail is a code of the source (an SQLSTATE, an OS error) and never holds a
// value or a secret.
type Reason struct {
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
	Count  int64  `json:"count,omitempty"`  // how often, where it is counted
	Row    int64  `json:"row,omitempty"`    // first record concerned, from 1
	Offset int64  `json:"offset,omitempty"` // its byte offset in the file
}

// A Fault is an error whose reason is known. Sources return it, alone or wrapped.
type Fault struct {
	Reason
	Err error // the cause; may be nil
}

func (f *Fault) Error() string {
	s := f.Code
	if f.Detail != "" {
		s += " (" + f.Detail + ")"
	}
	if f.Err != nil {
		return fmt.Sprintf("%s: %v", s, f.Err)
	}
	return s
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// ReasonOf returns the reason that err carries; an error without one is an
// "internal_error".
func ReasonOf(err error) Reason {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Reason
	}
	return Reason{Code: "internal_error"}
}

// FileReason returns the reason of an error of the operating system about a file. An error
// of no kind with a code of its own is an "os_error", whose detail is what the system says,
// without the path.
func FileReason(err error) Reason {
	switch number, _ := errors.AsType[syscall.Errno](err); {
	case errors.Is(err, fs.ErrNotExist):
		return Reason{Code: "no_such_file"}
	case errors.Is(err, fs.ErrPermission):
		return Reason{Code: "no_permission"}
	case runtime.GOOS == "windows" && (number == sharingViolation || number == lockViolation):
		return Reason{Code: "file_in_use"}
	case number == syscall.ENOSPC, runtime.GOOS == "windows" && number == diskFull:
		return Reason{Code: "disk_full"}
	case number != 0:
		return Reason{Code: "os_error", Detail: number.Error()}
	}
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err
	}
	return Reason{Code: "os_error", Detail: err.Error()}
}

// What Windows reports for a file that another program, often Excel, has locked, and for
// a full disk ("System Error Codes"). On other systems these numbers mean other errors.
const (
	sharingViolation syscall.Errno = 32
	lockViolation    syscall.Errno = 33
	diskFull         syscall.Errno = 112
)

// Codes are the reasons that sources and the scan give, each with its words in
// rules/pt-BR.yaml and rules/en.yaml under "reason".
var Codes = []string{
	// databases
	"connection_refused", "host_unknown", "no_answer", "other_server", "authentication_failed", "authentication_unsupported",
	"database_unknown", "database_denied", "tls_failed", "tls_missing",
	"connection_lost", "too_many_connections", "standby_conflict", "read_only_refused", "permission_denied", "hidden_columns", "timeout", "lock_timeout",
	"row_security", "broken_view", "dropped", "altered", "sql_error", "view", "materialized_view_unpopulated", "foreign_table", "large_objects",
	"freed_pages",
	// files
	"no_such_file", "no_permission", "file_in_use", "disk_full", "os_error", "empty_file", "only_zeros", "unknown_format", "not_a_workbook",
	"encrypted_workbook", "damaged_workbook", "not_a_database", "encrypted_database", "too_large", "too_many_members",
	"record_too_long", "unterminated_quote", "ragged_rows", "truncated", "bad_encoding", "garbled_text", "repeated_header", "lines_in_cells", "no_matching_file",
	"damaged_file", "damaged_archive", "damaged_database", "old_workbook", "access_database",
	"database_dump", "compressed_dbf", "dbase7_table", "mailbox", "document", "columnar_file", "media_file", "other_archive", "version_history",
	"program_file", "nested_archive", "packed_database", "encrypted_archive", "memo_missing", "attachment", "bad_record",
	"extra_records", "deleted_records", "no_cells", "repeated_rows", "formula_without_value", "duplicate", "link", "link_outside", "broken_link",
	"special_file", "lock_file", "file_manager", "own_file", "database_part", "embedded_file", "macros", "trailing_data",
	// values of which only the first bytes are read
	"biometric_values", "pictures", "recordings", "scanned_documents", "binary_values", "unread_columns", "long_values", "row_history",
	// the scan
	"excluded", "interrupted", "internal_error", "source_failed", "incomplete_parts", "rule_over_budget", "personal_name", "personal_column_names",
}

// An Entry is one line of the ledger: an object of a source and what became of it.
type Entry struct {
	Source        string   `json:"source"`
	Schema        string   `json:"schema,omitempty"`
	Table         string   `json:"table"`
	Kind          string   `json:"kind"`
	State         State    `json:"state"`
	Reasons       []Reason `json:"reasons,omitempty"` // why it is partial, listed, not read or excluded
	Notes         []Reason `json:"notes,omitempty"`   // what the auditor should know although it was read
	Method        Method   `json:"method,omitempty"`
	Touched       int64    `json:"touched,omitempty"`
	Rows          int64    `json:"rows"` // size of the table; -1 when unknown
	RowsEstimated bool     `json:"rows_estimated,omitempty"`
	Read          int64    `json:"read"` // rows judged
	Encoding      string   `json:"encoding,omitempty"`
	Dialect       string   `json:"dialect,omitempty"`
	Hidden        bool     `json:"hidden,omitempty"`
	File          *File    `json:"file,omitempty"`  // that the table is in; of several files their size together, the last change and the widest rights
	Parts         []Part   `json:"parts,omitempty"` // of a table that is several files, each with its own state
}

// Totals counts the entries of a ledger by state.
type Totals struct {
	Listed int           `json:"listed"` // objects in all
	States map[State]int `json:"states"` // every state is there, also with 0
}

// TotalsOf counts the tables of a result by state.
func TotalsOf(tables []TableResult) Totals {
	t := Totals{Listed: len(tables), States: make(map[State]int, len(States))}
	for _, state := range States {
		t.States[state] = 0
	}
	for i := range tables {
		t.States[tables[i].State]++
	}
	return t
}

// Complete reports whether everything listed was covered: nothing is partial or not read.
func (t Totals) Complete() bool { return t.States[Partial] == 0 && t.States[NotRead] == 0 }
