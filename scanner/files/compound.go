package files

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Office wrote its documents until 2003 as compound files (MS-CFB): many streams in one
// file, each in sectors that a table chains, as on a disk.

const (
	compoundHead  = 512
	compoundEntry = 128 // bytes in the directory
	maxEntries    = 1 << 16
	miniSize      = 64         // of the sectors of small streams, which are in a stream of their own
	lastSector    = 0xfffffffa // numbers from here on are marks: the end of a chain, for one
)

var errCompound = errors.New("broken chain of sectors")

// A compound is a compound file and its directory.
type compound struct {
	in      io.ReaderAt
	closer  io.Closer
	size    int64    // of a sector
	next    []uint32 // the sector behind each, in its chain
	small   int64    // streams below this size are in sectors of miniSize
	mini    *stream  // of these
	behind  []uint32 // what next is for them
	streams []compoundStream
}

// A compoundStream is a stream by its path, with "/" between the names.
type compoundStream struct {
	path  string
	start uint32
	size  int64
}

// compound opens the content as a compound file.
func (c content) compound(ctx context.Context) (*compound, error) {
	in, size, closer, err := c.anywhere(ctx)
	if err != nil {
		return nil, err
	}
	file, err := openCompound(in, size)
	if err != nil {
		closer.Close()
		return nil, err
	}
	file.closer = closer
	return file, nil
}

// openIn opens what the compound file that the content is holds.
func openIn[T any](ctx context.Context, c content, open func(*compound) (T, error)) (opened T, err error) {
	file, err := c.compound(ctx)
	if err != nil {
		return opened, err
	}
	if opened, err = open(file); err != nil {
		file.close()
	}
	return opened, err
}

// close ends the reading of the file.
func (c *compound) close() { c.closer.Close() }

// openCompound reads the directory of a compound file of a size in bytes.
func openCompound(in io.ReaderAt, size int64) (*compound, error) {
	head := make([]byte, compoundHead)
	if _, err := in.ReadAt(head, 0); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	number := binary.LittleEndian.Uint32
	shift := head[30]
	if string(head[:len(oleMagic)]) != oleMagic || shift < 7 || shift > 16 || head[32] != 6 {
		return nil, errCompound
	}
	c := &compound{in: in, size: 1 << shift, small: int64(number(head[56:]))}
	if err := c.readTable(head, size>>shift); err != nil {
		return nil, err
	}
	directory, err := c.stream(number(head[48:]), -1)
	if err != nil {
		return nil, err
	}
	behind, err := c.stream(number(head[60:]), -1)
	if err != nil {
		return nil, err
	}
	if c.behind, err = numbers(behind, 0, behind.size); err != nil {
		return nil, err
	}
	return c, c.readDirectory(directory)
}

// readTable reads the table of chains. Its own sectors are listed in the head and in a
// chain of further lists. Most is how many sectors there can be.
func (c *compound) readTable(head []byte, most int64) error {
	number := binary.LittleEndian.Uint32
	var sectors []uint32
	for i := 76; i < compoundHead; i += 4 {
		sectors = append(sectors, number(head[i:]))
	}
	for at := number(head[68:]); at < lastSector; {
		list, err := numbers(c.in, (int64(at)+1)*c.size, c.size)
		if err != nil {
			return err
		}
		sectors, at = append(sectors, list[:len(list)-1]...), list[len(list)-1]
		if int64(len(sectors)) > most+int64(compoundHead) {
			return errCompound
		}
	}
	for _, at := range sectors {
		if at >= lastSector {
			continue
		}
		if int64(len(c.next)) > most+c.size {
			return errCompound
		}
		list, err := numbers(c.in, (int64(at)+1)*c.size, c.size)
		if err != nil {
			return err
		}
		c.next = append(c.next, list...)
	}
	return nil
}

// numbers reads numbers of four bytes that take size bytes from a place on.
func numbers(in io.ReaderAt, from, size int64) ([]uint32, error) {
	data := make([]byte, size)
	if n, err := in.ReadAt(data, from); n < len(data) {
		return nil, cutOff(err)
	}
	list := make([]uint32, size/4)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return list, nil
}

