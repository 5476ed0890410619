package main

import (
	"bufio"
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// newTerminal returns the side of a person and the side of a program of a new terminal.
func newTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	unlocked, number := int32(0), uint32(0)
	for request, of := range map[uintptr]unsafe.Pointer{syscall.TIOCSPTLCK: unsafe.Pointer(&unlocked), syscall.TIOCGPTN: unsafe.Pointer(&number)} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(of)); errno != 0 {
			t.Fatal(errno)
		}
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// TestCtrlCAtThePrompt: whoever gives up at the question for the password gets the
// terminal back at once, as it was, and no output takes the place of an earlier one. A
// password that is refused is called so before it is asked for again.
func TestCtrlCAtThePrompt(t *testing.T) {
	address, err := url.Parse(dbtest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.User(address.User.Username())
	dir := t.TempDir()
	earlier := filepath.Join(dir, "r.json")
	if err := os.WriteFile(earlier, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	person, program := newTerminal(t)
	state := func() (s syscall.Termios) {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, program.Fd(), syscall.TCGETS, uintptr(unsafe.Pointer(&s))); errno != 0 {
			t.Fatal(errno)
		}
		return s
	}
	before := state()
	cmd := exec.Command("datamap", "scan", address.String(), "-o", earlier)
	cmd.Dir, cmd.Stdin, cmd.Env = dir, program, append(os.Environ(), "HOME="+dir, "PGPASSFILE=", "PGPASSWORD=")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
	defer late.Stop()
	var said bytes.Buffer
	all := bufio.NewReader(stderr)
	until := func(text string) {
		for !strings.HasSuffix(said.String(), text) {
			c, err := all.ReadByte()
			if err != nil {
				t.Fatalf("%q never came: %s", text, said.String())
			}
			said.WriteByte(c)
		}
	}
	until("Senha para ")
	person.WriteString("errada-UNICA\n")
	until("usuário ou senha recusados (28P01)\n")
	until("Senha para ")
	for end := time.Now().Add(10 * time.Second); state() == before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("what is typed is not hidden")
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	said.ReadFrom(all)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit code %d, want %d: %s", code, exitInterrupted, said.String())
	}
	if state() != before {
		t.Error("the terminal does not show what is typed any more")
	}
	if kept, err := os.ReadFile(earlier); err != nil || string(kept) != "{}" {
		t.Errorf("the earlier result is now %q, %v", kept, err)
	}
}
