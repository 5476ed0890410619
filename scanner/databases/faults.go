package databases

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/go-sql-driver/mysql"
	"github.com/lib/pq"

	"github.com/datamapbr/datamap/scanner"
)

// faultOf turns an error of a driver into a fault. The server's code is kept, its words are
// not: they may quote a value or the connection string. The words of network errors are
// kept, without the secret.
func (d *database) faultOf(ctx context.Context, err error) error {
	var known *scanner.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(ctx.Err(), context.Canceled):
		return &scanner.Fault{Reason: scanner.Reason{Code: "interrupted"}, Err: context.Canceled}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &scanner.Fault{Reason: scanner.Reason{Code: "timeout"}, Err: context.DeadlineExceeded}
	}
	if code, detail := d.dialect.code(err); code != "" {
		return &scanner.Fault{Reason: scanner.Reason{Code: code, Detail: detail}}
	}
	code := networkCode(err)
	if code == "sql_error" {
		return &scanner.Fault{Reason: scanner.Reason{Code: code}}
	}
	return &scanner.Fault{Reason: scanner.Reason{Code: code}, Err: errors.New(d.secret.scrub(err.Error()))}
}

// openingFault is faultOf for an error before the server has told who it is, when the
// same errors mean something else than in the middle of a reading.
func (d *database) openingFault(ctx context.Context, err error) error {
	fault := d.faultOf(ctx, err)
	reason := scanner.ReasonOf(fault)
	switch {
	case errors.Is(err, mysql.ErrCleartextPassword), errors.Is(err, mysql.ErrNativePassword), errors.Is(err, mysql.ErrOldPassword), errors.Is(err, mysql.ErrUnknownPlugin),
		strings.HasPrefix(err.Error(), "pq: unsupported authentication"), strings.HasPrefix(err.Error(), "pq: kerberos"):
		reason.Code = "authentication_unsupported"
	case reason.Code == "sql_error" && reason.Detail == "", errors.Is(err, mysql.ErrMalformPkt), errors.Is(err, mysql.ErrPktSync):
		reason.Code = "other_server"
	case reason.Code == "timeout" && reason.Detail == "":
		reason.Code = "no_answer"
	case reason.Code == "permission_denied":
		reason.Code = "database_denied"
	default:
		return fault
	}
	return &scanner.Fault{Reason: reason, Err: errors.Unwrap(fault)}
}

// networkCode names what went wrong below SQL.
func networkCode(err error) string {
	var dns *net.DNSError
	var network net.Error
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var file *fs.PathError // of a certificate or key
	switch {
	case errors.As(err, &dns):
		return "host_unknown"
	case errors.As(err, &record), errors.As(err, &alert), errors.As(err, &verification), errors.As(err, &authority),
		errors.As(err, &invalid), errors.As(err, &host), errors.As(err, &file):
		return "tls_failed"
	case errors.Is(err, pq.ErrSSLNotSupported), errors.Is(err, mysql.ErrNoTLS):
		return "tls_missing"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &network) && network.Timeout():
		return "timeout"
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENOENT), isDial(err):
		return "connection_refused"
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, mysql.ErrMalformPkt),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.As(err, &network):
		return "connection_lost"
	}
	return "sql_error"
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// is reports whether err carries one of the codes.
func is(err error, codes ...string) bool {
	if err == nil {
		return false
	}
	got := scanner.ReasonOf(err).Code
	for _, c := range codes {
		if got == c {
			return true
		}
	}
	return false
}
