// ISA-L's erasure codes over GF(2^8): matrices, and products of them with blocks of data.
#pragma once
#include <isa-l/erasure_code.h>

#if defined(__x86_64__)
__attribute__((target("avx"))) static inline void fubako_clear_upper_registers(void) { __builtin_ia32_vzeroupper(); }
#endif

// As ec_encode_data, and without what that leaves behind: 2.30 returns with the upper halves of the vector registers in use,
// after which every SSE instruction of the thread, such as those of OpenSSL's SHA-256, is slowed down (by a quarter where it
// was measured) until they are cleared (Intel's optimization manual, "Mixing AVX code with SSE code").
static inline void fubako_ec_encode_data(
    int length, int columns, int rows, unsigned char *tables, unsigned char **sources, unsigned char **targets) {
    ec_encode_data(length, columns, rows, tables, sources, targets);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx")) fubako_clear_upper_registers();
#endif
}
