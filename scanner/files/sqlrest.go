package files

import (
	"bytes"
	"context"
	"io"
	"slices"

	"github.com/datamapbr/datamap/scanner"
)

// maxLine is how long a line of text may be before it is cut in two.
const maxLine = 64 << 10

// A sqlRest reads what stands in a dump beside the rows of its tables, line by
// line: comments and statements of other kinds can hold data too.
type sqlRest struct {
	p    *sqlParser
	in   io.Closer
	dec  *decoder
	seen int64
	err  error
	row  [1][]byte

	begun, completed bool // by the comments of the program that wrote the dump
}

// openRest starts reading the text of a dump.
func (d *sqlDump) openRest(ctx context.Context) (rowReader, error) {
	p, in, err := d.open(ctx, 0)
	if err != nil {
		return nil, err
	}
	p.collect = true
	return &sqlRest{p: p, in: in, dec: d.enc.decoder()}, nil
}

func (r *sqlRest) next(bool) ([][]byte, error) {
	for {
		if r.err != nil || len(r.p.kept) > sqlBlock {
			if line := r.line(r.err != nil); line != nil {
				return r.take(line), nil
			}
			if r.err == io.EOF && r.begun && !r.completed {
				return nil, errCut
			}
			if r.err != nil {
				return nil, r.err
			}
		}
		_, r.err = r.p.next()
	}
}

// Comments that stand at the start and at the end of a dump that is whole.
var (
	dumpStarts = []string{"-- MySQL dump", "-- MariaDB dump", "-- PostgreSQL database dump", "-- PostgreSQL database cluster dump"}
	dumpEnds   = []string{"-- Dump completed", "-- PostgreSQL database dump complete", "-- PostgreSQL database cluster dump complete"}
)

// take makes a row of a line.
func (r *sqlRest) take(line []byte) [][]byte {
	has := func(start string) bool { return bytes.HasPrefix(line, []byte(start)) }
	if ends := slices.ContainsFunc(dumpEnds, has); ends {
		r.completed = true
	} else if slices.ContainsFunc(dumpStarts, has) {
		r.begun, r.completed = true, false
	}
	r.seen++
	r.dec.reset()
	r.row[0] = r.dec.decode(line, r.seen)
	return r.row[:]
}

// line takes a line that says something from the text collected, nil when there
// is none; the last one is taken only when it is ended.
func (r *sqlRest) line(ended bool) []byte {
	p := r.p
	for len(p.kept) > 0 {
		k := bytes.IndexByte(p.kept, '\n')
		if k < 0 && !ended && len(p.kept) < maxLine {
			return nil
		}
		if k < 0 || k > maxLine {
			k = min(len(p.kept), maxLine) - 1
		}
		line := bytes.TrimSpace(p.kept[:k+1])
		p.kept = p.kept[k+1:]
		if len(bytes.Trim(line, "-;,()*/ \t")) > 0 {
			return line
		}
	}
	return nil
}

func (r *sqlRest) remarks() (gaps, notes tally) {
	if r.p.lost > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: r.p.lost})
	}
	return gaps, notes
}

func (r *sqlRest) close() { r.in.Close() }
