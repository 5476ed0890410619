package databases

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A proxy stands between the scanner and a server: it keeps what the scanner
// sends, and can cut or silence the link.
type proxy struct {
	address string // of the database, through the proxy
	target  string

	listener net.Listener

	limit atomic.Int64 // bytes that the server may still send; then the link is cut
	once  atomic.Bool  // it is cut once only
	delay atomic.Int64 // of each part that the server sends, in nanoseconds
	came  atomic.Int64 // bytes that the server has sent
	mute  atomic.Bool  // nothing passes any more, in either direction
	until atomic.Value // what the scanner sends when this begins: a string

	mu   sync.Mutex
	sent bytes.Buffer
}

func newProxy(t testing.TB, address string) *proxy {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{target: u.Host}
	p.listen(t, "127.0.0.1:0")
	t.Cleanup(func() { p.listener.Close() })
	u.Host = p.listener.Addr().String()
	p.address = u.String()
	return p
}

// proxied opens a server through a proxy, and returns the table of [fillPeople] there.
func proxied(t *testing.T, address string, opt Options) (*proxy, scanner.Source, *scanner.Table) {
	t.Helper()
	p := newProxy(t, address)
	src := mustOpen(t, p.address, opt)
	return p, src, table(t, src, "pessoas")
}

func (p *proxy) listen(t testing.TB, address string) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Error(err)
		return
	}
	p.listener = l
	p.limit.Store(1 << 60)
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
}

// restart is how a server that starts again looks from outside: it cuts the links, and
// refuses connections for a while. The function that it returns waits until that is over.
func (p *proxy) restart(t testing.TB, pause time.Duration) (wait func()) {
	p.listener.Close()
	p.limit.Store(0)
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(pause)
		p.listen(t, p.listener.Addr().String())
	}()
	return func() { <-done }
}

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		io.Copy(server, io.TeeReader(client, p)) //nolint:errcheck // ends with the link
		server.Close()
	}()
	buf := make([]byte, 4096)
	for {
		n, err := server.Read(buf)
		p.came.Add(int64(n))
		time.Sleep(time.Duration(p.delay.Load()))
		for p.mute.Load() {
			if _, err := client.Read(buf); err != nil {
				return // the scanner gave up
			}
		}
		if p.limit.Add(int64(-n)) < 0 || err != nil {
			if p.once.Load() {
				p.limit.Store(1 << 60)
			}
			return
		}
		if _, err := client.Write(buf[:n]); err != nil {
			return
		}
	}
}

// Write keeps what the scanner sends.
func (p *proxy) Write(b []byte) (int, error) {
	if s, _ := p.until.Load().(string); s != "" && bytes.Contains(b, []byte(s)) {
		p.mute.Store(true)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent.Write(b)
}

func (p *proxy) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent.String()
}
