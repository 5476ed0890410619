package detectors

import (
	"strings"
	"testing"
)

func TestContentOf(t *testing.T) {
	long := strings.Repeat("São Paulo, ", 50)
	for _, c := range []struct {
		head string
		size int64 // 0: all of head
		want Content
	}{
		{"\xff\xd8\xff\xe0\x00\x10JFIF\x00", 90000, JPEG},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 90000, PNG},
		{"GIF89a\x01\x00", 900, OtherPicture},
		{"BM\x84\x03\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00", 900, OtherPicture},
		{"BM, a text", 0, PlainText},
		{"RIFF\x10\x00\x00\x00WEBPVP8 ", 24, OtherPicture},
		{"RIFF\x10\x00\x00\x00WAVEfmt ", 24, Recording},
		{"\x00\x00\x00\x18ftypheic\x00", 9000, OtherPicture},
		{"\x00\x00\x00\x18ftypisom\x00", 9000, Recording},
		{"%PDF-1.7\n%\xe2\xe3\xcf\xd3", 9000, PDF},
		{"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00abcdabcdabcd\x13\x00\x00\x00[Content_Types].xml", 9000, OfficeDocument},
		{"PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00!\x00abcdabcdabcd\x08\x00\x00\x00mimetypeapplication/vnd.oasis.opendocument.text", 9000, OfficeDocument},
		{"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00abcdabcdabcd\x05\x00\x00\x00a.csv", 9000, ZIP},
		{"PK\x03\x04", 9000, ZIP},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", 9000, OfficeDocument},
		{"FMR\x00 20\x00\x00\x00\x01\x14", 276, Fingerprint},
		{"\xff\xa0\xff\xa4\x00\x3a", 9000, Fingerprint},
		{"\xff\xa0\xff\x00", 9000, OtherContent},
		{"FAC\x00010\x00", 9000, FaceOrIris},
		{"maria@exemplo.com", 0, PlainText},
		{"abcd\x00\x00\x00", 0, PlainText}, // BINARY(7) is filled up
		{"ab\x00cd", 0, OtherContent},
		{long[:13], 550, PlainText}, // "São Paulo, S"
		{long[:14], 550, PlainText}, // … and half of a character
		{long[:2] + "\xc3", 0, OtherContent},
		{"Jos\xe9", 0, OtherContent},
		{strings.Repeat("\x00", 256), 1 << 30, OtherContent},
		{"\x00", 0, OtherContent},
		{"", 5, OtherContent},
	} {
		if c.size == 0 {
			c.size = int64(len(c.head))
		}
		if got := ContentOf([]byte(c.head), c.size); got != c.want {
			t.Errorf("%q of %d bytes is %s, not %s", c.head, c.size, got, c.want)
		}
	}
}

func FuzzContentOf(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff"), int64(9000))
	f.Add([]byte("PK\x03\x04"), int64(4))
	f.Add([]byte("S\xc3"), int64(3))
	f.Fuzz(func(t *testing.T, head []byte, size int64) {
		known := false
		for _, c := range Contents {
			known = known || c == ContentOf(head, size)
		}
		if !known {
			t.Errorf("%q is %q", head, ContentOf(head, size))
		}
	})
}
