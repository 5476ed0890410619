package databases

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"time"

	"github.com/go-sql-driver/mysql"
)

// mysqlForm is that of the MySQL protocol: three bytes of size, and the packet's number.
var mysqlForm = packetForm{4, func(h []byte) int { return int(h[0]) | int(h[1])<<8 | int(h[2])<<16 }}

const (
	longestPart = 1<<24 - 1    // of a packet: a longer one goes on in the next
	endMark     = 0xfe         // begins the packet after the last row, and a cell of 16 MB or more
	errorMark   = 0xff         // begins an error of the server, and no cell
	nullMark    = 0xfb         // is a cell that is NULL
	twoBytes    = nullMark + 1 // come after this, with the length of the cell …
	threeBytes  = twoBytes + 1 // … or three …
	eightBytes  = endMark      // … or eight
)

// A mysqlConnector connects as cfg says, with a limit on the time of connecting as a whole;
// the driver limits only the dialling.
type mysqlConnector struct {
	cfg     *mysql.Config
	timeout time.Duration
}

// Connect implements [driver.Connector].
func (c mysqlConnector) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	cfg := c.cfg.Clone()
	dialer := &packetDialer{links: &links{idle: cfg.ReadTimeout}, form: mysqlForm}
	if cfg.TLS == nil {
		cfg.DialFunc, cfg.ReadTimeout = dialer.DialContext, 0
	}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, err
	}
	conn, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &packetConn{conn.(driverConn), dialer.made}, nil
}

// Driver implements [driver.Connector].
func (c mysqlConnector) Driver() driver.Driver { return &mysql.MySQLDriver{} }

// mysqlQuery runs a statement on a connection of the pool. A value of its rows is nil, a
// *[]byte or what the driver returns.
func mysqlQuery(ctx context.Context, conn any, statement string) (driver.Rows, error) {
	c := conn.(*packetConn)
	rows, err := c.QueryContext(ctx, statement, nil)
	if err != nil || c.packets == nil || len(rows.Columns()) == 0 {
		return rows, err
	}
	return &mysqlRows{Rows: rows, packets: c.packets, number: c.packets.last[3], cells: make([][]byte, len(rows.Columns()))}, nil
}

// mysqlRows are the rows of a result ("Text Resultset"), whose end goes to the driver.
type mysqlRows struct {
	driver.Rows
	packets *packetLink
	number  byte // of the last packet
	cells   [][]byte
	long    []byte // a row in several packets
	over    bool
}

// Next implements [driver.Rows]. The values are valid until the next call.
func (r *mysqlRows) Next(row []driver.Value) error {
	if !r.over {
		packet, err := r.packet()
		if err != nil {
			return cut(err)
		}
		if packet != nil {
			return r.split(packet, row)
		}
		r.over = true
	}
	return r.Rows.Next(row)
}

// Close implements [driver.Rows]. If rows are left it closes the connection: the driver
// would read them all.
func (r *mysqlRows) Close() error {
	if !r.over {
		r.packets.Close()
	}
	return r.Rows.Close()
}

// packet returns the next row, or nil where the driver is to read how the rows ended.
func (r *mysqlRows) packet() ([]byte, error) {
	r.long = r.long[:0]
	for {
		size, err := r.packets.peek(1)
		if err != nil {
			return nil, err
		}
		number, mark := &r.packets.ahead[3], r.packets.ahead[r.packets.form.header]
		if len(r.long) == 0 && (mark == errorMark || mark == endMark && size < longestPart) {
			*number = r.packets.last[3] + 1 // the driver does not know of the rows
			return nil, nil
		}
		if r.number++; *number != r.number {
			return nil, mysql.ErrPktSync
		}
		part, err := r.packets.take(size)
		if err != nil {
			return nil, err
		}
		if size < longestPart && len(r.long) == 0 {
			return part, nil
		}
		if r.long = append(r.long, part...); size < longestPart {
			return r.long, nil
		}
	}
}

// split cuts a row into its cells.
func (r *mysqlRows) split(packet []byte, row []driver.Value) error {
	for i := range row {
		if len(packet) == 0 {
			return mysql.ErrMalformPkt
		}
		mark, length, width := packet[0], uint64(packet[0]), 0
		packet = packet[1:]
		switch mark {
		case nullMark:
			row[i] = nil
			continue
		case twoBytes:
			width = 2
		case threeBytes:
			width = 3
		case eightBytes:
			width = 8
		}
		if width > 0 {
			if len(packet) < width {
				return mysql.ErrMalformPkt
			}
			var number [8]byte
			copy(number[:], packet[:width])
			length, packet = binary.LittleEndian.Uint64(number[:]), packet[width:]
		}
		if length > uint64(len(packet)) {
			return mysql.ErrMalformPkt
		}
		r.cells[i], packet = packet[:length:length], packet[length:]
		row[i] = &r.cells[i]
	}
	return nil
}
