package files

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// maxUnpacked is how much is read of anything packed. It bounds time, not
	// memory: nothing unpacked is kept.
	maxUnpacked = 16 << 30
	// maxRatio is how many times larger than its packed form a text may be,
	// beyond freeRatio bytes: real tables stay below 100, bombs reach 1000.
	maxRatio  = 250
	freeRatio = 64 << 20
)

// A content is where bytes come from: a file on disk, or what is packed in one.
type content struct {
	path   string
	listed fs.FileInfo // of the file, when its tables were listed; may be nil
	gz     bool
	member *zipMember // of the zip archive at path; nil for the file itself
	size   int64      // in bytes when unpacked; -1 when unknown
}

// seekable reports whether reading can start anywhere.
func (c content) seekable() bool { return !c.gz && c.member == nil }

// open returns the bytes from the first one on. Reading fails when ctx ends, and
// when the file is another or a shorter one than was listed.
func (c content) open(ctx context.Context) (*opened, error) {
	file, err := os.Open(c.path)
	if err != nil {
		return nil, err
	}
	o := &opened{file: file, listed: c.listed}
	if err = o.same(); err == nil {
		var in io.Reader
		in, err = c.unpack(file)
		o.cancelReader = cancelReader{ctx, in}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return o, nil
}

// opened is a content on its way; closing it closes the file below.
type opened struct {
	cancelReader
	file   *os.File
	listed fs.FileInfo
}

func (o *opened) Close() error { return o.file.Close() }

func (o *opened) Read(b []byte) (int, error) {
	n, err := o.cancelReader.Read(b)
	if err == io.EOF {
		if changed := o.same(); changed != nil {
			err = changed
		}
	}
	return n, err
}

// same returns an error when the file is not the one that was listed, or has lost
// some of its bytes. One that grows is read as far as it goes.
func (o *opened) same() error {
	if o.listed == nil {
		return nil
	}
	now, err := o.file.Stat()
	if err == nil && (now.Size() < o.listed.Size() || !os.SameFile(now, o.listed)) {
		err = &scanner.Fault{Reason: scanner.Reason{Code: "altered"}}
	}
	return err
}

// text starts reading a text behind its byte order mark, or at a later place that
// it had when it was read before. At is that place.
func (c content) text(ctx context.Context, enc encoding, from int64) (text io.Reader, at int64, closer io.Closer, err error) {
	in, err := c.open(ctx)
	if err != nil {
		return nil, 0, nil, err
	}
	text, at = in, max(from, int64(enc.bom))
	switch {
	case enc.wide(): // places are those in its UTF-8
		if _, err = io.CopyN(io.Discard, in, int64(enc.bom)); err == nil {
			text, at = enc.reader(in), from
			_, err = io.CopyN(io.Discard, text, from)
		}
	case c.seekable():
		_, err = in.file.Seek(at, io.SeekStart)
	default:
		_, err = io.CopyN(io.Discard, in, at)
	}
	if err != nil {
		in.Close()
		return nil, 0, nil, err
	}
	return text, at, in, nil
}

func (c content) unpack(file *os.File) (io.Reader, error) {
	switch {
	case c.gz:
		packed := &meter{r: file}
		in, err := newGzipText(packed)
		if err != nil {
			return nil, err
		}
		return &capped{r: in, packed: func() int64 { return packed.n }}, nil
	case c.member != nil:
		in, err := c.member.open(file)
		return &capped{r: in, packed: func() int64 { return c.member.packed }}, err
	}
	return file, nil
}

// gzipText is what is packed in a gzip file, which may be several put together. Of
// what their headers say the first is read, see [gzipComments]; if others say more,
// the end is an error.
type gzipText struct {
	*gzip.Reader
	packed *bufio.Reader
	more   bool
}

func newGzipText(packed io.Reader) (*gzipText, error) {
	r := bufio.NewReader(packed)
	in, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	in.Multistream(false)
	return &gzipText{Reader: in, packed: r}, nil
}

func (g *gzipText) Read(b []byte) (int, error) {
	n, err := g.Reader.Read(b)
	if err != io.EOF {
		return n, err
	}
	switch err = g.Reset(g.packed); {
	case err == io.EOF && g.more:
		err = &scanner.Fault{Reason: scanner.Reason{Code: "trailing_data"}}
	case err == nil:
		g.Multistream(false)
		g.more = g.more || len(g.Comment) > 0 || hasDocument([]byte(g.Name)) || textIn(g.Extra) != nil
	}
	return n, err
}

// A meter counts what is read through it.
type meter struct {
	r io.Reader
	n int64
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.r.Read(b)
	m.n += int64(n)
	return n, err
}

// capped reads what is packed, until it is larger than anything honest.
type capped struct {
	r      io.Reader
	n      int64
	packed func() int64 // bytes read, or there, in packed form
}

func (c *capped) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	if c.n > maxUnpacked || c.n > freeRatio && c.n/maxRatio > c.packed() {
		return 0, &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	return n, err
}

// A cancelReader fails once its context has ended.
type cancelReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}

// withTimeout bounds the time of a reading.
func withTimeout(ctx context.Context, s scanner.Sample) (context.Context, context.CancelFunc) {
	if s.Timeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, s.Timeout)
}

// faultOf gives an error of the operating system or an archive its reason. The
// detail never holds a path.
func faultOf(err error) error {
	if f := (*scanner.Fault)(nil); errors.As(err, &f) {
		return err
	}
	reason := scanner.FileReason(err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		reason = scanner.Reason{Code: "timeout"}
	case errors.Is(err, context.Canceled):
		reason = scanner.Reason{Code: "interrupted"}
	case isPackDamage(err):
		reason.Code = "damaged_archive"
	}
	return &scanner.Fault{Reason: reason, Err: fmt.Errorf("reading a file: %w", err)}
}

// isPackDamage reports whether an error says that something packed is damaged.
func isPackDamage(err error) bool {
	for _, known := range []error{
		io.ErrUnexpectedEOF, gzip.ErrChecksum, gzip.ErrHeader, zip.ErrChecksum, zip.ErrFormat, zip.ErrAlgorithm,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt)
}
