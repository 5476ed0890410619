package databases

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"errors"

	"github.com/lib/pq"
)

// postgresForm is that of the PostgreSQL protocol: a letter, and a size that counts itself.
var postgresForm = packetForm{5, func(h []byte) int { return int(binary.BigEndian.Uint32(h[1:])) - 4 }}

// rowLetter begins the packet of a row.
const rowLetter = 'D'

var errPostgresRow = errors.New("a row of the server is malformed")

// A postgresConnector connects as cfg says.
type postgresConnector struct {
	cfg   pq.Config
	links *links
}

// Connect implements [driver.Connector].
func (c postgresConnector) Connect(ctx context.Context) (driver.Conn, error) {
	connector, err := pq.NewConnectorConfig(c.cfg)
	if err != nil {
		return nil, err
	}
	dialer := &packetDialer{links: c.links, form: postgresForm}
	if connector.Dialer(c.links); c.cfg.SSLMode == pq.SSLModeDisable {
		connector.Dialer(dialer)
	}
	conn, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &packetConn{conn.(driverConn), dialer.made}, nil
}

// Driver implements [driver.Connector].
func (c postgresConnector) Driver() driver.Driver { return &pq.Driver{} }

// postgresPlain are the types that are the same to the driver and on the wire.
var postgresPlain = map[string]bool{"TEXT": true, "VARCHAR": true, "INT2": true, "INT4": true, "INT8": true}

// postgresQuery runs a statement on a connection of the pool. A value of its rows is nil, a
// *[]byte or what the driver returns, which reads all rows where bytes are among the columns.
func postgresQuery(ctx context.Context, conn any, statement string) (driver.Rows, error) {
	c := conn.(*packetConn)
	rows, err := c.QueryContext(ctx, statement, nil)
	if err != nil || c.packets == nil {
		return rows, err
	}
	columns := len(rows.Columns())
	for i := range columns {
		if !postgresPlain[rows.(driver.RowsColumnTypeDatabaseTypeName).ColumnTypeDatabaseTypeName(i)] {
			return rows, nil
		}
	}
	return &postgresRows{Rows: rows, packets: c.packets, cells: make([][]byte, columns)}, nil
}

// postgresRows are the rows of a result. The first, which the driver has already, and whatever
// is no row go to the driver.
type postgresRows struct {
	driver.Rows
	packets *packetLink
	cells   [][]byte
	begun   bool
}

// Next implements [driver.Rows]. The values are valid until the next call.
func (r *postgresRows) Next(row []driver.Value) error {
	if !r.begun {
		r.begun = true
		return r.Rows.Next(row)
	}
	size, err := r.packets.peek(0)
	if err != nil {
		return cut(err)
	}
	if r.packets.ahead[0] != rowLetter {
		return r.Rows.Next(row)
	}
	if size >= 0 {
		var packet []byte
		if packet, err = r.packets.take(size); err != nil {
			return cut(err)
		}
		if r.split(packet, row) {
			return nil
		}
	}
	r.packets.Close() // before the driver reads on in it
	return errPostgresRow
}

// split cuts a row into its cells. It reports whether that is possible.
func (r *postgresRows) split(packet []byte, row []driver.Value) bool {
	if len(packet) < 2 || int(binary.BigEndian.Uint16(packet)) != len(row) {
		return false
	}
	packet = packet[2:]
	for i := range row {
		if len(packet) < 4 {
			return false
		}
		length := int32(binary.BigEndian.Uint32(packet))
		packet = packet[4:]
		if length == -1 {
			row[i] = nil
			continue
		}
		if length < 0 || int(length) > len(packet) {
			return false
		}
		r.cells[i], packet = packet[:length:length], packet[length:]
		row[i] = &r.cells[i]
	}
	return true
}
