// Clocks and order statistics.
#ifndef FLATPTY_BENCH_MEASURE_H_
#define FLATPTY_BENCH_MEASURE_H_

#include <stddef.h>

double now_ms(void);
// CPU time of this process, user and system, in ms.
double cpu_ms(void);
// CPU time of the children that were waited for, in ms.
double children_cpu_ms(void);
// Sorts `values` and returns the one below which `part` (0 to 1) of them lie.
double percentile(double* values, size_t count, double part);
// Resident set of this process, in KB.
long rss_kb(void);

#endif
