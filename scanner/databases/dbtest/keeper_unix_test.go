//go:build unix

package dbtest

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childVariable makes this test binary a process that starts servers and waits.
const childVariable = "DATAMAP_TEST_CHILD"

// A process that is killed leaves neither a server nor a folder behind.
func TestServersGoWithTheirProcess(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		fmt.Println("at", Postgres(t), filepath.Dir(Certificate("postgres:")))
		fmt.Println("at", MySQL(t), filepath.Dir(Certificate("mysql:")))
		select {}
	}
	Need(t)
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGINT} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestServersGoWithTheirProcess$")
		cmd.Env = append(os.Environ(), childVariable+"=1", "DATAMAP_TEST_POSTGRES=", "DATAMAP_TEST_MYSQL=")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var hosts, dirs []string
		for lines := bufio.NewScanner(out); len(hosts) < 2 && lines.Scan(); {
			if words := strings.Fields(lines.Text()); len(words) == 3 && words[0] == "at" {
				u, err := url.Parse(words[1])
				if err != nil {
					t.Fatal(err)
				}
				hosts, dirs = append(hosts, u.Host), append(dirs, words[2])
			}
		}
		if len(hosts) != 2 {
			t.Fatal("the child started no servers")
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		cmd.Wait() //nolint:errcheck // it was killed
		for i := range hosts {
			for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
				conn, dial := net.Dial("tcp", hosts[i])
				if dial == nil {
					conn.Close()
				}
				_, stat := os.Stat(dirs[i])
				if dial != nil && stat != nil {
					break
				}
				if time.Now().After(end) {
					t.Fatalf("after %v: server there %v, folder there %v", signal, dial == nil, stat == nil)
				}
			}
		}
	}
}
