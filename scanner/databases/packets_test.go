package databases

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// raw runs f on a connection of the driver.
func raw(t testing.TB, address string, f func(d *dialect, c *packetConn)) {
	t.Helper()
	d := mustOpen(t, address, Options{}).(*database)
	conn, err := d.pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.Raw(func(c any) error {
		f(d.dialect, c.(*packetConn))
		return nil
	})
}

// cellText writes a value of a driver.
func cellText(v driver.Value) string {
	if v == nil {
		return null
	}
	text, err := appendValue(nil, v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// drain returns what rows hold, and the error that ended them; nil at their end.
func drain(rows driver.Rows) ([][]string, error) {
	cells, err := take(rows, len(rows.Columns()))
	if closing := rows.Close(); err == io.EOF {
		err = closing
	}
	return cells, err
}

// The rows from packets are those of the driver, and the connection can be used again.
func TestPacketsAreTheDriversRows(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		dbtest.Exec(t, admin, "CREATE TABLE t (n int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, NULL), (2, ''), (3, 'José'), (4, REPEAT('x', 40000))")
		statements := []string{
			"SELECT n, v FROM t ORDER BY n", "SELECT v, n, v FROM t ORDER BY n DESC", "SELECT NULL", "SELECT n FROM t WHERE n < 0", "SELECT v FROM t WHERE n = 2",
			"SELECT n, (SELECT b.n FROM t b WHERE b.n <= a.n) FROM t a ORDER BY n", // an error at the second row
			"SELECT v FROM nada", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
		}
		for _, size := range []int{250, 251, 252, 65535, 65536, packetBlock - 5, packetBlock, 3 * packetBlock, 9_000_000} {
			statements = append(statements, fmt.Sprintf("SELECT REPEAT('x', %d), REPEAT('y', %[1]d) UNION ALL SELECT 'a', 'b'", size))
		}
		for _, over := range []int{-1, 0, 1} { // around a row that fills a packet of MySQL, with 8 bytes for lengths
			statements = append(statements, fmt.Sprintf("SELECT REPEAT('x', 8000000), REPEAT('y', %d) UNION ALL SELECT 'a', 'b'", longestPart+over-8-8000000))
		}
		if isPostgres(address) { // whose driver converts values of these
			statements = append(statements, "SELECT n, decode('00ff', 'hex') FROM t", "SELECT 1.50, current_date = current_date, v FROM t",
				"DO $$ BEGIN RAISE NOTICE 'x'; END $$", "SELECT n, CASE WHEN n > 2 THEN set_config('application_name', v, false) END FROM t ORDER BY n")
		}
		raw(t, plain(address), func(d *dialect, c *packetConn) {
			for _, s := range statements {
				var got, want [][]string
				var gotErr, wantErr error
				rows, err := d.query(t.Context(), c, s)
				if gotErr = err; err == nil {
					got, gotErr = drain(rows)
				}
				rows, err = c.QueryContext(t.Context(), s, nil)
				if wantErr = err; err == nil {
					want, wantErr = drain(rows)
				}
				if !reflect.DeepEqual(got, want) || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
					t.Errorf("%s: %d rows and %v, not %d and %v", s, len(got), gotErr, len(want), wantErr)
				}
			}
			if c.packets == nil || !c.IsValid() {
				t.Error("the connection shows no packets, or cannot be used again")
			}
		})
	})
}

// plain is an address for connections without TLS.
func plain(address string) string {
	if isPostgres(address) {
		host, _, _ := strings.Cut(address, "?")
		return host + "?sslmode=disable"
	}
	return address
}

