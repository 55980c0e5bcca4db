// Verify says whether a certificate file is real and whether it still holds.
//
//	go run ./verify -genesis HEX employee.linkcert
//
// Exit code 0 valid, 1 invalid, 2 unknown.
package main

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"

	linkcert "linkcert.example/interop"
)

func main() {
	genesis := flag.String("genesis", "", "which registry: SHA-256 of its genesis statement")
	flag.Parse()
	trusted, err := hex.DecodeString(*genesis)
	if err != nil || len(trusted) != 32 || flag.NArg() != 1 {
		fail("usage: verify -genesis HEX FILE.linkcert")
	}
	file, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		fail(err.Error())
	}
	verdict := linkcert.Verify(file, linkcert.Options{Genesis: trusted})
	fmt.Println(verdict.Conclusion)
	for _, reason := range verdict.Reasons {
		fmt.Println(" ", reason)
	}
	if verdict.Conclusion == linkcert.Valid {
		show(verdict)
	}
	codes := map[string]int{linkcert.Valid: 0, linkcert.Invalid: 1, linkcert.Unknown: 2}
	os.Exit(codes[verdict.Conclusion])
}

// Nothing is known of a file that cannot be read.
func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(2)
}

func show(verdict *linkcert.Verdict) {
	basis := "as of issue"
	if verdict.StatusProven {
		basis = "standing proven"
	}
	fmt.Printf("  certificate %d of %s, %s\n", verdict.Certificate, verdict.Issuer, basis)
	fmt.Printf("  %s, level %d\n", verdict.Batch.OccupationName, verdict.Batch.Level)
	for _, name := range linkcert.ClaimNames {
		if value := verdict.Shown[name]; name == "photo" && value != nil {
			fmt.Printf("  %s: %x\n", name, value)
		} else if value != nil {
			fmt.Printf("  %s: %s\n", name, value)
		}
	}
}
