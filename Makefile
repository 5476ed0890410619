# Go, git and make are all that is needed.

export CGO_ENABLED = 0

VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
BINARY    = datamap$(shell go env GOEXE)
LINT      = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# A count: time would end at an instant that go before 1.27 takes for a failure (go.dev/issue/75804).
FUZZTIME ?= 10000x
FUZZ     ?= ^Fuzz
# ./... leaves out testdata, where the corpus reader and the bench are.
PACKAGES  = ./... ./testdata/bench ./testdata/eval

.DEFAULT_GOAL := help
.PHONY: help build demo test soffice npm test-short lint bench bench-growth profile eval learn fuzz fuzz-readers golden

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build ./datamap, one static binary
	go build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o $(BINARY) ./cmd/datamap

demo: build ## Lay out a fictitious company in demo/ and scan it
	./$(BINARY) demo demo/

test: soffice npm ## Run every test, those against real PostgreSQL, MariaDB and LibreOffice included
	go test -timeout 30m $(PACKAGES)

# Workbooks are checked with LibreOffice and, through npm, with Microsoft's own checker;
# as root on Debian or Ubuntu both are installed.
soffice: PACKAGE = libreoffice-calc
npm: PACKAGE = npm
soffice npm:
	@command -v $@ >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends $(PACKAGE); } || \
		{ echo "make test needs $@"; exit 1; }

test-short: ## Run the tests that need no database server
	go test -short $(PACKAGES)

lint: ## Check the formatting, vet and lint
	@unformatted="$$(gofmt -l .)"; test -z "$$unformatted" || { echo "gofmt -w these files:"; echo "$$unformatted"; exit 1; }
	go vet $(PACKAGES)
	go run $(LINT) run $(PACKAGES)

eval: ## Measure accuracy on the labelled corpus
	go test ./testdata/eval -run TestEval -v -count=1

learn: ## Learn rules/learned.yaml anew from the tuning half of the corpus, and measure
	go test ./testdata/eval -run TestLearn -learn -count=1
	go test ./testdata/eval -run TestEval -update -count=1

bench: build ## Measure scans next to what only reads, into docs/performance.md; PEER='command {}' adds one
	@status=0; \
	go run ./testdata/bench -binary ./$(BINARY) -docs docs/performance.md $(if $(PEER),-peer '$(PEER)') || status=$$?; \
	go test -pgo=cmd/datamap/default.pgo ./testdata/bench -run '^$$' -bench 'Databases|Folder' -benchtime 1x || status=$$?; \
	exit $$status

bench-growth: build ## Measure how the cost of a scan grows with rows and columns, into docs/performance.md
	go run ./testdata/bench -binary ./$(BINARY) -docs docs/performance.md -linear

profile: ## Profile full scans; the compiler optimizes the program by it
	GOMAXPROCS=1 go test -trimpath ./testdata/bench -run '^$$' -bench Files -benchtime 40x -cpuprofile cmd/datamap/default.pgo

fuzz: ## Run each fuzz target that FUZZ matches (default all) FUZZTIME long (default 10000x)
	@set -e; for package in $$(go list ./...); do \
		list="$$(go test -list '^Fuzz' $$package)"; \
		for target in $$(echo "$$list" | grep -E '$(FUZZ)' || true); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x $$package; \
		done; \
	done

fuzz-readers: ## Run the fuzz targets of what reads files and cells, as continuous integration does
	$(MAKE) fuzz FUZZ='^Fuzz(Splitter|CSV|XLSX|XLSB|XLS|ODS|Document|OldDocument|DBF|JSON|SQL|HTML|XMLTexts|OFX|Cards|Mail|Archive|Profile)$$$$'

golden: ## Write the golden files anew (look at the difference before you commit it)
	@set -e; for package in $$(go list ./...); do \
		list="$$(go test -list Golden $$package)"; \
		if echo "$$list" | grep -q '^Test'; then go test -run Golden $$package -update; fi; \
	done