// Wherever the link is cut, rows do not end as if there were no more.
func TestCutIsNoEnd(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		dbtest.Exec(t, admin, "CREATE TABLE t (n int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a'), (2, NULL), (3, REPEAT('x', 300))")
		p := newProxy(t, plain(address))
		whole := false
		for sent := int64(0); !whole; sent += 7 {
			raw(t, p.address, func(d *dialect, c *packetConn) {
				p.limit.Store(sent)
				defer p.limit.Store(1 << 60)
				rows, err := d.query(t.Context(), c, "SELECT n, v FROM t ORDER BY n")
				if err != nil {
					return
				}
				got, err := drain(rows)
				if whole = err == nil; whole && len(got) != 3 {
					t.Errorf("%d rows and no error after %d bytes", len(got), sent)
				} else if err != nil && networkCode(err) != "connection_lost" {
					t.Errorf("%v is %s", err, networkCode(err))
				}
			})
		}
	})
}

// Rows that nobody wants any more are not read.
func TestRowsThatAreLeft(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		dbtest.Exec(t, admin, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)"+strings.Repeat(", (1)", 99))
		raw(t, plain(address), func(d *dialect, c *packetConn) {
			ctx, cancel := context.WithCancel(t.Context())
			rows, err := d.query(ctx, c, "SELECT REPEAT('x', 1000) FROM t a, t b, t c, t d")
			if err != nil {
				t.Fatal(err)
			}
			row := make([]driver.Value, 1)
			for range 3 {
				if err := rows.Next(row); err != nil || len(cellText(row[0])) != 1000 {
					t.Fatalf("%d bytes and %v", len(cellText(row[0])), err)
				}
			}
			began := time.Now()
			cancel()
			rows.Close()
			if took := time.Since(began); took > 2*time.Second || c.IsValid() {
				t.Errorf("closing took %v, and the connection is valid: %v", took, c.IsValid())
			}
		})
	})
}

// noRows is the result of a driver of which only the end is left.
type noRows struct{}

func (noRows) Columns() []string         { return nil }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

// sentBy returns a link on which a server sends this, in small parts.
func sentBy(t *testing.T, sent []byte, form packetForm) *packetLink {
	client, server := net.Pipe()
	go func() {
		for part := range slices.Chunk(sent, 7) {
			if _, err := server.Write(part); err != nil {
				return
			}
		}
		server.Close()
	}()
	l := &links{idle: time.Minute, open: map[*link]bool{}}
	packets := &packetLink{link: &link{Conn: client, links: l}, form: form, block: make([]byte, 16), last: []byte{0, 0, 0, 255, 0}}
	t.Cleanup(func() { packets.Close() })
	return packets
}

// take returns the rows of a result and the error that ended them.
func take(rows driver.Rows, columns int) (cells [][]string, err error) {
	row := make([]driver.Value, columns)
	for err = rows.Next(row); err == nil; err = rows.Next(row) {
		var texts []string
		for _, v := range row {
			texts = append(texts, cellText(v))
		}
		cells = append(cells, texts)
	}
	return cells, err
}

// naiveMySQL cuts what a server sends into the rows before the first packet that is none, and
// reports whether it came to one.
func naiveMySQL(sent []byte, columns int) (rows [][]string, ended bool) {
	for number := 0; ; number++ {
		var packet []byte
		for size := longestPart; size == longestPart; {
			if len(sent) < 5 {
				return rows, false
			}
			size = int(binary.LittleEndian.Uint32(append(slices.Clone(sent[:3]), 0)))
			if len(packet) == 0 && (sent[4] == 0xff || sent[4] == 0xfe && size < longestPart) {
				return rows, true
			}
			if int(sent[3]) != number%256 || len(sent) < 4+size {
				return rows, false
			}
			packet, sent = append(packet, sent[4:4+size]...), sent[4+size:]
		}
		var row []string
		for range columns {
			if len(packet) == 0 {
				return rows, false
			}
			mark, rest := packet[0], packet[1:]
			length, width := uint64(mark), map[byte]int{0xfc: 2, 0xfd: 3, 0xfe: 8}[mark]
			if mark == 0xfb {
				row, packet = append(row, null), rest
				continue
			}
			if len(rest) < width {
				return rows, false
			}
			for i := width - 1; i >= 0; i-- {
				if i == width-1 {
					length = 0
				}
				length = length<<8 | uint64(rest[i])
			}
			if rest = rest[width:]; length > uint64(len(rest)) {
				return rows, false
			}
			row, packet = append(row, string(rest[:length])), rest[length:]
		}
		rows = append(rows, row)
	}
}