// readDirectory lists the streams. Its entries are trees: the streams of a storage, which
// may hold storages again.
func (c *compound) readDirectory(directory *stream) error {
	data := make([]byte, min(directory.size, maxEntries*compoundEntry))
	if _, err := directory.ReadAt(data, 0); err != nil && err != io.EOF {
		return err
	}
	if len(data) < compoundEntry {
		return errCompound
	}
	type node struct {
		entry uint32
		dir   string
	}
	seen := make([]bool, len(data)/compoundEntry)
	for todo := []node{{0, ""}}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(n.entry) >= int64(len(seen)) || seen[n.entry] {
			continue
		}
		seen[n.entry] = true
		e := data[n.entry*compoundEntry:][:compoundEntry]
		path := n.dir + entryName(e)
		number := binary.LittleEndian.Uint32
		start, size := number(e[116:]), int64(number(e[120:]))
		todo = append(todo, node{number(e[68:]), n.dir}, node{number(e[72:]), n.dir})
		switch e[66] {
		case 1: // a storage
			todo = append(todo, node{number(e[76:]), path + "/"})
		case 2:
			c.streams = append(c.streams, compoundStream{path, start, size})
		case 5: // the root, whose stream is that of the small ones
			todo = append(todo, node{number(e[76:]), ""})
			if start < lastSector {
				mini, err := c.stream(start, size)
				if err != nil {
					return err
				}
				c.mini = mini
			}
		}
	}
	slices.SortFunc(c.streams, func(a, b compoundStream) int { return strings.Compare(a.path, b.path) })
	return nil
}

func entryName(e []byte) string {
	size := min(int(binary.LittleEndian.Uint16(e[64:])), 64)
	return string(appendUTF16(nil, e[:max(size-2, 0)])) // a zero ends it
}

// has reports whether there is a stream of this path.
func (c *compound) has(path string) bool {
	return slices.ContainsFunc(c.streams, func(s compoundStream) bool { return s.path == path })
}

// open opens a stream; nil where there is none of this path.
func (c *compound) open(path string) (*stream, error) {
	i := slices.IndexFunc(c.streams, func(s compoundStream) bool { return s.path == path })
	if i < 0 {
		return nil, nil
	}
	s := c.streams[i]
	if s.size >= c.small {
		return c.stream(s.start, s.size)
	}
	chain, err := follow(c.behind, s.start, s.size/miniSize+1)
	if err != nil || s.size > 0 && c.mini == nil {
		return nil, errCompound
	}
	return &stream{in: c.mini, sector: miniSize, chain: chain, size: s.size}, nil
}

// stream is the stream that begins in a sector; of all its sectors where size is negative.
func (c *compound) stream(start uint32, size int64) (*stream, error) {
	chain, err := follow(c.next, start, int64(len(c.next)))
	if err != nil {
		return nil, err
	}
	if size < 0 {
		size = int64(len(chain)) * c.size
	}
	return &stream{in: c.in, first: c.size, sector: c.size, chain: chain, size: size}, nil
}

// follow lists the sectors of a chain, of which there can be no more than most.
func follow(next []uint32, start uint32, most int64) (chain []uint32, err error) {
	for at := start; at < lastSector; at = next[at] {
		if int64(at) >= int64(len(next)) || int64(len(chain)) > most {
			return nil, errCompound
		}
		chain = append(chain, at)
	}
	return chain, nil
}

// unread lists what else is in the file than the known streams and storages, of one storage as one
// object: embedded documents are not read, macros are listed.
func (c *compound) unread(name string, known ...string) []object {
	counts := map[string]int64{}
	for _, s := range c.streams {
		storage, _, _ := strings.Cut(s.path, "/")
		settings := storage != "" && storage[0] < ' ' // of programs, and properties
		if s.size > 0 && s.path != "" && !settings && !slices.Contains(known, storage) {
			counts[storage]++
		}
	}
	var objects []object
	for _, storage := range slices.SortedFunc(maps.Keys(counts), cmp.Compare[string]) {
		o := refused(name+"#"+storage, "embedded_file")
		if slices.Contains([]string{"_VBA_PROJECT_CUR", "VBA", "Macros"}, storage) {
			o = passedOver(name+"#"+storage, scanner.Listed, "macros")
		}
		o.table.Reason.Count = counts[storage]
		objects = append(objects, o)
	}
	return objects
}

// A stream is what is in the sectors of a chain.
type stream struct {
	in     io.ReaderAt
	first  int64 // place of sector 0
	sector int64 // size
	chain  []uint32
	size   int64
}

// ReadAt implements [io.ReaderAt].
func (s *stream) ReadAt(b []byte, at int64) (n int, err error) {
	for n < len(b) {
		if at >= s.size {
			return n, io.EOF
		}
		i, within := at/s.sector, at%s.sector
		if i >= int64(len(s.chain)) {
			return n, io.ErrUnexpectedEOF
		}
		run, want := s.sector-within, min(int64(len(b)-n), s.size-at)
		for k := i; run < want && k+1 < int64(len(s.chain)) && s.chain[k+1] == s.chain[k]+1; k++ {
			run += s.sector
		}
		want = min(want, run)
		k, err := s.in.ReadAt(b[n:n+int(want)], s.first+int64(s.chain[i])*s.sector+within)
		n, at = n+k, at+int64(k)
		if int64(k) < want {
			return n, cutOff(err)
		}
	}
	return n, nil
}

// cutOff is the error of a file that ends too early, unless it is another one.
func cutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
