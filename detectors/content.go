package detectors

import (
	"bytes"
	"unicode/utf8"
)

// A Content is what a binary value is, as far as its first bytes tell.
type Content string

// The contents.
const (
	JPEG           Content = "jpeg"
	PNG            Content = "png"
	OtherPicture   Content = "picture" // GIF, BMP, TIFF, WebP, HEIC
	PDF            Content = "pdf"
	OfficeDocument Content = "office" // of a word processor, a spreadsheet or a presentation
	ZIP            Content = "zip"
	Recording      Content = "recording"   // sound or film
	Fingerprint    Content = "fingerprint" // its image (WSQ) or what is measured in it
	FaceOrIris     Content = "face_iris"   // an image for recognition or what is measured in it
	PlainText      Content = "text"        // UTF-8
	OtherContent   Content = "other"       // unknown, compressed or encrypted
)

// Contents are all of them, in the order in which people read them.
var Contents = []Content{JPEG, PNG, OtherPicture, PDF, OfficeDocument, ZIP, Recording, Fingerprint, FaceOrIris, PlainText, OtherContent}

// contentMagics are the bytes at a place by which contents are known; the first that
// fits counts.
var contentMagics = []struct {
	at      int
	bytes   string
	content Content
}{
	{0, "\xff\xd8\xff", JPEG},
	{0, "\x89PNG\r\n\x1a\n", PNG},
	{0, "GIF8", OtherPicture},
	{0, "II*\x00", OtherPicture},
	{0, "MM\x00*", OtherPicture},
	{8, "WEBP", OtherPicture},
	{4, "ftyphei", OtherPicture},
	{4, "ftypmif1", OtherPicture},
	{4, "ftypavif", OtherPicture},
	{0, "%PDF-", PDF},
	{0, "{\\rtf", OfficeDocument},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OfficeDocument}, // the compound files of old Office versions
	{0, "PK\x03\x04", ZIP},
	{0, "PK\x05\x06", ZIP},
	{0, "ID3", Recording},
	{0, "OggS", Recording},
	{0, "fLaC", Recording},
	{0, "#!AMR", Recording},
	{8, "WAVE", Recording},
	{8, "AVI ", Recording},
	{4, "ftyp", Recording},
	{0, "\x1aE\xdf\xa3", Recording}, // Matroska, WebM
	{0, "FMR\x00", Fingerprint},     // ISO/IEC 19794-2, ANSI 378: minutiae
	{0, "FIR\x00", Fingerprint},     // ISO/IEC 19794-4, ANSI 381: image
	{0, "FAC\x00", FaceOrIris},      // ISO/IEC 19794-5
	{0, "IIR\x00", FaceOrIris},      // ISO/IEC 19794-6
}

// officeNames are how the first member of an office document is called, or what it says.
var officeNames = [][]byte{[]byte("[Content_Types].xml"), []byte("_rels/"), []byte("docProps/"), []byte("word/"), []byte("xl/"), []byte("ppt/"), []byte("application/vnd.oasis")}

// ContentOf tells what a value is by its first bytes; size is how many it has in all.
func ContentOf(head []byte, size int64) Content {
	for _, m := range contentMagics {
		if len(head) <= m.at || !bytes.HasPrefix(head[m.at:], []byte(m.bytes)) {
			continue
		}
		// A local file header has 30 bytes, then the name.
		if m.content == ZIP && len(head) > 30 {
			for _, name := range officeNames {
				if bytes.HasPrefix(head[30:], name) || name[0] == 'a' && bytes.Contains(head[30:], name) {
					return OfficeDocument
				}
			}
		}
		return m.content
	}
	switch {
	case isBMP(head, size):
		return OtherPicture
	case isWSQ(head):
		return Fingerprint
	case isText(head, size):
		return PlainText
	}
	return OtherContent
}

// isBMP reports whether head begins a Windows bitmap, which states its size.
func isBMP(head []byte, size int64) bool {
	return len(head) >= 14 && head[0] == 'B' && head[1] == 'M' &&
		int64(head[2])|int64(head[3])<<8|int64(head[4])<<16|int64(head[5])<<24 == size
}

// isWSQ reports whether head begins a fingerprint as the FBI compresses them: a
// marker of the start, then one of a table, a comment or the frame.
func isWSQ(head []byte) bool {
	return len(head) >= 4 && head[0] == 0xff && head[1] == 0xa0 && head[2] == 0xff && head[3] >= 0xa2 && head[3] <= 0xa8
}

// isText reports whether a value can be a text: UTF-8 without other control
// characters than those of lines, but for the zeros with which some databases fill
// up a field.
func isText(head []byte, size int64) bool {
	if int64(len(head)) < size {
		// The cut may have gone through a character.
		for n := 0; n < utf8.UTFMax-1 && len(head) > 0 && !utf8.Valid(head); n++ {
			head = head[:len(head)-1]
		}
	} else {
		head = bytes.TrimRight(head, "\x00")
	}
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return false
		}
	}
	return len(head) > 0 && utf8.Valid(head)
}
