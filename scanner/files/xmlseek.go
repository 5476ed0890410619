package files

import (
	"bytes"
	"slices"
)

// innermost returns the name of the innermost open element with its prefix, nil
// where its own tag has closed it.
func (x *xmlReader) innermost() []byte {
	if x.closed || len(x.open) == 0 {
		return nil
	}
	return x.names[x.open[len(x.open)-1]:]
}

// seek moves to the next start tag of one of these names, without a prefix or with
// that of the innermost open element, within that element, to the next comment, instruction or CDATA in it, or to its end tag: what
// is between is not looked at.
func (x *xmlReader) seek(names []string) error {
	parent := x.innermost()
	prefix := parent[:len(parent)-len(local(parent))]
	tags := [][]byte{slices.Concat([]byte("/"), parent)}
	longest := len(tags[0])
	for _, name := range names {
		tags = append(tags, []byte(name), slices.Concat(prefix, []byte(name)))
		longest = max(longest, len(prefix)+len(name))
	}
	stops := func(b []byte) bool {
		if len(b) > 0 && (b[0] == '!' || b[0] == '?') {
			return true
		}
		return slices.ContainsFunc(tags, func(tag []byte) bool {
			return len(b) > len(tag) && bytes.HasPrefix(b, tag) && !isNameByte(b[len(tag)])
		})
	}
	for {
		for b := x.buf[x.pos:x.end]; ; b = x.buf[x.pos:x.end] {
			k := bytes.IndexByte(b, '<')
			if k < 0 {
				x.pos = x.end
				break
			}
			x.pos += k
			if stops(b[k+1:]) {
				return nil
			}
			if len(b)-k-1 <= longest && !x.eof {
				break
			}
			x.pos++
		}
		if err := x.more(); err != nil {
			return err
		}
	}
}

// pass moves behind the end of the element that has just been opened. Of what is in it
// only elements of its name are looked at: it is for parts that were found to be sound.
func (x *xmlReader) pass() error {
	defer func(before bool) { x.comments = before }(x.comments)
	x.comments = true // seek stops at each of them
	name := []string{string(x.name)}
	for depth := len(x.open); len(x.open) >= depth; {
		if !x.closed {
			if err := x.seek(name); err != nil {
				return err
			}
		}
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}
