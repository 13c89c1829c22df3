// ISA-L's erasure codes over GF(2^8): matrices, and products of them with blocks of data.
#pragma once
#include <isa-l/erasure_code.h>
