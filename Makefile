# All that a newcomer needs; the build itself is CMake's (CMakePresets.json).
LISTEN ?= 127.0.0.1:8420
PREFIX ?= /usr/local
NEEDS = # purposes of packaging/needs.sh that a target has besides building
FUZZ_SECONDS ?= 60

.PHONY: help run program release dev test lint bench fuzz install deb clean

help:
	@echo 'make run      build and serve a demonstration at http://$(LISTEN)/'
	@echo 'make test     build and run every test'
	@echo 'make lint     check format, layers, banned functions, and what clang-tidy knows'
	@echo 'make bench    measure, and compare with bench/RESULTS.md'
	@echo 'make fuzz     each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make install  DESTDIR= PREFIX=$(PREFIX)'
	@echo 'make deb      a Debian package in build/'
	@echo 'make clean    remove build/'

run: NEEDS = run
run: program
	@if [ ! -e data-demo ]; then \
	    rm -rf data-demo.new && \
	    build/release/taizhang demo --data data-demo.new >/dev/null && \
	    mv data-demo.new data-demo; \
	fi
	@exec build/release/taizhang serve --data data-demo --listen $(LISTEN)

program:
	@packaging/needs.sh build $(NEEDS)
	@cmake --preset release --log-level=WARNING >/dev/null
	@cmake --build --preset release --target taizhang

release dev:
	@packaging/needs.sh build $(NEEDS)
	@cmake --preset $@ --log-level=WARNING >/dev/null
	@cmake --build --preset $@

test:
	@packaging/needs.sh build run test
	@test/run.sh

lint:
	@packaging/needs.sh build lint
	@tools/lint.sh

bench: NEEDS = bench
bench: release
	@bench/run.sh

fuzz:
	@packaging/needs.sh build fuzz
	@fuzz/run.sh $(FUZZ_SECONDS)

install: program
	@DESTDIR=$(DESTDIR) cmake --install build/release --prefix $(PREFIX)

deb: NEEDS = deb
deb: program
	@packaging/deb.sh

clean:
	rm -rf build
