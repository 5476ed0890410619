package detectors

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// A Digest is the hash of some value: MD5, SHA-1, SHA-256 or SHA-512, told apart by its
// length.
type Digest struct {
	sum [sha512.Size]byte
	n   int
}

// ParseDigest reads a digest of hexadecimal digits in either case, with or without
// the prefix that databases write, or in either alphabet of Base64 with its padding.
func ParseDigest(value []byte) (d Digest, ok bool) {
	value = unprefixed(value)
	switch n := len(value); n {
	case 2 * md5.Size, 2 * sha1.Size, 2 * sha256.Size, 2 * sha512.Size:
		_, err := hex.Decode(d.sum[:], value)
		d.n = n / 2
		return d, err == nil
	case (md5.Size + 2) / 3 * 4, (sha1.Size + 2) / 3 * 4, (sha256.Size + 2) / 3 * 4, (sha512.Size + 2) / 3 * 4:
		encoding := base64.StdEncoding
		if bytes.ContainsAny(value, "-_") {
			encoding = base64.URLEncoding
		}
		var sum [sha512.Size + 2]byte
		if value[n-1] != '=' {
			return Digest{}, false
		}
		size, err := encoding.Decode(sum[:], value)
		d.n = copy(d.sum[:], sum[:size])
		return d, err == nil && (size == md5.Size || size == sha1.Size || size == sha256.Size || size == sha512.Size)
	}
	return Digest{}, false
}

// unprefixed removes the prefix of a binary value: 0x of SQL Server and MySQL, \x of
// PostgreSQL.
func unprefixed(value []byte) []byte {
	if len(value) > 2 && (value[0] == '0' || value[0] == '\\') && value[1] == 'x' {
		return value[2:]
	}
	return value
}

// Algorithm names the function: md5, sha1, sha256 or sha512.
func (d *Digest) Algorithm() string {
	switch d.n {
	case md5.Size:
		return "md5"
	case sha1.Size:
		return "sha1"
	case sha256.Size:
		return "sha256"
	}
	return "sha512"
}

// Of reports whether d is the digest of a cell as it stands, without any secret
// or salt, or of another usual writing of the same value: without what surrounds
// it, in lower or upper case, its digits alone, with the zeros that a number has
// lost, formatted as a CPF or CNPJ, or with the country code of a telephone.
func (d *Digest) Of(cell []byte) bool {
	value := Clean(cell)
	if d.is(cell) || d.is(value) || d.is(bytes.ToLower(value)) || d.is(bytes.ToUpper(value)) {
		return true
	}
	number := numeral(value, 0)
	if len(number) < leastHashed {
		return false
	}
	if d.is(number) || d.is(append([]byte("55"), number...)) || d.is(append([]byte("+55"), number...)) {
		return true
	}
	for _, layout := range []string{"###.###.###-##", "##.###.###/####-##"} {
		full := numeral(value, strings.Count(layout, "#"))
		if d.is(full) || d.is(laidOut(layout, full)) {
			return true
		}
	}
	return false
}

// leastHashed is the length of the shortest number of which several spellings are tried.
const leastHashed = 8

// numeral returns the digits of value, with lost zeros restored.
func numeral(value []byte, fill int) []byte {
	var buf digitBuffer
	d := digits(&buf, value, fill)
	for i := range d {
		d[i] += '0'
	}
	return bytes.Clone(d)
}

// laidOut writes a number in a layout with a "#" for each digit; nil where the numbers of
// digits differ.
func laidOut(layout string, number []byte) []byte {
	if len(number) != strings.Count(layout, "#") {
		return nil
	}
	out := []byte(layout)
	for i := range out {
		if out[i] == '#' {
			out[i], number = number[0], number[1:]
		}
	}
	return out
}

func (d *Digest) is(value []byte) bool {
	var sum [sha512.Size]byte
	switch d.n {
	case md5.Size:
		*(*[md5.Size]byte)(sum[:]) = md5.Sum(value)
	case sha1.Size:
		*(*[sha1.Size]byte)(sum[:]) = sha1.Sum(value)
	case sha256.Size:
		*(*[sha256.Size]byte)(sum[:]) = sha256.Sum256(value)
	default:
		sum = sha512.Sum512(value)
	}
	return sum == d.sum
}
