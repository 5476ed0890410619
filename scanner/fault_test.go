package scanner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

func TestFileReason(t *testing.T) {
	_, missing := os.Open("/nobody/salario.csv")
	broken := &fs.PathError{Op: "read", Path: "/home/ana/salario.csv", Err: errors.New("input/output error")}
	inUse := "os_error" // the number means something else
	if runtime.GOOS == "windows" {
		inUse = "file_in_use"
	}
	for _, c := range []struct {
		err  error
		code string
	}{
		{missing, "no_such_file"},
		{&fs.PathError{Op: "open", Path: "/home/ana/salario.csv", Err: syscall.EACCES}, "no_permission"},
		{&fs.PathError{Op: "open", Path: "/home/ana/salario.csv", Err: sharingViolation}, inUse},
		{fmt.Errorf("copying: %w", lockViolation), inUse},
		{broken, "os_error"},
	} {
		r := FileReason(c.err)
		if r.Code != c.code || (r.Code == "os_error") != (r.Detail != "") || strings.Contains(r.Detail, "salario") {
			t.Errorf("%v is said as %+v, wanted %s", c.err, r, c.code)
		}
	}
}
