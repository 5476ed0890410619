package databases

import (
	"crypto/x509"
	"errors"
	"io/fs"
	"os"

	"github.com/datamapbr/datamap/scanner"
)

// authorities reads the certificates to trust from the file that a parameter of a
// connection string names. Its errors are faults that name the parameter.
func authorities(parameter, file string) (*x509.CertPool, error) {
	fault := func(what string) error {
		return &scanner.Fault{Reason: scanner.Reason{Code: "tls_failed", Detail: parameter + ": " + what}}
	}
	pem, err := os.ReadFile(file)
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return nil, fault(p.Err.Error())
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fault("no certificate")
	}
	return pool, nil
}
