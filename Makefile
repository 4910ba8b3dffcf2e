# kaguan: make alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export CGO_ENABLED := 0

WEB_SOURCES := $(shell find web/src web/public web/index.html web/package.json web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)

help: ## this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: build ## build everything and serve a city of 3,000 invented people on http://localhost:8080
	bin/kaguan demo

test: deps web/dist/index.html ## install what the tests need, run everything on both databases and in a browser
	scripts/test

build: web/dist/index.html ## build bin/kaguan with its pages
	@mkdir -p bin
	go build -trimpath -o bin/kaguan ./cmd/kaguan

web: web/dist/index.html ## build the pages only

web/node_modules/.stamp: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.stamp $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

deps: ## install the Debian packages that the tests need (as root), or say which are missing
	scripts/deps

check: ## vet, format, types, and the tests of the tree itself
	@test -z "$$(gofmt -l cmd internal web scripts)" || { gofmt -l cmd internal web scripts; exit 1; }
	go vet ./...
	go test ./internal/tidy/

docs: ## regenerate docs/states, docs/formats, the map in docs/ARCHITECTURE.md and the API's types
	UPDATE=1 go test -count=1 ./internal/tidy/ ./internal/server/
	cd web && npm run --silent types

golden: ## rewrite the golden files; look at the diff before committing
	UPDATE=1 go test -count=1 ./...

sim: ## one simulated city: make sim SEED=7 [DAYS=60 PEOPLE=300]
	go test -count=1 -v -timeout 60m -run TestLife ./internal/city/ -args -seed=$(or $(SEED),1) -days=$(or $(DAYS),30) -people=$(or $(PEOPLE),100)

pg: ## the Go tests on a PostgreSQL of their own: make pg PKG=./internal/kit/db/
	scripts/pg go test $(or $(PKG),./...)

clean: ## remove what was built and the demo city
	rm -rf bin demo web/dist/assets web/dist/index.html web/node_modules

.PHONY: help demo test build web deps check docs golden sim pg clean
