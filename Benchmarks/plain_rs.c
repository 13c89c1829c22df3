// How fast one core computes Reed-Solomon units with ISA-L: k units of 1 MiB give m others, over and over in the same
// memory, for half a second. Prints bytes of the k units a second.
//
//   plain_rs K M

#include <isa-l/erasure_code.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { UNIT = 1 << 20, ALIGNMENT = 4096, MOST_UNITS = 64, EXPANDED = 32 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    int k = count == 3 ? atoi(words[1]) : 0, m = count == 3 ? atoi(words[2]) : 0;
    if (k < 1 || m < 1 || k + m > MOST_UNITS) {
        fprintf(stderr, "usage: plain_rs K M\n");
        return 2;
    }
    unsigned char matrix[MOST_UNITS * MOST_UNITS], tables[EXPANDED * MOST_UNITS * MOST_UNITS], *units[MOST_UNITS];
    for (int unit = 0; unit < k + m; unit++) {
        units[unit] = aligned_alloc(ALIGNMENT, UNIT);
        if (!units[unit]) return 2;
        memset(units[unit], unit + 1, UNIT);
    }
    gf_gen_cauchy1_matrix(matrix, k + m, k);
    ec_init_tables(k, m, matrix + k * k, tables);
    double begin = now(), bytes = 0;
    while (now() - begin < 0.5) {
        ec_encode_data(UNIT, k, m, tables, units, units + k);
        bytes += (double)k * UNIT;
    }
    printf("%.0f\n", bytes / (now() - begin));
    return 0;
}