// Whatever a server sends, the rows are those of a naive reader.
func FuzzMySQLPackets(f *testing.F) {
	f.Add([]byte("\x04\x00\x00\x00\x01a\x01b\x02\x00\x00\x01\xfb\x00\x07\x00\x00\x02\xfe\x00\x00\x02\x00\x00\x00"), byte(2))
	f.Add([]byte("\x06\x00\x00\x00\xfc\x03\x00abc\x09\x00\x00\x01\xff\x69\x04#HY000"), byte(1))
	f.Add([]byte("\xff\xff\xff\x00\xfe\xff\xff\xff\xff\xff\xff\xff\xff"), byte(1))
	f.Add([]byte("\x00\x00\x00\x00\x05\x00\x00\x01\xfd\x01\x00\x00x"), byte(1))
	f.Fuzz(func(t *testing.T, sent []byte, columns byte) {
		width := int(columns%4) + 1
		want, ended := naiveMySQL(sent, width)
		rows := &mysqlRows{Rows: noRows{}, packets: sentBy(t, sent, mysqlForm), number: 255, cells: make([][]byte, width)}
		got, err := take(rows, width)
		if !reflect.DeepEqual(got, want) || (err == io.EOF) != ended {
			t.Errorf("%q and %v, not %q and %v", got, err, want, ended)
		}
	})
}

// naivePostgres is naiveMySQL for the other protocol.
func naivePostgres(sent []byte, columns int) (rows [][]string, ended bool) {
	for len(sent) >= 5 {
		if sent[0] != 'D' {
			return rows, true
		}
		size := int64(binary.BigEndian.Uint32(sent[1:5])) - 4
		if size < 2 || size > int64(len(sent)-5) {
			return rows, false
		}
		packet := sent[5 : 5+size]
		sent = sent[5+size:]
		if binary.BigEndian.Uint16(packet) != uint16(columns) {
			return rows, false
		}
		packet = packet[2:]
		var row []string
		for range columns {
			if len(packet) < 4 {
				return rows, false
			}
			length := int64(int32(binary.BigEndian.Uint32(packet)))
			if packet = packet[4:]; length == -1 {
				row = append(row, null)
				continue
			}
			if length < 0 || length > int64(len(packet)) {
				return rows, false
			}
			row, packet = append(row, string(packet[:length])), packet[length:]
		}
		rows = append(rows, row)
	}
	return rows, false
}

// Whatever a server sends, the rows are those of a naive reader.
func FuzzPostgresPackets(f *testing.F) {
	f.Add([]byte("D\x00\x00\x00\x13\x00\x02\x00\x00\x00\x01a\x00\x00\x00\x02bcD\x00\x00\x00\x0e\x00\x02\xff\xff\xff\xff\x00\x00\x00\x00C\x00\x00\x00\x04"), byte(1))
	f.Add([]byte("D\x00\x00\x00\x03\x00\x01"), byte(0))
	f.Add([]byte("D\xff\xff\xff\xff\x00\x01\x80\x00\x00\x00"), byte(0))
	f.Fuzz(func(t *testing.T, sent []byte, columns byte) {
		width := int(columns%4) + 1
		want, ended := naivePostgres(sent, width)
		rows := &postgresRows{Rows: noRows{}, packets: sentBy(t, sent, postgresForm), cells: make([][]byte, width), begun: true}
		got, err := take(rows, width)
		if !reflect.DeepEqual(got, want) || (err == io.EOF) != ended {
			t.Errorf("%q and %v, not %q and %v", got, err, want, ended)
		}
	})
}
