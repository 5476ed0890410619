package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// A subject is a command that is measured as a whole process.
type subject struct {
	name  string
	data  *dataSet // that it reads; nil for none
	args  []string
	procs int  // cores it may use
	twice bool // two at the same time: what the machine can do with two cores

	runs []figure
}

// A figure is what one run cost, or the median of several.
type figure struct {
	cpu, wall float64 // seconds
	resident  int64   // bytes
}

// measureAll runs the subjects in turn, so that a change in the speed of the machine affects
// them all.
func measureAll(subjects []*subject, runs int) error {
	for range runs {
		for _, s := range subjects {
			f, err := measure(s)
			if err != nil {
				return fmt.Errorf("running %s: %w", s.name, err)
			}
			s.runs = append(s.runs, f)
		}
	}
	return nil
}

func measure(s *subject) (figure, error) {
	command := func() *exec.Cmd {
		cmd := exec.Command(s.args[0], s.args[1:]...)
		cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", s.procs))
		cmd.Stderr = os.Stderr
		return cmd
	}
	cmd, other := command(), command()
	start := time.Now()
	if s.twice {
		if err := other.Start(); err != nil {
			return figure{}, err
		}
	}
	err := cmd.Run()
	if s.twice {
		err = errors.Join(err, other.Wait())
	}
	if err != nil {
		return figure{}, err
	}
	state := cmd.ProcessState
	return figure{
		cpu: (state.UserTime() + state.SystemTime()).Seconds(), wall: time.Since(start).Seconds(), resident: peakResident(state),
	}, nil
}

// median returns the median of each cost.
func (s *subject) median() figure {
	by := func(value func(figure) float64) float64 {
		v := make([]float64, len(s.runs))
		for i, f := range s.runs {
			v[i] = value(f)
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	return figure{
		cpu: by(func(f figure) float64 { return f.cpu }), wall: by(func(f figure) float64 { return f.wall }),
		resident: int64(by(func(f figure) float64 { return float64(f.resident) })),
	}
}

// perCell is the CPU time for each cell, in nanoseconds.
func (s *subject) perCell() float64 { return s.median().cpu * 1e9 / float64(s.data.cells) }

// row is the subject's row of the table, in Markdown.
func (s *subject) row() string {
	m := s.median()
	if s.data == nil {
		return fmt.Sprintf("| %s | %.3f | %.3f | | | %.0f |", s.name, m.cpu, m.wall, float64(m.resident)/1e6)
	}
	return fmt.Sprintf("| %s | %.2f | %.2f | %.0f | %.1f | %.0f |", s.name, m.cpu, m.wall, float64(s.data.bytes)/1e6/m.cpu, s.perCell(), float64(m.resident)/1e6)
}

// A goal is a figure with the value that it must reach and the one that is aimed at.
type goal struct {
	name            string
	value, must, to float64
	atLeast         bool     // else at most
	beside          *subject // that only read the same cells, for a value in nanoseconds per cell
}

func (g goal) met() bool {
	if g.atLeast {
		return g.value >= g.must
	}
	return g.value <= g.must
}

func (g goal) row() string {
	sign, verdict := "≤", "yes"
	if g.atLeast {
		sign = "≥"
	}
	if !g.met() {
		verdict = "**no**"
	}
	times := ""
	if g.beside != nil {
		times = fmt.Sprintf(" (%.2f × encoding/csv)", g.value/g.beside.perCell())
	}
	return fmt.Sprintf("| %s | %.4g%s | %s %g | %s %g | %s |", g.name, g.value, times, sign, g.must, sign, g.to, verdict)
}
