package databases

import (
	"context"
	"database/sql/driver"
	"io"
	"net"
	"syscall"
)

// The drivers of the servers make an object of each cell, which takes longer than everything
// else in reading a row. So a driver connects, sends the statement and reads what comes before
// the rows and after them; the rows themselves are taken from its connection, packet by
// packet. Over TLS that shows none, and the driver reads the rows too.

// A packetLink is the connection of a driver to a server, without TLS. It hands the driver one
// packet at a time, so that this never holds the packets after the one that it wants.
type packetLink struct {
	*link
	form  packetForm
	block []byte
	ahead []byte // part of block that has arrived and was not handed out
	left  int    // bytes of a packet that the driver has read in part
	last  []byte // header of the driver's last packet
}

// A packetForm is how the protocol of a server makes packets.
type packetForm struct {
	header int                     // bytes of the header
	size   func(header []byte) int // of what comes after it
}

const packetBlock = 64 << 10

// A packetDialer connects as links do, and keeps the connection made last.
type packetDialer struct {
	*links
	form packetForm
	made *packetLink
}

// DialContext implements pq.DialerContext, and is what the other driver connects with.
func (d *packetDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.links.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	d.made = &packetLink{link: conn.(*link), form: d.form, block: make([]byte, packetBlock)}
	return d.made, nil
}

// A packetConn is a connection of a driver; packets is nil over TLS.
type packetConn struct {
	driverConn
	packets *packetLink
}

// A driverConn is what is used of a connection of a driver.
type driverConn interface {
	driver.Conn
	driver.QueryerContext
	driver.ExecerContext
	driver.SessionResetter
	driver.Validator
}

// Read implements [net.Conn] for the driver: it reads no further than to the end of a packet.
func (l *packetLink) Read(p []byte) (int, error) {
	if l.left == 0 {
		size, err := l.peek(0)
		if err != nil {
			return 0, err
		}
		l.last = append(l.last[:0], l.ahead[:l.form.header]...)
		l.left = l.form.header + max(size, 0)
	}
	if err := l.fill(1); err != nil {
		return 0, err
	}
	n := copy(p, l.ahead[:min(len(l.ahead), l.left)])
	l.ahead, l.left = l.ahead[n:], l.left-n
	return n, nil
}

// peek waits for the header of a packet, and more bytes of it, and returns the size of what
// comes after the header.
func (l *packetLink) peek(more int) (int, error) {
	if err := l.fill(l.form.header + more); err != nil {
		return 0, err
	}
	return l.form.size(l.ahead[:l.form.header]), nil
}

// take returns what comes after the header of the packet that was peeked at. It is valid until
// the next reading.
func (l *packetLink) take(size int) ([]byte, error) {
	whole := l.form.header + size
	if err := l.fill(whole); err != nil {
		return nil, err
	}
	packet := l.ahead[l.form.header:whole]
	l.ahead = l.ahead[whole:]
	return packet, nil
}

// fill waits until n bytes are ahead. It makes room for what has come, not for what a server
// says that will.
func (l *packetLink) fill(n int) error {
	if len(l.ahead) >= n {
		return nil
	}
	l.ahead = l.block[:copy(l.block, l.ahead)]
	for len(l.ahead) < n {
		if len(l.ahead) == len(l.block) {
			l.block = make([]byte, 2*len(l.block))
			l.ahead = l.block[:copy(l.block, l.ahead)]
		}
		came, err := l.link.Read(l.block[len(l.ahead):])
		l.ahead = l.block[:len(l.ahead)+came]
		if err != nil && len(l.ahead) < n {
			return err
		}
	}
	return nil
}

// SyscallConn implements [syscall.Conn], by which a driver sees whether the server has closed
// a connection that waited in the pool.
func (l *packetLink) SyscallConn() (syscall.RawConn, error) {
	return l.Conn.(syscall.Conn).SyscallConn()
}

// cut is the error of rows at which the connection ends: io.EOF would be the end of the rows.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
