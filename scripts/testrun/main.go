// Command testrun runs go test, prints one line a package and all that failed,
// and keeps the counts; with -total it adds the counts of the browser's tests
// and prints the closing summary of the whole run.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

// Counts are the outcomes of leaf tests.
type Counts struct {
	Passed, Failed, Skipped int
}

// tally is where the Go run leaves its counts for the closing summary.
var tally = filepath.Join("bin", "go-tests.json")

func main() {
	total := flag.Bool("total", false, "print the closing summary")
	failed := flag.Int("failed", 0, "with -total: 1 if a step before has failed")
	timeout := flag.String("timeout", "30m", "go test's own limit")
	flag.Parse()
	var err error
	if *total {
		err = closing(*failed, flag.Args())
	} else {
		err = run(append([]string{"test", "-json", "-timeout", *timeout}, flag.Args()...))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// event is one line of go test -json.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

type key struct{ pkg, test string }

func run(args []string) error {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var counts Counts
	output := map[key]*strings.Builder{}
	parents := map[key]bool{}
	var outcomes []event
	lines := bufio.NewScanner(pipe)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text()) // a build error, printed as it is
			continue
		}
		follow(e, output, parents, &outcomes)
	}
	for _, e := range outcomes {
		if parents[key{e.Package, e.Test}] {
			continue // its leaves are counted
		}
		switch e.Action {
		case "pass":
			counts.Passed++
		case "fail":
			counts.Failed++
		case "skip":
			counts.Skipped++
			fmt.Printf("SKIPPED %s %s: %s\n", e.Package, e.Test, strings.TrimSpace(said(output, e)))
		}
	}
	slowest(outcomes)
	runErr := cmd.Wait()
	body, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(tally), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(tally, body, 0o644); err != nil {
		return err
	}
	fmt.Printf("go: %d passed, %d failed, %d skipped\n", counts.Passed, counts.Failed, counts.Skipped)
	return runErr
}

func follow(e event, output map[key]*strings.Builder, parents map[key]bool, outcomes *[]event) {
	k := key{e.Package, e.Test}
	switch e.Action {
	case "output":
		if output[k] == nil {
			output[k] = &strings.Builder{}
		}
		output[k].WriteString(e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			fmt.Printf("%-5s %s %.1fs\n", e.Action, e.Package, e.Elapsed)
			if e.Action == "fail" {
				fmt.Print(said(output, e))
			}
			return
		}
		*outcomes = append(*outcomes, e)
		for test := e.Test; strings.Contains(test, "/"); {
			test = test[:strings.LastIndex(test, "/")]
			parents[key{e.Package, test}] = true
		}
		if e.Action == "fail" {
			fmt.Print(said(output, e))
		}
	}
}

func said(output map[key]*strings.Builder, e event) string {
	if b := output[key{e.Package, e.Test}]; b != nil {
		return b.String()
	}
	return ""
}

func slowest(outcomes []event) {
	sort.Slice(outcomes, func(i, j int) bool { return outcomes[i].Elapsed > outcomes[j].Elapsed })
	for _, e := range outcomes[:min(5, len(outcomes))] {
		if e.Elapsed > 5 {
			fmt.Printf("slow  %s %s %.1fs\n", e.Package, e.Test, e.Elapsed)
		}
	}
}

// closing adds up the Go run and the reports of the browser's half.
func closing(failedSteps int, reports []string) error {
	var sum Counts
	body, err := os.ReadFile(tally)
	if err != nil {
		return fmt.Errorf("the Go tests left no counts: %w", err)
	}
	if err := json.Unmarshal(body, &sum); err != nil {
		return err
	}
	for _, path := range reports {
		var r struct {
			NumPassedTests, NumFailedTests, NumPendingTests int
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("a part of the tests left no report: %w", err)
		}
		if err := json.Unmarshal(body, &r); err != nil {
			return err
		}
		sum.Passed += r.NumPassedTests
		sum.Failed += r.NumFailedTests
		sum.Skipped += r.NumPendingTests
	}
	if failedSteps > 0 && sum.Failed == 0 {
		sum.Failed = 1 // a step failed without a test of its own: vet, types, the build
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", sum.Passed, sum.Failed, sum.Skipped)
	return nil
}
