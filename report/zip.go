package report

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"

	"github.com/xuri/excelize/v2"
)

// A sortedZip writes its entries ordered by name. The library writes the sheets
// of stream writers in the random order of a map.
type sortedZip struct {
	w       io.Writer
	entries []*zipEntry
}

// A zipEntry is compressed while it is written, so that only its small form is kept.
type zipEntry struct {
	header zip.FileHeader
	sum    hash.Hash32
	data   bytes.Buffer
	to     *flate.Writer
	tail   []byte // not yet compressed: it may be the beginning of fixedHeight
}

// fixedHeight is what the library writes beside every height of a row. Without it
// LibreOffice still shows the row as high as its text, and Excel lets it grow when
// somebody types more. In a text of a cell the quotes would be escaped.
var fixedHeight = []byte(` customHeight="1"`)

func newSortedZip(w io.Writer) excelize.ZipWriter { return &sortedZip{w: w} }

func (z *sortedZip) Create(name string) (io.Writer, error) {
	e := &zipEntry{header: zip.FileHeader{Name: name, Method: zip.Deflate}, sum: crc32.NewIEEE()}
	var err error
	if e.to, err = flate.NewWriter(&e.data, flate.DefaultCompression); err != nil {
		return nil, err
	}
	z.entries = append(z.entries, e)
	return e, nil
}

func (e *zipEntry) Write(p []byte) (int, error) {
	e.tail = bytes.ReplaceAll(append(e.tail, p...), fixedHeight, nil)
	ready := max(0, len(e.tail)-len(fixedHeight)+1)
	err := e.compress(e.tail[:ready])
	e.tail = append([]byte(nil), e.tail[ready:]...)
	return len(p), err
}

func (e *zipEntry) compress(p []byte) error {
	e.sum.Write(p)
	e.header.UncompressedSize64 += uint64(len(p))
	_, err := e.to.Write(p)
	return err
}

func (z *sortedZip) AddFS(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		w, err := z.Create(path)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
}

func (z *sortedZip) Close() error {
	slices.SortFunc(z.entries, func(a, b *zipEntry) int { return compare(a.header.Name, b.header.Name) })
	out := zip.NewWriter(z.w)
	for _, e := range z.entries {
		if err := e.compress(e.tail); err != nil {
			return err
		}
		if err := e.to.Close(); err != nil {
			return err
		}
		e.header.CRC32, e.header.CompressedSize64 = e.sum.Sum32(), uint64(e.data.Len())
		w, err := out.CreateRaw(&e.header)
		if err != nil {
			return err
		}
		if _, err := w.Write(e.data.Bytes()); err != nil {
			return err
		}
	}
	return out.Close()
}
