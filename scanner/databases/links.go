package databases

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// links are the network connections of a database whose driver would wait for ever on one
// that died silently: each read and write gets a deadline.
type links struct {
	idle time.Duration // how long nothing may arrive
	tls  atomic.Bool   // a TLS handshake was seen

	mu   sync.Mutex
	open map[*link]bool
}

// hurryTime is how long a cancelled statement has to end in order.
const hurryTime = 3 * time.Second

// hurry makes the links give up soon after ctx is cancelled, until the function that it
// returns is called. They do not when ctx times out: some may belong to another reading,
// and other timeouts end the late one. It may be called on nil.
func (l *links) hurry(ctx context.Context) func() {
	if l == nil {
		return func() {}
	}
	stop := context.AfterFunc(ctx, func() {
		if !errors.Is(ctx.Err(), context.Canceled) {
			return
		}
		limit := time.Now().Add(hurryTime)
		l.mu.Lock()
		defer l.mu.Unlock()
		for c := range l.open {
			c.mu.Lock()
			c.limit = limit
			_ = c.Conn.SetDeadline(limit)
			c.mu.Unlock()
		}
	})
	return func() { stop() }
}

// Dial, DialTimeout and DialContext are what lib/pq connects with.
func (l *links) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

// DialTimeout implements pq.Dialer.
func (l *links) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.DialContext(ctx, network, address)
}

// DialContext implements pq.DialerContext.
func (l *links) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c := &link{Conn: conn, links: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open == nil {
		l.open = map[*link]bool{}
	}
	l.open[c] = true
	return c, nil
}

// A link is a connection that does not wait for ever.
type link struct {
	net.Conn
	links *links

	mu     sync.Mutex
	limit  time.Time // set by hurry
	driver time.Time // set by the driver, for the time of connecting
}

// arm sets the deadline of the next read or write: the driver's own while it
// connects, then the idle time, and never past the limit.
func (c *link) arm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	deadline := c.driver
	if deadline.IsZero() {
		deadline = time.Now().Add(c.links.idle)
	}
	if !c.limit.IsZero() && c.limit.Before(deadline) {
		deadline = c.limit
	}
	_ = c.Conn.SetDeadline(deadline)
}

// SetDeadline implements [net.Conn].
func (c *link) SetDeadline(t time.Time) error {
	c.mu.Lock()
	c.driver = t
	c.mu.Unlock()
	return c.Conn.SetDeadline(t)
}

// Read implements [net.Conn].
func (c *link) Read(p []byte) (int, error) {
	c.arm()
	return c.Conn.Read(p)
}

// tlsHandshake is the first byte of a TLS connection, and of no message of the
// PostgreSQL protocol.
const tlsHandshake = 0x16

// Write implements [net.Conn].
func (c *link) Write(p []byte) (int, error) {
	if len(p) > 0 && p[0] == tlsHandshake {
		c.links.tls.Store(true)
	}
	c.arm()
	return c.Conn.Write(p)
}

// Close implements [net.Conn].
func (c *link) Close() error {
	c.links.mu.Lock()
	delete(c.links.open, c)
	c.links.mu.Unlock()
	return c.Conn.Close()
}
