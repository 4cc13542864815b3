/* What the measuring of search has in common: the corpus as normalised text, one document a line, the queries with what
   a byte scan found, and the clock. Files are made by search_make.c in one folder:
     norm       normalised texts, each ended by a line break
     shown      for each document the bytes of title and text (two uint32_t), title, text: as they came
     sizes      lines "MILLIONS DOCUMENTS CHARACTERS": the first so many documents have so many Chinese characters
     queries    lines CLASS<tab>WORD[<tab>WORD], in runs of one class; to be timed
     exact      the same over more classes; to be compared with a scan
     fresh/     documents to be added
     truth      how many documents a byte scan finds for each line of `queries` */
#ifndef BENCH_SEARCH_DATA_H
#define BENCH_SEARCH_DATA_H

#include "base/str.h"

#include <stdio.h>

struct corpus {
    struct str bytes; /* of all documents */
    size_t *at;       /* docs + 1: document i is [at[i], at[i + 1] - 1), then a line break */
    size_t docs;
};

/* The first `docs` documents; 0: all. */
struct corpus corpus_open(const char *folder, size_t docs);
struct str corpus_text(const struct corpus *c, size_t i);

struct shown {
    struct str title, text;
};

/* One for each document. */
struct shown *shown_open(const char *folder, size_t *docs);

struct asked {
    struct str kind, word[2];
    size_t words;
};

struct asked *asked_open(const char *folder, const char *name, size_t *n);

/* Ends the program with a message. */
_Noreturn void give_up(const char *what, const char *why);
FILE *file_open(const char *folder, const char *name, const char *mode);
/* The whole file, never freed; ended by a 0. */
struct str file_whole(const char *folder, const char *name);
double now_ms(void);
double cpu_s(void); /* user and system, of this process */
uint64_t chance(uint64_t *state);
/* Sorts and gives the value that a share `q` of all does not exceed. */
double quantile(double *v, size_t n, double q);

/* Warms up, then asks every query once and prints "NAME CLASS queries p50 p99 right": milliseconds, and the share of
   queries whose total is the scan's. A class ends after `most_s` seconds with the queries asked so far. */
struct peer {
    const char *name;
    size_t (*total)(void *arg, const struct asked *q); /* total, ranked, with snippets */
    void *arg;
    double most_s;
    const char *folder; /* of the files above */
};

void peer_time(const struct peer *p);

#endif
