# Loquat. The two commands of a plain clone are `make run` and `make test`; everything else is a part of them.

# The same flags for every go command, so that SQLite's C code is compiled once.
export GOFLAGS := -trimpath -buildvcs=false
export CGO_ENABLED := 1

TAGS    := sqlite_fts5
WINDOW  := desktop,production,webkit2_41,$(TAGS)
VERSION := $(shell sed -n 's/.*"productVersion": *"\([^"]*\)".*/\1/p' wails.json)
LDFLAGS := -s -w -X main.version=$(VERSION)
BINARY  := build/bin/loquat
GO_SOURCES := $(shell find . -name '*.go' -not -path './frontend/*') go.mod go.sum
WEB_SOURCES := $(shell find frontend/src frontend/public frontend/*.* -type f -not -name '*.test.ts' 2>/dev/null)

.PHONY: run test check build bindings stale-bindings go-check go-test web-check web-test e2e bench interop interop-full screenshots setup setup-test clean

# Builds Loquat and opens it; without a display it walks the same journey in the shell.
run: setup build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(BINARY); else \
	  echo "There is no display here, so this is the same journey in the shell:"; exec $(BINARY) demo; fi

# Everything that must hold, on a plain clone.
test: setup-test check stale-bindings go-test web-test e2e interop

# The fast part: under a minute when warm.
check: go-check web-check

build: $(BINARY)

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund

frontend/dist/index.html: $(WEB_SOURCES) frontend/node_modules/.package-lock.json
	cd frontend && npm run build

$(BINARY): $(GO_SOURCES) frontend/dist/index.html
	go build -tags $(WINDOW) -ldflags "$(LDFLAGS)" -o $@ .

# TypeScript for the window, generated from the Go of app.go and backend/chat.
bindings:
	tsoutputtype=interfaces go run -tags bindings,$(TAGS) . >/dev/null

stale-bindings: bindings
	@git diff --exit-code --stat -- frontend/src/wailsjs || { echo "The bindings were stale: commit what 'make bindings' made."; exit 1; }

go-check:
	@test -z "$$(gofmt -l *.go backend cli e2e bench)" || { gofmt -l *.go backend cli e2e bench; echo "gofmt: run 'gofmt -w' on these"; exit 1; }
	go vet -tags $(TAGS) ./...
	go vet -tags e2e,$(TAGS) ./e2e/...
	go tool staticcheck -tags $(TAGS) ./...

go-test:
	go test -race -tags $(TAGS) ./...

web-check: frontend/node_modules/.package-lock.json
	cd frontend && npm run check

web-test: frontend/node_modules/.package-lock.json
	cd frontend && npm test

# The whole journey in the real window, on a screen of its own.
e2e: build
	scripts/screen.sh go test -tags e2e,$(TAGS) -count=1 -timeout 20m ./e2e/...

# Time, memory and search figures at 100 MB and 1 GB beside the baselines; see docs/BENCHMARKS.md.
bench: build
	go run -tags $(TAGS) ./bench $(BENCH)

# Every data format in every file format through the real readers and trainers from PyPI; interop-full: the sample files
# and every template too. INTEROP=--write-docs writes docs/INTEROP.md and README's table.
interop: build
	python3 interop/run.py $(INTEROP)

interop-full: build
	python3 interop/run.py --full

# Pictures of the real window for the README.
screenshots: build
	LOQUAT_SCREENSHOTS=$(CURDIR)/docs scripts/screen.sh go test -tags e2e,$(TAGS) -count=1 -run TestScreenshots ./e2e/...

clean:
	rm -rf build/bin .cache/interop frontend/dist/* && touch frontend/dist/.gitkeep
